// The burn-down from outside: counts that are known, git itself as the measure of lines, the cache, and what is printed.
// Needs a build: `npm test` makes one first. UPDATE_SNAPSHOTS=1 writes the goldens.

import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { burndown as burndownHere } from '../../src/commands/burndown.ts';
import { CLI, cleanUp, degreen, folderOf, git, type Run, repositoryOf, runProgram, write } from '../support/cli.ts';
import { expectGolden } from '../support/golden.ts';
import { commitAt, gitAt, HISTORY, harbour } from '../support/history-repository.ts';
import { worldOf } from '../support/world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const VERSION: string = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
const EXCLUDE = ['--exclude', 'vendor/**'];

interface Point {
  readonly commit: string;
  readonly date: string;
  readonly subject: string;
  readonly tags: readonly string[];
  readonly lines: number;
  readonly files: number;
  readonly importingFiles: number;
  readonly mentions: number;
  readonly unparsed: number;
  readonly references: number;
  readonly transforms: Readonly<Record<string, number>>;
  readonly names: Readonly<Record<string, { readonly imports: number; readonly uses: number }>>;
}

interface Burndown {
  readonly path: string;
  readonly shallow: boolean;
  readonly since: string | null;
  readonly until: string | null;
  readonly points: readonly Point[];
  readonly drops: readonly {
    readonly subject: string;
    readonly lines: { readonly before: number; readonly after: number };
  }[];
  readonly folders: readonly {
    readonly path: string;
    readonly lines: { readonly first: number; readonly last: number };
  }[];
  readonly left: readonly {
    readonly name: string;
    readonly transform: string;
    readonly advice: string | null;
    readonly places: readonly { readonly path: string; readonly line: number; readonly role: string }[];
  }[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

let folder = '';

beforeAll(() => {
  if (!existsSync(CLI)) throw new Error('there is no build: run `npm run build` first');
  folder = harbour();
}, 60_000);

afterAll(cleanUp, 60_000);

function burndownRun(cwd: string, ...args: readonly string[]): Run {
  const run = degreen(cwd, ['burndown', ...args]);
  expect(run.code, run.stderr).toBe(0);
  return run;
}

function burndown(cwd: string, ...args: readonly string[]): Burndown {
  return JSON.parse(burndownRun(cwd, '--format', 'json', ...args).stdout);
}

/** How many blobs a run read and how many it knew, as its last line says. */
function blobsOf({ stderr }: Run): { read: number; kept: number } {
  const found = /blobs: (\d+) read, (\d+) from the cache; [\d.]+ s$/m.exec(stderr);
  if (!found) throw new Error(`no summary in ${stderr}`);
  return { read: Number(found[1]), kept: Number(found[2]) };
}

function forget(repository: string): void {
  rmSync(join(repository, '.git/degreen'), { recursive: true, force: true });
}

describe('the counts', () => {
  it('are those that the history was made with', () => {
    const { points } = burndown(folder, ...EXCLUDE);
    const known = ({ date, subject, lines, files, importingFiles, references, mentions, transforms }: Point) => {
      return { when: date.slice(0, 10), subject, lines, files, importingFiles, references, mentions, transforms };
    };
    expect(points.map(known)).toEqual(HISTORY);
    expect(points.map(({ unparsed }) => unparsed)).toEqual(HISTORY.map(() => 1));
  });

  it.each([
    ['with an exclude', EXCLUDE, ['.', ':(exclude)vendor']],
    ['without', [], ['.']],
    ['of a folder', ['harbour'], ['harbour']],
    ['of a file', ['requirements.txt'], ['requirements.txt']],
    ['of a file that is gone', ['harbour/crew.py'], ['harbour/crew.py']],
  ])('of lines and files are those of git grep, %s', (_, args, pathspec) => {
    const { points } = burndown(folder, '--every', '1', ...args);
    expect(points.length).toBe(HISTORY.length);
    for (const { commit, lines, files } of points) {
      const run = runProgram('git', ['grep', '-I', '-i', '-c', 'eventlet', commit, '--', ...pathspec], folder);
      const counts = run.stdout.split('\n').filter((row) => row !== '');
      const sum = counts.reduce((total, row) => total + Number(row.split(':').at(-1)), 0);
      expect({ commit, lines, files }).toEqual({ commit, lines: sum, files: counts.length });
    }
  });

  it('by transform and by name have one sum', () => {
    for (const { references, transforms, names } of burndown(folder).points) {
      const sum = (counts: readonly number[]) => counts.reduce((total, each) => total + each, 0);
      expect(sum(Object.values(transforms))).toBe(references);
      expect(sum(Object.values(names).map(({ imports, uses }) => imports + uses))).toBe(references);
    }
  });

  it('of a folder and of what else there is make up the whole', () => {
    const [whole, part, rest] = [[], ['harbour'], ['--exclude', 'harbour/**']].map((args) =>
      burndown(folder, '--every', '1', ...args).points.map(({ lines, references }) => [lines, references]),
    );
    expect(whole).toEqual(part?.map((row, index) => row.map((count, place) => count + (rest?.[index]?.[place] ?? 0))));
  });

  it('leave references out where the project has a module of that name itself', () => {
    const repository = repositoryOf({
      'src/eventlet.py': 'x = 1\n',
      'src/app.py': 'import eventlet\neventlet.sleep(1)\n',
    });
    const [point] = burndown(repository).points;
    expect(point).toMatchObject({ lines: 2, files: 1, importingFiles: 0, references: 0, mentions: 2 });
    const { stdout } = degreen(repository, ['scan', '--format', 'json']);
    expect(JSON.parse(stdout).summary).toMatchObject({ lines: 2, files: 1, importingFiles: 0 });
  });

  it('know scripts by their first line, and read no other file as Python', () => {
    const text = 'import eventlet\neventlet.sleep(1)\n';
    const repository = repositoryOf({ tool: `#!/usr/bin/python3\n${text}`, notes: text, 'notes.txt': text });
    expect(burndown(repository).points[0]).toMatchObject({
      lines: 6,
      files: 3,
      importingFiles: 1,
      references: 2,
      mentions: 4,
    });
  });
});

describe('the newest point and scan', () => {
  interface Reference {
    readonly path: string;
    readonly line: number;
    readonly transform: string;
    readonly verdict: string;
    readonly hunk: string | null;
  }

  /** Each reference as `path:line transform`, in order. */
  const inOrder = (rows: readonly string[]) => [...rows].sort();

  it('agree on the sample project but for what other files add', () => {
    const repository = folderOf({});
    cpSync(join(root, 'sample'), repository, { recursive: true });
    git(repository, 'init', '--quiet');
    commitAt(repository, '2024-01-01', 'Begin');
    const scan: {
      summary: Record<string, number>;
      references: readonly Reference[];
      hunks: readonly { id: string; notes: readonly { kind: string }[] }[];
    } = JSON.parse(degreen(repository, ['scan', '--format', 'json']).stdout);
    const { points, left } = burndown(repository);
    const { lines, files, importingFiles } = scan.summary;
    expect(points[0]).toMatchObject({ lines, files, importingFiles });
    const counted = left.flatMap(({ transform, places }) =>
      places.map(({ path, line }) => `${path}:${line} ${transform}`),
    );
    const scanned = scan.references.filter(({ verdict }) => verdict !== 'mention');
    // A test that reads an attribute of another file's semaphore: neither file shows it alone.
    const attributes = scan.hunks.filter(({ notes }) => notes.some(({ kind }) => kind === 'attribute'));
    const foreign = scanned.filter(({ hunk }) => attributes.some(({ id }) => id === hunk));
    expect(foreign.map(({ path, line }) => `${path}:${line}`)).toEqual(
      [12, 14, 19].map((line) => `conveyor/tests/test_limits.py:${line}`),
    );
    const own = scanned.filter((each) => !foreign.includes(each));
    expect(inOrder(counted)).toEqual(inOrder(own.map(({ path, line, transform }) => `${path}:${line} ${transform}`)));
    expect(points[0]?.references).toBe(own.length);
  });

  it('differ by names that a module hands on, and agree again where the file imports them itself', () => {
    const repository = repositoryOf({
      'pkg/__init__.py': '',
      'pkg/compat.py': 'from eventlet import sleep\n',
      'pkg/a.py': 'from pkg.compat import sleep\n\n\ndef f():\n    sleep(1)\n',
    });
    expect(burndown(repository).points[0]).toMatchObject({ references: 1 });
    const { references }: { references: readonly Reference[] } = JSON.parse(
      degreen(repository, ['scan', '--format', 'json']).stdout,
    );
    expect(references.filter(({ path }) => path === 'pkg/a.py').length).toBeGreaterThan(0);
    commitAt(repository, '2024-02-01', 'Import it', {
      'pkg/a.py': 'from eventlet import sleep\n\n\ndef f():\n    sleep(1)\n',
    });
    const scan = JSON.parse(degreen(repository, ['scan', '--format', 'json']).stdout);
    expect(burndown(repository).points.at(-1)).toMatchObject({ references: scan.summary.references });
  });
});

describe('the points', () => {
  const days = (...args: readonly string[]) => burndown(folder, ...args).points.map(({ date }) => date.slice(5, 10));

  it('are weeks, days, months or commits', () => {
    expect(days()).toEqual(['01-01', '01-09', '01-16', '01-23', '01-30']);
    expect(days('--every', 'day')).toEqual(days());
    expect(days('--every', 'month')).toEqual(['01-01', '01-30']);
    expect(days('--every', '2')).toEqual(['01-01', '01-16', '01-30']);
    expect(days('--every', '3 commits')).toEqual(['01-01', '01-23', '01-30']);
    expect(days('--every', '3', 'commits')).toEqual(['01-01', '01-23', '01-30']);
  });

  it('have a weekly point for a week with commits, that of its last one', () => {
    const repository = repositoryOf({});
    // A Sunday, the Monday after it, and the Sunday that ends that week.
    for (const day of ['2024-03-03', '2024-03-04', '2024-03-06', '2024-03-10', '2024-03-25'])
      commitAt(repository, day, day);
    expect(burndown(repository, '--since', '2024-03').points.map(({ subject }) => subject)).toEqual([
      '2024-03-03',
      '2024-03-10',
      '2024-03-25',
    ]);
  });

  it('lie between --since and --until, both included', () => {
    expect(days('--since', '2024-01-09', '--until', '2024-01-23')).toEqual(['01-09', '01-16', '01-23']);
    expect(days('--since', '2024-01-10')).toEqual(['01-16', '01-23', '01-30']);
    expect(days('--since', 'v1', '--until', 'HEAD~1')).toEqual(['01-09', '01-16', '01-23']);
    const { since, until } = burndown(folder, '--since', '2024', '--until', '2024-01-16');
    expect({ since, until }).toEqual({ since: '2024-01-01T00:00:00Z', until: '2024-01-16T23:59:59Z' });
  });

  it('are tags on the line of first parents', () => {
    const run = burndownRun(folder, '--tags', '--format', 'json');
    const { points }: Burndown = JSON.parse(run.stdout);
    expect(points.map(({ tags }) => tags)).toEqual([['v1'], ['v2;#1']]);
    expect(run.stderr).toContain('1 tags are not on the first-parent history');
    expect(burndown(folder, '--tags', 'v1*').points.map(({ tags }) => tags)).toEqual([['v1']]);
  });

  it('do not mind a clock that was wrong', () => {
    const repository = repositoryOf({});
    for (const [day, subject] of [
      ['2024-05-01', 'a'],
      ['2038-01-19', 'b'],
      ['2024-05-15', 'c'],
      ['1970-01-02', 'd'],
      ['2024-05-29', 'e'],
    ] as const)
      commitAt(repository, day, subject);
    const { points } = burndown(repository, '--since', '2024-04', '--every', '1');
    const dates = points.map(({ subject, date }) => `${subject} ${date.slice(5, 10)}`);
    expect(dates).toEqual(['a 05-01', 'b 05-15', 'c 05-15', 'd 05-29', 'e 05-29']);
  });
});

describe('the largest falls', () => {
  it('name the commit, though the points are far apart', () => {
    const { drops } = burndown(folder, ...EXCLUDE, '--every', 'month');
    expect(drops.map(({ subject, lines }) => [subject, lines.before, lines.after])).toEqual([
      ['Sleep with time.sleep in the jobs', 13, 10],
    ]);
    const weekly = burndown(folder, ...EXCLUDE);
    expect(weekly.drops.map(({ lines }) => lines.before - lines.after)).toEqual([3, 2, 3]);
  });

  it('leave out what merges put around a title', () => {
    const repository = repositoryOf({ 'a.py': 'import eventlet\n', 'b.py': 'import eventlet\n' });
    for (const [index, [file, message]] of [
      ['a.py', 'Merge "Sleep natively"'],
      ['b.py', 'Merge pull request #7 from someone/branch\n\nTake events away'],
    ].entries()) {
      git(repository, 'switch', '--quiet', '--create', `side${index}`);
      commitAt(repository, '2024-02-01', 'Work', { [file ?? '']: '\n' });
      git(repository, 'switch', '--quiet', 'main');
      gitAt(
        repository,
        `2024-02-${11 + index * 7}`,
        'merge',
        '--quiet',
        '--no-ff',
        `--message=${message}`,
        `side${index}`,
      );
    }
    const { drops } = burndown(repository, '--since', '2024');
    expect(drops.map(({ subject }) => subject)).toEqual(['Sleep natively', 'Take events away (#7)']);
  });
});

it('counts on threads what it counts without them', async () => {
  const modules = Array.from({ length: 60 }, (_, index) => [
    `m${index}.py`,
    `import eventlet\n\n${'eventlet.sleep(1)\n'.repeat(index % 7)}${index % 5 === 0 ? 'x = (\n' : ''}`,
  ]);
  const repository = repositoryOf(Object.fromEntries(modules));
  const { world, stdout } = worldOf(repository, undefined);
  // Only the build has a module for threads.
  expect(await burndownHere({ ...world, version: VERSION }, undefined, { format: 'json' }, undefined)).toBe(0);
  const here = stdout();
  forget(repository);
  expect(burndownRun(repository, '--format', 'json').stdout).toBe(here);
});

describe('the cache', () => {
  it('spares a second run from reading', () => {
    forget(folder);
    const first = burndownRun(folder, '--format', 'json');
    expect(blobsOf(first).kept).toBe(0);
    expect(blobsOf(first).read).toBeGreaterThan(8);
    const second = burndownRun(folder, '--format', 'json');
    expect(blobsOf(second)).toEqual({ read: 0, kept: blobsOf(first).read });
    expect(second.stdout).toBe(first.stdout);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('holds for other points and other work trees', () => {
    burndownRun(folder, '--every', '1');
    expect(blobsOf(burndownRun(folder, '--every', 'month', 'harbour')).read).toBe(0);
    const tree = join(folderOf({}), 'tree');
    git(folder, 'worktree', 'add', '--quiet', '--detach', tree);
    expect(blobsOf(burndownRun(tree)).read).toBe(0);
    git(folder, 'worktree', 'remove', tree);
  });

  it('keeps the lines alone of what a fall was looked for in, which is no answer for more', () => {
    const monthly = (repository: string) => burndownRun(repository, '--format', 'json', '--every', 'month').stdout;
    const each = (repository: string) => burndownRun(repository, '--format', 'json', '--every', '1').stdout;
    forget(folder);
    const cold = { monthly: monthly(folder), each: each(folder) };
    expect(monthly(folder)).toBe(cold.monthly);
    forget(folder);
    expect({ each: each(folder), monthly: monthly(folder) }).toEqual(cold);
  });

  it.each([
    ['that another degreen made', (text: string) => text.replace(/"analysis":"\w+"/, '"analysis":"other"')],
    ['of another format', (text: string) => text.replace('"version":1', '"version":2')],
    ['that ends in the middle', (text: string) => text.slice(0, text.length / 2)],
    ['that is none', () => 'eventlet'],
    ['that is a list', () => '[]'],
  ])('is made anew in place of one %s', (_, spoil) => {
    const file = join(folder, '.git/degreen/burndown.json');
    const first = burndownRun(folder, '--format', 'json');
    writeFileSync(file, spoil(readFileSync(file, 'utf8')));
    const second = burndownRun(folder, '--format', 'json');
    expect(blobsOf(second).kept).toBe(0);
    expect(second.stdout).toBe(first.stdout);
    expect(blobsOf(burndownRun(folder)).read).toBe(0);
  });

  it('forgets single entries that it cannot read', () => {
    const file = join(folder, '.git/degreen/burndown.json');
    const first = burndownRun(folder, '--format', 'json');
    const spoilt = readFileSync(file, 'utf8').replace('"eventlet.sleep","sleep",[]', '"eventlet.sleep",5,[]');
    writeFileSync(file, spoilt);
    const second = burndownRun(folder, '--format', 'json');
    expect(blobsOf(second).read).toBe(1);
    expect(second.stdout).toBe(first.stdout);
  });

  it('is done without where it cannot be written', () => {
    forget(folder);
    writeFileSync(join(folder, '.git/degreen'), 'in the way');
    const run = burndownRun(folder);
    expect(run.stderr).toMatch(/^note: the counts could not be kept for the next run: /m);
    rmSync(join(folder, '.git/degreen'));
  });
});

/** Read by the program before its own modules: it stops itself where it says that it is at the fourth blob, or a later one. */
const PAUSE = `
const write = process.stderr.write;
let paused = false;
process.stderr.write = function (text, ...rest) {
  const written = write.call(this, text, ...rest);
  if (!paused && Number(/\\[(\\d+)\\//.exec(text)?.[1]) > 3) {
    paused = true;
    process.kill(process.pid, 'SIGSTOP');
  }
  return written;
};
`;

/** Runs a program on a terminal and does something to it while it has stopped itself: `ctrl-c`, or the name of a signal. */
const STOP = `
import os, pty, signal, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
if not os.WIFSTOPPED(os.waitpid(pid, os.WUNTRACED)[1]):
    sys.exit('it did not stop itself')
if sys.argv[1] == 'ctrl-c':
    os.write(terminal, b'\\x03')
else:
    os.kill(pid, getattr(signal, sys.argv[1]))
os.kill(pid, signal.SIGCONT)
seen = b''
try:
    while True:
        chunk = os.read(terminal, 1000)
        if not chunk:
            break
        seen += chunk
except OSError:
    pass
status = os.waitpid(pid, 0)[1]
print(-os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))
print(seen.decode('utf8', 'replace'))
`;

describe('a run that is stopped', () => {
  /** Versions of a file that takes a moment to read. */
  function slow(): string {
    const repository = repositoryOf({});
    const body = Array.from(
      { length: 2500 },
      (_, index) => `def f${index}(x):\n    return [x, ${index}, x + 1]\n`,
    ).join('\n');
    for (let month = 1; month <= 12; month++) {
      const text = `import eventlet\n\n${body}\n\neventlet.sleep(${month})\n`;
      commitAt(repository, `2023-${String(month).padStart(2, '0')}-15`, 'Change', { 'big.py': text });
    }
    return repository;
  }

  it.each([
    ['ctrl-c', -2],
    ['SIGTERM', -15],
    ['SIGKILL', -9],
  ])('by %s goes on from where it was', (how, status) => {
    const repository = slow();
    const args = [process.execPath, CLI, 'burndown', '--since', '2023'];
    const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(PAUSE)}` };
    const run = runProgram('python3', ['-c', STOP, how, ...args], repository, { env });
    expect(run.code, run.stderr).toBe(0);
    expect(Number(run.stdout.split('\n')[0]), run.stdout).toBe(status);
    expect(run.stdout).not.toMatch(/^ +at /m);
    if (how !== 'SIGKILL') {
      expect(run.stdout).toContain('stopped; what was counted is kept');
      expect(readdirSync(join(repository, '.git/degreen'))).toEqual(['burndown.json']);
    }
    const next = burndownRun(repository, '--since', '2023', '--format', 'json');
    if (how !== 'SIGKILL') expect(blobsOf(next).kept).toBeGreaterThan(1);
    expect(blobsOf(next).read).toBeGreaterThan(0);
    forget(repository);
    expect(burndown(repository, '--since', '2023')).toEqual(JSON.parse(next.stdout));
  });
});

describe('a shallow clone', () => {
  it('shows what it has and says what is missing', () => {
    const clone = join(folderOf({}), 'clone');
    git(root, 'clone', '--quiet', '--depth', '3', `file://${folder}`, clone);
    const run = burndownRun(clone, ...EXCLUDE, '--format', 'json');
    expect(run.stderr).toContain('this clone is shallow: what was before 2024-01-16 is missing');
    const { points, shallow }: Burndown = JSON.parse(run.stdout);
    expect(shallow).toBe(true);
    expect(points.map(({ lines }) => lines)).toEqual(HISTORY.slice(2).map(({ lines }) => lines));
    const later = burndownRun(clone, '--since', '2024-01-20', '--format', 'json');
    expect(later.stderr).not.toContain('shallow');
    expect(JSON.parse(later.stdout).shallow).toBe(false);
    const before = degreen(clone, ['burndown', '--until', '2024-01-10']);
    expect(before.code).toBe(2);
    expect(before.stderr).toContain('git fetch --unshallow');
    expect(burndownRun(clone, '--format', 'html').stdout).toContain('The clone is shallow');
  });

  it('that lacks contents says so, too', () => {
    const clone = join(folderOf({}), 'clone');
    git(folder, 'config', 'uploadpack.allowFilter', 'true');
    git(root, 'clone', '--quiet', '--filter=blob:none', `file://${folder}`, clone);
    git(clone, 'remote', 'set-url', 'origin', join(clone, 'nowhere'));
    const run = degreen(clone, ['burndown', '--format', 'json']);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('its content is not in this clone');
  });
});

describe('what the user can fix', () => {
  const refused = (cwd: string, args: readonly string[], message: string) => {
    const run = degreen(cwd, ['burndown', ...args]);
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 2, stdout: '' });
    expect(run.stderr).toContain(message);
    expect(run.stderr).not.toMatch(/^ +at /m);
    // The cure is on a line of its own.
    expect(run.stderr.trim().split('\n').length).toBeGreaterThan(1);
  };

  it.each([
    [['--every', '0'], '--every does not take `0`'],
    [['--every', '-3'], '--every does not take `-3`'],
    [['--every', 'fortnight'], '--every does not take `fortnight`'],
    [['--every', 'week', '--tags'], '--every and --tags exclude each other'],
    [['--since', 'soon'], '--since does not know when `soon` is'],
    [['--since', '2024-02-30'], '--since does not know when `2024-02-30` is'],
    [['--until', '2024-13'], '--until does not know when `2024-13` is'],
    [['--since', '2024-05', '--until', '2024-01'], '--until (2024-01-31) is before --since (2024-05-01)'],
    [['--since', '2025'], 'there is no commit since 2025-01-01'],
    [['--until', '1999'], 'there is no commit until 1999-12-31'],
    [['--tags', 'release/*'], 'no tag fits `release/*`'],
    [['--tags', 'side'], 'none of the 1 tags is on the first-parent history'],
    [['nowhere'], 'no commit that was looked at has nowhere'],
    [['-o', 'no/such/folder.svg'], 'cannot be written'],
    [['--format', 'png'], 'Allowed choices are text, json, mermaid, svg, html'],
    [['a', 'b'], 'too many arguments'],
  ])('%j', (args, message) => {
    refused(folder, args, message);
  });

  it('is also a place without a history', () => {
    const empty = folderOf({ 'a.py': 'import eventlet\n' });
    refused(empty, [], 'is in no git work tree');
    git(empty, 'init', '--quiet');
    refused(empty, [], 'has no commit yet');
    refused(repositoryOf({ 'a.py': '' }), ['--tags'], 'the repository has no tag');
    refused(folderOf({}), ['nowhere'], 'nowhere does not exist');
  });
});

describe('the formats', () => {
  const FORMATS = ['text', 'json', 'mermaid', 'svg', 'html'] as const;

  it.each(FORMATS)('%s: what it holds was read', (format) => {
    const { stdout } = burndownRun(folder, ...EXCLUDE, '--format', format);
    const version: string = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
    const actual = stdout.replaceAll(folder, '<root>').replaceAll(version, '<version>');
    expectGolden(join(root, `test/golden/burndown/harbour.${format === 'text' ? 'txt' : format}`), actual);
  });

  it.each(['text', 'svg'])('%s goes to a file as well', (format) => {
    const file = join(folderOf({}), 'out');
    const run = burndownRun(folder, '--format', format, '-o', file);
    expect(run.stdout).toBe('');
    expect(readFileSync(file, 'utf8')).toBe(burndownRun(folder, '--format', format).stdout);
    expect(burndownRun(folder, '--format', format, '-o', '-').stdout).toBe(readFileSync(file, 'utf8'));
  });

  it('text fits the terminal, and has colour only there', () => {
    expect(burndownRun(folder).stdout).not.toContain('\u001b');
    for (const columns of [50, 80, 200]) {
      const script = 'stty cols "$1" && shift && exec "$@"';
      const line = [
        'bash',
        '-c',
        script,
        'bash',
        String(columns),
        process.execPath,
        CLI,
        'burndown',
        '--exclude',
        'vendor/**',
      ];
      const run = runProgram('python3', ['-c', 'import pty, sys; pty.spawn(sys.argv[1:])', ...line], folder);
      const plain = run.stdout.replace(/\r/g, '').replace(/\u001b\[[\d;]*[mK]/g, '');
      const lengths = plain
        .split('\n')
        .filter((row) => !/^skipped|points|left$/.test(row))
        .map((row) => row.length);
      expect(Math.max(...lengths), plain).toBeLessThanOrEqual(columns);
      expect(run.stdout).toContain('\u001b[32m');
    }
  });

  /** A repository in which every name wants to be markup. */
  function nasty(): string {
    const hard = `a<b>&"'c]]>\u0007`;
    const repository = repositoryOf({
      [`${hard}/x.py`]: 'import eventlet\neventlet.sleep(1)\n',
      'gone.py': 'import eventlet\n',
    });
    gitAt(repository, '2024-02-01', 'tag', 'v1#;%%{}&<b>\u00e9"');
    rmSync(join(repository, 'gone.py'));
    commitAt(repository, '2024-02-08', '</text><script>alert("1")</script> \u001b]0;x\u0007 %%{init}%% `code` \ufffe');
    gitAt(repository, '2024-02-08', 'tag', '--annotate', '--message=x', '</svg>');
    return repository;
  }

  const WELL_FORMED = `
import sys, xml.dom.minidom
document = xml.dom.minidom.parse(sys.argv[1])
names = [node.tagName for node in document.getElementsByTagName('*')]
print(document.documentElement.tagName, names.count('script'), names.count('b'))
`;

  it.each(['svg', 'html'])('%s is well-formed whatever the history says', (format) => {
    const file = join(folderOf({}), `out.${format}`);
    for (const [repository, args] of [
      [folder, []],
      [nasty(), ['--tags']],
      [nasty(), ['--every', '1']],
      [repositoryOf({ 'a.txt': 'nothing\n' }), []],
    ] as const) {
      burndownRun(repository, ...args, '--format', format, '-o', file);
      const run = runProgram('python3', ['-c', WELL_FORMED, file], root);
      expect(run.stderr).toBe('');
      const [name, scripts, bolds] = run.stdout.trim().split(' ');
      // The page's own numbers are bold: one for each of the four counts.
      expect([name, scripts, bolds]).toEqual([format, '0', format === 'html' ? '4' : '0']);
      expect(readFileSync(file, 'utf8')).not.toMatch(/\b(?:src|href)=|url\(|@import|https?:(?!\/\/www\.w3\.org\/)/);
    }
  });

  it('mermaid has two lines for each point and nothing of its own in names', () => {
    const repository = nasty();
    for (const args of [['--tags'], ['--every', '1']]) {
      const { stdout } = burndownRun(repository, '--format', 'mermaid', ...args);
      const [head, title, ...rest] = stdout.trimEnd().split('\n');
      expect(head).toBe('gantt');
      expect(title).toMatch(/^ {4}title [^:;%]*\(\u221250 %\)$|^ {4}title [\w .#;()%\u2212+-]+$/);
      expect(rest.slice(0, 2)).toEqual(['    dateFormat X', '    axisFormat %s']);
      const points = rest.slice(2);
      expect(points.length).toBe(4);
      for (const [index, line] of points.entries()) {
        // An entity is the only thing that may hold `#` and `;`.
        const plain = line.replace(/#\d+;/g, '');
        expect(plain).toMatch(index % 2 === 0 ? /^ {4}section [\p{L}\p{N} ._/+(),-]*$/u : /^ {4}(\d+) : 0, \1$/);
      }
    }
  });

  it('json has the fields that its version promises', () => {
    const { points, drops, folders, left, skipped, ...head } = burndown(folder, '--every', '2');
    expect(head).toMatchObject({
      version: 1,
      tool: { name: 'degreen', version: expect.any(String) },
      library: 'eventlet',
      root: folder,
      path: '',
      head: git(folder, 'rev-parse', 'HEAD').trim(),
      interval: { unit: 'commits', count: 2 },
      since: null,
      until: null,
      shallow: false,
    });
    expect(points.length * drops.length * folders.length * left.length).toBeGreaterThan(0);
    expect(skipped).toEqual([{ path: 'harbour/old.py', reason: expect.stringContaining('Python 2') }]);
  });

  it('is another way to tell the same', () => {
    const { points, left } = burndown(folder);
    const [text, html, svg] = ['text', 'html', 'svg'].map((format) => burndownRun(folder, '--format', format).stdout);
    for (const { commit } of points) expect(html).toContain(commit.slice(0, 10));
    for (const commit of [points[0]?.commit, points.at(-1)?.commit]) expect(text).toContain(commit?.slice(0, 10));
    for (const { places } of left) for (const { path, line } of places) expect(html).toContain(`${path}:${line}`);
    expect(svg).toContain(`${points[0]?.lines} \u2192 ${points.at(-1)?.lines} lines`);
  });
});

describe('excludes', () => {
  it('of the configuration hold, as they do for scan', () => {
    const repository = repositoryOf({
      'degreen.toml': 'exclude = ["vendor/**", "*.toml"]\n',
      'vendor/x.py': 'import eventlet\n',
      'a.py': 'import eventlet\n',
    });
    expect(burndown(repository).points[0]).toMatchObject({ lines: 1, files: 1 });
    expect(burndown(repository, '--exclude', 'a.py').points[0]).toMatchObject({ lines: 0, files: 0 });
    write(repository, { 'ci.toml': 'exclude = []\n' });
    expect(burndown(repository, '--config', 'ci.toml').points[0]).toMatchObject({ lines: 2, files: 2 });
  });
});
