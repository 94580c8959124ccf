// The configuration: what a project's configuration wants where the standard library leaves a choice. Goldens are in
// snapshots/policy/<case>/: a configuration, the files of a small project, and golden.diff, which UPDATE_SNAPSHOTS=1 writes
// and which is to be read like code. `stays-…` are the cases in which nothing may be rewritten.

import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Hunk } from '../../src/plan/hunks/hunk.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { AnalyzedFile } from '../../src/project/analyzed-file.ts';
import { resolveRequirements } from '../../src/rewrite/decisions.ts';
import { moduleText } from '../../src/rewrite/write-helper.ts';
import type { Span } from '../../src/text/edits.ts';
import { RESULT_EVENT } from '../../transforms/shared/result-event.ts';
import {
  CLI,
  cleanUp,
  commit,
  degreen,
  ENVIRONMENT,
  folderOf,
  git,
  repositoryOf,
  runProgram,
  stateOf,
  write,
} from '../support/cli.ts';
import { expectGolden } from '../support/golden.ts';
import { casesOf, type Files } from '../support/golden-projects.ts';
import { judgeNames, symbolsOf } from '../support/judge-names.ts';
import { accept, describePlan, type House, idsAt, planOf, registry } from '../support/plan.ts';
import { programParts, projectOf } from '../support/programs.ts';
import { compileErrors } from '../support/python.ts';
import { strayChanges } from '../support/unintended-changes.ts';

/** The module that is written where an event needs it. */
const TEXT = moduleText('', [RESULT_EVENT]);

const cases = await casesOf('policy');
const stays = cases.filter(({ name }) => name.startsWith('stays-'));
const changes = cases.filter((each) => !stays.includes(each));

describe('the cases', () => {
  it.each(stays)('$name: nothing is rewritten', ({ plan }) => {
    expect(plan.hunks.map((hunk) => hunk.id)).toEqual([]);
    expect(plan.files.flatMap((file) => file.outcomes).length).toBeGreaterThan(0);
  });

  it.each(cases)('$name: says and does what its golden holds', ({ plan, golden }) => {
    expectGolden(golden, describePlan(plan));
  });

  it.each(cases)('$name: nothing is proposed the second time', ({ plan, house }) => {
    const after = accept(plan, idsAt(plan, 'review'));
    const again = planOf(after, house);
    expect(again.hunks.map((hunk) => hunk.id)).toEqual([]);
    expect(again.helper && after[again.helper.path]).toBeUndefined();
  });

  it('are valid Python before and after', () => {
    const all = cases.flatMap(({ name, files, plan }) =>
      [files, accept(plan, idsAt(plan, 'review'))].flatMap((each) =>
        Object.entries(each).map(([path, bytes]) => ({ place: `${name}/${path}`, bytes })),
      ),
    );
    const errors = compileErrors(all.map(({ bytes }) => bytes));
    expect(errors.flatMap((error, index) => (error ? [`${all[index]?.place}: ${error}`] : []))).toEqual([]);
  });

  it('give valid files with the right names for every set of hunks', () => {
    const sets = changes.flatMap(({ name, files, plan }) =>
      everySet(plan).map(({ path, accepted, after }) => {
        const before = files[path] ?? Buffer.alloc(0);
        const added = asSpelled(plan, path, String(before), symbolsOf(accepted));
        return { place: `${name}: ${accepted.map((hunk) => hunk.id).join(', ')}`, before, after, added };
      }),
    );
    const problems = judgeNames(sets, registry.library.roots).flatMap((verdict, index) =>
      verdict.problems.map((problem) => `${sets[index]?.place}: ${problem}`),
    );
    expect(problems).toEqual([]);
    expect(changes.filter(({ plan }) => plan.hunks.length === 0)).toEqual([]);
  });
});

/** So many hunks of one file are taken in every set; where it has more, in sets of neighbours. */
const NEIGHBOURS = 5;

/** The sets of the hunks of each file, with what the file becomes. */
function everySet(plan: Plan): { readonly path: string; readonly accepted: readonly Hunk[]; readonly after: Buffer }[] {
  return plan.files.flatMap(({ model }) => {
    const own = plan.hunks.filter((hunk) => hunk.path === model.path);
    const sets = new Map<string, readonly Hunk[]>();
    for (let start = 0; start === 0 || start + NEIGHBOURS <= own.length; start += NEIGHBOURS - 2) {
      const some = own.slice(start, start + NEIGHBOURS);
      for (let bits = 1; bits < 2 ** some.length; bits++) {
        const ids = new Set(some.flatMap(({ id }, at) => ((bits >> at) & 1 ? [id] : [])));
        const accepted = [...resolveRequirements(plan, ids).accepted];
        if (accepted.length > 0) sets.set(accepted.map((hunk) => hunk.id).join(' '), accepted);
      }
    }
    return [...sets.values()].map((accepted) => {
      const after = accept(plan, new Set(accepted.map((hunk) => hunk.id)))[model.path] ?? model.bytes;
      return { path: model.path, accepted, after };
    });
  });
}

/** What CPython's names say of a symbol of the project: nothing in its own module, dots where it is imported with them. */
function asSpelled(plan: Plan, path: string, text: string, added: Readonly<Record<string, number>>) {
  const own = plan.project.moduleOf(path);
  const [, dots, imported] = /^from (\.+\w*) import (\w+)$/m.exec(text) ?? [];
  return Object.fromEntries(
    Object.entries(added).flatMap(([symbol, count]) => {
      const dot = symbol.lastIndexOf('.');
      const [module, member] = [symbol.slice(0, dot), symbol.slice(dot + 1)];
      if (module === own) return [];
      if (imported === member) return [[`${dots}.${member}`, count]];
      if (imported !== undefined && module.endsWith(`.${imported}`)) return [[`${dots}.${imported}.${member}`, count]];
      return [[symbol, count]];
    }),
  );
}

describe('the class that is written', () => {
  const house = { settings: { helpers: 'pkg/native.py' } };
  const value = 'from eventlet import event\n\n\ndef f():\n    e = event.Event()\n    e.send(1)\n    return e.wait()\n';
  const signal = 'from eventlet import event\n\n\ndef f():\n    e = event.Event()\n    e.send()\n    e.wait()\n';
  const plan = planOf({ 'pkg/__init__.py': '', 'pkg/value.py': value, 'pkg/signal.py': signal }, house);
  const idsOf = (path: string) => new Set(plan.hunks.filter((hunk) => hunk.path === path).map((hunk) => hunk.id));

  it('is written with a hunk that needs it, and only then', () => {
    expect(Object.keys(accept(plan, idsOf('pkg/value.py')))).toContain('pkg/native.py');
    expect(Object.keys(accept(plan, idsOf('pkg/signal.py')))).not.toContain('pkg/native.py');
    expect(accept(plan, idsAt(plan, 'review'))['pkg/native.py']?.toString()).toBe(TEXT);
    expect(Object.keys(accept(plan, new Set()))).not.toContain('pkg/native.py');
  });

  it('has the methods that it is said to have, and imports nothing green', () => {
    const defined = [...TEXT.matchAll(/^ {4}def ([a-z]\w*)\(/gm)].map((match) => match[1]);
    expect(defined.toSorted()).toEqual([...(RESULT_EVENT.methods.ResultEvent ?? [])].sort());
    expect(TEXT).toMatch(/^class ResultEvent:$/m);
    const imports = TEXT.match(/^[ \t]*(?:import|from)\b.*/gm);
    expect(imports).toEqual(['import threading']);
    expect(compileErrors([Buffer.from(TEXT)])).toEqual([null]);
  });
});

// The laws of laws.test.ts, with a policy on: over programs made of parts. LAWS_RUNS and LAWS_SEED make other programs.
const RUNS = Number(process.env.LAWS_RUNS ?? 60);
const SEED = Number(process.env.LAWS_SEED ?? 1);

const UTILS = `def cooperate():
    """Let others run."""


class Promise:
    def set(self, result=None, exc=None):
        pass

    def send_exception(self, *args):
        pass

    def result(self, timeout=None):
        pass

    def ready(self):
        pass
`;
const RENAMED = { send: 'set', wait: 'result' };
const houses: fc.Arbitrary<House> = fc.record({
  settings: fc.record({
    keys: fc
      .record({
        yield: fc.constantFrom('pkg.utils.cooperate', 'drop', undefined),
        'event-with-result': fc.constantFrom({ class: 'pkg.utils.Promise', ...RENAMED }, undefined),
      })
      .map((keys) => new Map(Object.entries(keys).filter(([, written]) => written !== undefined))),
    helpers: fc.constantFrom('pkg/native.py', undefined),
  }),
  levels: fc.constantFrom(new Map(), new Map([['sleep', 'manual' as const]]), new Map([['event', 'safe' as const]])),
});
const mask = fc.bigInt({ min: 0n, max: (1n << 32n) - 1n });

interface Trial {
  readonly text: string;
  readonly house: House;
  readonly plan: Plan;
  readonly accepted: readonly Hunk[];
  readonly after: Files;
}

/** What a policy is about, in each program. */
const ABOUT = `
def about(job):
    import eventlet.event
    eventlet.sleep(0)
    done = eventlet.event.Event()
    done.send(job)
    if job: eventlet.sleep()
    return done.wait()
`;

/** The programs with more of what a policy is about: calls that only yield, and events with a value. */
function mostlyYields(files: Files): Files {
  const text = files['mod.py']?.toString('latin1') ?? '';
  const more = text.replace(/(\bsleep\()[12](?=\))/g, '$10').replace(/(\.send\()(?:None)?(?=\))/g, '$11');
  return { ...files, 'mod.py': Buffer.from(`${more}\n${ABOUT}`, 'latin1') };
}

const trials: readonly Trial[] = fc
  .sample(fc.record({ parts: programParts, house: houses, masks: fc.tuple(mask, mask) }), { seed: SEED, numRuns: RUNS })
  .flatMap(({ parts, house, masks }) => {
    const own = mostlyYields(projectOf(parts));
    const files = { ...own, 'pkg/__init__.py': Buffer.alloc(0), 'pkg/utils.py': Buffer.from(UTILS) };
    const plan = planOf(files, house);
    const some = masks.map((bits) => plan.hunks.filter((_, index) => (bits >> BigInt(index % 32)) & 1n));
    return [plan.hunks, ...some].map((hunks) => {
      const ids = new Set(hunks.map((hunk) => hunk.id));
      const accepted = [...resolveRequirements(plan, ids).accepted];
      return { text: String(own['mod.py']), house, plan, accepted, after: accept(plan, ids) };
    });
  });

function isLine({ source }: AnalyzedFile, { start, end }: Span): boolean {
  return source.lines.start(source.lines.at(start).line) === start && source.text.slice(start, end).trim() !== '';
}

/** What is wrong with a trial, with all that is needed to see it again. */
function shown({ text, house, accepted }: Trial, problem: string): string {
  const { keys = new Map(), helpers } = house.settings ?? {};
  const settings = JSON.stringify({ helpers, ...Object.fromEntries(keys) });
  return `${problem}\nwith ${settings} and ${accepted.map((hunk) => hunk.id).join(', ') || 'no hunk'}\n${text}`;
}

describe('the laws hold with a policy', () => {
  it('any set of hunks compiles, defines every name and leaves no import behind', () => {
    const changed = trials.flatMap((trial) => {
      const before = trial.plan.project.files.find((file) => file.path === 'mod.py')?.bytes;
      const after = trial.after['mod.py'];
      if (!before || !after || before.equals(after)) return [];
      return [{ trial, before, after, added: symbolsOf(trial.accepted.filter((hunk) => hunk.path === 'mod.py')) }];
    });
    const problems = judgeNames(changed, registry.library.roots).flatMap((verdict, index) => {
      const trial = changed[index]?.trial;
      return trial ? verdict.problems.map((problem) => shown(trial, problem)) : [];
    });
    expect(problems.slice(0, 2), `${problems.length} problems`).toEqual([]);
    expect(changed.length).toBeGreaterThan(trials.length / 2);
  });

  it('nothing else moves', () => {
    const problems = trials.flatMap((trial) =>
      trial.plan.files.flatMap(({ model }) => {
        const own = trial.accepted.filter((hunk) => hunk.path === model.path);
        const after = trial.after[model.path] ?? model.bytes;
        if (own.length === 0)
          return after.equals(model.bytes) ? [] : [shown(trial, `${model.path} changed without a hunk`)];
        // Where lines go, the others cannot all be told apart by their text, nor the last one's missing end be kept.
        const fewer = own.some((hunk) =>
          hunk.changes.some(({ pieces, span }) => pieces.length === 0 && isLine(model, span)),
        );
        return strayChanges(model, own, model.bytes, after)
          .filter((problem) => !fewer || !/^the (blank lines before line|file now ends in)/.test(problem))
          .map((problem) => shown(trial, problem));
      }),
    );
    expect(problems.slice(0, 2), `${problems.length} problems`).toEqual([]);
  });

  it('the order of hunks does not matter', () => {
    const problems = trials.flatMap((trial) => {
      const turned = { ...trial.plan, hunks: [...trial.plan.hunks].reverse(), files: [...trial.plan.files].reverse() };
      const others = accept(turned, new Set(trial.accepted.map((hunk) => hunk.id).reverse()));
      const paths = new Set([...Object.keys(others), ...Object.keys(trial.after)]);
      const same = [...paths].every((path) => trial.after[path]?.equals(others[path] ?? Buffer.alloc(0)));
      return same ? [] : [shown(trial, 'the files differ when the hunks come in reverse')];
    });
    expect(problems.slice(0, 2), `${problems.length} problems`).toEqual([]);
  });

  it('what was accepted is not proposed again', () => {
    const problems = trials.flatMap((trial) => {
      if (trial.accepted.length < trial.plan.hunks.length) return [];
      const again = planOf(trial.after, trial.house);
      return again.hunks.length > 0 ? [shown(trial, `again: ${again.hunks.map((hunk) => hunk.id).join(', ')}`)] : [];
    });
    expect(problems.slice(0, 2), `${problems.length} problems`).toEqual([]);
  });

  it('over programs in which the policy has something to say', () => {
    const accepted = trials.flatMap((trial) => trial.accepted);
    const count = (wanted: RegExp) => accepted.filter((hunk) => wanted.test(hunk.title)).length;
    for (const title of [/→ cooperate\(\)/, /→ dropped/, /→ ResultEvent/, /→ Promise/])
      expect(count(title), String(title)).toBeGreaterThan(10);
    expect(trials.filter((trial) => 'pkg/native.py' in trial.after).length).toBeGreaterThan(10);
  });
});

const VALUE = `from eventlet import event


def work():
    done = event.Event()
    done.send('value')
    return done.wait()
`;
const SIGNAL = `import eventlet
from eventlet import event


def work(job):
    done = event.Event()
    done.send()
    eventlet.sleep(0)
    eventlet.sleep(job.until - job.now)
`;
const HOUSE = 'helpers = "pkg/native.py"\nyield = "drop"\n';
const PROJECT = {
  'main.py': 'import eventlet\neventlet.monkey_patch()\n',
  'degreen.toml': HOUSE,
  'pkg/__init__.py': '',
  'pkg/signal.py': SIGNAL,
  'pkg/value.py': VALUE,
};
const BY_VALUE = 'event:pkg/value.py:work:1';
const BY_SIGNAL = 'event:pkg/signal.py:work:1';

const decided = (...ids: readonly string[]) =>
  JSON.stringify({ version: 1, base: null, decisions: Object.fromEntries(ids.map((id) => [id, 'accept'])) });

/** The files that git sees to be new or changed. */
const changedIn = (folder: string) =>
  git(folder, 'status', '--porcelain', '--untracked-files=all').split('\n').slice(0, -1);

afterAll(cleanUp);

describe('the command line with a policy', () => {
  it('prints the new file as a hunk that git takes, and gets what apply writes', () => {
    const [byGit, own] = [repositoryOf(PROJECT), repositoryOf(PROJECT)];
    const diff = degreen(byGit, ['diff', '--level', 'review']);
    expect(diff.code, diff.stderr).toBe(0);
    expect(diff.stdout).toMatch(
      /^diff --git a\/pkg\/native\.py b\/pkg\/native\.py\nnew file mode 100644\n--- \/dev\/null\n\+\+\+ b\//m,
    );
    expect(runProgram('git', ['apply', '-'], byGit, { input: diff.bytes })).toMatchObject({ code: 0, stderr: '' });
    const apply = degreen(own, ['apply', '--level', 'review']);
    expect(apply.code, apply.stderr).toBe(0);
    expect(apply.stderr).toMatch(/^3 files changed, 4 hunks: event 2, sleep 2$/m);
    expect(stateOf(own)).toEqual(stateOf(byGit));
    expect(readFileSync(join(own, 'pkg/native.py'), 'utf8')).toBe(TEXT);
    expect(changedIn(own)).toEqual([' M pkg/signal.py', ' M pkg/value.py', '?? pkg/native.py']);
  });

  it('has nothing to do the second time', () => {
    const folder = repositoryOf(PROJECT);
    expect(degreen(folder, ['apply', '--level', 'review']).code).toBe(0);
    expect(degreen(folder, ['diff', '--check', '--level', 'review'])).toMatchObject({ code: 0, stdout: '' });
    commit(folder);
    expect(degreen(folder, ['apply', '--level', 'review'])).toMatchObject({ code: 0, stdout: '' });
    expect(changedIn(folder)).toEqual([]);
  });

  it('writes the file with the mode that other new files get', () => {
    const folder = folderOf(PROJECT);
    expect(degreen(folder, ['apply', '--level', 'review']).code).toBe(0);
    write(folder, { 'pkg/ours.py': '' });
    const modeOf = (path: string) => statSync(join(folder, path)).mode & 0o7777;
    expect(modeOf('pkg/native.py')).toBe(modeOf('pkg/ours.py'));
    expect(modeOf('pkg/native.py') & 0o111).toBe(0);
  });

  it('writes the file only where a hunk that needs it is taken', () => {
    const folder = repositoryOf(PROJECT);
    const paths = (...args: readonly string[]) =>
      [...degreen(folder, ['diff', ...args], { input: decided(BY_SIGNAL) }).stdout.matchAll(/^\+\+\+ b\/(.*)$/gm)].map(
        (match) => match[1],
      );
    expect(paths()).toEqual(['pkg/signal.py']);
    expect(paths('--decisions', '-')).toEqual(['pkg/signal.py']);
    expect(paths('--level', 'review', '--skip', 'event')).toEqual(['pkg/signal.py']);
    expect(paths('--level', 'review', 'pkg/value.py')).toEqual(['pkg/native.py', 'pkg/value.py']);
    expect(degreen(folder, ['apply', '--decisions', '-'], { input: decided(BY_SIGNAL) }).code).toBe(0);
    expect(changedIn(folder)).toEqual([' M pkg/signal.py']);
    commit(folder);
    expect(degreen(folder, ['apply', '--decisions', '-'], { input: decided(BY_VALUE) }).code).toBe(0);
    expect(changedIn(folder)).toEqual([' M pkg/value.py', '?? pkg/native.py']);
  });

  it('writes nothing at all where the file is there by now', () => {
    // git does not list what it ignores, so to degreen the file appears between reading and writing.
    const folder = repositoryOf({ ...PROJECT, '.gitignore': 'native.py\n' });
    write(folder, { 'pkg/native.py': 'theirs = 1\n' });
    const before = stateOf(folder);
    const run = degreen(folder, ['apply', '--level', 'review']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/pkg\/native\.py.*nothing was written/);
    expect(stateOf(folder)).toEqual(before);
  });

  it('takes what the levels make safe, and says so', () => {
    const levels = 'levels = {event = "safe", "sleep:yield" = "manual", sleep = "safe"}\n';
    const folder = repositoryOf({ ...PROJECT, 'degreen.toml': HOUSE + levels });
    const scan = degreen(folder, ['scan', '--format', 'json']);
    expect(scan.code, scan.stderr).toBe(0);
    const { hunks, references }: Scan = JSON.parse(scan.stdout);
    expect(hunks.map(({ id, level }) => `${level} ${id}`)).toEqual([
      `safe ${BY_SIGNAL}`,
      'safe sleep:pkg/signal.py:work:2',
      `safe ${BY_VALUE}`,
    ]);
    expect(hunks.find(({ id }) => id === BY_SIGNAL)?.note).toBe('');
    expect(hunks.find(({ id }) => id === BY_VALUE)?.note).toMatch(/^The configuration sets it to safe\. \S/);
    expect(references.find(({ line, path }) => path === 'pkg/signal.py' && line === 8)).toMatchObject({
      verdict: 'manual',
      message: 'The configuration sets it to manual.',
    });
    expect(degreen(folder, ['apply']).code).toBe(0);
    expect(changedIn(folder)).toEqual([' M pkg/signal.py', ' M pkg/value.py', '?? pkg/native.py']);
    expect(readFileSync(join(folder, 'pkg/signal.py'), 'utf8')).toContain('eventlet.sleep(0)\n    time.sleep(max(0, ');
  });

  it('shows in the ledger the lines that go', () => {
    const { stdout } = degreen(repositoryOf(PROJECT), ['scan', '--format', 'json']);
    const { hunks }: Scan = JSON.parse(stdout);
    expect(hunks.find(({ id }) => id === 'sleep:pkg/signal.py:work:1')).toMatchObject({
      before: '    eventlet.sleep(0)\n',
      after: '',
      level: 'review',
    });
  });

  it('counts the new file in --stat', () => {
    const run = degreen(repositoryOf(PROJECT), ['diff', '--stat', '--level', 'review', 'pkg/value.py']);
    const lines = TEXT.split('\n').length - 1;
    expect(run.stdout).toMatch(new RegExp(`^ pkg/native\\.py \\| +${lines} \\++$`, 'm'));
    expect(run.stdout).toMatch(/^ 2 files changed, /m);
  });

  it('reads the same from pyproject.toml', () => {
    const { 'degreen.toml': house, ...rest } = PROJECT;
    const one = folderOf({ ...rest, 'pyproject.toml': `[project]\nname = "x"\n\n[tool.degreen]\n${house}` });
    const other = folderOf(PROJECT);
    const args = ['diff', '--level', 'review'];
    expect(degreen(one, args).stdout).toBe(degreen(other, args).stdout);
    expect(degreen(one, args).stdout).toContain('ResultEvent');
  });
});

interface Scan {
  readonly hunks: readonly { readonly id: string; readonly level: string; readonly note: string }[];
  readonly references: readonly { readonly path: string; readonly line: number; readonly verdict: string }[];
}

const started = promisify(execFile);

/** What is wrong in a configuration: the file, its text, and what is said of it, with the line of the wrong key. */
const WRONG: readonly (readonly [string, string, RegExp])[] = [
  ['an unknown key', '# House\n\nyeild = "drop"\n', /^degreen\.toml:3: unknown key `yeild`/],
  ['a yield that is no string', 'level = "safe"\nyield = true\n', /:2: `yield` must be a string/],
  ['a yield that is no dotted name', 'yield = "cooperate"\n', /:1: `cooperate` is no dotted name/],
  [
    'a yield of a module that is not there',
    '\nyield = "pkg.gone.f"\n',
    /:2: `pkg\.gone\.f`: the project has no module `pkg\.gone`/,
  ],
  [
    'a yield that its module lacks',
    '\n\nyield = "pkg.house.f"\n',
    /:3: `pkg\.house\.f`: `pkg\.house` does not define `f`/,
  ],
  [
    'an event of no type',
    'event-with-result = ["pkg.house.Event"]\n',
    /:1: `event-with-result` must be a class, or a table/,
  ],
  [
    'an event without a class',
    'mode = "green"\nevent-with-result = {send = "set"}\n',
    /:2: `event-with-result` must name a `class`/,
  ],
  [
    'an event that is a function',
    'event-with-result = "pkg.house.give_way"\n',
    /:1: `pkg\.house\.give_way` is not a class/,
  ],
  ['an event that is not there', 'event-with-result = {class = "pkg.house.Evnt"}\n', /:1: .*does not define `Evnt`/],
  [
    'a method that the class lacks',
    'event-with-result = {class = "pkg.house.Event", send = "put"}\n',
    /:1: `pkg\.house\.Event` has no method `put` \(for send\(\)\)/,
  ],
  [
    'a method that no event has',
    'event-with-result = {class = "pkg.house.Event", cancel = "send"}\n',
    /:1: `cancel` is no method of an event/,
  ],
  [
    'a method that is no name',
    '\nevent-with-result = {class = "pkg.house.Event", send = 1}\n',
    /:2: `event-with-result\.send` must be the name/,
  ],
  ['helpers that are no string', 'helpers = ["pkg/native.py"]\n', /:1: `helpers` must be a string/],
  [
    'helpers outside of a package',
    '\nhelpers = "tools/native.py"\n',
    /:2: `tools\/native\.py` is in no package: there is no tools\/__init__\.py/,
  ],
  ['helpers above the root', 'helpers = "../pkg/native.py"\n', /:1: `\.\.\/pkg\/native\.py` is no path of a module/],
  [
    'helpers that are there and have another class by the name',
    'helpers = "pkg/other.py"\n',
    /:1: `ResultEvent` in `pkg\/other\.py` has no method `send`/,
  ],
  ['levels that are no table', 'levels = "safe"\n', /:1: `levels` must be a table/],
  [
    'an unknown level',
    '[levels]\nevent = "safe"\nsleep = "sure"\n',
    /:3: the level of `sleep` must be "safe", "review" or "manual"/,
  ],
  ['a level of no transform', '[levels]\nevent = "safe"\nslumber = "safe"\n', /:3: there is no transform `slumber`/],
];

/** The same where the key stands in a table of its own, in a table on one line, or in pyproject.toml. */
const WRONG_IN_TABLES: readonly (readonly [string, string, RegExp])[] = [
  [
    'an event of degreen.toml',
    'mode = "green"\n\n[event-with-result]\nclass = "pkg.house.Evnt"\n',
    /^degreen\.toml:[34]: .*does not define `Evnt`/,
  ],
  [
    'an event with dots',
    'mode = "green"\nevent-with-result.class = "pkg.house.Evnt"\n',
    /^degreen\.toml:2: .*does not define `Evnt`/,
  ],
  [
    'levels on one line',
    'mode = "green"\nlevels = {sleep = "sure"}\n',
    /^degreen\.toml:2: the level of `sleep` must be/,
  ],
  [
    'levels of no transform on one line',
    'mode = "green"\nlevels = {slumber = "safe"}\n',
    /^degreen\.toml:2: there is no transform `slumber`/,
  ],
  ['a level of no variant', '[levels]\n"sleep:yeild" = "safe"\n', /^degreen\.toml:2: `sleep` has no variant `yeild`/],
  [
    'levels of pyproject.toml',
    '[project]\nsleep = "sure"\n\n[tool.degreen.levels]\nsleep = "sure"\n',
    /^pyproject\.toml:5: the level of `sleep`/,
  ],
  [
    'an event of pyproject.toml',
    '[tool.degreen]\nmode = "green"\n\n[tool.degreen.event-with-result]\nsend = "put"\n',
    /^pyproject\.toml:[45]: `event-with-result` must name/,
  ],
  [
    'a yield of pyproject.toml',
    '[tool.other]\nyield = "pkg.a.b"\n\n[tool.degreen]\nyield = "pkg.a.b"\n',
    /^pyproject\.toml:5: `pkg\.a\.b`: the project has no/,
  ],
];

describe.concurrent('a configuration that is wrong', () => {
  const files = {
    'pkg/__init__.py': '',
    'pkg/other.py': 'class ResultEvent:\n    pass\n',
    'pkg/house.py': 'def give_way():\n    pass\n\n\nclass Event:\n    def send(self):\n        pass\n',
    'pkg/value.py': VALUE,
    'tools/other.py': '',
  };

  it.each([...WRONG, ...WRONG_IN_TABLES])('%s is an error with its line', async (_, text, message) => {
    const name = text.includes('[tool.') ? 'pyproject.toml' : 'degreen.toml';
    const cwd = folderOf({ ...files, [name]: text });
    const run = await started(process.execPath, [CLI, 'diff'], { cwd, env: ENVIRONMENT }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
    );
    expect(run).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(/^degreen: \S+\.toml:\d+: .+\n/) });
    expect(run.stderr.replace(/^degreen: /, '')).toMatch(message);
    expect(run.stderr).not.toMatch(/^ +at /m);
  });
});
