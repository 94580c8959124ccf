// Runs that are stopped, and runs that meet: whatever ends one, the next finds nothing half done, nothing left over and no
// lock that nobody holds. Every call of the file system is tried in the full suite; here are some of them.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DISK } from '../../../src/io/disk/disk.ts';
import { takeLock } from '../../../src/io/disk/lock.ts';
import { isGone, newProcessIdentity, processState } from '../../../src/io/disk/process-identity.ts';
import { openSessionFile } from '../../../src/io/session-file.ts';
import {
  CLI,
  cleanUp,
  degreen,
  ENVIRONMENT,
  folderOf,
  git,
  MODULES,
  repositoryOf,
  runProgram,
  stateOf,
  write,
} from '../../support/cli.ts';
import { type Fault, placeOf, runDoomed, stopAt, type Task } from '../../support/faults.ts';
import { asRoot, NOBODY } from '../../support/permissions.ts';

const GOOD = 'import eventlet\n\n\ndef f():\n    eventlet.sleep(1)\n';
const DONE = 'import time\n\n\ndef f():\n    time.sleep(1)\n';

beforeAll(() => {
  if (!existsSync(CLI)) throw new Error('there is no build: run `npm run build` first');
});

afterAll(cleanUp);

/** The calls of an apply by name, from 1; without a fault. */
function callsOf(task: Task): readonly string[] {
  return ['', ...(runDoomed(task, placeOf(task), 0, 'SIGTERM')?.calls ?? [])];
}

describe('an apply that is stopped', () => {
  it('by a kill, a signal or an error, before, at and after its renames', async () => {
    const calls = callsOf('apply');
    const renames = calls.flatMap((name, index) => (name === 'renameSync' ? [index] : []));
    const [first = 0, second = 0] = renames;
    const faults: readonly (readonly [number, Fault, 'all' | 'none'])[] = [
      [first - 6, 'SIGKILL', 'none'],
      [first, 'SIGKILL', 'none'],
      [second, 'SIGKILL', 'all'],
      [calls.length - 3, 'SIGKILL', 'all'],
      [first - 6, 'SIGTERM', 'none'],
      [second, 'SIGTERM', 'all'],
      [second, 'once', 'none'],
      [second, 'from then on', 'all'],
    ];
    for (const [at, fault, outcome] of faults)
      expect([at, fault, await stopAt('apply', at, fault)]).toEqual([at, fault, outcome]);
  });

  /** A tree in which an apply was killed at its second rename. */
  function killed(inGit = true): string {
    const folder = placeOf('apply', inGit);
    runDoomed('apply', folder, callsOf('apply').indexOf('renameSync') + 3, 'SIGKILL');
    return folder;
  }

  it('is ended by any command, which says so', () => {
    for (const inGit of [true, false]) {
      for (const args of [['scan'], ['diff'], ['apply'], ['check'], ['guard']]) {
        const folder = killed(inGit);
        expect(Object.keys(stateOf(folder)).filter((path) => /\.degreen-\w+-\w+-/.test(path)).length).toBeGreaterThan(
          2,
        );
        const { stderr } = degreen(folder, args);
        expect(stderr, args.join(' ')).toMatch(/^note: an interrupted apply is finished, 4 files$/m);
        expect(Object.keys(stateOf(folder))).toEqual(['a.py', 'pkg', 'pkg/b.py', 'pkg/c.py', 'pkg/made.py']);
        expect(readFileSync(join(folder, 'pkg/c.py'), 'utf8')).toBe('new c\n');
      }
    }
  });

  it('without git also from a folder above or below', () => {
    for (const at of ['..', 'pkg']) {
      const above = folderOf({ 'other.py': '' });
      const folder = join(above, 'tree');
      spawnSync('cp', ['-a', killed(false), folder]);
      expect(degreen(join(folder, at), ['diff']).stderr).toMatch(/is finished, 4 files$/m);
      expect(readFileSync(join(folder, 'pkg/c.py'), 'utf8')).toBe('new c\n');
      expect(existsSync(join(folder, '.degreen-apply'))).toBe(false);
    }
  });

  it('is taken back where its new files are gone, as after git clean', () => {
    const folder = killed();
    git(folder, 'clean', '--force', '--quiet', '-d');
    expect(readFileSync(join(folder, 'a.py'), 'utf8')).toBe('new a\n');
    expect(degreen(folder, ['diff']).stderr).toMatch(/^note: an interrupted apply is taken back, 4 files$/m);
    expect(git(folder, 'diff', '--stat')).toBe(' pkg/b.py | 0\n 1 file changed, 0 insertions(+), 0 deletions(-)\n');
  });

  it('leaves what somebody has changed since, and names it', () => {
    for (const path of ['a.py', 'pkg/c.py']) {
      const folder = killed();
      write(folder, { [path]: 'by hand\n' });
      const { stderr } = degreen(folder, ['diff']);
      expect(stderr).toContain(`warning: ${path} was changed after that apply was stopped, and is left as it is\n`);
      expect(readFileSync(join(folder, path), 'utf8')).toBe('by hand\n');
      expect(Object.keys(stateOf(folder)).filter((each) => each.includes('.degreen-'))).toEqual([]);
    }
  });

  it.runIf(asRoot)('by another user is left to them: they must not decide what becomes of files here', () => {
    const folder = killed(false);
    chownSync(join(folder, '.degreen-apply'), NOBODY, NOBODY);
    const before = stateOf(folder);
    expect(degreen(folder, ['diff']).stderr).toMatch(
      /^warning: an apply of another user is unfinished here, .*journal$/m,
    );
    expect(stateOf(folder)).toEqual(before);
  });

  it('whose journal speaks of files outside of its tree is not believed', () => {
    const outside = folderOf({ 'far.py': 'new' });
    const folder = folderOf({ 'a.py': GOOD });
    const { path } = { path: join('..', outside.slice(outside.lastIndexOf('/') + 1), 'far.py') };
    const row = {
      path,
      temporary: `${path}/../.degreen-0-0`,
      created: true,
      after: sha256('new'),
      afterSize: 3,
      size: 0,
    };
    const body = `${JSON.stringify([row])}\n`;
    write(folder, { '.degreen-apply/journal': `degreen apply journal 1 ${sha256(body)}\n${body}` });
    expect(degreen(folder, ['diff']).code).toBe(0);
    expect(stateOf(outside)).toEqual({ 'far.py': 'new' });
    expect(stateOf(folder)).toEqual({ 'a.py': GOOD });
  });
});

function sha256(text: string): string {
  return runProgram('sha256sum', [], '/', { input: text }).stdout.slice(0, 64);
}

describe('a series and a session that are stopped', () => {
  it('are whole or not there', async () => {
    for (const task of ['series', 'session'] as const) {
      const calls = callsOf(task);
      for (const at of [3, calls.lastIndexOf('renameSync'), calls.length - 1]) await stopAt(task, at, 'SIGKILL');
    }
  });

  it('leave no scratch repository for longer than to the next run', () => {
    const temporary = folderOf({});
    const folder = repositoryOf({ 'a.py': GOOD });
    const env = { TMPDIR: temporary };
    const kill = `kill -9 "$PPID"; sleep 0.2`;
    // Its shell ends degreen while the series is being proved.
    const run = spawnSync(process.execPath, [CLI, 'patch', '-o', join(temporary, 'out'), '--exec', kill], {
      cwd: folder,
      env: { ...ENVIRONMENT, ...env },
    });
    expect(run.signal).toBe('SIGKILL');
    const left = readdirSync(temporary);
    expect(left).toEqual([expect.stringMatching(/^degreen-patch-/)]);
    const alive = `degreen-patch-${newProcessIdentity()}-live`;
    mkdirSync(join(temporary, alive));
    mkdirSync(join(temporary, 'degreen-patch-of-somebody'));
    expect(degreen(folder, ['patch', '-o', join(temporary, 'out')], { env })).toMatchObject({ code: 0 });
    expect(readdirSync(temporary).sort()).toEqual([alive, 'degreen-patch-of-somebody', 'out'].sort());
  });
});

describe('commits that are made while degreen is killed', () => {
  /** A git in a folder of its own that ends its parent at its n-th call, and then does what it was asked. */
  function deadlyGit(nth: number) {
    const folder = folderOf({});
    const log = join(folder, 'log');
    const real = runProgram('sh', ['-c', 'command -v git'], '/').stdout.trim();
    const script = `#!/bin/sh\necho "$*" >> '${log}'\n[ "$(wc -l < '${log}')" = ${nth} ] && kill -9 "$PPID"\nexec '${real}' "$@"\n`;
    writeFileSync(join(folder, 'git'), script, { mode: 0o755 });
    return { path: `${folder}:${process.env.PATH}`, calls: () => readFileSync(log, 'utf8').trimEnd().split('\n') };
  }

  function applyWith(folder: string, path: string) {
    return spawnSync(process.execPath, [CLI, 'apply', '--commit'], {
      cwd: folder,
      env: { ...ENVIRONMENT, PATH: path },
    });
  }

  it('are all there with index and files, or none is', async () => {
    const contents = { 'a.py': GOOD, 'b.py': `${GOOD}\n\ndef g():\n    with eventlet.Semaphore(1):\n        pass\n` };
    const counting = deadlyGit(0);
    expect(applyWith(repositoryOf(contents), counting.path).status).toBe(0);
    const calls = counting.calls();
    const outcomes = new Set<string>();
    for (let at = calls.length; at > 0 && calls.length - at < 6; at--) {
      const folder = repositoryOf(contents);
      expect(applyWith(folder, deadlyGit(at).path).signal).toBe('SIGKILL');
      // What git was told to do it does to its end.
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect([calls[at - 1], git(folder, 'status', '--porcelain')]).toEqual([calls[at - 1], '']);
      outcomes.add(git(folder, 'rev-list', '--count', 'HEAD').trim());
    }
    expect([...outcomes].sort()).toEqual(['1', '3']);
  });
});

describe('a mark', () => {
  it('names a process that no other is', () => {
    const own = newProcessIdentity();
    expect(processState(own)).toBe('alive');
    expect(newProcessIdentity()).not.toBe(own);
    const [machine, boot, space, pid, start, chance] = own.split('-');
    const with_ = (...parts: readonly (string | undefined)[]) => parts.join('-');
    // The number lives, but began at another time: in a container it is 1 at every start.
    expect(processState(with_(machine, boot, space, pid, '00000000', chance))).toBe('gone');
    expect(processState(with_(machine, '00000000', space, pid, start, chance))).toBe('gone');
    expect(processState(with_(machine, boot, '00000000', pid, start, chance))).toBe('unknown');
    expect(processState(with_('00000000', boot, space, pid, start, chance))).toBe('unknown');
    expect(processState('something else')).toBe('unknown');
    const { pid: ended } = spawnSync('true');
    expect(isGone(with_(machine, boot, space, String(ended), start, chance))).toBe(true);
  });
});

describe('a lock', () => {
  it('is held by one of many that want it at once, past one that is stale', async () => {
    const folder = folderOf({});
    const [machine, boot, space, , start, chance] = newProcessIdentity().split('-');
    // The number of a process that lives again, and began later.
    writeFileSync(join(folder, `x-${[machine, boot, space, process.pid, '00000000', chance].join('-')}`), 'held\n');
    writeFileSync(
      join(folder, `x-${[machine, boot, space, spawnSync('true').pid, start, chance].join('-')}`),
      'held\n',
    );
    for (let round = 0; round < 10; round++) {
      const taken = await Promise.all(Array.from({ length: 8 }, () => takeLock(DISK, folder, 'x')));
      const winners = taken.flatMap((each) => ('release' in each ? [each] : []));
      expect(winners).toHaveLength(1);
      expect(readdirSync(folder)).toHaveLength(1);
      winners[0]?.release();
    }
  });

  it('of a process that cannot be seen is believed for as long as it shows that it lives', async () => {
    const folder = folderOf({});
    const foreign = join(folder, `x-00000000-${newProcessIdentity().split('-').slice(1).join('-')}`);
    writeFileSync(foreign, 'held\n');
    expect(await takeLock(DISK, folder, 'x')).toMatchObject({ file: foreign, pid: process.pid, near: false });
    const old = new Date(Date.now() - 120_000);
    DISK.utimesSync(foreign, old, old);
    expect(await takeLock(DISK, folder, 'x')).toHaveProperty('release');
    expect(existsSync(foreign)).toBe(false);
  });

  it('of a review: four starts at once, and exactly one has it', async () => {
    const folder = folderOf({});
    // One that was killed has left its own.
    runDoomed('session', folder, 17, 'SIGKILL');
    expect(readdirSync(join(folder, 'degreen'))).not.toEqual([]);
    const program = `
      import { openSessionFile } from ${JSON.stringify(join(MODULES, 'io/session-file.js'))};
      const file = await openSessionFile(${JSON.stringify(folder)}).catch((error) => error);
      console.log(file instanceof Error ? file.message : 'mine');
      process.stdin.on('end', () => file.release?.()).resume();`;
    const children = Array.from({ length: 4 }, () => spawn(process.execPath, ['--input-type=module', '-e', program]));
    const said = await Promise.all(
      children.map(
        (child) => new Promise<string>((resolve) => child.stdout.once('data', (chunk) => resolve(String(chunk)))),
      ),
    );
    for (const child of children) child.stdin.end();
    await Promise.all(children.map((child) => new Promise((resolve) => child.once('exit', resolve))));
    expect(said.filter((each) => each === 'mine\n')).toHaveLength(1);
    for (const each of said) expect(each).toMatch(/^mine$|^another review of this work tree is open, process \d+$/m);
    (await openSessionFile(folder)).release();
    expect(stateOf(folder)).toEqual({ degreen: '<folder>', 'degreen/session.json': 'new' });
  });

  it('of a tree: of two that write at once, the second sees what the first did', async () => {
    const folder = repositoryOf({ 'a.py': GOOD, 'b.py': GOOD });
    const runs = [0, 1].map(() => spawn(process.execPath, [CLI, 'apply'], { cwd: folder, env: ENVIRONMENT }));
    const ended = await Promise.all(
      runs.map(
        (run) =>
          new Promise<{ code: number | null; stderr: string }>((resolve) => {
            let stderr = '';
            run.stderr.on('data', (chunk) => {
              stderr += chunk;
            });
            run.once('close', (code) => resolve({ code, stderr }));
          }),
      ),
    );
    for (const { code, stderr } of ended)
      expect({ code, stderr }).toMatchObject(
        code === 2
          ? {
              stderr: expect.stringMatching(/changed since it was read|uncommitted changes|stopped while it wrote/),
            }
          : { code: 0 },
      );
    expect(stateOf(folder)).toEqual({ 'a.py': DONE, 'b.py': DONE });
    expect(ended.some(({ code }) => code === 0)).toBe(true);
  });
});

describe('a place for scratch files', () => {
  const series = (folder: string, out: string, temporary: string) =>
    degreen(folder, ['patch', '-o', out], { env: { TMPDIR: temporary } });

  it('that is not there, no folder, or full: said, with what to do', (context) => {
    const folder = repositoryOf({ 'a.py': GOOD });
    const out = join(folderOf({}), 'out');
    const places = folderOf({ file: '' });
    for (const [name, reason] of [
      ['nowhere', 'ENOENT'],
      ['file', 'ENOTDIR'],
    ]) {
      const run = series(folder, out, join(places, name ?? ''));
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(run.stderr).toMatch(
        new RegExp(`no room to work in \\S*${name} \\(${reason}\\); nothing was written\\n.*TMPDIR`),
      );
    }
    const small = join(places, 'small');
    mkdirSync(small);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', small]).status !== 0)
      return context.skip('no file system can be mounted here');
    try {
      for (let filler = 0; filler < 64; filler += 12) {
        writeFileSync(join(small, 'filler'), Buffer.alloc(filler << 10));
        const run = series(folder, out, small);
        expect(run).toMatchObject({ code: 2, stdout: '' });
        expect(run.stderr).toMatch(
          /no room to work in \S* \((?:ENOSPC|No space left on device)\); nothing was written\n.*TMPDIR/,
        );
        expect([readdirSync(small), existsSync(out)]).toEqual([['filler'], false]);
      }
    } finally {
      spawnSync('umount', [small]);
      rmSync(small, { recursive: true, force: true });
    }
  });
});
