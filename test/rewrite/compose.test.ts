// Changes of several hunks in one text, over a made-up library that says all that the contract allows. CPython judges, and its
// tree, rewritten by other means, says what each set of hunks should come to.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import { resolveRequirements } from '../../src/rewrite/decisions.ts';
import { withEdits } from '../../src/rewrite/manual-edit.ts';
import { libRegistry, planOfLib } from '../support/contract-transforms.ts';
import { judgeNames } from '../support/judge-names.ts';
import { accept, idsAt, ledgerOf } from '../support/plan.ts';
import { judgeRewrites } from '../support/python.ts';

const RUNS = Number(process.env.LAWS_RUNS ?? 80);
const SEED = Number(process.env.LAWS_SEED ?? 1);

/** One file with the hunks of some calls taken, or with all. */
function rewritten(text: string, names?: readonly string[]): string {
  const plan = planOfLib({ 'mod.py': text });
  const ids = plan.hunks.filter(({ name }) => !names || names.includes(name)).map(({ id }) => id);
  return String(accept(plan, new Set(ids))['mod.py']);
}

/** What is manual, with why. */
function left(text: string): string[] {
  return ledgerOf(planOfLib({ 'mod.py': text })).flatMap(({ verdict, role, name, message }) =>
    verdict === 'manual' && role !== 'import' ? [`${name}: ${message}`] : [],
  );
}

const code = (text: string) =>
  rewritten(`import lib\n\n${text}\n`)
    .replace(/^(import \w+\n)+\n/, '')
    .trimEnd();

describe('what must not be', () => {
  it('is two hunks that rewrite one text: the second is left, whatever is accepted', () => {
    const text = 'import lib\n\nx = lib.swallow(lib.nap(1))\n';
    expect(left(text)).toEqual(['lib.nap: Another hunk rewrites the same text.']);
    expect(rewritten(text, ['lib.nap'])).toBe(text);
  });

  it('is a change in a part of what another hunk writes elsewhere', () => {
    const text = 'import lib\n\nx = lib.swap(lib.swallow(lib.nap(1)), y)\n';
    expect(left(text)).toEqual(['lib.nap: Another hunk rewrites the same text.']);
  });

  it('is a comment in what is replaced', () => {
    const text = 'import lib\n\nx = lib.spawn(run,  # why\n              1)\ny = lib.spawn(run, 1  # why\n)\n';
    expect(left(text)).toEqual(['lib.spawn: The comment at line 5 stands in the middle of what would change.']);
  });

  it('is a change of what an f-string prints of itself', () => {
    expect(left('import lib\n\nx = f"{lib.boxed(1)=}"\n')).toEqual([
      'lib.boxed: The f-string around it prints the text of the expression (`=`), which would change.',
    ]);
  });
});

describe('a change', () => {
  it('writes a symbol, which the engine imports', () => {
    expect(rewritten('import lib\n\nlib.nap(1)\n')).toBe('import time\n\ntime.sleep(1)\n');
  });

  it('keeps the comments of what it keeps', () => {
    expect(code('x = lib.spawn(run,\n              a,  # the first\n              b)')).toBe(
      'x = threading.Thread(target=run,\n              args=(a,  # the first\n              b,), daemon=True).start()',
    );
  });

  it('has its place in what another one keeps, whichever of them are taken', () => {
    const text = 'import lib\n\nlib.spawn(run, lib.nap(1))\n';
    expect(rewritten(text, ['lib.spawn'])).toBe(
      'import threading\n\nimport lib\n\nthreading.Thread(target=run, args=(lib.nap(1),), daemon=True).start()\n',
    );
    expect(rewritten(text, ['lib.nap'])).toBe('import time\n\nimport lib\n\nlib.spawn(run, time.sleep(1))\n');
    expect(rewritten(text)).toBe(
      'import threading\nimport time\n\nthreading.Thread(target=run, args=(time.sleep(1),), daemon=True).start()\n',
    );
  });

  it('is outside of another one that wraps the same text and reaches less far', () => {
    expect(code('lib.spawn(run, lib.boxed(1))')).toBe(
      'threading.Thread(target=run, args=(list((1,)),), daemon=True).start()',
    );
    expect(code('lib.spawn(lib.boxed(run), 1)')).toBe(
      'threading.Thread(target=list((run,)), args=(1,), daemon=True).start()',
    );
  });

  it('is made in every copy of what it stands in', () => {
    expect(code('x = lib.twice(lib.boxed(lib.boxed(1)))')).toBe('x = (list((list((1,)),)), list((list((1,)),)))');
    expect(code('x = lib.twice(lib.nap(1))')).toBe('x = (time.sleep(1), time.sleep(1))');
    expect(code('x = lib.swap(lib.nap(1), lib.twice(y))')).toBe('x = operator.sub((y, y), time.sleep(1))');
  });

  it('puts what has several lines in parentheses where it is written elsewhere', () => {
    expect(code('x = lib.swap(1 +\n             2, y)')).toBe('x = operator.sub(y, (1 +\n             2))');
    expect(code('x = lib.swap([1,\n             2], y)')).toBe('x = operator.sub(y, [1,\n             2])');
  });

  it('falls away with the text that another one takes, and needs no import then', () => {
    const text = 'import lib\n\nx = lib.forget(lib.nap(1))\n';
    expect(rewritten(text)).toBe('x = None\n');
    expect(rewritten(text, ['lib.nap'])).toBe('import time\n\nimport lib\n\nx = lib.forget(time.sleep(1))\n');
  });

  it('lets the name stay that is still written elsewhere', () => {
    const text = 'import lib\n\nx = lib.swap(lib.other, y)\n';
    expect(rewritten(text)).toBe('import operator\n\nimport lib\n\nx = operator.sub(y, lib.other)\n');
  });
});

describe('a statement that goes', () => {
  it.each([
    ['with its lines and its comment', 'if x:\n  lib.tick()  # why\n  y()', 'if x:\n  y()'],
    ['and leaves pass for all that go from one block', 'if x:\n  lib.tick()\n  lib.tick()', 'if x:\n  pass'],
    ['with the import that only it needs', 'def f():\n  from lib import tick\n  tick()\n  y()', 'def f():\n  y()'],
    ['and leaves one pass for both', 'def f():\n  from lib import tick\n  tick()', 'def f():\n  pass'],
    ['and leaves nothing in a module', 'lib.tick()\ny()', 'y()'],
    ['and leaves the comment beside a pass', 'if x:\n  lib.tick()  # why', 'if x:\n  pass  # why'],
    ['and leaves pass on a line of others', 'lib.tick(); y()', 'pass; y()'],
  ])('%s', (_, before, after) => {
    expect(code(before).replace(/^import lib\n+/, '')).toBe(after);
  });

  it('takes what others change in it along', () => {
    expect(code('if x:\n  lib.tick(lib.nap(1))\n  y()')).toBe('if x:\n  y()');
  });
});

describe('lines beside a statement', () => {
  it.each([
    [
      'stand behind its comment',
      't = lib.later(f)  # why',
      't = threading.Timer(f)  # why\nt.daemon = True\nt.start()',
    ],
    ['stand before it', 'if x:\n  y(lib.setup(1))', 'if x:\n  gc.collect()\n  y((1))'],
    [
      'have the indentation that it will have',
      'def f():\n   with lib.limit(1):\n     lib.guard(1)',
      'def f():\n   try:\n     print(1)\n   except queue.Empty:\n     pass',
    ],
    [
      'are outside of lines that another one puts around it',
      'if x:\n\tlib.guard(lib.setup(1))',
      'if x:\n\tgc.collect()\n\ttry:\n\t\tprint((1))\n\texcept queue.Empty:\n\t\tpass',
    ],
    [
      'stand in what a wrapped statement had',
      'lib.guard(lib.nap(1))',
      'try:\n    print(time.sleep(1))\nexcept queue.Empty:\n    pass',
    ],
  ])('%s', (_, before, after) => {
    expect(code(before)).toBe(after);
  });

  it('are left where another hunk takes the statement', () => {
    const text = 'import lib\n\nif x:\n  lib.tick(lib.setup(1))\n';
    expect(left(text)).toEqual(['lib.setup: Another hunk rewrites the same text.']);
    expect(code('if x:\n  lib.tick(lib.setup(1))\n  y()')).toBe('if x:\n  y()');
  });

  it('have no place where other statements share its line', () => {
    expect(left('import lib\n\nt = lib.later(f); t.x()\n')).toEqual(['lib.later: It is not assigned to one name.']);
  });

  it('end as the lines of their file do', () => {
    expect(rewritten('import lib\r\n\r\nt = lib.later(f)\r\n')).toBe(
      'import threading\r\n\r\nt = threading.Timer(f)\r\nt.daemon = True\r\nt.start()\r\n',
    );
  });
});

describe('a comment above', () => {
  it('goes with a statement that says so', () => {
    expect(code('def f():\n  # first\n\n  # why\n  # really\n  lib.drop()\n  y()').replace(/^import lib\n+/, '')).toBe(
      'def f():\n  # first\n\n  y()',
    );
  });
});

describe('a text that a person wrote in the place of a hunk', () => {
  const text = 'import lib\n\nx = lib.spawn(run, lib.nap(1))\n';
  const plan = planOfLib({ 'mod.py': text });
  const [spawn, nap] = ['spawn', 'nap'].map((name) => plan.hunks.find(({ transform }) => transform === name));

  it('has no place for what lay in the text that the hunk kept', () => {
    const { plan: edited, refused } = withEdits(
      plan,
      new Map([[spawn?.id ?? '', ['x = print(lib.nap(2))']]]),
      () => false,
    );
    expect(refused).toEqual([]);
    expect(edited.hunks.map(({ transform }) => transform)).toEqual(['spawn']);
    expect([...edited.leftOut]).toEqual([nap?.id]);
    expect(String(accept(edited, idsAt(edited, 'review'))['mod.py'])).toBe('import lib\n\nx = print(lib.nap(2))\n');
  });

  it('stands in the text that another one keeps', () => {
    const { plan: edited } = withEdits(plan, new Map([[nap?.id ?? '', ['time.monotonic']]]), () => false);
    expect(String(accept(edited, idsAt(edited, 'review'))['mod.py'])).toBe(
      'import threading\nimport time\n\nx = threading.Thread(target=run, args=(time.monotonic(1),), daemon=True).start()\n',
    );
  });
});

/** Expressions of made-up calls in each other, and in what Python has around them. */
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('a', 'run', '1', '"text"', 'b.c', 'lib.other', '"""long\ntext"""'),
    ...['nap', 'boxed', 'twice', 'forget', 'swallow'].map((name) => tie('expression').map((a) => `lib.${name}(${a})`)),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `lib.swap(${a}, ${b})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `lib.swap(\n    ${a},  # first\n    ${b})`),
    fc
      .array(tie('expression'), { minLength: 1, maxLength: 3 })
      .chain((all) =>
        fc.constantFrom(', ', ',\n      ', ',  # why\n  ').map((comma) => `lib.spawn(${all.join(comma)})`),
      ),
    tie('expression').map((a) => `[${a} for a in (1, 2)]`),
    tie('expression').map((a) => `(lambda: ${a})()`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a} +\n    ${b})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a}).m(${b})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `{${a}: ${b}}`),
  ),
}));

const program = fc
  .record({
    statements: fc.array(
      expression.chain((e) => fc.constantFrom(`x = ${e}`, `${e}`, `def f():\n  import lib\n  return ${e}`)),
      { minLength: 1, maxLength: 3 },
    ),
    crlf: fc.boolean(),
  })
  .map(({ statements, crlf }) => {
    const text = `import lib\n\na = run = b = 1\n${statements.join('\n')}\n`;
    return crlf ? text.replaceAll('\n', '\r\n') : text;
  });

/** Each set of a few hunks, or some sets of many. */
function subsetsOf(plan: Plan): Set<string>[] {
  const ids = plan.hunks.map(({ id }) => id);
  const all = idsAt(plan, 'review');
  if (ids.length <= 4)
    return Array.from({ length: 2 ** ids.length }, (_, bits) => new Set(ids.filter((_, index) => (bits >> index) & 1)));
  return [all, ...fc.sample(fc.subarray(ids), { seed: SEED, numRuns: 8 }).map((each) => new Set(each))];
}

/** What every set of hunks of some programs comes to. */
function trialsOf(texts: readonly string[]) {
  return texts.flatMap((text) => {
    const plan = planOfLib({ 'mod.py': text });
    return subsetsOf(plan).map((ids) => {
      const accepted = [...resolveRequirements(plan, ids).accepted];
      const before = Buffer.from(text);
      return { text, plan, accepted, before, after: accept(plan, ids)['mod.py'] ?? before };
    });
  });
}

type Trials = ReturnType<typeof trialsOf>;

/** The laws of subsets, with a tree that is rewritten by other means as the judge of what comes out. */
function hold(trials: Trials): void {
  it('are read, and have hunks', () => {
    expect(trials.flatMap(({ plan }) => [...plan.skipped, ...plan.bugs])).toEqual([]);
    expect(trials.filter(({ accepted }) => accepted.length > 2).length).toBeGreaterThan(trials.length / 4);
  });

  it('come with each set of hunks to what the same set of calls comes to', () => {
    const requests = trials.map(({ plan, accepted, before, after }) => {
      const [file] = plan.files;
      const taken = (file?.outcomes ?? []).flatMap(({ hunk, reference }) => {
        if (!file || !hunk || !accepted.includes(hunk)) return [];
        const { line, column } = file.model.source.lines.at(reference.span.start);
        return [[hunk.transform, line, column - 1] as const];
      });
      return { before, after, taken };
    });
    const wrong = judgeRewrites(requests).flatMap((problem, index) =>
      problem === null ? [] : [`${trials[index]?.text}\n${trials[index]?.after}\n${problem}`],
    );
    expect(wrong.sort((a, b) => a.length - b.length).slice(0, 1)).toEqual([]);
  });

  it('have exactly the imports that they need', () => {
    const pairs = trials.map(({ before, after }) => ({ before, after, added: {} }));
    const wrong = judgeNames(pairs, libRegistry.library.roots).flatMap(({ problems }, index) => {
      const found = problems.filter((problem) => !problem.startsWith('an expression means'));
      return found.length === 0 || trials[index]?.accepted.length === 0
        ? []
        : [`${trials[index]?.text}\n${trials[index]?.after}\n${found.join('; ')}`];
    });
    expect(wrong.sort((a, b) => a.length - b.length).slice(0, 1)).toEqual([]);
  });

  it('come to the same in whatever order the hunks are', () => {
    for (const { plan, accepted, after } of trials) {
      const turned = { ...plan, hunks: [...plan.hunks].reverse() };
      expect(accept(turned, new Set(accepted.map(({ id }) => id).reverse()))['mod.py']).toEqual(after);
    }
  });
}

describe('programs of calls in each other', () => {
  hold(trialsOf(fc.sample(program, { seed: SEED, numRuns: RUNS })));
});

/** Blocks of statements that go, stay, or import what only those need. */
const { block } = fc.letrec<{ block: string[] }>((tie) => ({
  block: fc
    .array(
      fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        fc.constantFrom(['lib.tick()'], ['lib.tick()  # why'], ['lib.tick(', '  1)'], ['x = lib.nap(1)'], ['# note']),
        fc.constantFrom(['import lib'], ['from lib import tick', 'tick()'], ['# above', 'lib.drop()'], ['x = 1']),
        fc.constantFrom(['t = lib.later(x)'], ['t = lib.later(', '  lib.setup(x))  # why'], ['lib.guard(lib.nap(1))']),
        fc.constantFrom(
          ['lib.guard(lib.setup(lib.setup(1)))'],
          ['x = lib.nap(', ' lib.setup(2))  # said'],
          ['lib.guard(1)  # x'],
        ),
        tie('block').chain((inner) =>
          fc
            .constantFrom(
              'if x:',
              'with lib.limit(1):',
              'for x in y:',
              'while x:  # why',
              'def f(lib):',
              'class C:',
              'with x:',
            )
            .map((header) => [header, ...inner.map((line) => `  ${line}`)]),
        ),
        fc
          .tuple(tie('block'), tie('block'))
          .map(([a, b]) => ['if x:', ...a.map((line) => `  ${line}`), 'else:', ...b.map((line) => `  ${line}`)]),
        fc
          .tuple(tie('block'), tie('block'))
          .map(([a, b]) => ['try:', ...a.map((line) => `  ${line}`), 'except E:', ...b.map((line) => `  ${line}`)]),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((parts) => parts.flat())
    .map((lines) => (lines.every((line) => line.startsWith('#')) ? [...lines, 'lib.tick()'] : lines)),
}));

describe('programs of statements that go', () => {
  const texts = fc.sample(
    fc.tuple(block, fc.boolean(), fc.boolean()).map(([lines, crlf, end]) => {
      const text = `import lib\n\nx = y = E = 1\n${lines.join('\n')}${end ? '\n' : ''}`;
      return crlf ? text.replaceAll('\n', '\r\n') : text;
    }),
    { seed: SEED, numRuns: RUNS },
  );
  const trials = trialsOf(texts);
  hold(trials);

  it('have hunks of every kind', () => {
    const taken = new Set(trials.flatMap(({ accepted }) => accepted.map(({ transform }) => transform)));
    expect([...taken].sort()).toEqual(['drop', 'guard', 'later', 'limit', 'nap', 'setup', 'tick']);
  });
});
