// What a person writes in the place of a hunk's text: what it names is imported, what it uses stays, what is not defined is refused.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import { resolveRequirements } from '../../src/rewrite/decisions.ts';
import { placesOf } from '../../src/rewrite/edit-places.ts';
import { replaceTexts, withEdits } from '../../src/rewrite/manual-edit.ts';
import { render } from '../../src/rewrite/render.ts';
import { judgeNames, symbolsOf } from '../support/judge-names.ts';
import { planOf } from '../support/plan.ts';
import { compileErrors } from '../support/python.ts';
import { sampleFiles } from '../support/review-session.ts';

const keeps = () => false;

/** The plan of one file, and the text of it with an edited hunk taken. */
function edited(source: string, texts: readonly string[], others: Readonly<Record<string, string>> = {}) {
  const plan = planOf({ 'pkg/__init__.py': '', 'pkg/mod.py': source, ...others });
  const [hunk] = plan.hunks;
  if (!hunk) throw new Error('no hunk');
  const result = withEdits(plan, new Map([[hunk.id, texts]]), keeps);
  const [refused] = result.refused;
  return { plan, hunk, refused: refused?.refusal, result, text: textOf(result.plan) };
}

/** pkg/mod.py with all hunks taken. */
function textOf(plan: Plan): string {
  return render(plan, new Set(plan.hunks), keeps).find(({ path }) => path === 'pkg/mod.py')?.after ?? '';
}

const SLEEP = 'import eventlet\n\n\ndef work(delay):\n    eventlet.sleep(delay)\n';

describe('the places of a hunk', () => {
  it('are what it changes, before and after', () => {
    const { plan, hunk } = edited(SLEEP, []);
    expect(placesOf(plan, hunk, keeps).map(({ line, before, after }) => [line, before, after])).toEqual([
      [5, '    eventlet.sleep(delay)', '    time.sleep(delay)'],
    ]);
  });

  it('are smaller where something else is changed in their lines', () => {
    const source = 'import eventlet\n\n\ndef work(delay):\n    eventlet.sleep(delay); eventlet.sleep(1)\n';
    const { plan } = edited(source, []);
    expect(plan.hunks.map((hunk) => placesOf(plan, hunk, keeps).map(({ before }) => before))).toEqual([
      ['eventlet.sleep'],
      ['eventlet.sleep'],
    ]);
  });
});

describe('a text of a person', () => {
  it('that is what stands there changes nothing', () => {
    const { text, plan } = edited(SLEEP, ['    time.sleep(delay)']);
    expect(text).toBe(textOf(plan));
  });

  it('keeps the import of what it still uses', () => {
    const { text } = edited(SLEEP, ['    eventlet.sleep(delay / 2)']);
    expect(text).toBe(SLEEP.replace('sleep(delay)', 'sleep(delay / 2)'));
  });

  it('keeps of several imports of one name only what it needs', () => {
    const source = 'import eventlet\nimport eventlet.queue\n\n\ndef work():\n    return eventlet.queue.LightQueue()\n';
    expect(edited(source, ['    return eventlet.spawn(work)']).text).toBe(
      'import eventlet\n\n\ndef work():\n    return eventlet.spawn(work)\n',
    );
    expect(edited(source, ['    return eventlet.queue.Queue()']).text).toBe(source.replace('LightQueue', 'Queue'));
  });

  it('imports a module of the standard library that it names', () => {
    const { text } = edited(SLEEP, [
      '    print(random.uniform(0, 1), concurrent.futures.FIRST_COMPLETED)\n    time.sleep(delay)',
    ]);
    expect(text).toContain('import concurrent.futures\nimport random\nimport time\n');
    expect(text).not.toContain('eventlet');
    expect(text).toContain(
      '    print(random.uniform(0, 1), concurrent.futures.FIRST_COMPLETED)\n    time.sleep(delay)\n',
    );
  });

  it('imports a function of the project that it names in full', () => {
    const { text } = edited(SLEEP, ['    pkg.native.nap(delay)'], { 'pkg/native.py': 'def nap(n):\n    pass\n' });
    expect(text).toContain('from pkg import native\n');
    expect(text).toContain('    native.nap(delay)\n');
    expect(text).not.toContain('time');
  });

  it('may be another statement', () => {
    const { text } = edited(SLEEP, ['    pass']);
    expect(text).toBe('def work(delay):\n    pass\n');
  });

  it('does not take a name in a string or a comment for a use', () => {
    const { text } = edited(SLEEP, ["    print('eventlet.sleep')  # was eventlet.sleep"]);
    expect(text).not.toContain('import eventlet');
  });

  it.each([
    ['    time.sleep((', 1, 'syntax error'],
    ['pass', 1, 'syntax error'],
    ['    nap(1)', 1, '`nap` is not defined in pkg/mod.py'],
    ['    time.sleep(1)\n    nap(2)', 2, '`nap` is not defined in pkg/mod.py'],
    ['    random', 1, '`random` is not defined'],
    ['    nosuch.module.name', 1, '`nosuch.module.name` is not defined'],
    ['', 1, 'syntax error'],
  ])('is refused with its place: %s', (written, line, reason) => {
    const { refused, text, plan } = edited(SLEEP, [written]);
    expect(refused?.reason).toContain(reason);
    expect(refused).toMatchObject({ place: 0, line });
    expect(text).toBe(textOf(plan));
  });

  it('is refused where it has another number of places', () => {
    expect(edited(SLEEP, ['a', 'b']).refused?.reason).toContain('1 places, not 2');
  });

  it('is refused where it takes a name away that is used further on', () => {
    const source = 'from eventlet import queue\n\n\ndef work():\n    jobs = queue.LightQueue()\n    return jobs\n';
    expect(edited(source, ['    pass']).refused?.reason).toBe('`jobs` has its value from here, and line 6 uses it');
    expect(edited(source, ['    jobs = []']).refused).toBeUndefined();
  });

  it('leaves the mock of a call behind that it no longer makes', () => {
    const test =
      "from unittest import mock\n\n\n@mock.patch('pkg.mod.eventlet.sleep')\ndef test_it(sleep):\n    pass\n";
    const own = edited(SLEEP, ['    print(delay)'], { 'pkg/test_mod.py': test });
    expect(own.plan.hunks.map(({ follows }) => follows)).toEqual([false, true]);
    expect(own.result.plan.hunks.map(({ follows }) => follows)).toEqual([false]);
    const moved = edited(SLEEP, ['    time.sleep(delay + 1)'], { 'pkg/test_mod.py': test });
    expect(moved.result.plan.hunks.map(({ follows }) => follows)).toEqual([false, true]);
  });

  it('is Python in any case', () => {
    const texts = ['print(1)', 'eventlet.sleep(n=1)', 'random.seed(1)', 'time.sleep(0)', 'if delay:\n        pass'];
    const sources = texts.map((text) => edited(SLEEP, [`    ${text}`]).text);
    expect(new Set(sources).size).toBe(texts.length);
    expect(compileErrors(sources.map((text) => Buffer.from(text)))).toEqual(texts.map(() => null));
  });
});

describe('a hunk of several places', () => {
  const source = `import eventlet
from eventlet import event


class Worker:
    def __init__(self):
        self._stop = event.Event()

    def run(self):
        while not self._stop.ready():
            eventlet.sleep(1)

    def stop(self):
        self._stop.send()
`;

  it('can be changed in one of them', () => {
    const plan = planOf({ 'pkg/__init__.py': '', 'pkg/mod.py': source });
    const hunk = plan.hunks.find((each) => each.transform === 'event');
    if (!hunk) throw new Error('no event hunk');
    const places = placesOf(plan, hunk, keeps);
    expect(places.map(({ after }) => after)).toEqual([
      '        self._stop = threading.Event()',
      '        while not self._stop.is_set():',
      '        self._stop.set()',
    ]);
    const texts = places.map(({ after }) => after.replace('set()', 'set()  # at last'));
    const changed = replaceTexts(plan, hunk, [texts[0] ?? '', places[1]?.after ?? '', texts[2] ?? ''], keeps);
    if ('reason' in changed) throw new Error(changed.reason);
    expect(changed.changes.slice(0, 2)).toEqual(hunk.changes.slice(0, 2));
    expect(changed.changes[2]?.pieces).toEqual(['        self._stop.set()  # at last']);
    expect(changed.level).toBe('review');
  });
});

describe('any texts in any hunks', () => {
  // Without tests, for the sake of which an import may stay.
  const plan = planOf(Object.fromEntries(Object.entries(sampleFiles()).filter(([path]) => !path.includes('/tests/'))));
  const snippets = [
    'pass',
    'print(1)',
    'time.sleep(random.random())',
    'eventlet.sleep(0)',
    'raise ValueError',
    '# gone',
    '',
  ];

  it('leave valid files without undefined names, whichever are taken', () => {
    const change = fc.record({
      hunk: fc.nat(plan.hunks.length - 1),
      place: fc.nat(3),
      text: fc.constantFrom(...snippets),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), fc.array(fc.nat(plan.hunks.length - 1)), (changes, taken) => {
        const edits = new Map<string, readonly string[]>();
        for (const { hunk: index, place, text } of changes) {
          const hunk = plan.hunks[index];
          if (!hunk) continue;
          const places = placesOf(plan, hunk, keeps);
          const texts = places.map(({ after }, at) => {
            const indent = /^\s*/.exec(after)?.[0] ?? '';
            return at === place % places.length ? indent + text : after;
          });
          edits.set(hunk.id, texts);
        }
        const { plan: edited } = withEdits(plan, edits, keeps);
        const wanted = new Set(taken.flatMap((index) => plan.hunks[index]?.id ?? []));
        const { accepted } = resolveRequirements(edited, wanted);
        const changed = render(edited, accepted, keeps);
        expect(compileErrors(changed.map(({ bytesAfter }) => bytesAfter))).toEqual(changed.map(() => null));
        const pairs = changed.map(({ path, bytesBefore, bytesAfter }) => ({
          before: bytesBefore,
          after: bytesAfter,
          added: symbolsOf([...accepted].filter((hunk) => hunk.path === path)),
        }));
        const problems = judgeNames(pairs, edited.registry.library.roots).flatMap((verdict) => verdict.problems);
        // A text may use the library anew; that is its writer's wish.
        expect(problems.filter((problem) => !problem.startsWith('an expression means eventlet.'))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
