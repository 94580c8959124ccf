// What is said of the process, shown by running it: what the real monkey_patch() covers, and projects of several files that
// end under the real eventlet and no longer do once hunks at level review are taken, while those at level safe change nothing.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COVERAGE } from '../support/monkey-patch-calls.ts';
import { PROJECTS } from '../support/monkey-patch-projects.ts';
import { accept, idsAt, planOf } from '../support/plan.ts';
import { processProject } from './process-programs.ts';
import { Draw } from './programs.ts';
import { randomFrom, run } from './tree.ts';

const python = process.env.DEGREEN_PYTHON ?? '/usr/bin/python3';
const absent = await run(python, ['-c', 'import eventlet']).then(
  () => undefined,
  () => 'needs python3-eventlet',
);
if (absent && process.env.DEGREEN_FULL === '1') throw new Error(`the test of processes ${absent}`);

const SECONDS = 10;
const RUNS = Number(process.env.DEGREEN_PROCESSES ?? 20);
const seed = Number(process.env.DEGREEN_SEED ?? Date.now() % 1_000_000);

/** What `main.py` prints with some arguments; `hangs` where it does not end. */
function prints(files: Readonly<Record<string, Buffer>>, args: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'degreen-process-'));
  for (const [path, bytes] of Object.entries(files)) writeFileSync(join(folder, path), bytes);
  return new Promise((resolve) => {
    const child = spawn(python, ['-W', 'ignore', 'main.py', ...args], { cwd: folder });
    let printed = '';
    let hangs = false;
    const limit = setTimeout(() => {
      hangs = true;
      child.kill('SIGKILL');
    }, SECONDS * 1000);
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    child.on('close', () => {
      clearTimeout(limit);
      rmSync(folder, { recursive: true });
      resolve(hangs ? `${printed}hangs` : printed);
    });
  });
}

describe.skipIf(absent)('the process', () => {
  test('is patched as the arguments are read', async () => {
    const known = COVERAGE.filter(([, time, threads]) => time !== 'unknown' && threads !== 'unknown');
    // One process for each, forked from one that has read the library: patching cannot be taken back.
    const program = `
import json, os, sys, eventlet
options = {}
for given in json.load(sys.stdin):
    sys.stdout.flush()
    if os.fork():
        os.wait()
        continue
    try:
        eval(f'eventlet.monkey_patch({given})')
    except TypeError:
        pass
    done = eventlet.patcher.is_monkey_patched
    print('yes' if done('time') else 'no', 'yes' if done('thread') else 'no', flush=True)
    os._exit(0)
`;
    const input = JSON.stringify(known.map(([given]) => given));
    const { stdout } = await run(python, ['-W', 'ignore', '-c', program], { input });
    const answers = stdout.toString().trim().split('\n');
    expect(known.map(([given], at) => `${given}: ${answers[at]}`)).toEqual(
      known.map(([given, time, threads]) => `${given}: ${time} ${threads}`),
    );
  });

  test.each(Object.entries(PROJECTS))('%s', async (_, { files, args, before, after }) => {
    const plan = planOf(files);
    const original = accept(plan, new Set());
    const safe = accept(plan, idsAt(plan, 'safe'));
    const review = accept(plan, idsAt(plan, 'review'));
    expect(await prints(original, args)).toBe(before);
    expect(await prints(safe, args)).toBe(before);
    expect(await prints(review, args)).toBe(after);
  });

  test('is never other than a safe hunk takes it to be', async () => {
    const random = randomFrom(seed);
    const counts = { safe: 0, review: 0 };
    const different: string[] = [];
    for (let number = 0; number < RUNS; number++) {
      const files = processProject(new Draw(random));
      const plan = planOf(files);
      const taken = idsAt(plan, 'safe');
      counts.safe += taken.size;
      counts.review += plan.hunks.length - taken.size;
      if (taken.size === 0) continue;
      for (const args of [[], ['debug']]) {
        const before = await prints(accept(plan, new Set()), args);
        const after = await prints(accept(plan, taken), args);
        expect(before).toMatch(/^\[.*\]\n$/);
        if (before !== after) different.push(`${JSON.stringify(files, null, 1)}\n${args}: ${before} then ${after}`);
      }
    }
    console.log(`${RUNS} projects, seed ${seed}: ${counts.safe} hunks safe, ${counts.review} at level review`);
    expect(different.slice(0, 2)).toEqual([]);
    expect(counts.safe).toBeGreaterThan(0);
    expect(counts.review).toBeGreaterThan(0);
  });
});
