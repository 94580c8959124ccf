// Mocks travel with the calls that they mock. Goldens are in snapshots/followers/<case>/: a small project, and golden.diff,
// which UPDATE_SNAPSHOTS=1 writes and which is to be read like code. In `stays-…` no mock may move; the tests of all others
// pass before and after, beside a stand-in for eventlet in which nothing waits.

import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Hunk } from '../../../src/plan/hunks/hunk.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { resolveRequirements } from '../../../src/rewrite/decisions.ts';
import { findStaleNames, type StaleName, staleMocks } from '../../../src/rewrite/stale-names.ts';
import { type Contents, cleanUp, commit, degreen, git, repositoryOf, runProgram } from '../../support/cli.ts';
import { expectGolden } from '../../support/golden.ts';
import { type Case, casesOf, type Files } from '../../support/golden-projects.ts';
import { judgeMocks, type MockVerdict, STUBS } from '../../support/judge-mocks.ts';
import { judgeNames, symbolsOf } from '../../support/judge-names.ts';
import { accept, describePlan, idsAt, planOf, registry } from '../../support/plan.ts';
import { compileErrors } from '../../support/python.ts';

const cases = await casesOf('followers');
/** Known bugs, without goldens: whoever fixes one gives the case another name. */
const stays = cases.filter(({ name }) => name.startsWith('stays-'));
const moves = cases.filter((each) => !stays.includes(each));

const all = (plan: Plan) => idsAt(plan, 'review');
/** What is left behind when a set of hunks is taken. */
const leftBy = (plan: Plan, hunks: readonly Hunk[]) => findStaleNames(plan, new Set(hunks), () => false);
const followersOf = (plan: Plan) => plan.hunks.filter((hunk) => hunk.follows);

/** What CPython says of the mocks before, and with all hunks. */
interface Tried {
  readonly one: Case;
  readonly before: MockVerdict;
  readonly after: MockVerdict;
}

const tried: readonly Tried[] = (() => {
  const verdicts = judgeMocks(cases.flatMap(({ files, plan }) => [files, accept(plan, all(plan))]));
  return cases.map((one, index): Tried => {
    const none: MockVerdict = { errors: { '': 'no verdict' }, sites: [], tests: {} };
    return { one, before: verdicts[2 * index] ?? none, after: verdicts[2 * index + 1] ?? none };
  });
})();

/** What was there and is not any more, and of which nobody warned: a file that loads, the target of a mock. */
function lostBetween(before: MockVerdict, after: MockVerdict, warned: readonly StaleName[]): string[] {
  const errors = Object.entries(after.errors).filter(([path]) => !(path in before.errors));
  const sites = before.sites.flatMap(([path, call, missing, first, last], index) => {
    const [afterPath, afterCall, lacks] = after.sites[index] ?? [path, '', 'the call is gone'];
    if (path in after.errors) return [];
    // A target that has a name of its own is named elsewhere in the file.
    const there = ({ line, how }: StaleName) => (first <= line && line <= last) || how === 'names';
    if (warned.some((left) => left.path === path && there(left))) return [];
    if (path !== afterPath) return [`${path}: ${call} is not there any more`];
    return missing === null && lacks !== null && lacks !== '?'
      ? [`${path}: ${call} became ${afterCall}: ${lacks}`]
      : [];
  });
  return [...errors.map(([path, error]) => `${path}: ${error}`), ...sites];
}

const failing = ({ tests }: MockVerdict) =>
  Object.entries(tests).flatMap(([name, problem]) => (problem === null ? [] : [`${name}: ${problem}`]));

describe('the cases', () => {
  it.each(stays)('$name: no mock moves', ({ plan, files }) => {
    expect(followersOf(plan).map((hunk) => hunk.id)).toEqual([]);
    // Where code reaches what a file imports, its last use may stay as well.
    expect(plan.files.flatMap(({ outcomes }) => outcomes).length).toBeGreaterThan(0);
    const after = accept(plan, all(plan));
    for (const path of Object.keys(files).filter((each) => each.includes('/test_')))
      expect(String(after[path])).toBe(String(files[path]));
  });

  it.each(moves)('$name: a mock moves, and waits for what it mocks', ({ plan }) => {
    const own = followersOf(plan);
    expect(own.length).toBeGreaterThan(0);
    for (const hunk of own) {
      expect(hunk).toMatchObject({
        level: 'review',
        notes: expect.arrayContaining([expect.objectContaining({ text: expect.stringMatching(/\S/) })]),
      });
      expect(hunk.requires.length).toBeGreaterThan(0);
      expect([...resolveRequirements(plan, new Set([hunk.id])).accepted]).toEqual([]);
    }
  });

  it.each(cases)('$name: says and does what its golden holds', ({ plan, golden }) => {
    expectGolden(golden, describePlan(plan));
  });

  it.each(cases)('$name: nothing is proposed the second time', ({ plan, house }) => {
    expect(planOf(accept(plan, all(plan)), house).hunks.map((hunk) => hunk.id)).toEqual([]);
  });

  it.each(
    tried.filter(({ one }) => cases.includes(one)),
  )('$one.name: what every mock replaces is there before and after, or is warned of', ({
    one: { plan },
    before,
    after,
  }) => {
    expect(lostBetween(before, after, leftBy(plan, [...resolveRequirements(plan, all(plan)).accepted]))).toEqual([]);
  });

  it.each(tried.filter(({ one }) => moves.includes(one)))('$one.name: its tests pass before and after', (one) => {
    expect(Object.keys(one.before.tests).length).toBeGreaterThan(0);
    expect(Object.keys(one.after.tests)).toEqual(Object.keys(one.before.tests));
    expect([...failing(one.before), ...failing(one.after)]).toEqual([]);
  });
});

// Small projects made of parts: two modules, and a test file for each. A test mocks what one function calls and counts.
// FOLLOWER_RUNS and LAWS_SEED make others.
const RUNS = Number(process.env.FOLLOWER_RUNS ?? 22);
const SEED = Number(process.env.LAWS_SEED ?? 1);

/** A way to reach an object: its import, the names on the way, and how it is called. */
interface Form {
  readonly line: string;
  readonly base: string;
  readonly member: string;
  /** The module that a test may replace it in for everyone; empty where that is not felt. */
  readonly global: string;
  readonly bodies: readonly (readonly [count: number, ...lines: string[]])[];
}

const SLEEPS: Form['bodies'] = [
  [1, '$(1)'],
  [2, '$(1)', '$(seconds=2)'],
  [3, 'for n in range(3):', '    $(n)'],
  [2, '$(1)', '$(*[2])'],
  [1, 'def inner(time):', '    $(time)', 'inner(1)'],
  [1, '(lambda: $(1))()'],
];
const SEMAPHORES: Form['bodies'] = [
  [1, 'lock = $(2)', 'lock.acquire()', 'lock.release()'],
  [2, '$(1).release()', 'threading = $(2)', 'threading.acquire()'],
];
const EVENTS: Form['bodies'] = [
  [1, 'done = $()', 'done.send()', 'done.wait()'],
  [2, 'one = $()', 'one.send()', 'two = $()', 'two.send(3)', 'two.wait()'],
];
const QUEUES: Form['bodies'] = [
  [1, 'box = $()', 'box.put(1)', 'box.get()'],
  [2, 'box = $()', 'box.put(1)', 'queue = $(5)', 'queue.put(2)'],
];
const FORMS: readonly Form[] = [
  { line: 'import eventlet', base: 'eventlet', member: 'sleep', global: 'eventlet', bodies: SLEEPS },
  {
    line: 'from eventlet import greenthread',
    base: 'greenthread',
    member: 'sleep',
    global: 'eventlet.greenthread',
    bodies: SLEEPS,
  },
  { line: 'from eventlet import greenthread as gt', base: 'gt', member: 'sleep', global: '', bodies: SLEEPS },
  { line: 'from eventlet import sleep', base: '', member: 'sleep', global: '', bodies: SLEEPS },
  { line: 'from eventlet import sleep as nap', base: '', member: 'nap', global: '', bodies: SLEEPS },
  {
    line: 'from eventlet import semaphore',
    base: 'semaphore',
    member: 'Semaphore',
    global: 'eventlet.semaphore',
    bodies: SEMAPHORES,
  },
  {
    line: 'from eventlet.semaphore import BoundedSemaphore',
    base: '',
    member: 'BoundedSemaphore',
    global: '',
    bodies: SEMAPHORES,
  },
  { line: 'from eventlet import event', base: 'event', member: 'Event', global: 'eventlet.event', bodies: EVENTS },
  { line: 'from eventlet import queue as q', base: 'q', member: 'LightQueue', global: '', bodies: QUEUES },
];

const CLASHES: readonly (readonly string[])[] = [
  [],
  [],
  ['time = 1'],
  ['import time', 'NOW = time.struct_time'],
  ['import time as clock', 'NOW = clock.struct_time'],
  ['from time import time'],
  ['def threading():', '    return 1'],
  ['queue = None'],
  ['import queue', 'EMPTY = queue.Empty'],
];

/** How a test file reaches the module under test. */
const REACHES: readonly ((module: string) => readonly [line: string, expression: string])[] = [
  (module) => [`from pkg import ${module}`, module],
  (module) => [`from pkg import ${module} as under_test`, 'under_test'],
  (module) => [`import pkg.${module}`, `pkg.${module}`],
  (module) => [`import pkg.${module} as m`, 'm'],
  (module) => [`from .. import ${module}`, module],
];

/** A test: `$S` is the dotted target, `$O` and `$A` the object and its attribute, `$C` the call under test. */
const STYLES: readonly (readonly string[])[] = [
  ["@mock.patch('$S')", 'def test_§(self, mocked):', '    $C', '    $N'],
  ['@unittest.mock.patch("$S")', 'def test_§(self, mocked):', '    $C', '    $N'],
  ["@mock.patch.object($O, '$A')", 'def test_§(self, mocked):', '    $C', '    $N'],
  ['def test_§(self):', "    with mock.patch('$S') as mocked:", '        $C', '    $N'],
  ['def test_§(self):', "    with patch.object($O, '$A', autospec=False) as mocked:", '        $C', '    $N'],
  ['def test_§(self):', "    target = '$S'", '    with patch(target) as mocked:', '        $C', '    $N'],
  [
    'def test_§(self):',
    "    patcher = patch('$S')",
    '    mocked = patcher.start()',
    '    $C',
    '    patcher.stop()',
    '    $N',
  ],
  [
    'def test_§(self):',
    '    with mock.patch(',
    "            '$S'",
    '    ) as mocked:  # eventlet',
    '        $C',
    '    $N',
  ],
  ['def test_§(self):', "    with mock.patch(new=mock.Mock(), target='$S') as mocked:", '        $C', '    $N'],
  ['def test_§(self):', "    mocked = self.stub_out('$S', mock.Mock())", '    $C', '    $N'],
  ['def test_§(self):', "    mocked = self.patchobject($O, '$A')", '    $C', '    $N'],
  ["@mock.patch('%s.$R' % '$M')", 'def test_§(self, mocked):', '    $C', '    $N'],
  ["@mock.patch('{}.$R'.format('$M'))", 'def test_§(self, mocked):', '    $C', '    $N'],
  ["@mock.patch('.'.join(['$M', '$R']))", 'def test_§(self, mocked):', '    $C', '    $N'],
  ["@mock.patch($E.__name__ + '.$I')", 'def test_§(self, mocked):', '    $C', '    $N'],
  ['def test_§(self):', "    module = '$M'", "    with patch(f'{module}.$R') as mocked:", '        $C', '    $N'],
  [
    'def test_§(self):',
    "    module = str('$M')",
    "    with mock.patch('%s.$R' % module) as mocked:",
    '        $C',
    '    $N',
  ],
  [
    'def test_§(self):',
    "    for name in ('$A',):",
    '        with patch.object($O, name) as mocked:',
    '            $C',
    '    $N',
  ],
  [
    'def test_§(self):',
    "    for name in ('$A', '__doc__'):",
    '        with patch.object($O, name) as mocked:',
    "            if name == '$A':",
    '                $C',
    '                $N',
  ],
  ['def test_§(self):', "    name = str('$A')", '    with patch.object($O, name) as mocked:', '        $C', '    $N'],
  [
    'def test_§(self):',
    '    def patched(name):',
    '        return mock.patch.object($O, name)',
    "    with patched('$A') as mocked:",
    '        $C',
    '    $N',
  ],
  [
    'def test_§(self):',
    '    mocked = mock.Mock()',
    "    with mock.patch.multiple($O, **{'$A': mocked}):",
    '        $C',
    '    $N',
  ],
  ['def test_§(self):', '    mocked = mock.Mock()', '    with patch.multiple($O, $A=mocked):', '        $C', '    $N'],
  [
    'def test_§(self):',
    '    mocked = mock.Mock()',
    '    with mock.patch.dict($O.__dict__, $A=mocked):',
    '        $C',
    '    $N',
  ],
  [
    'def test_§(self):',
    '    mocked = mock.Mock()',
    "    with mock.patch.dict(vars($O), {'$A': mocked}):",
    '        $C',
    '    $N',
  ],
  [
    'def test_§(self):',
    '    mocked = mock.Mock()',
    "    self.addCleanup(setattr, $O, '$A', $O.$A)",
    '    $O.$A = mocked',
    '    $C',
    '    $N',
  ],
];

interface FunctionPart {
  readonly form: number;
  readonly body: number;
  readonly style: number;
  readonly everywhere: boolean;
}
interface ModulePart {
  readonly clash: readonly string[];
  readonly functions: readonly FunctionPart[];
  readonly reach: number;
}
const functionPart: fc.Arbitrary<FunctionPart> = fc.record({
  form: fc.nat(FORMS.length - 1),
  body: fc.nat(999),
  style: fc.nat(STYLES.length - 1),
  everywhere: fc.nat(3).map((number) => number === 1),
});
const modulePart: fc.Arbitrary<ModulePart> = fc.record({
  clash: fc.constantFrom(...CLASHES),
  functions: fc.array(functionPart, { minLength: 1, maxLength: 4 }),
  reach: fc.nat(REACHES.length - 1),
});
const projectParts = fc.record({ mod: modulePart, more: modulePart });

const HELPERS = `
    def stub_out(self, target, new):
        patcher = mock.patch(target, new)
        self.addCleanup(patcher.stop)
        return patcher.start()

    def patchobject(self, target, attribute):
        patcher = mock.patch.object(target, attribute)
        self.addCleanup(patcher.stop)
        return patcher.start()
`;

function moduleText({ clash, functions }: ModulePart): string {
  const imports = [...new Set(functions.map(({ form }) => FORMS[form]?.line))].sort();
  const bodies = functions.flatMap(({ form: number, body }, index) => {
    const form = FORMS[number];
    const [, ...lines] = form?.bodies[body % form.bodies.length] ?? [0, 'pass'];
    const name = form?.base ? `${form.base}.${form.member}` : (form?.member ?? '');
    return ['', '', `def f${index}():`, ...lines.map((line) => `    ${line.replaceAll('$', name)}`)];
  });
  return `${[...imports, '', ...clash, ...bodies].join('\n')}\n`;
}

function testText(module: string, { functions, reach }: ModulePart): string {
  const [line, expression] = REACHES[reach]?.(module) ?? ['', ''];
  const libraries = new Set<string>();
  const tests = functions.flatMap(({ form: number, body, style, everywhere }, index) => {
    const form = FORMS[number];
    const [count] = form?.bodies[body % form.bodies.length] ?? [0];
    const { base = '', member = '', global = '' } = form ?? {};
    const wide = everywhere && global !== '';
    if (wide) libraries.add(`import ${global}`);
    const inside = base ? `${module}.${base}.${member}` : `${module}.${member}`;
    const object = base ? `${expression}.${base}` : expression;
    return [
      '',
      ...(STYLES[style] ?? []).map((each) =>
        `    ${each}`
          .replace('$M', wide ? global : `pkg.${module}`)
          .replace('$R', wide ? member : inside.slice(module.length + 1))
          .replace('$I', inside.slice(module.length + 1))
          .replace('$E', expression)
          .replace('$S', wide ? `${global}.${member}` : `pkg.${inside}`)
          .replaceAll('$O', wide ? global : object)
          .replaceAll('$A', member)
          .replace('$C', `${expression}.f${index}()`)
          .replace('$N', `self.assertEqual(${count}, mocked.call_count)`)
          .replace('§', `${index}`),
      ),
    ];
  });
  const imports = [
    'import unittest',
    'import unittest.mock',
    'from unittest import mock',
    'from unittest.mock import patch',
  ];
  return `${[...imports, '', ...libraries, line, '', '', 'class T(unittest.TestCase):'].join('\n')}${HELPERS}${tests.join('\n')}\n`;
}

function projectOf(parts: { readonly mod: ModulePart; readonly more: ModulePart }): Files {
  const texts = {
    'main.py': 'import eventlet\neventlet.monkey_patch()\n',
    'pkg/__init__.py': '',
    'pkg/mod.py': moduleText(parts.mod),
    'pkg/more.py': moduleText(parts.more),
    'pkg/tests/__init__.py': '',
    'pkg/tests/test_mod.py': testText('mod', parts.mod),
    'pkg/tests/test_more.py': testText('more', parts.more),
  };
  return Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));
}

interface Trial {
  readonly files: Files;
  readonly plan: Plan;
  readonly accepted: readonly Hunk[];
  readonly after: Files;
  readonly everything: boolean;
}

const mask = fc.bigInt({ min: 0n, max: (1n << 40n) - 1n });
const projects = fc
  .sample(fc.record({ parts: projectParts, masks: fc.tuple(mask, mask, mask) }), { seed: SEED, numRuns: RUNS })
  .map(({ parts, masks }) => ({ files: projectOf(parts), masks }));

const trials: readonly Trial[] = projects.flatMap(({ files, masks }) => {
  const plan = planOf(files);
  const callsOnly = plan.hunks.filter((hunk) => !hunk.follows);
  const some = masks.map((bits) => plan.hunks.filter((_, index) => (bits >> BigInt(index % 40)) & 1n));
  return [plan.hunks, callsOnly, ...some].map((hunks, index): Trial => {
    const ids = new Set(hunks.map((hunk) => hunk.id));
    const accepted = [...resolveRequirements(plan, ids).accepted];
    return { files, plan, accepted, after: accept(plan, ids), everything: index === 0 };
  });
});

/** A problem with all that is needed to see it again. */
function shown({ files, accepted, after }: Trial, problem: string): string {
  const paths = Object.keys(files).filter((path) => files[path]?.length);
  const texts = paths.flatMap((path) => {
    const [old, now] = [String(files[path]), String(after[path])];
    return old === now ? [`--- ${path}\n${old}`] : [`--- ${path}\n${old}`, `+++ ${path}\n${now}`];
  });
  return `${problem}\nwith ${accepted.map((hunk) => hunk.id).join(', ') || 'no hunk'}\n${texts.join('')}`;
}

function expectNone(problems: readonly string[]): void {
  expect(problems.slice(0, 1), `${problems.length} problems`).toEqual([]);
}

describe('laws, over projects made of parts', () => {
  const verdicts = judgeMocks([...projects.map(({ files }) => files), ...trials.map(({ after }) => after)]);
  const before = new Map(projects.map(({ files }, index) => [files, verdicts[index]]));
  const judged = trials.map((trial, index) => ({ trial, after: verdicts[projects.length + index] }));
  const pairs = judged.flatMap(({ trial, after }) => {
    const old = before.get(trial.files);
    return old && after ? [{ trial, before: old, after }] : [];
  });

  it('speak of projects whose tests all pass, and many of whose mocks move', () => {
    expect(pairs.length).toBe(trials.length);
    expectNone(pairs.flatMap((each) => failing(each.before).map((problem) => shown(each.trial, problem))));
    const plans = new Set(trials.map(({ plan }) => plan));
    const followers = [...plans].flatMap((plan) => plan.files.flatMap((file) => file.followers));
    const moving = followers.filter(({ hunk }) => hunk);
    expect(moving.length).toBeGreaterThan(RUNS);
    expect(followers.length - moving.length).toBeGreaterThan(RUNS / 5);
  });

  it('any set of hunks compiles, defines every name and leaves no import behind', () => {
    const changed = trials.flatMap((trial) =>
      Object.entries(trial.after).flatMap(([path, after]) => {
        const old = trial.files[path];
        if (!old || old.equals(after)) return [];
        const added = symbolsOf(trial.accepted.filter((hunk) => hunk.path === path));
        return [{ trial, path, before: old, after, added }];
      }),
    );
    expect(compileErrors(changed.map(({ after }) => after)).filter((error) => error !== null)).toEqual([]);
    expectNone(
      judgeNames(changed, registry.library.roots).flatMap(({ problems }, index) => {
        const one = changed[index];
        if (!one) return ['no such file'];
        return (
          problems
            // `mod.time` of a mock; that it is there is another law.
            .filter(
              (problem) =>
                !/ means (?:pkg|\.\.)\.\w+\._?(?:time|clock|threading|queue)\d?(?:\.__dict__)? that/.test(problem),
            )
            .map((problem) => shown(one.trial, `${one.path}: ${problem}`))
        );
      }),
    );
  });

  it('what a mock replaces stays there, or is warned of', () => {
    expectNone(
      pairs.flatMap(({ trial, before: old, after }) =>
        lostBetween(old, after, leftBy(trial.plan, trial.accepted)).map((problem) => shown(trial, problem)),
      ),
    );
  });

  it('a mock that moves is hit, and one that goes stale is named', () => {
    expectNone(
      pairs.flatMap(({ trial, after }) => {
        const stale = staleMocks(trial.plan, new Set(trial.accepted)).map(({ path, line }) => {
          const file = trial.plan.files.find(({ model }) => model.path === path);
          const follower = file?.followers.find((each) => each.line === line);
          const upTo = String(trial.files[path])
            .slice(0, follower?.site.span.end)
            .match(/def test_\d+|@/g);
          const rest = String(trial.files[path]).slice(follower?.site.span.start);
          const decorated = upTo?.at(-1) === '@';
          const name = decorated ? /def (test_\d+)/.exec(rest)?.[1] : upTo?.at(-1)?.slice('def '.length);
          return `${path.slice(0, -'.py'.length).replaceAll('/', '.')}.T.${name}`;
        });
        return failing(after)
          .filter((problem) => !stale.some((name) => problem.startsWith(`${name}:`)))
          .map((problem) => shown(trial, problem));
      }),
    );
  });

  it('the order of hunks and files does not matter', () => {
    expectNone(
      trials.flatMap((trial) => {
        const { plan, accepted, after } = trial;
        const turned = { ...plan, hunks: [...plan.hunks].reverse(), files: [...plan.files].reverse() };
        const others = accept(turned, new Set(accepted.map((hunk) => hunk.id).reverse()));
        return Object.keys(after)
          .filter((path) => String(after[path]) !== String(others[path]))
          .map((path) => shown(trial, `${path} depends on the order`));
      }),
    );
    for (const { files } of projects) {
      const [forth, back] = [planOf(files), planOf(Object.fromEntries(Object.entries(files).reverse()))];
      expect(back.hunks).toEqual(forth.hunks);
    }
  });

  it('a second run proposes nothing, and what is left over can be taken later', () => {
    const left = trials.filter(({ everything }) => everything);
    expectNone(left.flatMap((trial) => planOf(trial.after).hunks.map((hunk) => shown(trial, hunk.id))));
    expectNone(
      trials.flatMap((trial) => {
        const calls = (hunks: readonly Hunk[]) => hunks.filter((hunk) => !hunk.follows).length;
        const again = planOf(trial.after);
        const expected = calls(trial.plan.hunks) - calls(trial.accepted);
        return calls(again.hunks) === expected ? [] : [shown(trial, `${calls(again.hunks)} calls, not ${expected}`)];
      }),
    );
  });
});

const TESTS = `import unittest
from unittest import mock

from pkg import mod


class TestMod(unittest.TestCase):
    @mock.patch('pkg.mod.eventlet.sleep')
    def test_string(self, sleep):
        mod.work()
        sleep.assert_called_once_with(0.25)

    @mock.patch.object(mod.eventlet, 'sleep')
    def test_object(self, sleep):
        mod.work()
        self.assertEqual(1, sleep.call_count)

    @mock.patch('pkg.mod.semaphore')
    def test_whole(self, semaphore):
        mod.Manager()
        semaphore.Semaphore.assert_called_once_with(2)

    def test_balance(self):
        manager = mod.Manager()
        self.assertEqual(2, manager._sem.balance)
`;
const MODULE = `import eventlet
from eventlet import semaphore


class Manager:
    def __init__(self):
        self._sem = semaphore.Semaphore(2)

    def hold(self):
        with self._sem:
            return True


def work():
    eventlet.sleep(0.25)
`;
const PROJECT: Contents = {
  'pkg/__init__.py': '',
  'pkg/main.py': 'import eventlet\neventlet.monkey_patch()\n',
  'pkg/mod.py': MODULE,
  'pkg/tests/__init__.py': '',
  'pkg/tests/test_mod.py': TESTS,
};
const CALL = 'sleep:pkg/mod.py:work:1';
const SEMAPHORE = 'semaphore:pkg/mod.py:Manager.__init__:1';
const BY_STRING = 'sleep:pkg/tests/test_mod.py:TestMod.test_string:1';
const BY_OBJECT = 'sleep:pkg/tests/test_mod.py:TestMod.test_object:1';
const BALANCE = 'semaphore:pkg/tests/test_mod.py:TestMod.test_balance:1';

const decided = (accepted: readonly string[], skipped: readonly string[] = []) =>
  JSON.stringify({
    version: 1,
    base: null,
    decisions: Object.fromEntries([...accepted.map((id) => [id, 'accept']), ...skipped.map((id) => [id, 'skip'])]),
  });

const warnings = (stderr: string) => stderr.split('\n').filter((line) => line.startsWith('warning: '));
const pathsOf = (diff: string) => [...diff.matchAll(/^\+\+\+ b\/(.*)$/gm)].map((match) => match[1]);

interface Scan {
  readonly summary: {
    readonly references: number;
    readonly verdicts: Readonly<Record<string, number>>;
    readonly transforms: Readonly<Record<string, unknown>>;
  };
  readonly references: readonly {
    readonly path: string;
    readonly line: number;
    readonly column: number;
    readonly endColumn: number;
    readonly name: string;
    readonly role: string;
    readonly verdict: string;
    readonly hunk: string | null;
    readonly message: string;
  }[];
  readonly hunks: readonly { readonly id: string; readonly requires: readonly string[]; readonly after: string }[];
}

afterAll(cleanUp);

describe('the command line', () => {
  const folder = repositoryOf(PROJECT);
  const diffOf = (decisions: string) => degreen(folder, ['diff', '--decisions', '-'], { input: decisions });

  it('warns of each mock that stays while its call is taken', () => {
    const run = diffOf(decided([CALL, BY_OBJECT], [BY_STRING]));
    expect(run.code, run.stderr).toBe(0);
    expect(warnings(run.stderr)).toEqual([
      expect.stringMatching(
        /pkg\/tests\/test_mod\.py:8 still patches pkg\.mod\.eventlet\.sleep, which pkg\/mod\.py:15 no longer uses: take .*test_string:1/,
      ),
    ]);
    expect(pathsOf(run.stdout)).toEqual(['pkg/mod.py', 'pkg/tests/test_mod.py']);
    expect(run.stdout).toMatch(/^\+import time$/m);
    expect(run.stdout).toMatch(/^-import eventlet$/m);
  });

  it('does not take the last use of what code reaches, as a mock by its object does', () => {
    const run = diffOf(decided([CALL], [BY_STRING, BY_OBJECT]));
    expect(run).toMatchObject({ code: 0, stdout: '' });
    expect(warnings(run.stderr)).toEqual([`warning: ${CALL} is not taken without ${BY_OBJECT}`]);
  });

  it('drops a mock whose call is not taken, with a warning', () => {
    const run = diffOf(decided([BY_STRING, BALANCE], [CALL]));
    expect(run).toMatchObject({ code: 0, stdout: '' });
    expect(warnings(run.stderr)).toEqual([
      `warning: ${BY_STRING} is not taken without ${CALL}`,
      `warning: ${BALANCE} is not taken without ${SEMAPHORE}`,
    ]);
  });

  it('warns of nothing where mocks and calls go together', () => {
    const run = diffOf(decided([CALL, BY_STRING, BY_OBJECT]));
    expect(warnings(run.stderr)).toEqual([]);
    expect(run.stdout).toMatch(/^-import eventlet$/m);
  });

  it('takes neither at level safe', () => {
    expect(degreen(folder, ['diff'])).toMatchObject({ code: 0, stdout: '' });
    expect(warnings(degreen(folder, ['diff']).stderr)).toEqual([]);
  });

  it('says why a mock cannot move', () => {
    const run = degreen(folder, ['diff', '--level', 'review']);
    expect(warnings(run.stderr)).toEqual([
      expect.stringMatching(/test_mod\.py:18 still patches pkg\.mod\.semaphore, .*: It replaces the whole of/),
    ]);
    expect(run.stdout).toMatch(/^-from eventlet import semaphore$/m);
  });

  it('leaves files alone that are not asked for', () => {
    const { 'pkg/mod.py': module, ...rest } = PROJECT;
    const here = repositoryOf({
      ...rest,
      'pkg/mod.py': String(module).replace('self._sem =', 'sem =').replace('self._sem', 'self'),
    });
    const run = degreen(here, ['diff', '--level', 'review', 'pkg/mod.py']);
    expect(pathsOf(run.stdout)).toEqual(['pkg/mod.py']);
    expect(run.stdout).not.toMatch(/^-import eventlet$/m);
  });

  it('leaves them alone where they read a member', () => {
    const run = degreen(folder, ['diff', '--level', 'review', 'pkg/mod.py']);
    expect(pathsOf(run.stdout)).toEqual(['pkg/mod.py']);
  });

  it('takes a name away that only a mock names, and warns of that', () => {
    const text =
      'from unittest import mock\nfrom pkg import mod\n\n\n@mock.patch.object(mod, "sleep")\ndef test_f(sleep):\n    mod.f()\n';
    const module = 'from eventlet import sleep\n\n\ndef f():\n    sleep(1)\n';
    const files = {
      'pkg/__init__.py': '',
      'pkg/mod.py': module,
      'pkg/tests/__init__.py': '',
      'pkg/tests/test_mod.py': text,
    };
    const plan = planOf(files);
    expect(followersOf(plan)).toHaveLength(1);
    const [call] = resolveRequirements(plan, new Set(['sleep:pkg/mod.py:f:1'])).accepted;
    expect(String(accept(plan, new Set([call?.id ?? '']))['pkg/mod.py'])).not.toContain('import sleep');
    expect(leftBy(plan, call ? [call] : []).map(({ line }) => line)).toEqual([5]);
  });

  it('a mock that counts a yield moves with it, or is named', () => {
    const text = `from unittest import mock\nfrom pkg import mod\n\n\n@mock.patch('pkg.mod.eventlet.sleep')\ndef test_f(sleep):\n    mod.f()\n    assert sleep.call_count == 2\n`;
    const module = 'import eventlet\n\n\ndef f():\n    eventlet.sleep(1)\n    eventlet.sleep(0)\n';
    const files = {
      'pkg/__init__.py': '',
      'pkg/mod.py': module,
      'pkg/tests/__init__.py': '',
      'pkg/tests/test_mod.py': text,
    };
    const plan = planOf(files);
    expect(followersOf(plan)).toHaveLength(1);
    expect(staleMocks(plan, resolveRequirements(plan, new Set(['sleep:pkg/mod.py:f:2'])).accepted)).toHaveLength(1);
  });

  it('the ledger lists the object of a mock', () => {
    const { references }: Scan = JSON.parse(degreen(folder, ['scan', '--format', 'json']).stdout);
    expect(references).toContainEqual(expect.objectContaining({ line: 13, role: 'value', hunk: BY_OBJECT }));
  });

  it('lists followers in the ledger', () => {
    const { references, hunks, summary }: Scan = JSON.parse(degreen(folder, ['scan', '--format', 'json']).stdout);
    const own = references.filter(({ path, hunk }) => path.includes('/tests/') && hunk !== null && hunk !== BY_OBJECT);
    expect(own.map(({ line, role, verdict, hunk, name }) => [line, role, verdict, hunk, name])).toEqual([
      [8, 'string', 'review', BY_STRING, 'eventlet.sleep'],
      [25, 'value', 'review', BALANCE, 'eventlet.semaphore.Semaphore.balance'],
    ]);
    const lines = TESTS.split('\n');
    expect(own.map(({ line, column, endColumn }) => lines[line - 1]?.slice(column - 1, endColumn - 1))).toEqual([
      'pkg.mod.eventlet.sleep',
      'balance',
    ]);
    expect(hunks.filter(({ requires }) => requires.length > 0).map(({ id, requires }) => [id, requires])).toEqual([
      // By its object a mock reaches the import as code does.
      [CALL, [BY_OBJECT]],
      [BY_STRING, [CALL]],
      [BY_OBJECT, [CALL]],
      [BALANCE, [SEMAPHORE]],
    ]);
    expect(hunks.map(({ id, after }) => [id, after.trim()])).toContainEqual([
      BY_STRING,
      "@mock.patch('pkg.mod.time.sleep')",
    ]);
    expect(references).toContainEqual(
      expect.objectContaining({ line: 18, role: 'string', verdict: 'manual', hunk: null, name: 'eventlet.semaphore' }),
    );
    expect(summary.references).toBe(references.length);
    const counts = Object.fromEntries(
      Object.keys(summary.verdicts).map((verdict) => [
        verdict,
        references.filter((each) => each.verdict === verdict).length,
      ]),
    );
    expect(summary.verdicts).toEqual(counts);
    expect(summary.transforms).toMatchObject({ sleep: { review: 2 }, semaphore: { review: 2 } });
  });

  it('leaves a project whose tests pass as they did', () => {
    const here = repositoryOf({
      ...PROJECT,
      'pkg/tests/test_mod.py': TESTS.replace(/ {4}@mock.patch\('pkg.mod.sem[\s\S]*?\n\n/, ''),
    });
    const testsOf = () => {
      const env = { PYTHONPATH: STUBS, PYTHONDONTWRITEBYTECODE: '1' };
      return runProgram('python3', ['-m', 'unittest', 'pkg.tests.test_mod'], here, { env });
    };
    expect(testsOf()).toMatchObject({ code: 0, stderr: expect.stringMatching(/^Ran 3 tests/m) });
    const run = degreen(here, ['apply', '--level', 'review']);
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(git(here, 'status', '--porcelain')).toBe(' M pkg/mod.py\n M pkg/tests/test_mod.py\n');
    expect(testsOf()).toMatchObject({ code: 0, stderr: expect.stringMatching(/^Ran 3 tests/m) });
    commit(here);
    expect(degreen(here, ['diff', '--check', '--level', 'review'])).toMatchObject({ code: 0, stdout: '' });
  });
});
