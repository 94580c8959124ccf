// What people's disks really hold: broken files, links, missing rights, a tree that changes under one's hands. Each case says
// what is wrong in words, exits as the contract has it, writes nothing by halves and leaves no temporary file.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../src/errors.ts';
import { siteOf } from '../src/io/apply/recovery.ts';
import { type Write, writeAll } from '../src/io/apply/write-files.ts';
import { DISK, type Disk } from '../src/io/disk/disk.ts';
import {
  CLI,
  cleanUp,
  commit,
  degreen,
  degreenInTerminal,
  folderOf,
  git,
  type Run,
  repositoryOf,
  runProgram,
  stateOf,
  write,
} from './support/cli.ts';
import { once, systemError, watched } from './support/fake-disk.ts';
import { asRoot, NOBODY, openFolder, unprivileged } from './support/permissions.ts';

const GOOD = 'import eventlet\n\n\ndef f():\n    eventlet.sleep(1)\n';
const DONE = 'import time\n\n\ndef f():\n    time.sleep(1)\n';

beforeAll(() => {
  if (!existsSync(CLI)) throw new Error('there is no build: run `npm run build` first');
});

afterAll(cleanUp);

function listOf(run: Run): { path: string; reason: string }[] {
  const { skipped } = JSON.parse(run.stdout);
  return skipped;
}

/** A command that must fail as something a person can fix, and change nothing. */
function refuses(
  folder: string,
  args: readonly string[],
  says: RegExp,
  run: () => Run = () => degreen(folder, args),
): void {
  const before = stateOf(folder);
  const { code, stdout, stderr } = run();
  expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(stateOf(folder)).toEqual(before);
}

describe('files that cannot be analysed', () => {
  const BROKEN: readonly (readonly [string, string | Buffer, RegExp])[] = [
    ['a syntax error', 'import eventlet\neventlet.sleep(1)\ndef (:\n', /syntax error at line 3/],
    ['an open parenthesis', 'import eventlet\neventlet.sleep(1\n', /syntax error at line \d/],
    ['print without parentheses', 'import eventlet\neventlet.sleep(1)\nprint "x"\n', /Python 2 code at line 3/],
    [
      'exec without parentheses',
      'import eventlet\neventlet.sleep(1)\nexec "x"\n',
      /Python 2 code at line 3|syntax error/,
    ],
    [
      'except with a comma',
      'import eventlet\ntry:\n    eventlet.sleep(1)\nexcept E, e:\n    pass\n',
      /Python 2|syntax error/,
    ],
    ['raise with a comma', 'import eventlet\neventlet.sleep(1)\nraise E, "x"\n', /Python 2|syntax error/],
    ['an octal of old', 'import eventlet\neventlet.sleep(1)\nx = 0777\n', /Python 2|syntax error/],
    ['backticks', 'import eventlet\neventlet.sleep(1)\nx = `y`\n', /Python 2|syntax error/],
    ['<>', 'import eventlet\neventlet.sleep(1)\nx = 1 <> 2\n', /Python 2|syntax error/],
    ['ur strings', 'import eventlet\neventlet.sleep(1)\nx = ur"y"\n', /Python 2|syntax error/],
    ['a long integer', 'import eventlet\neventlet.sleep(1)\nx = 10L\n', /Python 2|syntax error/],
    ['a block that is not indented', 'import eventlet\ndef f():\neventlet.sleep(1)\n', /syntax error|indent/],
    ['an indent out of nowhere', 'import eventlet\n    eventlet.sleep(1)\n', /syntax error|indent/],
    [
      'bytes that are no UTF-8',
      Buffer.from('import eventlet\n# \xe9\neventlet.sleep(1)\n', 'latin1'),
      /not valid UTF-8 at byte 18/,
    ],
    ['an encoding that nobody knows', '# coding: klingon\nimport eventlet\neventlet.sleep(1)\n', /klingon/],
    ['an encoding of several bytes', '# coding: shift_jis\nimport eventlet\neventlet.sleep(1)\n', /shift.jis/],
    ['a BOM and another encoding', '\ufeff# coding: latin-1\nimport eventlet\neventlet.sleep(1)\n', /BOM/],
    ['a NUL byte', 'import eventlet\neventlet.sleep(1)\n\0\n', /NUL/],
    ['a NUL byte far behind', `import eventlet\neventlet.sleep(1)\n${'# x\n'.repeat(4000)}\0\n`, /NUL/],
  ];

  it.each(BROKEN)('%s: named with its reason, and all else is done', (_, content, reason) => {
    const folder = repositoryOf({ 'bad.py': content, 'good.py': GOOD });
    const scan = degreen(folder, ['scan', '--format', 'json']);
    expect(scan.code, scan.stderr).toBe(0);
    expect(listOf(scan)).toEqual([{ path: 'bad.py', reason: expect.stringMatching(reason) }]);
    expect(scan.stderr).toMatch(/^skipped bad\.py: /m);
    const apply = degreen(folder, ['apply', '--level', 'review']);
    expect(apply).toMatchObject({ code: 0, stdout: '' });
    expect(apply.stderr).toMatch(/^skipped bad\.py: /m);
    expect(stateOf(folder)).toEqual({ 'bad.py': Buffer.from(content).toString('latin1'), 'good.py': DONE });
  });

  it('keep their lines in the ledger', () => {
    const folder = repositoryOf({ 'bad.py': 'import eventlet\neventlet.sleep(1)\ndef (:\n' });
    const { references } = JSON.parse(degreen(folder, ['scan', '--format', 'json']).stdout);
    expect(references.map(({ line, verdict }: { line: number; verdict: string }) => [line, verdict])).toEqual([
      [1, 'mention'],
      [2, 'mention'],
    ]);
  });

  it('five megabytes: taken for generated, and soon', () => {
    const big = `import eventlet\n${'eventlet.sleep(1)\n'.repeat(300_000)}`;
    const folder = repositoryOf({ 'big.py': big, 'good.py': GOOD });
    const begun = Date.now();
    const run = degreen(folder, ['diff']);
    expect(Date.now() - begun).toBeLessThan(10_000);
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/^skipped big\.py: .*5\.\d MiB/m);
    expect(run.stdout).toContain('good.py');
    expect(run.stdout).not.toContain('big.py');
  });

  it('a file that says that it is generated', () => {
    const folder = repositoryOf({
      'made.py': `# Automatically generated by protoc. DO NOT EDIT\n${GOOD}`,
      'good.py': GOOD,
    });
    const run = degreen(folder, ['diff']);
    expect(run.stderr).toMatch(/^skipped made\.py: generated/m);
    expect(run.stdout).not.toContain('made.py');
  });

  it('an expression with thousands of parts', () => {
    const sum = Array.from({ length: 3000 }, (_, index) => `a${index}`).join(' + ');
    const folder = repositoryOf({
      'deep.py': `import eventlet\neventlet.sleep(${sum})\neventlet.sleep(1)\n`,
      'good.py': GOOD,
    });
    const run = degreen(folder, ['diff', '--level', 'review']);
    expect(run.code, run.stderr.slice(0, 2000)).toBe(0);
    expect(run.stdout).toContain('+    time.sleep(1)');
  });

  it('a name that is no UTF-8', () => {
    const folder = repositoryOf({ 'good.py': GOOD });
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9]), Buffer.from('.py')]), GOOD);
    const run = degreen(folder, ['diff']);
    expect(run.code, run.stderr).toBe(0);
    // Either it is rewritten or it is named; it must not pass in silence.
    expect(run.stderr + run.stdout).toMatch(/caf/);
  });
});

describe('nothing to work on', () => {
  it('an empty file, and one with nothing but comments', () => {
    const folder = repositoryOf({ 'empty.py': '', 'comment.py': '# eventlet', 'blank.py': '\n\n' });
    expect(degreen(folder, ['diff'])).toMatchObject({ code: 0, stdout: '' });
    const { references, skipped } = JSON.parse(degreen(folder, ['scan', '--format', 'json']).stdout);
    expect(references).toHaveLength(1);
    expect(skipped).toEqual([]);
    expect(degreen(folder, ['apply'])).toMatchObject({ code: 0, stdout: '' });
  });

  it('a folder without Python', () => {
    const folder = folderOf({ 'notes.txt': 'eventlet\n', 'src/main.rs': 'fn main() {}\n' });
    for (const command of ['scan', 'diff', 'apply']) refuses(folder, [command], /no Python file in \S/);
    refuses(folder, ['scan', 'src'], /no Python file in \S*src/);
    refuses(folderOf({}), ['diff'], /no Python file/);
  });

  it('a path that does not exist', () => {
    const folder = repositoryOf({ 'good.py': GOOD });
    for (const command of ['scan', 'diff', 'apply'])
      refuses(folder, [command, 'good.py', 'nowhere.py'], /nowhere\.py does not exist/);
    refuses(folder, ['nowhere'], /nowhere does not exist/);
    refuses(folder, ['diff', 'good.py/nowhere'], /nowhere/);
  });

  it('a folder that is named like a file, and a file without a name for Python', () => {
    const folder = folderOf({ 'mod.py/inner.py': GOOD, plain: GOOD });
    const run = degreen(folder, ['diff']);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toContain('mod.py/inner.py');
    expect(run.stdout).not.toContain('plain');
  });

  it('a named pipe, which would be read forever', () => {
    const folder = folderOf({ 'good.py': GOOD });
    execFileSync('mkfifo', [join(folder, 'pipe.py')]);
    expect(degreen(folder, ['diff']).code).toBe(0);
    git(folder, 'init', '--quiet');
    expect(degreen(folder, ['diff']).code).toBe(0);
  });
});

describe('git', () => {
  const WITHOUT_GIT = { env: { PATH: '/nonexistent' } };

  it('is not needed outside of a repository', () => {
    const folder = folderOf({ 'good.py': GOOD });
    expect(degreen(folder, ['scan'], WITHOUT_GIT).code).toBe(0);
    expect(degreen(folder, ['apply'], WITHOUT_GIT).code).toBe(0);
    expect(stateOf(folder)).toEqual({ 'good.py': DONE });
  });

  it('is missed in one: a reader says so and goes on, a writer does not write', () => {
    const folder = repositoryOf({ 'good.py': GOOD });
    write(folder, { 'good.py': `${GOOD}# not committed\n` });
    for (const command of ['scan', 'diff']) {
      const run = degreen(folder, [command], WITHOUT_GIT);
      expect(run.code === 0 || run.code === 2, run.stderr).toBe(true);
      expect(run.stderr).toMatch(/git/);
    }
    refuses(folder, ['apply'], /git/, () => degreen(folder, ['apply'], WITHOUT_GIT));
  });

  it.runIf(asRoot)('may refuse a repository of somebody else, which is not "no repository"', () => {
    const folder = repositoryOf({ 'good.py': GOOD });
    write(folder, { 'good.py': `${GOOD}# not committed\n` });
    execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, folder]);
    refuses(folder, ['apply'], /dubious ownership|safe\.directory|uncommitted/);
  });

  it('knows of changes that are not committed, and degreen does not write over them', () => {
    const contents = { 'good.py': GOOD, 'other.py': '# nothing\n', 'clean.py': GOOD };
    const modified = repositoryOf(contents);
    write(modified, { 'good.py': `${GOOD}# more\n` });
    refuses(modified, ['apply'], /uncommitted changes in good\.py; nothing was written\n.*--allow-dirty/);
    const staged = repositoryOf(contents);
    write(staged, { 'good.py': `${GOOD}# more\n` });
    git(staged, 'add', '--all');
    refuses(staged, ['apply'], /uncommitted changes in good\.py/);
    const untracked = repositoryOf(contents);
    write(untracked, { 'new.py': GOOD });
    refuses(untracked, ['apply'], /uncommitted changes in new\.py/);
    const allowed = degreen(modified, ['apply', '--allow-dirty']);
    expect(allowed).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(join(modified, 'good.py'), 'utf8')).toBe(`${DONE}# more\n`);
  });

  it('knows of other changes, which do not matter', () => {
    const folder = repositoryOf({ 'good.py': GOOD, 'other.py': '# nothing\n' });
    write(folder, { 'other.py': '# something\n' });
    expect(degreen(folder, ['apply'])).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(join(folder, 'good.py'), 'utf8')).toBe(DONE);
  });
});

describe('links', () => {
  it('to a file of the tree: the file is written once, the link stays', () => {
    for (const make of [repositoryOf, folderOf]) {
      const folder = make({ 'real.py': GOOD });
      symlinkSync('real.py', join(folder, 'link.py'));
      symlinkSync('nowhere.py', join(folder, 'dangling.py'));
      symlinkSync('loop.py', join(folder, 'loop.py'));
      if (make === repositoryOf) commit(folder);
      const run = degreen(folder, ['apply']);
      expect(run.code, run.stderr).toBe(0);
      expect(readlinkSync(join(folder, 'link.py'))).toBe('real.py');
      expect(readFileSync(join(folder, 'real.py'), 'utf8')).toBe(DONE);
      expect(run.stderr).toMatch(/^1 file changed/m);
    }
  });

  it('out of the tree: neither the link nor the file behind it is touched', () => {
    for (const make of [repositoryOf, folderOf]) {
      const outside = folderOf({ 'far.py': GOOD, 'lib/mod.py': GOOD });
      const folder = make({ 'good.py': GOOD });
      symlinkSync(join(outside, 'far.py'), join(folder, 'link.py'));
      symlinkSync(join(outside, 'lib'), join(folder, 'lib'));
      if (make === repositoryOf) commit(folder);
      expect(degreen(folder, ['apply']).code).toBe(0);
      expect(stateOf(folder)).toEqual({ 'good.py': DONE, lib: '<link>', 'link.py': '<link>' });
      expect(readFileSync(join(outside, 'far.py'), 'utf8')).toBe(GOOD);
      expect(readFileSync(join(outside, 'lib/mod.py'), 'utf8')).toBe(GOOD);
    }
  });

  it('as PATH: to a folder it is that folder', () => {
    const folder = repositoryOf({ 'pkg/good.py': GOOD });
    const elsewhere = folderOf({});
    symlinkSync(folder, join(elsewhere, 'project'));
    symlinkSync(join(folder, 'pkg'), join(elsewhere, 'part'));
    const plain = degreen(folder, ['diff']);
    for (const [cwd, path] of [
      [elsewhere, 'project'],
      [elsewhere, 'project/pkg'],
      [elsewhere, 'part'],
      [elsewhere, join(elsewhere, 'part', 'good.py')],
      [join(elsewhere, 'project'), '.'],
    ] as const) {
      const run = degreen(cwd, ['diff', path]);
      expect({ path, ...run }).toEqual({ path, ...plain });
    }
  });

  it('as PATH: to a file it is never replaced, whatever is done', () => {
    const folder = repositoryOf({ 'real.py': GOOD });
    symlinkSync('real.py', join(folder, 'link.py'));
    commit(folder);
    const run = degreen(folder, ['apply', 'link.py']);
    expect(run.stderr).not.toBe('');
    expect(run.code === 0 || run.code === 2).toBe(true);
    expect(lstatSync(join(folder, 'link.py')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real.py'), 'utf8')).toBe(run.code === 0 ? DONE : GOOD);
  });
});

describe('a folder that has become a link', () => {
  it('out of the tree: nothing behind it is read or written, whatever git thinks', () => {
    for (const args of [['apply'], ['apply', '--allow-dirty'], ['apply', '--allow-dirty', 'good.py', 'pkg']]) {
      const outside = folderOf({ 'mod.py': GOOD, 'sub/mod.py': GOOD });
      const folder = repositoryOf({ 'good.py': GOOD, 'pkg/mod.py': GOOD, 'pkg/sub/mod.py': GOOD });
      git(folder, 'update-index', '--skip-worktree', 'pkg/mod.py', 'pkg/sub/mod.py');
      rmSync(join(folder, 'pkg'), { recursive: true });
      symlinkSync(outside, join(folder, 'pkg'));
      const run = degreen(folder, args);
      expect(stateOf(outside)).toEqual({ 'mod.py': GOOD, sub: '<folder>', 'sub/mod.py': GOOD });
      if (args.includes('pkg'))
        expect(run).toMatchObject({ code: 2, stderr: expect.stringMatching(/pkg is not inside/) });
      else {
        expect(run.code, run.stderr).toBe(0);
        expect(run.stderr).toMatch(/^skipped pkg\/sub\/mod\.py: pkg is a symbolic link, not a folder of this tree$/m);
        expect(readFileSync(join(folder, 'good.py'), 'utf8')).toBe(DONE);
      }
    }
  });

  it('is no news where it is gone, as in a sparse checkout', () => {
    const folder = repositoryOf({ 'good.py': GOOD, 'pkg/mod.py': GOOD });
    rmSync(join(folder, 'pkg'), { recursive: true });
    expect(degreen(folder, ['scan']).stderr).not.toMatch(/skipped/);
  });
});

describe('what a rename would take away', () => {
  it('other names of a file: it is refused, until it is left out', () => {
    const folder = repositoryOf({ 'a.py': GOOD, 'b.py': GOOD });
    const outside = folderOf({});
    linkSync(join(folder, 'a.py'), join(outside, 'same.py'));
    refuses(folder, ['apply'], /a\.py has 2 names \(hard links\).*; nothing was written\n.*--exclude/);
    expect(degreen(folder, ['apply', '--exclude', 'a.py']).code).toBe(0);
    expect(stateOf(folder)).toEqual({ 'a.py': GOOD, 'b.py': DONE });
  });

  it.runIf(asRoot)('the owner and the group: they are kept', () => {
    const folder = repositoryOf({ 'a.py': GOOD });
    chmodSync(join(folder, 'a.py'), 0o4755);
    chownSync(join(folder, 'a.py'), NOBODY, 1);
    chmodSync(join(folder, 'a.py'), 0o4755);
    expect(degreen(folder, ['apply', '--allow-dirty']).code).toBe(0);
    const { uid, gid, mode } = statSync(join(folder, 'a.py'));
    expect([uid, gid, mode & 0o7777]).toEqual([NOBODY, 1, 0o4755]);
  });

  it.runIf(asRoot)('the owner, where only root could keep it: the file is refused', (context) => {
    const folder = openFolder({ 'a.py': GOOD, 'b.py': GOOD });
    chownSync(join(folder, 'b.py'), 1, NOBODY);
    chmodSync(join(folder, 'b.py'), 0o664);
    if (!unprivileged(folder, ['--version'])) return context.skip('degreen cannot be run as another user here');
    refuses(folder, ['apply'], /b\.py cannot be written \(.*owner.*\); nothing was changed/, () =>
      always(unprivileged(folder, ['apply'])),
    );
  });
});

describe('files that degreen reads for itself', () => {
  const KINDS: readonly (readonly [string, RegExp, (path: string) => void])[] = [
    ['a device without end', /it is no plain file but a device/, (path) => symlinkSync('/dev/zero', path)],
    ['a named pipe', /it is no plain file but a named pipe/, (path) => execFileSync('mkfifo', [path])],
    ['a folder', /it is no plain file but a folder/, (path) => mkdirSync(path)],
    [
      'larger than anybody writes',
      /it is larger than \d+ MiB/,
      (path) => {
        writeFileSync(path, '');
        truncateSync(path, 2 ** 30);
      },
    ],
  ];

  /** Where each of them is, the command that reads it, and how it is named. */
  const PLACES: readonly (readonly [string, string, readonly string[]])[] = [
    ['pyproject.toml', 'pyproject.toml', ['diff']],
    ['degreen.toml', 'degreen.toml', ['scan']],
    ['my.toml', 'my.toml', ['apply', '--config', 'my.toml']],
    ['.degreen-baseline.json', '.degreen-baseline.json', ['check']],
    ['base.json', 'base.json', ['check', '--baseline', 'base.json']],
    ['my.json', 'my.json', ['apply', '--decisions', 'my.json']],
    ['.git/degreen/change-ids.json', 'change-ids.json', ['patch', '-o', '../never', '--new-change-ids']],
  ];

  it.each(KINDS)('%s: named, and soon', (_, says, make) => {
    for (const [path, named, args] of PLACES) {
      const folder = repositoryOf({ 'good.py': GOOD });
      mkdirSync(join(folder, '.git/degreen'), { recursive: true });
      make(join(folder, path));
      const run = degreen(folder, args);
      expect([args, run.code, run.stdout], run.stderr).toEqual([args, 2, '']);
      expect(run.stderr).toMatch(new RegExp(`${named.replaceAll('.', '\\.')} cannot be read: ${says.source}`));
      expect(readFileSync(join(folder, 'good.py'), 'utf8')).toBe(GOOD);
    }
  });

  it.each(KINDS)('%s: neither keys nor a session are read from it', (_, says, make) => {
    const home = folderOf({});
    mkdirSync(join(home, 'degreen'));
    make(join(home, 'degreen/config.toml'));
    const folder = repositoryOf({ 'good.py': GOOD });
    const keys = degreenInTerminal(folder, ['review'], { env: { XDG_CONFIG_HOME: home } });
    expect(keys.code).toBe(2);
    expect(keys.stdout).toMatch(says);
    mkdirSync(join(folder, '.git/degreen'));
    make(join(folder, '.git/degreen/session.json'));
    const session = degreenInTerminal(folder, ['review']);
    expect(session.code, session.stdout).toBe(2);
    expect(session.stdout).toMatch(new RegExp(`session\\.json cannot be read: ${says.source}`));
  });
});

describe('modes', () => {
  it.each(['755', '700', '600', '664', '4755'])('%s is kept', (octal) => {
    const mode = Number.parseInt(octal, 8);
    const folder = repositoryOf({ 'tool.py': `#!/usr/bin/env python3\n${GOOD}` });
    chmodSync(join(folder, 'tool.py'), mode);
    commit(folder);
    expect(degreen(folder, ['apply']).code).toBe(0);
    expect(readFileSync(join(folder, 'tool.py'), 'utf8')).toContain('time.sleep(1)');
    expect(statSync(join(folder, 'tool.py')).mode & 0o7777).toBe(mode);
  });
});

describe('missing rights', () => {
  it('a file that may not be read is named, and all else is done', (context) => {
    const folder = openFolder({ 'secret.py': GOOD, 'good.py': GOOD });
    chmodSync(join(folder, 'secret.py'), 0);
    const run = unprivileged(folder, ['apply']);
    if (!run) return context.skip('degreen cannot be run as another user here');
    expect(run).toMatchObject({ code: 0, stdout: '' });
    expect(run.stderr).toMatch(/^skipped secret\.py: .*(EACCES|permission)/m);
    chmodSync(join(folder, 'secret.py'), 0o600);
    expect(stateOf(folder)).toEqual({ 'good.py': DONE, 'secret.py': GOOD });
  });

  it('a folder that may not be read is named', (context) => {
    const folder = openFolder({ 'closed/mod.py': GOOD, 'good.py': GOOD });
    chmodSync(join(folder, 'closed'), 0);
    const run = unprivileged(folder, ['diff']);
    chmodSync(join(folder, 'closed'), 0o755);
    if (!run) return context.skip('degreen cannot be run as another user here');
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toMatch(/^skipped closed\b/m);
  });

  it('a file that may not be written stops all', (context) => {
    const folder = openFolder({ 'a.py': GOOD, 'b.py': GOOD, 'c.py': GOOD }, repositoryOf);
    chmodSync(join(folder, 'b.py'), 0o444);
    if (!unprivileged(folder, ['--version'])) return context.skip('degreen cannot be run as another user here');
    refuses(folder, ['apply'], /b\.py cannot be written \(EACCES\); nothing was changed/, () =>
      always(unprivileged(folder, ['apply'])),
    );
  });

  it('a folder that may not be written, in the middle, stops all', (context) => {
    const folder = openFolder({ 'a/m.py': GOOD, 'b/m.py': GOOD, 'c/m.py': GOOD }, repositoryOf);
    if (!unprivileged(folder, ['--version'])) return context.skip('degreen cannot be run as another user here');
    chmodSync(join(folder, 'b'), 0o555);
    refuses(folder, ['apply'], /b\/m\.py cannot be written \(E\w+\); nothing was changed/, () =>
      always(unprivileged(folder, ['apply'])),
    );
    chmodSync(join(folder, 'b'), 0o755);
    expect(always(unprivileged(folder, ['apply'])).code).toBe(0);
  });

  it('a disk without room for all of it', () => {
    const long = `${GOOD}${'# a long file\n'.repeat(2000)}`;
    const folder = repositoryOf({ 'a.py': GOOD, 'b.py': long, 'c.py': GOOD });
    // No file may become longer than 16 KiB: to write more fails as it does on a full disk.
    const script = 'ulimit -f 16; exec "$0" "$@"';
    refuses(folder, [], /(b\.py|journal) cannot be written \(EFBIG\); nothing was changed/, () =>
      runProgram('bash', ['-c', script, process.execPath, CLI, 'apply'], folder),
    );
  });
});

function always<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('degreen cannot be run as another user here');
  return value;
}

describe('a tree that changes between reading and writing', () => {
  const AFTER = Buffer.from(DONE);
  const three = () => folderOf({ 'a.py': GOOD, 'b.py': GOOD, 'c.py': GOOD });
  const writesOf = (): Write[] =>
    ['a.py', 'b.py', 'c.py'].map((path) => ({
      path,
      created: false,
      bytesBefore: Buffer.from(GOOD),
      bytesAfter: AFTER,
    }));

  /** Writes all; expects a sentence for a person, and the tree as `state` has it. */
  async function stops(folder: string, says: RegExp, state: Readonly<Record<string, string>>, disk: Disk = DISK) {
    const error = await writeIn(folder, writesOf(), disk).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toMatch(says);
    expect(stateOf(folder)).toEqual(state);
  }

  async function writeIn(folder: string, writes: readonly Write[], disk: Disk = DISK) {
    return writeAll(await siteOf({ root: folder, inGit: false }, disk), writes);
  }

  it('writes all where nothing has changed', async () => {
    const folder = three();
    await writeIn(folder, writesOf());
    expect(stateOf(folder)).toEqual({ 'a.py': DONE, 'b.py': DONE, 'c.py': DONE });
  });

  it('a file with other contents stops all before the first write', async () => {
    const folder = three();
    write(folder, { 'c.py': '# other\n' });
    await stops(folder, /c\.py changed since it was read; nothing was written/, {
      'a.py': GOOD,
      'b.py': GOOD,
      'c.py': '# other\n',
    });
  });

  it('so does one that has become a folder, a link, or nothing', async () => {
    for (const [act, left] of [
      [(path: string) => mkdirSync(path), { 'b.py': '<folder>' }],
      [(path: string) => symlinkSync('a.py', path), { 'b.py': '<link>' }],
      [() => undefined, {}],
    ] as const) {
      const folder = three();
      rmSync(join(folder, 'b.py'));
      act(join(folder, 'b.py'));
      await stops(folder, /b\.py .*nothing was (written|changed)/, { 'a.py': GOOD, 'c.py': GOOD, ...left });
    }
  });

  it('a file that changes while the others are being prepared', async () => {
    const folder = three();
    let prepared = 0;
    const disk = watched(({ name, path }) => {
      if (name === 'openSync' && /\.degreen-[^/]*-\d$/.test(path) && ++prepared === 3)
        write(folder, { 'a.py': '# other\n' });
    });
    const others = { 'a.py': '# other\n', 'b.py': GOOD, 'c.py': GOOD };
    await stops(folder, /a\.py changed since it was read; nothing was written/, others, disk);
    expect(prepared).toBe(3);
  });

  it('a file that changes when some are written already: those are put back, with their modes', async () => {
    const folder = three();
    chmodSync(join(folder, 'a.py'), 0o750);
    const disk = once('renameSync', 2, () => write(folder, { 'c.py': '# other\n' }));
    const others = { 'a.py': GOOD, 'b.py': GOOD, 'c.py': '# other\n' };
    await stops(folder, /c\.py changed since it was read; nothing was written/, others, disk);
    expect(statSync(join(folder, 'a.py')).mode & 0o777).toBe(0o750);
  });

  it('a folder that goes away when some are written already', async () => {
    const folder = folderOf({ 'a.py': GOOD, 'sub/b.py': GOOD, 'c.py': GOOD });
    const writes = writesOf().map((each) => (each.path === 'b.py' ? { ...each, path: 'sub/b.py' } : each));
    const disk = once('renameSync', 1, () => renameSync(join(folder, 'sub'), join(folder, 'moved')));
    const error = await writeIn(folder, writes, disk).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toMatch(/sub\/b\.py .*nothing was (written|changed)/);
    const state = stateOf(folder);
    // Its temporary file went away with the folder, out of reach.
    for (const path of Object.keys(state)) if (path.startsWith('moved/.degreen-')) delete state[path];
    expect(state).toEqual({ 'a.py': GOOD, 'c.py': GOOD, moved: '<folder>', 'moved/b.py': GOOD });
  });

  it('a folder that becomes a link out of the tree when some are written already', async () => {
    const outside = folderOf({ 'b.py': GOOD });
    const folder = folderOf({ 'a.py': GOOD, 'sub/b.py': GOOD });
    const writes = writesOf()
      .slice(0, 2)
      .map((each) => (each.path === 'b.py' ? { ...each, path: 'sub/b.py' } : each));
    const disk = once('renameSync', 1, () => {
      renameSync(join(folder, 'sub'), join(folder, 'moved'));
      symlinkSync(outside, join(folder, 'sub'));
    });
    const error = await writeIn(folder, writes, disk).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/sub\/b\.py is not in this tree: sub is a symbolic link .*; nothing was written/);
    expect(stateOf(outside)).toEqual({ 'b.py': GOOD });
    expect(readFileSync(join(folder, 'a.py'), 'utf8')).toBe(GOOD);
  });

  it('an error while files are put back does not keep the others from it, and names what stays', async () => {
    const folder = three();
    let renames = 0;
    const failing = watched(({ name }) => {
      // The third file cannot be written, and then the first cannot be put back.
      if (name === 'renameSync' && [3, 4].includes(++renames)) throw systemError('EIO');
    });
    const error = await writeIn(folder, writesOf(), failing).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toMatch(
      /c\.py cannot be written \(EIO\); what was written could not be put back: a\.py \(EIO\)/,
    );
    expect(readFileSync(join(folder, 'b.py'), 'utf8')).toBe(GOOD);
    expect(readFileSync(join(folder, 'a.py'), 'utf8')).toBe(DONE);
    const next = degreen(folder, ['diff']);
    expect(next.code).toBe(0);
    expect(next.stderr).toMatch(/^note: an interrupted apply is taken back, 3 files$/m);
    expect(stateOf(folder)).toEqual({ 'a.py': GOOD, 'b.py': GOOD, 'c.py': GOOD });
  });

  it('files of others beside them are neither used nor removed', async () => {
    const folder = three();
    const foreign = { '.degreen-x': '1', [`b.py.degreen-${process.pid}`]: '2', '.degreen-0-0-0-1-0-0-0': '3' };
    write(folder, foreign);
    await writeIn(folder, writesOf());
    expect(stateOf(folder)).toEqual({ 'a.py': DONE, 'b.py': DONE, 'c.py': DONE, ...foreign });
  });
});

describe('configuration', () => {
  const WRONG: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    [
      'an unknown key',
      { 'pyproject.toml': '[project]\nname = "x"\n\n[tool.degreen]\nlevel = "safe"\nexlude = []\n' },
      /pyproject\.toml:6: unknown key `exlude`/,
    ],
    [
      'a value of the wrong type',
      { 'degreen.toml': '# policy\nexclude = "a"\n' },
      /degreen\.toml:2: `exclude` must be a list/,
    ],
    ['a list of other things', { 'degreen.toml': 'only = [1]\n' }, /degreen\.toml:1: `only` must be a list of strings/],
    ['a level that is none', { 'degreen.toml': '\n\nlevel = "manual"\n' }, /degreen\.toml:3: `level` must be/],
    ['no TOML', { 'degreen.toml': 'exclude = [\n"a"\nb\n]\n' }, /degreen\.toml:\d+:\d+: \S/],
    [
      'no TOML in a file that speaks of degreen',
      { 'pyproject.toml': '[tool.degreen]\nlevel = \n' },
      /pyproject\.toml:2:\d+: \S/,
    ],
    ['a transform that does not exist', { 'degreen.toml': '# x\nonly = ["slumber"]\n' }, /degreen\.toml:2: .*slumber/],
    ['[tool.degreen] that is no table', { 'pyproject.toml': '[tool]\ndegreen = 5\n' }, /pyproject\.toml:2: /],
  ];

  it.each(WRONG)('%s: named with file and line', (_, config, says) => {
    const folder = repositoryOf({ 'good.py': GOOD, ...config });
    for (const command of ['scan', 'diff', 'apply']) refuses(folder, [command], says);
  });

  it('of others is not read for errors', () => {
    const folder = repositoryOf({ 'good.py': GOOD, 'pyproject.toml': '[project\nname = \n' });
    expect(degreen(folder, ['diff']).code).toBe(0);
  });
});
