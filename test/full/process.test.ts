// What is said of the process, shown by running it: what the real monkey_patch() covers, and projects of several files that
// end under the real eventlet and no longer do once hunks at level review are taken, while those at level safe change nothing.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { COVERAGE } from '../support/monkey-patch-calls.ts';
import { PROJECTS } from '../support/monkey-patch-projects.ts';
import { accept, idsAt, planOf } from '../support/plan.ts';
import { missingEventlet, results } from './behave.ts';
import { processProject } from './process-programs.ts';
import { Draw } from './programs.ts';
import { inFolder, randomFrom } from './tree.ts';

const absent = await missingEventlet();
if (absent && process.env.DEGREEN_FULL === '1') throw new Error(`the test of processes ${absent}`);

/** After these a process hangs that is said to, and one that is not. */
const HANGS = 10;
const ENDS = 60;
const RUNS = Number(process.env.DEGREEN_PROCESSES ?? 20);
const seed = Number(process.env.DEGREEN_SEED ?? Date.now() % 1_000_000);

/** A project, with what its `main.py` is given. */
interface Run {
  readonly files: Readonly<Record<string, Buffer>>;
  readonly args: readonly string[];
}

/** What the `main.py` of each project prints; `hangs` at the end where it does not end. */
async function prints(runs: readonly Run[], seconds = ENDS): Promise<readonly string[]> {
  return inFolder(async (parent) => {
    const programs = runs.map(({ files, args }, index) => {
      const folder = join(parent, String(index));
      mkdirSync(folder);
      for (const [path, bytes] of Object.entries(files)) writeFileSync(join(folder, path), bytes);
      return { name: 'main.py', source: String(files['main.py']), patched: false, folder, args };
    });
    const found = await results('eventlet', programs, seconds);
    return found.map(({ status, stdout, stderr }) => `${stdout}${stderr}${status === 'timeout' ? 'hangs' : ''}`);
  });
}

describe.skipIf(absent)('the process', () => {
  test('is patched as the arguments are read', async () => {
    const known = COVERAGE.filter(([, time, threads]) => time !== 'unknown' && threads !== 'unknown');
    // One process for each: patching cannot be taken back.
    const source = (given: string) => `
import os
import eventlet
options = {}
try:
    eval(${JSON.stringify(`eventlet.monkey_patch(${given})`)})
except TypeError:
    pass
done = eventlet.patcher.is_monkey_patched
print('yes' if done('time') else 'no', 'yes' if done('thread') else 'no', flush=True)
os._exit(0)
`;
    const programs = known.map(([given]) => ({ name: given, source: source(given), patched: false }));
    const answers = (await results('eventlet', programs)).map(({ stdout }) => stdout.trim());
    expect(known.map(([given], at) => `${given}: ${answers[at]}`)).toEqual(
      known.map(([given, time, threads]) => `${given}: ${time} ${threads}`),
    );
  });

  describe('of a project', () => {
    const runs = Object.values(PROJECTS).flatMap(({ files, args, before, after }) => {
      const plan = planOf(files);
      return [
        { files: accept(plan, new Set()), args, expected: before },
        { files: accept(plan, idsAt(plan, 'safe')), args, expected: before },
        { files: accept(plan, idsAt(plan, 'review')), args, expected: after },
      ];
    });
    const found = new Map<Run, string | undefined>();
    beforeAll(async () => {
      for (const hangs of [false, true]) {
        const some = runs.filter(({ expected }) => (expected === 'hangs') === hangs);
        const printed = await prints(some, hangs ? HANGS : ENDS);
        for (const [index, run] of some.entries()) found.set(run, printed[index]);
      }
    });

    test.each(
      Object.keys(PROJECTS).map((name, index) => [name, runs.slice(3 * index, 3 * index + 3)] as const),
    )('%s', (_, three) => {
      expect(three.map((run) => found.get(run))).toEqual(three.map(({ expected }) => expected));
    });
  });

  test('is never other than a safe hunk takes it to be', async () => {
    const random = randomFrom(seed);
    const counts = { safe: 0, review: 0 };
    const different: string[] = [];
    const runs: (Run & { readonly said: string })[] = [];
    for (let number = 0; number < RUNS; number++) {
      const files = processProject(new Draw(random));
      const plan = planOf(files);
      const taken = idsAt(plan, 'safe');
      counts.safe += taken.size;
      counts.review += plan.hunks.length - taken.size;
      if (taken.size === 0) continue;
      for (const args of [[], ['debug']]) {
        const said = `${JSON.stringify(files, null, 1)}\n${args}`;
        runs.push({ files: accept(plan, new Set()), args, said }, { files: accept(plan, taken), args, said });
      }
    }
    const printed = await prints(runs);
    for (let index = 0; index < runs.length; index += 2) {
      const [before = '', after] = printed.slice(index, index + 2);
      expect(before).toMatch(/^\[.*\]\n$/);
      if (before !== after) different.push(`${runs[index]?.said}: ${before} then ${after}`);
    }
    console.log(`${RUNS} projects, seed ${seed}: ${counts.safe} hunks safe, ${counts.review} at level review`);
    expect(different.slice(0, 2)).toEqual([]);
    expect(counts.safe).toBeGreaterThan(0);
    expect(counts.review).toBeGreaterThan(0);
  });
});
