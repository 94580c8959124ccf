// Star imports among a project's own modules: what they bring is the library's too, and what a rewrite imports must not
// go through them where it would take another name's place. CPython runs every project before and after, beside a
// stand-in for eventlet in which what would wait raises.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hunk } from '../../src/plan/hunks/hunk.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { resolveRequirements } from '../../src/rewrite/decisions.ts';
import { judgeMocks, type MockVerdict } from '../support/judge-mocks.ts';
import { judgeNames, symbolsOf } from '../support/judge-names.ts';
import { accept, idsAt, planOf, registry } from '../support/plan.ts';
import { differences, starProjects } from '../support/star-programs.ts';

const RUNS = Number(process.env.LAWS_RUNS ?? 60);
const SEED = Number(process.env.LAWS_SEED ?? 1);

type Texts = Readonly<Record<string, string>>;

const PATCHES = 'import eventlet\neventlet.monkey_patch()\n';
const WAITS = (call: string) => [
  "with self.assertRaisesRegex(AssertionError, 'sleep was really called'):",
  `    ${call}`,
];

/** A project with a test file of one test: its lines stand in a method. */
function tested(files: Texts, imports: readonly string[], lines: readonly string[]): Texts {
  const body = lines.map((line) => `        ${line}\n`).join('');
  const head = ['import unittest', ...imports].join('\n');
  const test = `${head}\n\n\nclass T(unittest.TestCase):\n    def test_it(self):\n${body}`;
  return { 'boot.py': PATCHES, ...files, 'test_it.py': test };
}

const BASE = 'from eventlet import sleep\n\n\ndef nap():\n    sleep(2)\n';
const USES = '\n\ndef work():\n    sleep(1)\n';

/**
 * Projects that work before, and must after: each with the hunks by path that are expected at any level. Where a use that
 * stays needs an import, the last use beside it stays as well.
 */
const CASES: Readonly<Record<string, { readonly files: Texts; readonly hunks: Readonly<Record<string, number>> }>> = {
  'a function through a star': {
    files: tested(
      { 'base.py': BASE, 'work.py': `from base import *${USES}` },
      ['import work'],
      [...WAITS('work.work()'), ...WAITS('work.nap()')],
    ),
    hunks: { 'base.py': 1, 'work.py': 1 },
  },
  'the package through a star': {
    files: tested(
      { 'base.py': 'import eventlet\n', 'work.py': 'from base import *\n\n\ndef work():\n    eventlet.sleep(1)\n' },
      ['import work'],
      WAITS('work.work()'),
    ),
    hunks: { 'work.py': 1 },
  },
  'a star of a star': {
    files: tested(
      { 'base.py': BASE, 'middle.py': 'from base import *\n', 'work.py': `from middle import *${USES}` },
      ['import work'],
      WAITS('work.work()'),
    ),
    hunks: { 'base.py': 1, 'work.py': 1 },
  },
  'by name from a star': {
    files: tested(
      { 'base.py': BASE, 'middle.py': 'from base import *\n', 'work.py': `from middle import sleep${USES}` },
      ['import work'],
      WAITS('work.work()'),
    ),
    hunks: { 'base.py': 1, 'work.py': 1 },
  },
  'through the module of a star': {
    files: tested(
      {
        'base.py': BASE,
        'middle.py': 'from base import *\n',
        'work.py': 'import middle\n\n\ndef work():\n    middle.sleep(1)\n',
      },
      ['import work'],
      WAITS('work.work()'),
    ),
    hunks: { 'base.py': 1, 'work.py': 1 },
  },
  'a relative star in a package': {
    files: tested(
      {
        'pkg/__init__.py': 'from .base import *\n',
        'pkg/base.py': BASE,
        'work.py': `from pkg import *${USES}`,
      },
      ['import work'],
      WAITS('work.work()'),
    ),
    hunks: { 'pkg/base.py': 1, 'work.py': 1 },
  },
  'a name with an underscore that __all__ lists': {
    files: tested(
      {
        'base.py': "from eventlet import sleep as _nap\n__all__ = ['_nap']\n",
        'work.py': 'from base import *\n\n\ndef work():\n    _nap(1)\n',
      },
      ['import work'],
      WAITS('work.work()'),
    ),
    hunks: { 'work.py': 1 },
  },
  'a star in a try': {
    files: tested(
      {
        'base.py': BASE,
        'work.py': `try:\n    from base import *\nexcept ImportError:\n    sleep = None${USES}`,
      },
      ['import work'],
      WAITS('work.work()'),
    ),
    hunks: {},
  },
  'a star under a condition': {
    files: tested(
      { 'base.py': BASE, 'work.py': `import sys\nif sys.platform:\n    from base import *${USES}` },
      ['import work'],
      WAITS('work.work()'),
    ),
    hunks: { 'base.py': 1, 'work.py': 1 },
  },
  'an own function after the star': {
    files: tested(
      {
        'base.py': BASE,
        'work.py':
          'from base import *\n\n\ndef sleep(seconds):\n    return seconds\n\n\ndef work():\n    return sleep(1)\n',
      },
      ['import work'],
      ['self.assertEqual(1, work.work())'],
    ),
    hunks: { 'base.py': 1 },
  },
  'an own function before the star': {
    files: tested(
      { 'base.py': BASE, 'work.py': `def sleep(seconds):\n    return seconds\n\n\nfrom base import *${USES}` },
      ['import work'],
      WAITS('work.work()'),
    ),
    hunks: {},
  },
  'two stars of one name': {
    files: tested(
      {
        'base.py': BASE,
        'other.py': 'def sleep(seconds):\n    return seconds\n',
        'work.py': 'from base import *\nfrom other import *\n\n\ndef work():\n    return sleep(1)\n',
      },
      ['import work'],
      ['self.assertEqual(1, work.work())'],
    ),
    hunks: {},
  },
  'an object that the star takes along': {
    files: tested(
      {
        'base.py': 'from eventlet import event\n\nDONE = event.Event()\n',
        'work.py': 'from base import *\n\n\ndef work():\n    DONE.send()\n    return DONE.ready()\n',
      },
      ['import work'],
      ['self.assertTrue(work.work())'],
    ),
    hunks: {},
  },
  'a variable before the star': {
    files: tested(
      { 'base.py': BASE, 'work.py': 'time = 7\nfrom base import *\n' },
      ['import work'],
      ['self.assertEqual(7, work.time)', ...WAITS('work.nap()')],
    ),
    hunks: { 'base.py': 1 },
  },
  'a function of the same name in another star': {
    files: tested(
      {
        'base.py': BASE,
        'clock.py': 'def time():\n    return 7\n',
        'work.py': 'from clock import *\nfrom base import *\n\n\ndef now():\n    return time()\n',
      },
      ['import work'],
      ['self.assertEqual(7, work.now())'],
    ),
    hunks: { 'base.py': 1 },
  },
  'a name that the file needs itself': {
    files: tested(
      {
        'clock.py': 'def time():\n    return 7\n',
        'work.py': `import eventlet\nfrom clock import *\n\n\ndef work():\n    eventlet.sleep(1)\n`,
      },
      ['import work'],
      WAITS('work.work()'),
    ),
    hunks: { 'work.py': 1 },
  },
  'a name imported already, and hidden by a star': {
    files: tested(
      {
        'clock.py': 'def time():\n    return 7\n',
        'work.py': `import time\nimport eventlet\nfrom clock import *\n\n\ndef work():\n    eventlet.sleep(time())\n`,
      },
      ['import work'],
      WAITS('work.work()'),
    ),
    hunks: { 'work.py': 1 },
  },
  'a submodule of the name': {
    files: tested(
      {
        'pkg/__init__.py': 'import eventlet\n\n\ndef work():\n    eventlet.sleep(1)\n',
        'pkg/time.py': 'NOON = 12\n',
      },
      ['import pkg', 'import pkg.time'],
      ['self.assertEqual(12, pkg.time.NOON)', ...WAITS('pkg.work()')],
    ),
    hunks: { 'pkg/__init__.py': 1 },
  },
  'a package that a star makes full': {
    files: tested(
      { 'pkg/__init__.py': 'from .base import *\n', 'pkg/base.py': BASE, 'pkg/time.py': 'NOON = 12\n' },
      ['import pkg', 'from pkg import time as clock'],
      ['self.assertEqual(12, clock.NOON)', ...WAITS('pkg.nap()')],
    ),
    hunks: { 'pkg/base.py': 1 },
  },
  'getattr of the module': {
    files: tested(
      {
        'base.py': 'import eventlet\n\n\ndef nap():\n    eventlet.sleep(1)\n',
        'work.py': "import base\n\n\ndef work():\n    getattr(base, 'eventlet').sleep(1)\n",
      },
      ['import work', 'import base'],
      [...WAITS('work.work()'), ...WAITS('base.nap()')],
    ),
    hunks: {},
  },
  'a string that is executed': {
    files: tested(
      {
        'base.py':
          "import eventlet\n\n\ndef nap():\n    eventlet.sleep(1)\n\n\ndef work():\n    exec('eventlet.sleep(2)')\n",
      },
      ['import base'],
      [...WAITS('base.work()'), ...WAITS('base.nap()')],
    ),
    hunks: {},
  },
};

interface Trial {
  readonly name: string;
  readonly plan: Plan;
  readonly accepted: readonly Hunk[];
  readonly after: Readonly<Record<string, Buffer>>;
}

function trial(name: string, plan: Plan, ids: ReadonlySet<string>): Trial {
  return { name, plan, accepted: [...resolveRequirements(plan, ids).accepted], after: accept(plan, ids) };
}

/** Every single hunk, all but one, all, and all that are safe. */
function subsets(plan: Plan): ReadonlySet<string>[] {
  const all = [...idsAt(plan, 'review')];
  return [
    new Set(all),
    idsAt(plan, 'safe'),
    ...all.flatMap((id) => [new Set([id]), new Set(all.filter((other) => other !== id))]),
  ];
}

const bytesOf = (files: Texts) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));

/** What is wrong with projects after: a file that does not load, a test that fails, a name too many. */
function problemsOf(trials: readonly Trial[]): string[] {
  const verdicts = judgeMocks(trials.map(({ after }) => after));
  const failed = trials.flatMap((each, index) => failures(verdicts[index]).map((problem) => shown(each, problem)));
  return [...failed, ...nameProblems(trials)];
}

/** What CPython says of the names in changed files. */
function nameProblems(trials: readonly Trial[]): string[] {
  const changed = trials.flatMap((each) =>
    each.plan.project.files.flatMap(({ path, bytes }) => {
      const after = each.after[path];
      const added = symbolsOf(each.accepted.filter((hunk) => hunk.path === path));
      return after && !after.equals(bytes) ? [{ each, path, before: bytes, after, added }] : [];
    }),
  );
  const names = judgeNames(changed, registry.library.roots);
  return names.flatMap(({ problems }, index) => {
    const one = changed[index];
    if (!one) return [];
    const held = isHeld(one.each, one.path);
    const wrong = problems.filter((problem) => !(held && /unused|last use/.test(problem)));
    return wrong.map((problem) => shown(one.each, `${one.path}: ${problem}`));
  });
}

/** Whether a file must keep an import for another that reaches it and does not move. */
function isHeld({ plan, accepted }: Trial, path: string): boolean {
  const ids = new Set(accepted.map((hunk) => hunk.id));
  return [...plan.reached].some(
    ([key, places]) => key.startsWith(`${path} `) && places.some(({ follower }) => !follower || !ids.has(follower)),
  );
}

function failures(verdict: MockVerdict | undefined): string[] {
  if (!verdict) return ['no verdict'];
  const failed = Object.entries(verdict.tests).flatMap(([name, problem]) =>
    problem === null ? [] : [`${name}: ${problem}`],
  );
  return [...Object.entries(verdict.errors).map(([path, error]) => `${path}: ${error}`), ...failed];
}

function shown({ name, plan, accepted, after }: Trial, problem: string): string {
  const texts = plan.project.files
    .filter(({ path }) => path !== 'test_it.py')
    .flatMap(({ path, bytes }) => {
      const now = String(after[path]);
      return [`--- ${path}\n${bytes}`, ...(now === String(bytes) ? [] : [`+++ ${path}\n${now}`])];
    });
  return `${name}: ${problem}\nwith ${accepted.map(({ id }) => id).join(', ') || 'no hunk'}\n${texts.join('')}`;
}

const plans = Object.entries(CASES).map(([name, { files }]) => ({ name, files, plan: planOf(files) }));
const given = plans.flatMap(({ name, plan }) => subsets(plan).map((ids) => trial(name, plan, ids)));
const problems = problemsOf(given);

describe('star imports of project modules', () => {
  it('are taken from projects whose tests pass', () => {
    const verdicts = judgeMocks(plans.map(({ files }) => bytesOf(files)));
    expect(verdicts.flatMap(failures)).toEqual([]);
  });

  it.each(plans)('$name', ({ name, plan }) => {
    const counts: Record<string, number> = {};
    for (const { path } of plan.hunks) counts[path] = (counts[path] ?? 0) + 1;
    expect(counts).toEqual(CASES[name]?.hunks);
    expect(problems.filter((problem) => problem.startsWith(`${name}: `))).toEqual([]);
  });

  it('any set of hunks leaves every name as it was, in projects made of parts', () => {
    const mask = fc.bigInt({ min: 0n, max: (1n << 32n) - 1n });
    const drawn = fc.sample(fc.tuple(starProjects, mask, mask), { seed: SEED, numRuns: RUNS });
    const made = drawn.flatMap(([files, ...masks]) => {
      const plan = planOf(files);
      const some = masks.map((bits) => plan.hunks.filter((_, index) => (bits >> BigInt(index % 32)) & 1n));
      // An object that others use is taken at a person's risk where its note says so.
      const known = (hunk: Hunk) => hunk.level === 'safe' || hunk.transform !== 'event' || hunk.within !== '<module>';
      return [[], plan.hunks, ...some].map((hunks) =>
        trial('made', plan, new Set(hunks.filter(known).map(({ id }) => id))),
      );
    });
    expect(made.filter(({ accepted }) => accepted.length > 1).length).toBeGreaterThan(RUNS / 2);
    expect(lawTroubles(made).slice(0, 1)).toEqual([]);
  }, 600_000);
});

/** What breaks the law: what the test sees is compared with what it saw with no hunk, the first trial of each plan. */
function lawTroubles(made: readonly Trial[]): string[] {
  const verdicts = judgeMocks(made.map(({ after }) => after));
  const before = new Map<Plan, MockVerdict | undefined>();
  const seen = made.flatMap((each, index) => {
    const now = verdicts[index];
    if (!before.has(each.plan)) before.set(each.plan, now);
    const old = before.get(each.plan);
    const [was] = Object.values(old?.tests ?? {});
    const [is] = Object.values(now?.tests ?? {});
    const errors = Object.entries(now?.errors ?? {}).filter(([path]) => !(path in (old?.errors ?? {})));
    return [...errors.map(([path, error]) => `${path}: ${error}`), ...differences(was, is)].map((problem) =>
      shown(each, problem),
    );
  });
  return [...seen, ...nameProblems(made)];
}
