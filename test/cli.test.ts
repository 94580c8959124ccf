// The command line from outside, flag by flag and exit code by exit code, as its contract has them.
// Needs a build: `npm test` makes one first.
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CLI,
  cleanUp,
  commit,
  degreen,
  degreenInTerminal,
  degreenProcess,
  folderOf,
  git,
  type Run,
  repositoryOf,
  runProgram,
  stateOf,
  write,
} from './support/cli.ts';

const WORKER = `"""Work."""

import time

import eventlet
from eventlet import event


class Worker:
    def loop(self, limit):
        eventlet.sleep(1)
        eventlet.sleep()
        eventlet.sleep(limit - 1)

    def once(self):
        done = event.Event()
        done.send()
        done.wait(time.time())


def start(function):
    return eventlet.spawn(function)
`;

const PROJECT = {
  'main.py': 'import eventlet\neventlet.monkey_patch()\n',
  'pkg/__init__.py': '',
  'pkg/worker.py': WORKER,
  'pkg/limits.py': 'from eventlet import semaphore\n\n\ndef one():\n    with semaphore.Semaphore(1):\n        pass\n',
  'requirements.txt': 'eventlet>=0.30  # Eventlet\n',
  'README.md': 'Nothing here.\n',
};

const SLEEP_1 = 'sleep:pkg/worker.py:Worker.loop:1';
const EVENT = 'event:pkg/worker.py:Worker.once:1';

interface Reference {
  readonly path: string;
  readonly line: number;
  readonly role: string;
  readonly verdict: string;
  readonly message: string;
  readonly transform: string;
  readonly name: string;
  readonly hunk: string | null;
  readonly group: string | null;
}

interface Scan {
  readonly root: string;
  readonly base: string | null;
  readonly summary: {
    readonly lines: number;
    readonly files: number;
    readonly importingFiles: number;
    readonly references: number;
    readonly verdicts: Readonly<Record<string, number>>;
    readonly transforms: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };
  readonly references: readonly Reference[];
  readonly hunks: readonly {
    readonly id: string;
    readonly transform: string;
    readonly path: string;
    readonly notes: readonly { readonly places: readonly object[] }[];
  }[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

function scanJson(cwd: string, ...args: readonly string[]): Scan {
  const run = degreen(cwd, ['scan', '--format', 'json', ...args]);
  expect(run.code, run.stderr).toBe(0);
  return JSON.parse(run.stdout);
}

let project = '';

beforeAll(() => {
  if (!existsSync(CLI)) throw new Error('there is no build: run `npm run build` first');
  project = repositoryOf(PROJECT);
});

afterAll(cleanUp);

/** What a value is made of: types in the place of values, the first item in the place of a list. */
function shapeOf(value: unknown): unknown {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length > 0 ? [shapeOf(value[0])] : [];
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shapeOf(each)]));
  return typeof value;
}

describe('a process of its own', () => {
  const COMMANDS: readonly (readonly [args: readonly string[], input?: string])[] = [
    [['--version']],
    [['--help']],
    [[]],
    [['--nothing']],
    [['scan', '--format', 'json']],
    [['scan', 'nowhere']],
    [['diff', '--level', 'review', '--check']],
    [['diff', '--decisions', '-'], '{"version": 1, "base": null, "decisions": {"gone": "accept"}}'],
    [['check']],
    [['explain', 'sleep']],
    [['guard']],
    [['burndown']],
    [['review']],
    [['apply', '--level', 'review']],
  ];

  it('leaves what a run in the process of the others leaves', () => {
    for (const [args, input = ''] of COMMANDS) {
      const [folder, other] = [repositoryOf(PROJECT), folderOf({})];
      cpSync(folder, other, { recursive: true });
      // The name of the folder, and how long a count took.
      const alike = ({ code, stdout, stderr }: Run, where: string) =>
        [code, stdout, stderr].map((each) =>
          String(each)
            .replaceAll(basename(where), 'here')
            .replace(/ [\d.]+ s$/m, ''),
        );
      const one = alike(degreen(folder, args, { input }), folder);
      expect(one, args.join(' ')).toEqual(alike(degreenProcess(other, args, { input }), other));
      expect(stateOf(folder)).toEqual(stateOf(other));
    }
  });
});

describe('scan --format json, version 1', () => {
  const REFERENCE = {
    path: 'string',
    line: 'number',
    column: 'number',
    endLine: 'number',
    endColumn: 'number',
    name: 'string',
    role: 'string',
    within: 'string',
    transform: 'string',
    verdict: 'string',
    message: 'string',
    hunk: 'string or null',
    group: 'string or null',
    detail: 'string',
  };
  const HUNK = {
    id: 'string',
    transform: 'string',
    path: 'string',
    line: 'number',
    level: 'string',
    title: 'string',
    note: 'string',
    before: 'string',
    after: 'string',
    requires: 'list of strings',
    notes: 'list of notes',
  };

  function scanned(): Record<string, unknown> & Scan {
    write(project, { 'broken.py': 'import eventlet\ndef (:\n' });
    const run = degreen(project, ['scan', '--format', 'json']);
    unlinkSync(join(project, 'broken.py'));
    expect(run.code, run.stderr).toBe(0);
    return JSON.parse(run.stdout);
  }

  it('has exactly the fields of the contract, of its types', () => {
    const { references, hunks, skipped, summary, ...head } = scanned();
    expect(head).toEqual({
      version: 1,
      tool: { name: 'degreen', version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
      root: project,
      base: git(project, 'rev-parse', 'HEAD').trim(),
      groups: ['monkey-patch', 'spawn-wait'].map((id) => ({
        id,
        area: expect.stringMatching(/./),
        title: expect.stringMatching(/./),
        draft: expect.stringMatching(/./),
        before: expect.stringMatching(/./),
        after: expect.stringMatching(/./),
      })),
      process: {
        mode: null,
        patches: [
          {
            path: 'main.py',
            line: 2,
            arguments: '',
            covers: { time: true, threads: true },
            testsOnly: false,
            loadedBy: [],
          },
        ],
      },
    });
    const counts = { safe: 'number', review: 'number', manual: 'number' };
    expect(shapeOf(summary)).toEqual({
      lines: 'number',
      files: 'number',
      importingFiles: 'number',
      references: 'number',
      verdicts: { ...counts, mention: 'number' },
      transforms: Object.fromEntries(Object.keys(summary.transforms).map((id) => [id, counts])),
    });
    for (const reference of references) {
      const shape = shapeOf(reference);
      expect(shape).toEqual({
        ...REFERENCE,
        hunk: reference.hunk === null ? 'null' : 'string',
        group: reference.group === null ? 'null' : 'string',
      });
    }
    for (const hunk of hunks) {
      expect({ ...(shapeOf(hunk) as object), requires: 'list of strings', notes: 'list of notes' }).toEqual(HUNK);
      for (const note of hunk.notes) {
        expect(shapeOf({ ...note, places: null })).toEqual({ kind: 'string', text: 'string', places: 'null' });
        for (const place of note.places) expect(shapeOf(place)).toEqual({ path: 'string', line: 'number' });
      }
    }
    expect(skipped).toEqual([{ path: 'broken.py', reason: expect.stringMatching(/./) }]);
  });

  it('keeps to the words of the contract', () => {
    const { references, hunks } = scanned();
    const roles = 'import call value decorator base except annotation string attribute mention'.split(' ');
    for (const reference of references) {
      expect(roles).toContain(reference.role);
      expect(['safe', 'review', 'manual', 'mention']).toContain(reference.verdict);
      if (reference.verdict === 'manual' || reference.verdict === 'review') expect(reference.message).not.toBe('');
      if (reference.hunk !== null) expect(hunks.map(({ id }) => id)).toContain(reference.hunk);
    }
    expect(references.find(({ role }) => role === 'mention')).toMatchObject({
      path: 'broken.py',
      name: 'eventlet',
      line: 1,
      column: 8,
      endLine: 1,
      endColumn: 16,
    });
    expect(references.find(({ hunk }) => hunk === EVENT)).toEqual({
      path: 'pkg/worker.py',
      line: 16,
      column: 16,
      endLine: 16,
      endColumn: 27,
      name: 'eventlet.event.Event',
      role: 'call',
      within: 'Worker.once',
      transform: 'event',
      verdict: 'safe',
      message: '',
      hunk: EVENT,
      group: null,
      detail: '',
    });
  });

  it('counts what it lists, and every line that git grep finds', () => {
    const found = scanJson(project);
    const { summary, references } = found;
    expect(summary.references).toBe(references.length);
    const verdicts = { safe: 0, review: 0, manual: 0, mention: 0 };
    for (const { verdict } of references) verdicts[verdict as keyof typeof verdicts]++;
    expect(summary.verdicts).toEqual(verdicts);
    const lines = git(project, 'grep', '--untracked', '-n', '-i', 'eventlet').trim().split('\n');
    expect(summary.lines).toBe(lines.length);
    expect(summary.files).toBe(new Set(lines.map((line) => line.split(':')[0])).size);
    expect(summary.importingFiles).toBe(3);
    for (const line of lines) {
      const [path = '', number = ''] = line.split(':');
      expect(
        references.some((each) => each.path === path && each.line === Number(number)),
        line,
      ).toBe(true);
    }
  });

  it('quotes and places what another file holds in its own characters', () => {
    const folder = folderOf({
      'a.py':
        'from eventlet import event\n\n\nclass A:\n    def __init__(self):\n        self.done = event.Event()\n        keep(self.done)\n',
      'b.py': 'def f(a):\n    größe = "😀", a.done.ready()\n',
    });
    const found = scanJson(folder).references.find(({ path, line }) => path === 'b.py' && line === 2);
    expect(found).toMatchObject({ column: 20, endColumn: 31 });
    expect(degreen(folder, ['scan']).stdout).not.toContain('Ã');
  });

  it('counts columns in UTF-16 units', () => {
    const folder = folderOf({ 'mod.py': 'import eventlet\nx = "🦎é"; eventlet.sleep(1)\n' });
    const call = scanJson(folder).references.find(({ role }) => role === 'call');
    expect(call).toMatchObject({ line: 2, column: 12, endColumn: 26 });
  });

  it('shows of each hunk the lines that it alone changes', () => {
    const hunk = scanJson(project).hunks.find(({ id }) => id === EVENT);
    expect(hunk).toMatchObject({
      id: EVENT,
      transform: 'event',
      path: 'pkg/worker.py',
      line: 16,
      level: 'safe',
      before: '        done = event.Event()\n        done.send()\n',
      after: '        done = threading.Event()\n        done.set()\n',
      requires: [],
    });
  });
});

describe('the other formats of scan', () => {
  it('text, which is the default', () => {
    const run = degreen(project, ['scan']);
    expect(run.code).toBe(0);
    expect(run.stdout).toBe(degreen(project, ['scan', '--format', 'text']).stdout);
    expect(run.stdout).toMatch(/^pkg\/worker\.py$/m);
    expect(run.stdout).toMatch(/^ +11 +safe +sleep\(n\) → time\.sleep\(n\)/m);
    expect(run.stdout).toMatch(/^ +13 +review /m);
    expect(run.stdout).toMatch(/^ +22 +manual +eventlet\.spawn \(call\) — \S/m);
    expect(run.stderr).toBe('');
  });

  it('markdown', () => {
    const run = degreen(project, ['scan', '--format', 'markdown']);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^# /);
    expect(run.stdout).toMatch(/^\| sleep \| 3 \| 2 \| 1 \| 0 \|$/m);
    expect(run.stdout).toContain('`pkg/worker.py:13`');
    expect(run.stderr).toBe('');
  });

  it('SARIF', () => {
    const run = degreen(project, ['scan', '--format', 'sarif']);
    expect(run.code).toBe(0);
    const log = JSON.parse(run.stdout);
    expect(log).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'degreen' } } }] });
    const [first] = log.runs;
    const rules: string[] = first.tool.driver.rules.map(({ id }: { id: string }) => id);
    const found = scanJson(project).references.filter(({ verdict }) => verdict !== 'mention');
    expect(first.results).toHaveLength(found.length);
    for (const result of first.results) {
      expect(rules).toContain(result.ruleId);
      expect(result.message.text).not.toBe('');
      expect(result.locations[0].physicalLocation.artifactLocation.uri).toMatch(/^[\w./-]+$/);
    }
  });

  it('and no others', () => {
    const run = degreen(project, ['scan', '--format', 'xml']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('xml');
  });
});

describe('diff', () => {
  it('prints one unified diff of the safe hunks, and writes nothing', () => {
    const before = stateOf(project);
    const run = degreen(project, ['diff']);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^diff --git a\/pkg\/limits\.py b\/pkg\/limits\.py\n--- a\/pkg\/limits\.py\n\+\+\+ b\//);
    expect(run.stdout).toContain(
      '\n+        time.sleep(1)\n+        time.sleep(0)\n         eventlet.sleep(limit - 1)\n',
    );
    expect(run.stderr).toMatch(/^2 files would change, 4 hunks: event 1, semaphore 1, sleep 2$/m);
    expect(stateOf(project)).toEqual(before);
    expect(git(project, 'status', '--porcelain')).toBe('');
  });

  it('is what there is without a command where there is no terminal', () => {
    const plain = degreen(project, ['diff']);
    expect(degreen(project, [])).toEqual(plain);
    expect(degreen(project, ['.'])).toEqual(plain);
    const one = degreen(project, ['pkg/limits.py', '--level', 'review']);
    expect(one).toEqual(degreen(project, ['diff', 'pkg/limits.py', '--level', 'review']));
    expect(one.stdout).not.toContain('worker');
  });

  it('--check says by its code whether there would be changes', () => {
    const dirty = degreen(project, ['diff', '--check']);
    expect(dirty.code).toBe(1);
    expect(dirty.stdout).toBe(degreen(project, ['diff']).stdout);
    expect(degreen(project, ['diff', '--check', 'main.py'])).toMatchObject({ code: 0, stdout: '' });
    expect(degreen(project, ['diff', '--check', '--only', 'light-queue']).code).toBe(0);
  });

  it('--stat sums up as git does', () => {
    const run = degreen(project, ['diff', '--stat']);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(
      /^ pkg\/limits\.py \| +\d+ \+\+-+\n pkg\/worker\.py \| +\d+ \++-+\n 2 files changed, \d+ insert/,
    );
    const { stdout } = degreen(project, ['diff']);
    const git_ = runProgram('git', ['apply', '--numstat', '-'], project, { input: stdout }).stdout;
    const sums = git_
      .trim()
      .split('\n')
      .map((line) => line.split('\t').map(Number));
    const [added, removed] = [0, 1].map((column) => sums.reduce((sum, row) => sum + (row[column] ?? 0), 0));
    expect(run.stdout).toContain(`${added} insertions(+), ${removed} deletions(-)`);
  });

  it('says on stderr what more there is at level review', () => {
    expect(degreen(project, ['diff']).stderr).toMatch(/1 more at level review/);
    expect(degreen(project, ['diff', '--level', 'review']).stderr).not.toMatch(/more at level/);
  });

  it('is the same every time, in whatever order the paths come', () => {
    const run = degreen(project, ['diff', 'pkg/limits.py', 'pkg/worker.py', '--level', 'review']);
    const turned = degreen(project, ['diff', 'pkg/worker.py', 'pkg/limits.py', '--level', 'review']);
    expect(turned).toEqual(run);
    expect(degreen(project, ['scan', '--format', 'json', '.']).stdout).toBe(
      degreen(project, ['scan', '--format', 'json']).stdout,
    );
  });
});

/** Files that are hard for a diff: each is rewritten by one safe hunk. */
const HARD: Readonly<Record<string, Buffer>> = {
  'crlf.py': Buffer.from('import eventlet\r\n\r\n\r\ndef f():\r\n    eventlet.sleep(1)\r\n'),
  'mixed.py': Buffer.from('import os\r\nimport eventlet\n\ndef f():\r\n    eventlet.sleep(1)\n    os.stat(1)\r\n'),
  'latin.py': Buffer.from(
    '# -*- coding: latin-1 -*-\nimport eventlet\n# \xe9\xff\ndef f():\n    eventlet.sleep(1)  # \xe4\n',
    'latin1',
  ),
  'no-newline.py': Buffer.from('import eventlet\n\n\ndef f():\n    eventlet.sleep(1)'),
  'bom.py': Buffer.from('\ufeffimport eventlet\n\n\ndef f():\n    eventlet.sleep(1)\n'),
  'tabs.py': Buffer.from('import eventlet\n\f\ndef f():\n\teventlet.sleep(1)\t# why\n'),
  'folder with spaces/a file.py': Buffer.from('import eventlet\n\n\ndef f():\n    eventlet.sleep(1)\n'),
  'Grün/naïve.py': Buffer.from('import eventlet\n\n\ndef f():\n    eventlet.sleep(1)\n'),
  'separators.py': Buffer.from('import eventlet\n\n\ndef f():\n    x = "\u2028\x0b\x85"\n    eventlet.sleep(1)\n'),
  script: Buffer.from('#!/usr/bin/env python3\nimport eventlet\n\n\ndef f():\n    eventlet.sleep(1)\n'),
};

/** File names that mean something to regular expressions, to git or to a shell. */
const ODD_NAMES = [
  'c++.py',
  'copy (1).py',
  'a(b.py',
  'a[b.py',
  'x{2}.py',
  'quote"d\\.py',
  "it's.py",
  '-dash.py',
  '$a `b`.py',
  'new\nline.py',
];

describe('git apply', () => {
  /** Applies the diff of a whole repository by git. */
  function applied(contents: Readonly<Record<string, string | Buffer>>): string {
    const folder = repositoryOf(contents);
    const { bytes, code, stderr } = degreen(folder, ['diff']);
    expect(code, stderr).toBe(0);
    const byGit = runProgram('git', ['apply', '--whitespace=nowarn', '-'], folder, { input: bytes });
    expect(byGit).toMatchObject({ code: 0, stderr: '' });
    return folder;
  }

  it.each(Object.entries(HARD))('takes the diff of %s, and gets what apply writes, byte for byte', (path, before) => {
    const folder = applied({ [path]: before });
    const own = repositoryOf({ [path]: before });
    expect(degreen(own, ['apply']).code).toBe(0);
    expect(stateOf(folder)).toEqual(stateOf(own));
    const expected = before
      .toString('latin1')
      .replace('import eventlet', 'import time')
      .replace('eventlet.sleep(1)', 'time.sleep(1)');
    const lines = (text: string) => text.split(/(?<=\n)/).sort();
    expect(lines(readFileSync(join(folder, path), 'latin1'))).toEqual(lines(expected));
  });

  it.each(ODD_NAMES)('takes the name %j', (name) => {
    const folder = applied({ [name]: 'import eventlet\n\n\ndef f():\n    eventlet.sleep(1)\n' });
    expect(readFileSync(join(folder, name), 'utf8')).toBe('import time\n\n\ndef f():\n    time.sleep(1)\n');
  });

  it('takes one diff of many files', () => {
    const folder = applied(PROJECT);
    expect(git(folder, 'diff', '--name-only')).toBe('pkg/limits.py\npkg/worker.py\n');
  });
});

describe('apply', () => {
  it('writes the safe hunks, and has nothing to do the second time', () => {
    const folder = repositoryOf(PROJECT);
    const { stdout: diff } = degreen(folder, ['diff']);
    const run = degreen(folder, ['apply']);
    expect(run).toMatchObject({ code: 0, stdout: '' });
    expect(run.stderr).toMatch(/^2 files changed, 4 hunks: event 1, semaphore 1, sleep 2$/m);
    expect(git(folder, 'diff', '--no-color', '--no-ext-diff').replace(/^index .*\n/gm, '')).toBe(
      diff.replace(
        /^(@@ .* @@)$/gm,
        (head) =>
          git(folder, 'diff')
            .split('\n')
            .find((line) => line.startsWith(head)) ?? head,
      ),
    );
    commit(folder);
    const again = degreen(folder, ['apply']);
    expect(again).toMatchObject({ code: 0, stdout: '' });
    expect(again.stderr).toMatch(/nothing changed/);
    expect(degreen(folder, ['diff', '--check']).code).toBe(0);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('writes only the files that it was given', () => {
    const folder = repositoryOf(PROJECT);
    expect(degreen(folder, ['apply', 'pkg/limits.py']).code).toBe(0);
    expect(git(folder, 'status', '--porcelain')).toBe(' M pkg/limits.py\n');
  });

  it('works outside of git as well', () => {
    const folder = folderOf(PROJECT);
    expect(degreen(folder, ['apply', '--level', 'review'])).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(join(folder, 'pkg/worker.py'), 'utf8')).toContain('time.sleep(max(0, limit - 1))');
  });
});

describe('choosing hunks', () => {
  it('--only and --skip take transforms by id', () => {
    const ids = (...args: string[]) => scanJson(project, ...args).hunks.map(({ transform }) => transform);
    expect(new Set(ids('--only', 'sleep'))).toEqual(new Set(['sleep']));
    expect(new Set(ids('--only', 'sleep,event'))).toEqual(new Set(['sleep', 'event']));
    expect(new Set(ids('--only', 'sleep', '--only', 'event'))).toEqual(new Set(['sleep', 'event']));
    expect(new Set(ids('--skip', 'sleep,event'))).toEqual(new Set(['semaphore']));
    expect(ids('--only', 'sleep', '--skip', 'sleep')).toEqual([]);
    expect(degreen(project, ['diff', '--only', 'event']).stdout).not.toContain('+        time.sleep');
  });

  it('speaks in references only of hunks that it lists', () => {
    const { references, hunks } = scanJson(project, '--only', 'event');
    const listed = new Set(hunks.map(({ id }) => id));
    expect(references.filter(({ hunk }) => hunk !== null && !listed.has(hunk))).toEqual([]);
  });

  it('refuses ids that no transform has', () => {
    for (const flag of ['--only', '--skip']) {
      const run = degreen(project, ['diff', flag, 'sleep,slumber']);
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(run.stderr).toContain('slumber');
      expect(run.stderr).toMatch(/light-queue/);
    }
    expect(degreen(project, ['diff', '--only', '']).code).toBe(2);
  });

  it('--level takes safe, which is the default, or review', () => {
    const safe = degreen(project, ['diff', '--level', 'safe']);
    expect(safe).toEqual(degreen(project, ['diff']));
    expect(safe.stdout).not.toContain('max(0');
    expect(degreen(project, ['diff', '--level', 'review']).stdout).toContain('+        time.sleep(max(0, limit - 1))');
    expect(degreen(project, ['diff', '--level', 'manual'])).toMatchObject({ code: 2, stdout: '' });
  });

  it('--exclude leaves files out, again and again', () => {
    const paths = (...args: string[]) => new Set(scanJson(project, ...args).references.map(({ path }) => path));
    expect(paths('--exclude', 'pkg/l*.py')).toEqual(new Set(['main.py', 'pkg/worker.py', 'requirements.txt']));
    expect(paths('--exclude', 'pkg/**', '--exclude', '*.txt')).toEqual(new Set(['main.py']));
    expect(scanJson(project, '--exclude', 'pkg/**').hunks).toEqual([]);
  });
});

describe('--decisions', () => {
  const decided = (decisions: Readonly<Record<string, string>>, base: string | null = null) =>
    JSON.stringify({ version: 1, base, decisions });

  it('takes what the file accepts, whatever its level, and skips what it does not name', () => {
    const review = 'sleep:pkg/worker.py:Worker.loop:3';
    const folder = folderOf({ 'd.json': decided({ [review]: 'accept', [SLEEP_1]: 'skip' }) });
    const run = degreen(project, ['diff', '--decisions', join(folder, 'd.json')]);
    expect(run.code, run.stderr).toBe(0);
    const changed = run.stdout.split('\n').filter((line) => /^[+-](?![+-])/.test(line));
    expect(changed).toEqual(['-        eventlet.sleep(limit - 1)', '+        time.sleep(max(0, limit - 1))']);
  });

  it('reads standard input for -', () => {
    const run = degreen(project, ['diff', '--decisions', '-'], { input: decided({ [SLEEP_1]: 'accept' }) });
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toContain('+        time.sleep(1)');
    expect(run.stdout).not.toContain('time.sleep(0)');
  });

  it('names an id that no longer exists, does the rest, and exits 1', () => {
    const folder = repositoryOf(PROJECT);
    const input = decided({ [SLEEP_1]: 'accept', 'sleep:pkg/gone.py:f:1': 'accept', 'event:pkg/gone.py:f:1': 'skip' });
    const run = degreen(folder, ['diff', '--decisions', '-'], { input });
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/warning.*sleep:pkg\/gone\.py:f:1/);
    expect(run.stderr).toMatch(/warning.*event:pkg\/gone\.py:f:1/);
    expect(run.stdout).toContain('+        time.sleep(1)');
    const applied = degreen(folder, ['apply', '--decisions', '-'], { input });
    expect(applied.code).toBe(1);
    expect(git(folder, 'status', '--porcelain')).toBe(' M pkg/worker.py\n');
  });

  it('is as strict in scan, which takes the flag too', () => {
    expect(degreen(project, ['scan', '--decisions', join(project, 'nowhere.json')]).code).toBe(2);
    const input = decided({ 'sleep:pkg/gone.py:f:1': 'accept' });
    const run = degreen(project, ['scan', '--decisions', '-'], { input });
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('sleep:pkg/gone.py:f:1');
  });

  it('notes that it was made at another commit, and goes on', () => {
    const input = decided({ [SLEEP_1]: 'accept' }, '0123456789012345678901234567890123456789');
    const run = degreen(project, ['diff', '--decisions', '-'], { input });
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('0123456789');
    const base = git(project, 'rev-parse', 'HEAD').trim();
    const same = degreen(project, ['diff', '--decisions', '-'], { input: decided({ [SLEEP_1]: 'accept' }, base) });
    expect(same.stderr).not.toContain(base.slice(0, 10));
  });

  it('refuses a file that is none, and says where', () => {
    const malformed = [
      '',
      '{"version": 1,',
      '[]',
      'null',
      '{"version": 2, "base": null, "decisions": {}}',
      '{"version": 1, "base": 5, "decisions": {}}',
      '{"version": 1, "base": null}',
      '{"version": 1, "base": null, "decisions": []}',
      '{"version": 1, "base": null, "decisions": {"a": "yes"}}',
    ];
    for (const input of malformed) {
      const run = degreen(project, ['diff', '--decisions', '-'], { input });
      expect({ input, code: run.code, stdout: run.stdout }).toEqual({ input, code: 2, stdout: '' });
      expect(run.stderr).toMatch(/^degreen: standard input is not/);
      expect(run.stderr).not.toMatch(/^ +at /m);
    }
    const missing = degreen(project, ['diff', '--decisions', 'nowhere.json']);
    expect(missing).toMatchObject({ code: 2, stdout: '' });
    expect(missing.stderr).toContain('nowhere.json');
  });
});

describe('configuration', () => {
  const withConfig = (config: Readonly<Record<string, string>>) => repositoryOf({ ...PROJECT, ...config });

  it('is [tool.degreen] of pyproject.toml, else degreen.toml', () => {
    const both = withConfig({
      'pyproject.toml': '[tool.degreen]\nonly = ["sleep"]\n',
      'degreen.toml': 'only = ["event"]\n',
    });
    expect(new Set(scanJson(both).hunks.map(({ transform }) => transform))).toEqual(new Set(['sleep']));
    const other = withConfig({
      'pyproject.toml': '[tool.other]\nx = 1\n',
      'degreen.toml': 'skip = ["event"]\nlevel = "review"\nexclude = ["pkg/limits.py"]\n',
    });
    expect(new Set(scanJson(other).hunks.map(({ transform }) => transform))).toEqual(new Set(['sleep']));
    expect(degreen(other, ['diff']).stdout).toContain('max(0, limit - 1)');
  });

  it('gives way to the flags', () => {
    const folder = withConfig({ 'degreen.toml': 'only = ["event"]\nlevel = "review"\n' });
    const { stdout } = degreen(folder, ['diff', '--only', 'sleep', '--level', 'safe']);
    expect(stdout).toContain('+        time.sleep(1)');
    expect(stdout).not.toContain('max(0');
    expect(stdout).not.toContain('threading');
  });

  it('is that of the root, wherever one stands and whatever one names', () => {
    const folder = withConfig({ 'pyproject.toml': '[tool.degreen]\nonly = ["event"]\n' });
    const elsewhere = folderOf({ 'degreen.toml': 'only = ["semaphore"]\n' });
    const only = new Set(['event']);
    expect(new Set(scanJson(join(folder, 'pkg')).hunks.map(({ transform }) => transform))).toEqual(only);
    expect(new Set(scanJson(folder, 'pkg').hunks.map(({ transform }) => transform))).toEqual(only);
    expect(new Set(scanJson(elsewhere, folder).hunks.map(({ transform }) => transform))).toEqual(only);
  });

  it('is that of PATH where there is no git', () => {
    const folder = folderOf({ ...PROJECT, 'degreen.toml': 'only = ["event"]\n' });
    const elsewhere = folderOf({});
    expect(new Set(scanJson(elsewhere, folder).hunks.map(({ transform }) => transform))).toEqual(new Set(['event']));
  });

  it('--config names another, which must be there', () => {
    const folder = withConfig({ 'degreen.toml': 'only = ["event"]\n', 'ci/strict.toml': 'only = ["semaphore"]\n' });
    const { hunks } = scanJson(folder, '--config', 'ci/strict.toml');
    expect(new Set(hunks.map(({ transform }) => transform))).toEqual(new Set(['semaphore']));
    const missing = degreen(folder, ['diff', '--config', 'ci/none.toml']);
    expect(missing).toMatchObject({ code: 2, stdout: '' });
    expect(missing.stderr).toContain('ci/none.toml');
  });
});

describe('explain', () => {
  it('lists the transforms', () => {
    const run = degreen(project, ['explain']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    for (const id of ['sleep', 'event', 'semaphore', 'bounded-semaphore', 'light-queue']) {
      expect(run.stdout).toMatch(new RegExp(`^${id} +\\S.* → `, 'm'));
    }
  });

  it('has a page for each of them, and for a dotted name under any of its names', () => {
    const page = degreen(project, ['explain', 'light-queue']);
    expect(page).toMatchObject({ code: 0, stderr: '' });
    expect(page.stdout).toMatch(/^light-queue: /);
    expect(page.stdout).toContain('queue.SimpleQueue');
    const dotted = degreen(project, ['explain', 'eventlet.tpool.Proxy']);
    expect(dotted).toMatchObject({ code: 0, stderr: '' });
    expect(dotted.stdout).toMatch(/^eventlet\.tpool\.Proxy/);
    const alias = degreen(project, ['explain', 'eventlet.greenthread.sleep']);
    expect(alias.code).toBe(0);
    expect(alias.stdout).toContain('time.sleep');
  });

  it('needs no project around it', () => {
    expect(degreen(folderOf({}), ['explain', 'sleep']).code).toBe(0);
  });

  it('does not know other names', () => {
    for (const name of ['slumber', 'os.path', 'eventletx.sleep']) {
      const run = degreen(project, ['explain', name]);
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(run.stderr).toContain(name);
    }
  });
});

describe('usage', () => {
  it('is an error where a flag is unknown, in every command', () => {
    for (const args of [
      ['--wrong'],
      ['scan', '--wrong'],
      ['diff', '--wrong'],
      ['apply', '--wrong'],
      ['explain', '--wrong'],
    ]) {
      const run = degreen(project, args);
      expect({ args, code: run.code, stdout: run.stdout }).toEqual({ args, code: 2, stdout: '' });
      expect(run.stderr).toContain('--wrong');
    }
    expect(degreen(project, ['scan', '--check']).code).toBe(2);
    expect(degreen(project, ['diff', '--allow-dirty']).code).toBe(2);
    expect(degreen(project, ['diff', '--only']).code).toBe(2);
    expect(degreen(project, ['explain', 'sleep', 'event']).code).toBe(2);
  });

  it('is printed on stdout where it is asked for', () => {
    for (const args of [['--help'], ['scan', '--help'], ['diff', '-h']]) {
      const run = degreen(project, args);
      expect(run).toMatchObject({ code: 0, stderr: '' });
      expect(run.stdout).toMatch(/^Usage: degreen/);
    }
    const version = degreen(project, ['--version']);
    expect(version).toMatchObject({ code: 0, stderr: '' });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('takes flags before and after the command', () => {
    const after = degreen(project, ['diff', '--only', 'event']);
    expect(degreen(project, ['--only', 'event', 'diff'])).toEqual(after);
  });
});

describe('the root', () => {
  it('is the git top that holds the first path, and paths are relative to it', () => {
    const sub = join(project, 'pkg');
    const elsewhere = folderOf({});
    for (const [cwd, path] of [
      [sub, 'worker.py'],
      [sub, '.'],
      [project, 'pkg'],
      [elsewhere, join(project, 'pkg', 'worker.py')],
    ] as const) {
      const found = scanJson(cwd, path);
      expect(found.root).toBe(project);
      expect(new Set(found.references.map((each) => each.path.split('/')[0]))).toEqual(new Set(['pkg']));
    }
    expect(degreen(sub, ['diff', 'worker.py']).stdout).toContain('--- a/pkg/worker.py\n');
    expect(scanJson(sub).references.map(({ path }) => path)).not.toContain('main.py');
  });

  it('is PATH itself outside of git', () => {
    const folder = folderOf(PROJECT);
    const whole = scanJson(folder);
    expect(whole).toMatchObject({ root: folder, base: null });
    const sub = scanJson(folder, 'pkg');
    expect(sub.root).toBe(join(folder, 'pkg'));
    expect(sub.references.map(({ path }) => path)).toContain('worker.py');
    const one = scanJson(folder, join('pkg', 'worker.py'));
    expect(new Set(one.references.map(({ path }) => path))).toEqual(new Set(['worker.py']));
  });

  it('holds every path', () => {
    const other = repositoryOf(PROJECT);
    const run = degreen(project, ['diff', 'pkg', other]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(other);
  });

  it('has no base before the first commit', () => {
    const folder = folderOf(PROJECT);
    git(folder, 'init', '--quiet');
    expect(scanJson(folder).base).toBeNull();
  });
});

describe('the files', () => {
  it('are those that git tracks and untracked ones that it does not ignore', () => {
    const folder = repositoryOf({ ...PROJECT, '.gitignore': 'ignored.py\nbuild/\n', 'gone.py': 'import eventlet\n' });
    write(folder, {
      'untracked.py': 'import eventlet\n',
      'ignored.py': 'import eventlet\n',
      'build/made.py': 'import eventlet\n',
    });
    unlinkSync(join(folder, 'gone.py'));
    const paths = scanJson(folder).references.map(({ path }) => path);
    expect(paths).toContain('untracked.py');
    expect(paths).not.toContain('ignored.py');
    expect(paths).not.toContain('build/made.py');
    expect(paths).not.toContain('gone.py');
  });

  it('are all but the usual rubbish outside of git', () => {
    const folder = folderOf({
      'mod.py': 'import eventlet\n',
      'venv/lib.py': 'import eventlet\n',
      '__pycache__/x.py': 'import eventlet\n',
      'sub/notes.txt': 'eventlet\n',
    });
    expect(scanJson(folder).references.map(({ path }) => path)).toEqual(['mod.py', 'sub/notes.txt']);
  });
});

describe('streams', () => {
  it('stdout has the result and nothing else, stderr the rest', () => {
    const folder = repositoryOf({ ...PROJECT, 'broken.py': 'import eventlet\neventlet.sleep(1)\ndef (:\n' });
    const scan = degreen(folder, ['scan', '--format', 'json']);
    expect(() => JSON.parse(scan.stdout)).not.toThrow();
    expect(scan.stderr).toMatch(/^skipped broken\.py: syntax error at line 3/m);
    const diff = degreen(folder, ['diff']);
    expect(diff.stdout).not.toMatch(/skipped|would change/);
    expect(diff.stderr).toMatch(/^skipped broken\.py/m);
    expect(diff.code).toBe(0);
  });

  it('have colour on a terminal, unless it is not wanted', () => {
    const ESCAPE = '\u001b[';
    const colours = (env: Record<string, string>) =>
      degreenInTerminal(project, ['scan'], { env }).stdout.includes(ESCAPE);
    expect(colours({})).toBe(true);
    expect(colours({ NO_COLOR: '1' })).toBe(false);
    expect(colours({ TERM: 'dumb' })).toBe(false);
    expect(degreen(project, ['scan'], { env: { FORCE_COLOR: '1' } }).stdout).not.toContain(ESCAPE);
  });

  it('pass nothing on that could command a terminal', () => {
    const folder = repositoryOf({ 'a\u001b[31mb.py': 'import eventlet\neventlet.sleep(*a)\ndef (:\n' });
    const run = degreen(folder, ['scan']);
    expect(run.stdout + run.stderr).not.toContain('\u001b');
  });

  it('may be closed by a reader that has enough', () => {
    const many = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [
        `m${index}.py`,
        `import eventlet\n\n\ndef f():\n    eventlet.sleep(${index})\n`,
      ]),
    );
    const folder = repositoryOf(many);
    const script = `"$0" "$@" | head -n 1; echo "$\{PIPESTATUS[0]}"`;
    for (const args of [['diff'], ['scan', '--format', 'json']]) {
      const run = runProgram('bash', ['-c', script, process.execPath, CLI, ...args], folder);
      const [, code] = run.stdout.trim().split('\n');
      expect({ code, trace: /^ +at |EPIPE/m.test(run.stderr) }).toEqual({ code: '0', trace: false });
    }
  });
});

describe('a bug of degreen', () => {
  /** A copy of the build in which the code after a marker begins by throwing. */
  function broken(marker: string, opening: RegExp): string {
    const folder = folderOf({});
    const home = dirname(dirname(dirname(CLI)));
    cpSync(join(home, 'dist/bin'), join(folder, 'dist/bin'), { recursive: true });
    cpSync(join(home, 'package.json'), join(folder, 'package.json'));
    symlinkSync(join(home, 'node_modules'), join(folder, 'node_modules'));
    const files = readdirSync(join(folder, 'dist/bin')).map((name) => join(folder, 'dist/bin', name));
    const file = files.find((each) => readFileSync(each, 'utf8').includes(marker)) ?? '';
    const source = readFileSync(file, 'utf8');
    const at = source.indexOf(marker);
    const rest = source.slice(at).replace(opening, "$& if (true) throw new Error('on purpose');");
    expect(rest).not.toBe(source.slice(at));
    writeFileSync(file, source.slice(0, at) + rest);
    return join(folder, 'dist/bin/degreen.js');
  }

  it('exits 70 with the file and the transform that showed it, and the run goes on', () => {
    const cli = broken('// transforms/sleep.ts', /propose\(reference, policy\) \{/);
    const run = runProgram(process.execPath, [cli, 'diff'], project);
    expect(run.code).toBe(70);
    expect(run.stderr).toMatch(/pkg\/worker\.py:11\b.*sleep/);
    expect(run.stdout).toContain('threading.Event()');
    const scan = runProgram(process.execPath, [cli, 'scan', '--format', 'json'], project);
    expect(scan.code).toBe(70);
    const { references }: Scan = JSON.parse(scan.stdout);
    expect(
      references.filter(({ transform, message }) => transform === 'sleep' && message.startsWith('bug')),
    ).toHaveLength(3);
  });

  it('that ends the run is shown with the names of the functions that it came through', () => {
    const cli = broken('async function loadProjectAt(', /async function loadProjectAt\([^{]*\{/);
    const run = runProgram(process.execPath, [cli, 'diff', '--check'], project);
    expect(run.code).toBe(70);
    expect(run.stderr).toMatch(
      /a bug of degreen: Error: on purpose\n +at loadProjectAt \(.*dist\/bin\/[\w-]+\.js:\d+:\d+\)/,
    );
    expect(run.stderr).toMatch(/at async printDiff \(/);
  });
});
