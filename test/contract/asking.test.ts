// What transforms say of references other than their own: those that they decide, and those whose answers they ask for.
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import { register } from '../../src/project/symbol-owners.ts';
import { advise, becomes, type Maker, NOTHING, type Reference, replace } from '../../src/transform.ts';
import { planOfLib } from '../support/contract-transforms.ts';
import { made } from '../support/made-transform.ts';
import { accept, ledgerOf, planWith } from '../support/plan.ts';
import { allSubsets, breaches } from '../support/plan-laws.ts';

const all = (plan: Plan, path = 'mod.py') => String(accept(plan, new Set(plan.hunks.map(({ id }) => id)))[path]);
const verdicts = (plan: Plan) =>
  ledgerOf(plan).flatMap(({ role, name, verdict, hunk, message }) =>
    role === 'import' ? [] : [`${name} ${verdict} ${hunk?.split(':')[0] ?? message}`],
  );
const inFunction = (...lines: string[]) =>
  `import lib\n\n\ndef f(x):\n${lines.map((each) => `    ${each}\n`).join('')}`;

describe('a proposal that decides another reference', () => {
  it.each([
    ['that has no hunk of its own', 'lib.pick(lib.nap, 1)'],
    ['that would have one', 'lib.pick(lib.nap(2), 1)'],
  ])('stands for one %s', (_, call) => {
    const plan = planOfLib({ 'mod.py': inFunction(call) });
    expect(verdicts(plan)).toEqual(['lib.pick safe pick', 'lib.nap safe pick']);
    expect(all(plan)).toBe('import time\n\n\ndef f(x):\n    time.sleep(1)\n');
    expect(breaches([plan], allSubsets)).toEqual([]);
  });

  it.each([
    ['by the configuration', inFunction('lib.pick(lib.nap(2), 1)'), 'manual' as const],
    ['as a draft beside something surer', inFunction('lib.pick(lib.nap(2), maybe)'), undefined],
  ])('gives it back where it is refused %s', (_, text, level) => {
    const levels = new Map(level ? [['pick', level]] : []);
    const plan = planOfLib({ 'mod.py': text }, { levels });
    expect(verdicts(plan)).toEqual([expect.stringMatching(/^lib.pick manual ./), 'lib.nap safe nap']);
    expect(all(plan)).toContain('time.sleep(2)');
    expect(plan.hunks).toHaveLength(1);
  });

  it('says why it was refused', () => {
    const plan = planOfLib(
      { 'mod.py': inFunction('lib.pick(lib.nap(2), 1)') },
      { levels: new Map([['pick', 'manual']]) },
    );
    expect(verdicts(plan)[0]).toBe('lib.pick manual The configuration sets it to manual.');
  });

  it('may be a draft where nothing surer is there', () => {
    const plan = planOfLib({ 'mod.py': inFunction('lib.pick(lib.nap, maybe)') });
    expect(plan.hunks.map(({ level }) => level)).toEqual(['draft']);
    expect(ledgerOf(plan).filter(({ hunk }) => hunk === plan.hunks[0]?.id)).toHaveLength(2);
  });

  it('is the first of two, and the other is manual; a chain ends with the first that is none', () => {
    const text = inFunction('lib.one()', 'lib.two()', 'lib.nap(1)');
    const spanOf = (name: string) => ({ start: text.indexOf(name), end: text.indexOf(name) + name.length });
    const deciding = (id: string, other: string) =>
      made({
        id,
        owns: [{ name: `lib.${id}` }],
        propose: ({ span }) => ({
          kind: 'proposal',
          level: 'safe',
          title: id,
          becomes: NOTHING,
          answers: [spanOf(other)],
          changes: [replace(span, 'print')],
        }),
      });
    const rest = made({ id: 'rest', owns: [{ name: 'lib.nap' }], roots: ['lib'], propose: () => advise('Look.') });
    const decided = (one: string, two: string) =>
      verdicts(planWith(register([rest, deciding('one', one), deciding('two', two)]), { 'mod.py': text }));
    expect(decided('lib.nap', 'lib.nap')).toEqual([
      'lib.one safe one',
      'lib.two manual Line 7 is decided by the hunk of line 5.',
      'lib.nap safe one',
    ]);
    expect(decided('lib.two', 'lib.one')).toEqual(['lib.one safe one', 'lib.two safe one', 'lib.nap manual Look.']);
    expect(decided('lib.two', 'lib.nap')).toEqual(['lib.one safe one', 'lib.two safe one', 'lib.nap manual Look.']);
  });

  it('takes the mock of that one with it', () => {
    const test = "from unittest import mock\nimport mod\n\n\n@mock.patch('mod.lib.nap')\ndef test(n):\n    mod.f(1)\n";
    const plan = planOfLib({ 'mod.py': inFunction('lib.pick(lib.nap, 1)'), 'test_mod.py': test });
    expect(all(plan, 'test_mod.py')).toContain("@mock.patch('mod.time.sleep')");
  });
});

describe('what a maker becomes', () => {
  const STORE = 'x = lib.Store()\n';
  const file = (made: string, ...lines: string[]) =>
    `import lib\n${made}\n\ndef f():\n${lines.map((l) => `    ${l}\n`).join('')}`;

  it('is known where it has a hunk', () => {
    const plan = planOfLib({ 'mod.py': file(STORE, 'lib.peek(x.get())') });
    expect(all(plan)).toContain('id(x.get())');
    const [store, peek] = plan.hunks;
    expect(peek?.requires).toEqual([store?.id]);
    expect(all(planOfLib({ 'mod.py': file('x = lib.Store(1)\n', 'lib.peek(x.get())') }))).toContain('repr(x.get())');
    expect(breaches([plan], allSubsets)).toEqual([]);
  });

  it('is not where it has none', () => {
    const plan = planOfLib({ 'mod.py': file('x = lib.Store(1, 2)\n', 'lib.peek(x.get())') });
    expect(verdicts(plan)).toContain('lib.peek manual It peeks into lib.Store.');
  });

  it('does not hang on which comes first, in a file or in the project', () => {
    const early = `import lib\n\n\ndef f():\n    lib.peek(x.get())\n\n\n${STORE}`;
    expect(all(planOfLib({ 'mod.py': early }))).toContain('id(x.get())');
    for (const [maker, asker] of [
      ['a.py', 'b.py'],
      ['b.py', 'a.py'],
    ] as const) {
      const module = maker.replace('.py', '');
      const plan = planOfLib({
        [maker]: `import lib\n${STORE}`,
        [asker]: `import lib\nfrom ${module} import x\n\n\ndef f():\n    lib.peek(x.get())\n`,
      });
      expect(all(plan, asker)).toContain('id(x.get())');
      expect(plan.hunks).toHaveLength(2);
    }
  });

  describe('where two ask about each other', () => {
    const asks = (id: string) => {
      return made({
        id,
        owns: [{ name: `lib.${id}` }],
        propose(reference: Reference) {
          const told: Maker[] =
            reference
              .body(reference.call?.arguments[0]?.value ?? never())
              ?.statements.flatMap(({ calls }) => calls.flatMap((each) => each.receiver() ?? [])) ?? [];
          const known = told.filter((each) => each.becomes !== undefined).map(({ line }) => line);
          return {
            kind: 'proposal',
            level: 'safe',
            title: `${id} is told of ${known.length > 0 ? known.join(', ') : 'nothing'}`,
            becomes: becomes('time.sleep'),
            changes: [replace(reference.span, 'print')],
          };
        },
      });
    };
    const never = () => {
      throw new Error('it has no argument');
    };
    const root = made({ id: 'root', owns: [], roots: ['lib'], propose: () => advise('Look.') });
    const TEXT: Record<string, readonly string[]> = {
      one: ['x = lib.one(asks_y)'],
      two: ['y = lib.two(asks_x)'],
      three: ['z = lib.three(asks_y)'],
    };
    const FUNCTIONS = ['def asks_y():', '    y.go()', 'def asks_x():', '    x.go()'];
    const titles = (...order: string[]) => {
      const lines = ['import lib', ...FUNCTIONS, ...order.flatMap((each) => TEXT[each] ?? [])];
      const plan = planWith(register([root, asks('one'), asks('two'), asks('three')]), {
        'mod.py': `${lines.join('\n')}\n`,
      });
      expect(plan.bugs).toEqual([]);
      return new Map(plan.hunks.map(({ transform, title }) => [transform, title.replace(/\d+/, 'the other')]));
    };

    it('neither is told, and who asks them from outside is, in every order', () => {
      const expected = new Map([
        ['one', 'one is told of nothing'],
        ['two', 'two is told of nothing'],
        ['three', 'three is told of the other'],
      ]);
      for (const order of [
        ['one', 'two', 'three'],
        ['two', 'one', 'three'],
        ['three', 'two', 'one'],
        ['three', 'one', 'two'],
      ])
        expect(titles(...order)).toEqual(expected);
    });

    it('one alone is told of the other', () => {
      expect(titles('three', 'two').get('three')).toBe('three is told of the other');
    });
  });
});
