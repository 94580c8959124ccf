// Every call of the file system that writing is made of fails once, is where all fail from, and is where the process gets a
// signal or ends: an apply, a session and a series are then written whole or not at all, and the next run leaves nothing over.
import { cpSync, existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLI, cleanUp, folderOf } from '../support/cli.ts';
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
