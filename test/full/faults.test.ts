// Every call of the file system that writing is made of fails once, is where all fail from, and is where the process gets a
// signal or ends: an apply, a session and a series are then written whole or not at all, and the next run leaves nothing over.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLI, cleanUp, degreen, ENVIRONMENT, folderOf, git, repositoryOf, stateOf } from '../support/cli.ts';
import { expectWhole, type Fault, nextRun, placeOf, runDoomed, stopAt, type Task } from '../support/faults.ts';

beforeAll(() => {
  if (!existsSync(CLI)) throw new Error('there is no build: run `npm run build` first');
});

afterAll(cleanUp);

const FAULTS: readonly Fault[] = ['SIGKILL', 'SIGTERM', 'once', 'from then on'];

const TASKS: readonly (readonly [string, Task, boolean, number])[] = [
  ['an apply in git', 'apply', true, 80],
  ['an apply without git', 'apply', false, 80],
  ['a session', 'session', true, 17],
  ['a series', 'series', true, 20],
];

describe.each(TASKS)('%s', (_, task, inGit, least) => {
  // Only an apply holds signals back by itself.
  const faults = task === 'apply' ? FAULTS : FAULTS.filter((fault) => fault !== 'SIGTERM');

  it.each(faults)('%s at each call', async (fault) => {
    const calls = runDoomed(task, placeOf(task, inGit), 0, 'SIGTERM')?.calls.length ?? 0;
    expect(calls).toBeGreaterThanOrEqual(least);
    const outcomes = new Set<string>();
    for (let at = 1; at <= calls; at++) {
      outcomes.add(await stopAt(task, at, fault, inGit));
      cleanUp();
    }
    // What never came to either end was not tested.
    expect([...outcomes].sort()).toEqual(['all', 'none']);
  });
});

describe('the end of an apply that was stopped', () => {
  it('may be stopped as well, at each call', async () => {
    const { calls = [] } = runDoomed('apply', placeOf('apply'), 0, 'SIGTERM') ?? {};
    const renames = calls.flatMap((name, index) => (name === 'renameSync' ? [index + 1] : []));
    // Before the first, in the middle, and when all is done but the journal is there.
    for (const first of [(renames[0] ?? 0) - 3, renames[2] ?? 0, (renames.at(-1) ?? 0) + 1]) {
      const stopped = placeOf('apply');
      runDoomed('apply', stopped, first, 'SIGKILL');
      for (let at = 1; ; at++) {
        const folder = folderOf({});
        cpSync(stopped, folder, { recursive: true });
        const lived = runDoomed('recover', folder, at, 'SIGKILL');
        await nextRun('apply', folder);
        expectWhole('apply', folder);
        if (lived) break;
      }
    }
  });
});

describe('the program itself', () => {
  const FILES = 60;
  const before = Object.fromEntries(
    Array.from({ length: FILES }, (_, index) => [
      `f${index}.py`,
      'import eventlet\n\n\ndef f():\n    eventlet.sleep(1)\n',
    ]),
  );
  const after = Object.fromEntries(
    Object.keys(before).map((path) => [path, 'import time\n\n\ndef f():\n    time.sleep(1)\n']),
  );

  /** Starts an apply and sends a signal so long after so many of its new files wait. */
  async function stopped(folder: string, signal: NodeJS.Signals, waiting: number, delay: number) {
    const run = spawn(process.execPath, [CLI, 'apply'], { cwd: folder, env: ENVIRONMENT });
    let stderr = '';
    run.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const ended = new Promise<NodeJS.Signals | null>((resolve) => run.once('close', (_, by) => resolve(by)));
    const waits = () => readdirSync(folder).filter((name) => name.startsWith('.degreen-')).length;
    while (run.exitCode === null && waits() < waiting) await new Promise((resolve) => setImmediate(resolve));
    if (delay > 0) await sleep(delay);
    run.kill(signal);
    return { by: await ended, stderr };
  }

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('%s at any time leaves all or none', async (signal) => {
    const seen = { all: 0, none: 0 };
    for (let round = 0; round < 20; round++) {
      const folder = repositoryOf(before);
      const { by, stderr } = await stopped(folder, signal, round % 4 === 0 ? round + 1 : FILES, round % 7);
      if (signal === 'SIGKILL') expect(degreen(folder, ['scan']).code).toBe(0);
      const all = stateOf(folder)['f0.py'] === after['f0.py'];
      expect(stateOf(folder)).toEqual(all ? after : before);
      expect(existsSync(join(folder, '.git/degreen/apply'))).toBe(false);
      seen[all ? 'all' : 'none']++;
      if (signal !== 'SIGKILL' && by !== null) {
        expect(by).toBe(signal);
        expect(stderr).toMatch(all ? /all of them are$|^60 files changed/m : /nothing was written$/m);
      }
      cleanUp();
    }
    console.log(`${signal}: ${seen.all} applies done, ${seen.none} taken back`);
  });

  it('leaves no half of a series and no scratch repository', async () => {
    const temporary = folderOf({});
    const folder = repositoryOf(before);
    const out = join(folderOf({}), 'out');
    for (let round = 0; round < 20; round++) {
      const run = spawn(process.execPath, [CLI, 'patch', '-o', out], {
        cwd: folder,
        env: { ...ENVIRONMENT, TMPDIR: temporary },
        stdio: 'ignore',
      });
      // A run may be over before its signal.
      const ended = new Promise((resolve) => run.once('close', resolve));
      await sleep(400 + round * 60);
      run.kill('SIGKILL');
      await ended;
      if (existsSync(join(out, 'series'))) break;
    }
    const last = degreen(folder, ['patch', '-o', `${out}2`], { env: { TMPDIR: temporary } });
    expect(last.code, last.stderr).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
    if (existsSync(out) && readdirSync(out).length > 0) expect(stateOf(out)).toEqual(stateOf(`${out}2`));
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });
});
