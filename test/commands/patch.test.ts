// Patch series from outside: git itself is the measure of their layout, and nothing of the user's may change.
// Needs a build: `npm test` makes one first. UPDATE_SNAPSHOTS=1 writes the golden series of the sample project.
import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import {
  CLI,
  type Contents,
  cleanUp,
  commit,
  degreen,
  ENVIRONMENT,
  folderOf,
  git,
  type Run,
  repositoryOf,
  runProgram,
  stateOf,
  write,
} from '../support/cli.ts';
import { openFolder, unprivileged } from '../support/permissions.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Without the detour that a version manager makes of each call. */
const python = runProgram('python3', ['-c', 'import sys; print(sys.executable)'], root).stdout.trim();
const DIRECT = { PATH: `${dirname(python)}:${ENVIRONMENT.PATH}` };

const WORKER = `import eventlet
from eventlet import event


def loop(limit):
    eventlet.sleep(1)
    eventlet.sleep()


def once():
    done = event.Event()
    done.send()
    done.wait()
`;

const PROJECT: Contents = {
  'main.py': 'import eventlet\neventlet.monkey_patch()\n',
  'pkg/worker.py': WORKER,
  'pkg/sub/limits.py':
    'from eventlet import semaphore\n\n\ndef one():\n    with semaphore.Semaphore(1):\n        pass\n',
};

afterAll(cleanUp);

/** A run of `patch`: what it said, the folder that it wrote, what it left in the folder for temporary files. */
interface Series {
  readonly run: Run;
  readonly out: string;
  readonly files: Readonly<Record<string, string>>;
  readonly patches: readonly string[];
  readonly leftOver: readonly string[];
}

function patch(
  folder: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  out = join(folderOf({}), 'out'),
): Series {
  const temporary = folderOf({});
  const run = degreen(folder, ['patch', '-o', out, ...args], { env: { ...DIRECT, TMPDIR: temporary, ...env } });
  const files = lstatSync(out, { throwIfNoEntry: false })?.isDirectory() ? stateOf(out) : {};
  const patches = Object.keys(files).filter((name) => name.endsWith('.patch'));
  return { run, out, files, patches, leftOver: readdirSync(temporary) };
}

function subjects({ files, patches }: Series): string[] {
  return patches.map((name) => /^Subject: (.*(?:\n .*)*)/m.exec(files[name] ?? '')?.[1]?.replace(/\n/g, '') ?? '');
}

/** Applies a series in a clone, as its reader would, and lets git write the patches of what came out. */
function roundTrip(folder: string, series: Series, flags: readonly string[] = []): { copy: string; files: object } {
  const copy = folderOf({});
  git(copy, 'clone', '--quiet', folder, '.');
  git(copy, 'am', '-3', '--quiet', ...flags, ...series.patches.map((name) => join(series.out, name)));
  const again = folderOf({});
  git(copy, 'format-patch', '--quiet', '-o', again, git(folder, 'rev-parse', 'HEAD').trim());
  return { copy, files: stateOf(again) };
}

function patchesOf(series: Series): object {
  return Object.fromEntries(series.patches.map((name) => [name, series.files[name]]));
}

/** Files, index, references and configuration of a repository, byte for byte. */
function everything(folder: string): object {
  const own = readdirSync(join(folder, '.git'), { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  );
  const files = own.map((each) => join(each.parentPath, each.name));
  return { ...stateOf(folder), ...Object.fromEntries(files.map((path) => [path, readFileSync(path, 'latin1')])) };
}

function readSample(): Contents {
  const folder = join(root, 'sample');
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  const paths = names.map((each) => join(each.parentPath, each.name)).filter((path) => !path.includes('__pycache__'));
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path)]));
}

function expectRefused(run: Run, message: RegExp): void {
  expect(run.stderr).toMatch(message);
  expect(run.code).toBe(2);
  // The cure is on lines of its own.
  expect(run.stderr.trim().split('\n').length).toBeGreaterThan(1);
}

describe('the golden series', () => {
  it.each(['safe', 'review'])('of the sample project at level %s', (level) => {
    const series = patch(repositoryOf(readSample()), ['--level', level, '--change-id', '--signoff']);
    expect(series.run.code).toBe(0);
    const actual: Record<string, string> = {};
    for (const [name, text] of Object.entries(series.files)) {
      actual[name] = text
        .replace(/\n-- \n[\d.]+\n/, '\n-- \nVERSION\n')
        .replace(/python3 [\d.]+( and pyflakes)?/, 'python3');
    }
    const golden = join(root, 'test/golden/series', level);
    if (process.env.UPDATE_SNAPSHOTS === '1') {
      rmSync(golden, { recursive: true, force: true });
      mkdirSync(golden, { recursive: true });
      for (const [name, text] of Object.entries(actual)) writeFileSync(join(golden, name), text, 'latin1');
    }
    expect(actual).toEqual(stateOf(golden));
  });

  it('has the messages that reviewers expect', () => {
    const folder = join(root, 'test/golden/series');
    for (const level of readdirSync(folder)) {
      for (const name of readdirSync(join(folder, level)).filter((each) => each.endsWith('.patch'))) {
        const [head = '', ...rest] =
          readFileSync(join(folder, level, name), 'utf8')
            .split('\n---\n')[0]
            ?.split('\n\n') ?? [];
        const subject = /^Subject: \[PATCH[^\]]*\] (.*(?:\n .*)*)/m.exec(head)?.[1]?.replace(/\n/g, '') ?? '';
        expect(subject.length, subject).toBeLessThanOrEqual(72);
        expect(subject).toMatch(/^[A-Z][ -~]*[^.]$/);
        const lines = rest.join('\n\n').split('\n');
        expect(lines.filter((line) => line.length > 72 || /[^ -~]/.test(line))).toEqual([]);
        expect(rest.at(-1)).toMatch(/^Change-Id: I[0-9a-f]{40}\nSigned-off-by: A Person <person@example.org>$/);
      }
    }
  });
});

describe('layout', () => {
  it('is that of git format-patch', () => {
    const folder = repositoryOf({
      ...PROJECT,
      '.gitattributes': '*.py diff=python\n',
      'pkg/größe x.py': 'import eventlet\n\n\nclass A:\n    def f(self):\n        eventlet.sleep(2)',
      'pkg/latin.py': Buffer.from('# coding: latin-1\nimport eventlet\neventlet.sleep(3)  # \xe9\n', 'latin1'),
    });
    chmodSync(join(folder, 'pkg/worker.py'), 0o755);
    commit(folder);
    const env = { GIT_AUTHOR_NAME: 'Zoë Müller', GIT_AUTHOR_DATE: '2023-12-31T23:59:59-0330' };
    const series = patch(folder, ['--level', 'review', '--signoff', '--bug', '12'], env);
    expect(series.run.stderr).toContain('proved: 3 patches applied with git am -3 at ');
    expect(series.patches).toHaveLength(3);
    const { copy, files } = roundTrip(folder, series);
    expect(files).toEqual(patchesOf(series));
    expect(series.files[series.patches[0] ?? '']).toMatch(/^From: =\?UTF-8\?q\?Zo=C3=AB=20M=C3=BCller\?= <person@/m);
    expect(series.files[series.patches[0] ?? '']).toContain('\\ No newline at end of file');
    expect(git(copy, 'ls-files', '-s', 'pkg/worker.py')).toMatch(/^100755 /);
    const preview = degreen(folder, ['diff', '--level', 'review']).bytes;
    const applied = folderOf({});
    git(applied, 'clone', '--quiet', folder, '.');
    runProgram('git', ['apply'], applied, { input: preview });
    expect(stateOf(copy)).toEqual(stateOf(applied));
  });

  it('has a plain [PATCH] where there is one', () => {
    const folder = repositoryOf(PROJECT);
    const series = patch(folder, ['--only', 'semaphore']);
    expect(subjects(series)).toEqual(["[PATCH] Use threading.Semaphore instead of eventlet's"]);
    expect(roundTrip(folder, series).files).toEqual(patchesOf(series));
    expect(series.files.series).toBe(`${series.patches[0]}\n`);
  });

  it('is not moved by the configuration of the user', () => {
    const folder = repositoryOf(PROJECT);
    const plain = patch(folder);
    const home = folderOf({
      config: [
        '[diff]\nnoprefix = true\nmnemonicPrefix = true\nalgorithm = patience\ncontext = 1\nexternal = false',
        '[format]\nsignature = me\nnumbered = false\nsubjectPrefix = X\nsignOff = true\nattach = true\nsuffix = .txt',
        '[core]\nabbrev = 20\nhooksPath = /nowhere\n[commit]\ngpgSign = true\n[i18n]\ncommitEncoding = latin1\n',
        '[am]\nkeepcr = true\nthreeWay = false\n[apply]\nwhitespace = error\n',
      ].join('\n'),
    });
    expect(patch(folder, [], { GIT_CONFIG_GLOBAL: join(home, 'config'), GIT_DIFF_OPTS: '-U1' }).files).toEqual(
      plain.files,
    );
    git(folder, 'config', 'format.suffix', '.txt');
    git(folder, 'config', 'diff.noprefix', 'true');
    expect(patch(folder).files).toEqual(plain.files);
  });

  it('tells how to apply lines that end with CR LF, and does so itself', () => {
    const text = WORKER.replaceAll('\n', '\r\n');
    const folder = repositoryOf({ 'main.py': PROJECT['main.py'] ?? '', 'pkg/worker.py': text });
    const series = patch(folder);
    expect(series.run.stderr).toMatch(/applied with git am -3 --keep-cr at /);
    expect(series.run.stderr).toMatch(/apply them with: git am -3 --keep-cr .*\/\*\.patch\n/);
    const { copy } = roundTrip(folder, series, ['--keep-cr']);
    expect(readFileSync(join(copy, 'pkg/worker.py'), 'utf8')).toMatch(/^(.*\r\n)*$/);
  });

  it.each([
    ['* text=auto eol=crlf\n', []],
    ['*.py text\n', ['core.autocrlf', 'true']],
    ['', ['core.autocrlf', 'true']],
  ])('holds what git stores, not what it checks out: %j %j', (attributes, config) => {
    const source = repositoryOf({ ...PROJECT, ...(attributes ? { '.gitattributes': attributes } : {}) });
    const folder = folderOf({});
    git(folder, ...(config.length > 0 ? ['-c', config.join('=')] : []), 'clone', '--quiet', source, '.');
    if (config.length > 0) git(folder, 'config', ...(config as [string, string]));
    expect(readFileSync(join(folder, 'pkg/worker.py'), 'utf8')).toContain('\r\n');
    const series = patch(folder);
    expect(series.run.stderr).toContain('applied with git am -3 at ');
    expect(patchesOf(series)).toEqual(patchesOf(patch(source)));
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });
});

describe('what is written', () => {
  it('leaves files, index, references and objects of the user alone', () => {
    const folder = repositoryOf(PROJECT);
    write(folder, { 'notes.txt': 'new\n' });
    git(folder, 'add', 'notes.txt');
    const hook = join(folder, '.git/hooks/applypatch-msg');
    mkdirSync(join(folder, '.git/hooks'), { recursive: true });
    writeFileSync(hook, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    // What was checked out a second ago is looked at again by `git status`, which would write what it found.
    const before = everything(folder);
    const series = patch(folder, ['--signoff']);
    expect(series.run.code).toBe(0);
    expect(everything(folder)).toEqual(before);
    expect(series.leftOver).toEqual([]);
    expect(series.run.stdout).toBe(series.patches.map((name) => `${join(series.out, name)}\n`).join(''));
  });

  it('comes with what makes it again', () => {
    const folder = repositoryOf(PROJECT);
    const series = patch(folder, ['--topic', 'eventlet-removal']);
    const cover = series.files['cover-letter.txt'] ?? '';
    expect(cover).toContain('\nTopic: eventlet-removal\n');
    expect(cover).toContain('A Person (3):\n  Replace eventlet.sleep with time.sleep\n');
    expect(cover).toContain(' 2 files changed, ');
    expect(cover).toMatch(/\n {2}unsupported +0 +0 +1\n/);
    expect(cover.trimEnd().split('\n').at(-1)).toBe(`base-commit: ${git(folder, 'rev-parse', 'HEAD').trim()}`);
    expect(series.run.stderr).toContain('git review -t eventlet-removal');
    const again = patch(folder, ['--decisions', join(series.out, 'decisions.json')]);
    expect(patchesOf(again)).toEqual(patchesOf(series));
    expect(again.files['decisions.json']).toEqual(series.files['decisions.json']);
  });

  it('is nothing where nothing is taken', () => {
    const folder = repositoryOf(PROJECT);
    const series = patch(folder, ['--only', 'light-queue', '--branch', 'new']);
    expect(series.run.stderr).toContain('nothing was written: no hunk was taken');
    expect(series.run.code).toBe(0);
    expect(existsSync(series.out)).toBe(false);
    expect(git(folder, 'branch').trim()).toBe('* main');
  });

  it('says what the decisions name and no longer exists, and goes on', () => {
    const folder = repositoryOf(PROJECT);
    const decisions = { 'semaphore:pkg/sub/limits.py:one:1': 'accept', 'sleep:gone.py:f:1': 'accept' };
    const file = join(folderOf({ 'd.json': JSON.stringify({ version: 1, base: null, decisions }) }), 'd.json');
    const series = patch(folder, ['--decisions', file]);
    expect(series.run.stderr).toContain('warning: no hunk has the id sleep:gone.py:f:1 any more');
    expect(series.run.code).toBe(1);
    expect(series.patches).toHaveLength(1);
  });

  it('is cut by folders with --split', () => {
    const folder = repositoryOf({
      ...PROJECT,
      'pkg/a/deep/x.py': 'import eventlet\neventlet.sleep(1)\n',
      'pkg/b/y.py': 'import eventlet\neventlet.sleep(1)\n',
      'z.py': 'import eventlet\neventlet.sleep(1)\n',
    });
    const series = patch(folder, ['--only', 'sleep', '--split', '2']);
    expect(subjects(series).map((subject) => subject.replace(/^\S+ \S+ /, ''))).toEqual([
      'Replace eventlet.sleep with time.sleep in the top folder',
      'Replace eventlet.sleep with time.sleep in pkg',
      'Replace eventlet.sleep with time.sleep in pkg/a',
      'Replace eventlet.sleep with time.sleep in pkg/b',
    ]);
    const whole = patch(folder, ['--only', 'sleep']);
    expect(stateOf(roundTrip(folder, series).copy)).toEqual(stateOf(roundTrip(folder, whole).copy));
  });
});

describe('branch', () => {
  it('gets the commits of the patches, and nothing else changes', () => {
    const folder = repositoryOf(PROJECT);
    const files = stateOf(folder);
    const index = readFileSync(join(folder, '.git/index'));
    const hook = '#!/bin/sh\necho ran >>"$GIT_DIR/ran"\nexit 1\n';
    mkdirSync(join(folder, '.git/hooks'), { recursive: true });
    writeFileSync(join(folder, '.git/hooks/reference-transaction'), hook, { mode: 0o755 });
    const series = patch(folder, ['--branch', 'topic/green', '--blame-ignore']);
    expect(series.run.code).toBe(0);
    rmSync(join(folder, '.git/hooks/reference-transaction'));
    expect(existsSync(join(folder, '.git/ran'))).toBe(false);
    expect(stateOf(folder)).toEqual(files);
    expect(readFileSync(join(folder, '.git/index')).equals(index)).toBe(true);
    expect(git(folder, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main\nrefs/heads/topic/green\n');
    const again = folderOf({});
    git(folder, 'format-patch', '--quiet', '-o', again, 'main..topic/green');
    expect(stateOf(again)).toEqual(patchesOf(series));
    const log = git(folder, 'log', '--reverse', '--format=# %s%n%H', 'main..topic/green');
    expect(series.run.stdout).toBe(log);
    git(folder, 'fsck', '--strict');
  });

  it('is not replaced without --force, and never while it is checked out', () => {
    const folder = repositoryOf(PROJECT);
    git(folder, 'branch', 'old');
    const before = everything(folder);
    expectRefused(degreen(folder, ['patch', '--branch', 'old']), /there is a branch old already/);
    expectRefused(degreen(folder, ['patch', '--branch', 'main', '--force']), /main is checked out/);
    expectRefused(degreen(folder, ['patch', '--branch', 'a..b']), /is no name for a branch/);
    expectRefused(degreen(folder, ['patch', '-o', '../x', '--force']), /--force goes with --branch/);
    expect(everything(folder)).toEqual(before);
    const run = degreen(folder, ['patch', '--branch', 'old', '--force']);
    expect(run.code).toBe(0);
    expect(git(folder, 'rev-list', '--count', 'main..old')).toBe('3\n');
    expect(run.stdout.split('\n')).toHaveLength(4);
  });
});

describe('apply --commit', () => {
  it('commits on the current branch what patch would write, past changes of other files', () => {
    const folder = repositoryOf({ ...PROJECT, 'other.txt': 'a\n', 'staged.txt': 'a\n' });
    const series = patch(folder);
    write(folder, { 'other.txt': 'b\n', 'staged.txt': 'b\n' });
    git(folder, 'add', 'staged.txt');
    mkdirSync(join(folder, '.git/hooks'), { recursive: true });
    for (const name of ['pre-commit', 'post-merge', 'post-checkout', 'reference-transaction', 'post-index-change'])
      writeFileSync(join(folder, '.git/hooks', name), '#!/bin/sh\ntouch "$GIT_DIR/ran"\nexit 1\n', { mode: 0o755 });
    const run = degreen(folder, ['apply', '--commit']);
    rmSync(join(folder, '.git/hooks'), { recursive: true });
    expect(run.stderr).toContain('proved: 3 patches');
    expect(run.code).toBe(0);
    expect(existsSync(join(folder, '.git/ran'))).toBe(false);
    expect(git(folder, 'status', '--porcelain')).toBe(' M other.txt\nM  staged.txt\n');
    expect(git(folder, 'symbolic-ref', 'HEAD')).toBe('refs/heads/main\n');
    const again = folderOf({});
    git(folder, 'format-patch', '--quiet', '-o', again, 'HEAD~3');
    expect(stateOf(again)).toEqual(patchesOf(series));
    expect(degreen(folder, ['apply', '--commit']).stderr).toContain('nothing was written');
  });

  it('is refused where it could not be undone, with nothing changed', () => {
    const folder = repositoryOf(PROJECT);
    expectRefused(degreen(folder, ['apply', '--commit', '--allow-dirty']), /exclude each other/);
    const run = degreen(folder, ['apply', '--signoff']);
    expect([run.code, run.stderr]).toEqual([2, 'degreen: --signoff goes with --commit\n']);
    write(folder, { '.git/MERGE_HEAD': git(folder, 'rev-parse', 'HEAD') });
    expectRefused(degreen(folder, ['apply', '--commit']), /another operation of git is under way \(MERGE_HEAD\)/);
    rmSync(join(folder, '.git/MERGE_HEAD'));
    write(folder, { 'pkg/worker.py': `${WORKER}\n` });
    expectRefused(degreen(folder, ['apply', '--commit']), /uncommitted changes in pkg\/worker\.py/);
    expect(git(folder, 'rev-list', '--count', 'HEAD')).toBe('1\n');
  });
});

describe('messages', () => {
  it('end with trailers in their order', () => {
    const folder = repositoryOf(PROJECT);
    const flags = ['--signoff', '--change-id', '--blueprint', 'remove-eventlet', '--bug', '7', '--bug', '#8'];
    const series = patch(folder, flags);
    const trailers = series.patches.map((name) => {
      const head = series.files[name]?.split('\n---\n')[0] ?? '';
      return head
        .split('\n\n')
        .at(-1)
        ?.replace(/I[0-9a-f]{40}/, 'I…');
    });
    const rest = 'Implements: blueprint remove-eventlet\nChange-Id: I…\nSigned-off-by: A Person <person@example.org>';
    expect(trailers).toEqual([
      `Partial-Bug: #7\nPartial-Bug: #8\n${rest}`,
      `Partial-Bug: #7\nPartial-Bug: #8\n${rest}`,
      `Closes-Bug: #7\nCloses-Bug: #8\n${rest}`,
    ]);
    const parsed = git(roundTrip(folder, series).copy, 'log', '-1', '--format=%(trailers:only)');
    expect(parsed.trim().split('\n')).toHaveLength(5);
    expect(degreen(folder, ['patch', '-o', '../x', '--bug', 'x\ny']).code).toBe(2);
  });

  it('follow the templates of the project', () => {
    const folder = repositoryOf({
      ...PROJECT,
      'degreen.toml': `[patch]
subject = "{transform}: go native ({hunks} places, {files} file)"
body = """
From here on the project needs less of {library}.
--- and a line that begins like a separator, which is also much too long to stay on one line of a message.
diff --git is no way to begin a line.

{mapping}

Related-Bug: #1"""
`,
    });
    const series = patch(folder, ['--only', 'sleep', '--bug', '2']);
    expect(subjects(series)).toEqual(['[PATCH] sleep: go native (2 places, 1 file)']);
    const text = series.files[series.patches[0] ?? ''] ?? '';
    expect(text).toContain('\n From here on the project needs less of eventlet.\n --- and a line');
    expect(text).toContain('\n diff --git is no way to begin a line.\n');
    expect(text).toContain('    sleep(n) -> time.sleep(n)  1\n');
    expect(text).toContain('\n\nRelated-Bug: #1\nCloses-Bug: #2\n---\n');
    expect(roundTrip(folder, series).files).toEqual(patchesOf(series));
  });

  it.each([
    [
      '[patch]\n\nsubject = "{transfrom}"\n',
      /degreen\.toml:3: unknown placeholder \{transfrom\} in `subject`; known are /,
    ],
    ['[patch]\nbody = "x"\nbodies = "x"\n', /degreen\.toml:3: unknown key `bodies` of patch; known are subject, body/],
    ['[patch]\nsubject = 3\n', /degreen\.toml:2: `subject` must be a string/],
    ['patch = "x"\n', /degreen\.toml:1: `patch` must be a table/],
    ['[patch]\nsubject = "[x] {from}"\n', /degreen\.toml:2: `subject` begins with what git am takes away/],
    ['[patch]\nsubject = "a\\nb"\n', /degreen\.toml:2: `subject` must be one line/],
    [
      '[patch]\nsubject = "a\\u202e{from}"\n',
      /degreen\.toml:2: `subject` has a character that cannot be seen: a\\u202e/,
    ],
    ['[patch]\nbody = "a\\u001b[2J"\n', /degreen\.toml:2: `body` has a character that cannot be seen: a\\x1b\[2J/],
    [
      '[patch]\nbody = """\n{why}\n\nSigned-off-by: Ann <a@b>"""\n',
      /toml:2: `body` may not have the trailer Signed-off-by/,
    ],
    ['[patch]\nbody = "x\\n\\n reviewed-by : Ann"\n', /toml:2: `body` may not have the trailer reviewed-by/],
    [`[patch]\nbody = "Change-Id: I${'0'.repeat(40)}"\n`, /toml:2: `body` may not have the trailer Change-Id/],
    ['[patch]\nsubject = "Acked-by: {from}"\n', /toml:2: `subject` may not have the trailer Acked-by/],
    [`[patch]\nsubject = "${'long '.repeat(20)}"\n`, /degreen\.toml:2: the subject `.*` has 99 characters\nShorten/],
  ])('are not made from a template that is wrong: %s', (text, message) => {
    const series = patch(repositoryOf({ ...PROJECT, 'degreen.toml': text }));
    expect(series.run.stderr).toMatch(message);
    expect(series.run.code).toBe(2);
    expect([existsSync(series.out), series.leftOver]).toEqual([false, []]);
  });

  it('have no trailers of others, even where a line is broken before one', () => {
    const line = `${'word '.repeat(14)}Signed-off-by: Ann <a@b>`;
    const folder = repositoryOf({ ...PROJECT, 'degreen.toml': `[patch]\nbody = "${line}\\n\\n${line}"\n` });
    const series = patch(folder, ['--only', 'sleep']);
    expect(series.files[series.patches[0] ?? '']).toContain('word\n Signed-off-by: Ann');
    const { copy } = roundTrip(folder, series);
    expect(git(copy, 'log', '-1', '--format=%(trailers:key=Signed-off-by)').trim()).toBe('');
  });

  it('say which places are left, and why', () => {
    const folder = repositoryOf({
      ...PROJECT,
      'pkg/more.py': 'import eventlet\n\n\ndef f(*a):\n    eventlet.sleep(*a)\n    eventlet.sleep(1)\n',
    });
    const series = patch(folder, ['--only', 'sleep']);
    expect(series.files[series.patches[0] ?? '']).toMatch(/\nLeft as it is, 1 place: [\s\S]*?\.\n---\n/);
  });
});

describe('--exec', () => {
  it('runs after each patch in a whole work tree', () => {
    const folder = repositoryOf({ ...PROJECT, 'pkg/data.txt': 'here\n' });
    const log = join(folderOf({}), 'log');
    const command = `cat pkg/data.txt >>${log}; git log -1 --format=%s >>${log}; echo x >>pkg/worker.py`;
    const series = patch(folder, ['--exec', command]);
    expect(series.run.code).toBe(0);
    expect(series.run.stderr).toContain(' passed after each, result equal to the preview');
    expect(readFileSync(log, 'utf8').match(/^here$/gm)).toHaveLength(3);
    expect(readFileSync(log, 'utf8')).toContain('here\nReplace eventlet.event.Event with threading.Event\n');
  });

  it('leaves nothing of a series that it refuses', () => {
    const folder = repositoryOf(PROJECT);
    const series = patch(folder, [
      '--branch',
      'new',
      '--exec',
      'echo seen; echo why >&2; ! grep -q threading pkg/worker.py',
    ]);
    expect(series.run.stderr).toContain('exited 1 after patch 2 of 3, 0002-Replace-eventlet.event.Event-with');
    expect(series.run.stderr).toContain('seen\nwhy\n');
    expect(series.run.code).toBe(2);
    expect([existsSync(series.out), series.leftOver, git(folder, 'branch').trim()]).toEqual([false, [], '* main']);
  });
});

describe('the proof', () => {
  /** A program in front of another on the PATH: it behaves as that, but for what the script does first. */
  const shadow = (name: string, script: string) => {
    const folder = folderOf({});
    const real = runProgram('sh', ['-c', `command -v ${name}`], folder).stdout.trim();
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\nexec ${real} "$@"\n`, { mode: 0o755 });
    return { PATH: `${folder}:${DIRECT.PATH}` };
  };

  it.each([
    [
      'git am fails',
      'git',
      'case "$*" in "am -3 "*0002-*) echo no way >&2; exit 1;; esac',
      /0002-\S+: git am takes it not: no way/,
    ],
    [
      'git am makes something else of it',
      'git',
      'case "$*" in "am -3 "*0003-*) echo 3 >>pkg/new; git add pkg/new; git commit -qm x; exit 0;; esac',
      /0003-\S+: git am makes another commit of it/,
    ],
    [
      'CPython finds a fault',
      'python3',
      'read -r input; case "$input" in *limits*) problems=\'{"file": 2, "text": "limits.py: undefined name x"}\';; esac; echo \'{"problems": [\'"$problems"\'], "judged": 1, "by": "python3", "names": true}\'; exit',
      /0003-\S+: limits\.py: undefined name x/,
    ],
  ])('stops a series where %s', (_, program, script, message) => {
    const folder = repositoryOf(PROJECT);
    const series = patch(folder, ['--branch', 'new'], shadow(program, script));
    expect(series.run.stderr).toMatch(message);
    expect(series.run.stderr).toContain('degreen: a bug of degreen');
    expect(series.run.code).toBe(70);
    expect([existsSync(series.out), series.leftOver, git(folder, 'branch').trim()]).toEqual([false, [], '* main']);
  });

  it('finds names that a patch leaves undefined, and goes by the parser without a python3', () => {
    const folder = repositoryOf(PROJECT);
    const series = patch(folder, [], shadow('python3', 'exit 127'));
    expect(series.run.stderr).toContain('compiled by the parser of degreen (no python3 was found), result equal');
    const script = readFileSync(join(root, 'src/io/process/python-check.ts'), 'utf8');
    const program = (/const PROGRAM = `\n([\s\S]*?)`;/.exec(script)?.[1] ?? '').replaceAll('\\\\', '\\');
    const before =
      '# coding: latin-1\nfrom a import b\nclass C:\n    x = b\n    def f(self):\n        global g\n        g = 1\n';
    const after = `${before}        return time.sleep(g), [y for y in z], __class__, len, self.x, __file__\n`;
    const encode = (text: string) => Buffer.from(text).toString('base64');
    const input = JSON.stringify([
      { path: 'a.py', before: encode(before), after: encode(after) },
      { path: 'b.py', before: encode('print "old"'), after: encode('print "new"') },
      { path: 'c.py', before: encode('x = 1'), after: encode('x = (') },
      { path: 'd.py', before: null, after: encode('undefined') },
    ]);
    const answer = JSON.parse(runProgram('python3', ['-I', '-c', program], folder, { input }).stdout);
    expect(answer.judged).toBe(3);
    expect(answer.problems).toEqual([
      { file: 0, text: 'a.py: undefined name time' },
      { file: 0, text: 'a.py: undefined name z' },
      { file: 2, text: expect.stringMatching(/^c\.py does not compile: /) },
      { file: 3, text: 'd.py: undefined name undefined' },
    ]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves nothing behind after %s', async (signal) => {
    const folder = repositoryOf(PROJECT);
    const temporary = folderOf({});
    const out = join(folderOf({}), 'out');
    const args = [CLI, 'patch', '-o', out, '--branch', 'new', '--exec', 'echo $$ >../started; exec sleep 30'];
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...ENVIRONMENT, TMPDIR: temporary },
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.on('close', (_, by) => resolve(by)));
    const started = () =>
      readdirSync(temporary)
        .map((name) => join(temporary, name, 'started'))
        .find(existsSync);
    while (!started() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const pid = Number(readFileSync(started() ?? '', 'utf8'));
    child.kill(signal);
    expect(await ended).toBe(signal);
    expect([existsSync(out), readdirSync(temporary), git(folder, 'branch').trim()]).toEqual([false, [], '* main']);
    // One that nobody waits for may be there as a zombie.
    expect(runProgram('ps', ['-o', 'stat=', '-p', String(pid)], temporary).stdout.trim()).toMatch(/^(Z.*)?$/);
  });
});

describe('places', () => {
  it('may be worktrees, submodules, shallow clones and detached', () => {
    const source = repositoryOf(PROJECT);
    write(source, { 'a.txt': 'a\n' });
    commit(source);
    const expected = patchesOf(patch(source));
    const shallow = folderOf({});
    git(shallow, 'clone', '--quiet', '--depth=1', `file://${source}`, '.');
    git(shallow, 'checkout', '--quiet', '--detach');
    expect(patchesOf(patch(shallow))).toEqual(expected);
    expect(degreen(shallow, ['patch', '--branch', 'new']).code).toBe(0);
    expect(git(shallow, 'rev-list', '--count', 'HEAD..new')).toBe('3\n');
    git(shallow, 'fsck', '--strict');
    const worktree = join(folderOf({}), 'tree');
    git(source, 'worktree', 'add', '--quiet', '--detach', worktree);
    expect(patchesOf(patch(worktree))).toEqual(expected);
    expect(degreen(worktree, ['apply', '--commit']).code).toBe(0);
    expect(git(worktree, 'status', '--porcelain')).toBe('');
    const outer = repositoryOf({ 'x.py': 'import eventlet\neventlet.sleep(1)\n' });
    git(outer, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', source, 'inner');
    commit(outer);
    expect(patchesOf(patch(join(outer, 'inner')))).toEqual(expected);
    expect(patch(outer).files['cover-letter.txt']).toContain(' 1 file changed');
  });

  it('may be partial clones', () => {
    const source = repositoryOf({ ...PROJECT, 'other/big.bin': 'x'.repeat(1000) });
    git(source, 'config', 'uploadpack.allowFilter', 'true');
    const partial = folderOf({});
    git(partial, 'clone', '--quiet', '--filter=blob:none', '--sparse', `file://${source}`, '.');
    git(partial, 'sparse-checkout', 'set', 'pkg');
    expect(patchesOf(patch(partial))).toEqual(patchesOf(patch(source)));
  });

  it('with names that need quoting are taken', () => {
    const folder = repositoryOf({ 'pkg/it\'s "here" \\ x.py': 'import eventlet\neventlet.sleep(1)\n' });
    const series = patch(folder, [], {}, join(folderOf({}), "o'ut put"));
    expect(series.run.stderr).toContain(`/o'\\''ut put'/*.patch\n`);
    expect(roundTrip(folder, series).files).toEqual(patchesOf(series));
  });
});

describe('what stands in the way', () => {
  const anonymous = {
    GIT_AUTHOR_NAME: '',
    GIT_AUTHOR_EMAIL: '',
    GIT_COMMITTER_NAME: '',
    GIT_COMMITTER_EMAIL: '',
  };
  const cases: Readonly<
    Record<string, { folder: () => string; args?: readonly string[]; env?: Record<string, string>; message: RegExp }>
  > = {
    'no repository': { folder: () => folderOf(PROJECT), message: /is in no git work tree/ },
    'no commit': {
      folder: () => {
        const folder = folderOf(PROJECT);
        git(folder, 'init', '--quiet');
        return folder;
      },
      message: /has no commit yet/,
    },
    'a bare repository': {
      folder: () => {
        const folder = folderOf({});
        git(folder, 'clone', '--quiet', '--bare', repositoryOf(PROJECT), '.');
        return folder;
      },
      message: /is a bare repository/,
    },
    'no identity': { folder: () => repositoryOf(PROJECT), env: anonymous, message: /git does not know who you are/ },
    'a date that is none': {
      folder: () => repositoryOf(PROJECT),
      env: { GIT_AUTHOR_DATE: 'yester-what' },
      message: /git takes no such date: .*yester-what/,
    },
    'a file with changes': {
      folder: () => {
        const folder = repositoryOf(PROJECT);
        write(folder, { 'pkg/worker.py': `${WORKER}\n`, 'main.py': 'import eventlet\n' });
        return folder;
      },
      message: /uncommitted changes in pkg\/worker\.py; nothing was written/,
    },
    'a file with changes that git was told to overlook': {
      folder: () => {
        const folder = repositoryOf(PROJECT);
        git(folder, 'update-index', '--assume-unchanged', 'pkg/worker.py');
        write(folder, { 'pkg/worker.py': `${WORKER}\n` });
        return folder;
      },
      message: /pkg\/worker\.py is not as HEAD has it/,
    },
    'a file that is not tracked': {
      folder: () => {
        const folder = repositoryOf(PROJECT);
        write(folder, { 'pkg/new.py': WORKER });
        return folder;
      },
      message: /uncommitted changes in pkg\/new\.py/,
    },
    'no git': {
      folder: () => repositoryOf(PROJECT),
      env: { PATH: '/nonexistent' },
      message: /git was not found/,
    },
    'a flag for nothing': {
      folder: () => repositoryOf(PROJECT),
      args: ['--force'],
      message: /--force goes with --branch/,
    },
  };

  it.each(Object.keys(cases))('%s', (name) => {
    const { folder, args = [], env = {}, message } = cases[name] ?? { folder: () => '', message: /never/ };
    const place = folder();
    const before = stateOf(place);
    const series = patch(place, args, env);
    if (name === 'a date that is none') expect(series.run.stderr).toMatch(message);
    else expectRefused(series.run, message);
    expect(series.run.code).toBe(2);
    expect([existsSync(series.out), series.leftOver]).toEqual([false, []]);
    expect(stateOf(place)).toEqual(before);
  });

  it('an output folder that will not do', () => {
    const folder = repositoryOf({ ...PROJECT, '.gitignore': '/patches/\n' });
    const elsewhere = folderOf({ 'full/a': '', file: '' });
    const at = (out: string) => patch(folder, [], {}, out).run;
    expectRefused(at(join(elsewhere, 'full')), /full is not empty/);
    expectRefused(at(join(elsewhere, 'file')), /file is no folder/);
    expectRefused(at(join(elsewhere, 'missing/out')), /missing is no folder/);
    expectRefused(
      at(join(folder, 'out')),
      new RegExp(`is inside the work tree[\\s\\S]*-o ../${basename(folder)}-patches`),
    );
    expectRefused(at(join(folder, '.git/out')), /is inside the work tree/);
    symlinkSync(join(folder, 'pkg'), join(elsewhere, 'link'));
    expectRefused(at(join(elsewhere, 'link/out')), /is inside the work tree/);
    expectRefused(degreen(folder, ['patch']), /patch needs a place for the series/);
    expect(git(folder, 'status', '--porcelain')).toBe('');
    expect(at(join(folder, 'patches')).code).toBe(0);
    expect(git(folder, 'status', '--porcelain')).toBe('');
    mkdirSync(join(elsewhere, 'empty'));
    expect(at(join(elsewhere, 'empty')).code).toBe(0);
  });

  it('a folder that is read-only', (context) => {
    const repository = openFolder(PROJECT, repositoryOf);
    const closed = openFolder({});
    chmodSync(closed, 0o555);
    const run = unprivileged(repository, ['patch', '-o', join(closed, 'out')]);
    if (!run) return context.skip('degreen cannot be run as another user here');
    expectRefused(run, /is read-only for you/);
  });
});
