// After an edit the answer of the run before is said again only where a run without it would say the same, byte for byte.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { type DiffOptions, printDiff } from '../../src/commands/print-diff.ts';
import { printLedger, type ScanFormat, type ScanOptions } from '../../src/commands/print-ledger.ts';
import { withSavedAnswer } from '../../src/commands/saved-answer.ts';
import type { World } from '../../src/commands/world.ts';
import { repositoryOf } from '../support/cli.ts';
import { worldOf } from '../support/world.ts';

const PATHS = [
  'pkg/__init__.py',
  'pkg/a.py',
  'pkg/b.py',
  'pkg/c.py',
  'tests/test_a.py',
  'script',
  'setup.cfg',
  'data.bin',
  'notes.md',
];

/** What files are put together from: each may change what is said of others. */
const PIECES = [
  'import eventlet',
  'import eventlet.event',
  'from eventlet import greenthread, sleep',
  'from eventlet.semaphore import Semaphore as Lock',
  'eventlet.monkey_patch()',
  'from pkg import a',
  'from pkg.a import *',
  'from pkg.a import \\\n  *',
  'from pkg.a import Worker, nap',
  'import pkg.a as other',
  'from unittest import mock',
  'import copy',
  'def nap():\n    eventlet.sleep(1)',
  'def rest():\n    greenthread.sleep(0)\n    sleep(2)',
  'class Worker:\n    def __init__(self):\n        self.done = eventlet.event.Event()\n        self.lock = Lock()\n    def run(self):\n        return self.done.wait()',
  'class Other(Worker):\n    done = None',
  'worker = Worker()\nworker.done.send(1)',
  'worker.done = 1',
  "getattr(worker, 'done')",
  'setattr(worker, name, 1)',
  'copy.deepcopy(worker)',
  'a.eventlet.sleep(3)',
  'a.Worker().done.ready()',
  "mock.patch('eventlet.sleep')",
  "mock.patch('pkg.a.eventlet.sleep')",
  "@mock.patch.object(a.eventlet, 'sleep')\ndef test_nap(sleep):\n    a.nap()\n    sleep.assert_called_with(1)",
  "mock.patch.object(Worker, 'done')",
  '# eventlet',
  '# EventLet',
  'myeventlet = 1',
  '"""Calls eventlet.sleep and nothing."""',
  "__all__ = ['nap']",
  'time = 1',
  'x = 1',
  'def broken(:',
  '#!/usr/bin/env python3',
  '\0',
];

const LIBRARY = 'import eventlet';
const PLAIN = PIECES.filter((piece) => !/eventlet|def broken/.test(piece));
const textOf = (pieces: readonly string[]) => fc.array(fc.constantFrom(...pieces), { maxLength: 7 });
const contents = fc
  .oneof(textOf([LIBRARY, LIBRARY, LIBRARY, ...PIECES]), textOf(PLAIN))
  .map((pieces) => `${pieces.join('\n')}\n`);

const NAMED = 'from pkg.a import Worker, nap';
/** It has the same words. */
const STAR = 'from pkg.a import *  # Worker, nap';
/** What somebody does to the text of a file. */
const rewriting = fc.oneof(
  fc.constantFrom(...PIECES, ...PLAIN, NAMED, NAMED).map((piece) => (text: string) => `${text}${piece}\n`),
  contents.map((text) => () => text),
  fc.constant((text: string) => text),
  fc.constant((text: string) => `${text}# EventLet\n`),
  fc.constant((text: string) => `${text.split('\n').slice(0, -2).join('\n')}\n`),
  fc.constantFrom([NAMED, STAR] as const, [STAR, NAMED] as const).map(
    ([from, to]) =>
      (text: string) =>
        text.replaceAll(from, to),
  ),
);
const edit = fc.record({ path: fc.constantFrom(...PATHS), rewrite: rewriting });

type Command = readonly ['diff', DiffOptions] | readonly ['scan', ScanOptions];
const FORMATS: readonly ScanFormat[] = ['text', 'json', 'sarif', 'markdown'];
const command: fc.Arbitrary<Command> = fc.constantFrom<Command>(
  ['diff', {}],
  ['diff', { level: 'review' }],
  ['diff', { level: 'review', stat: true }],
  ['diff', { finish: true }],
  ...FORMATS.map((format) => ['scan', { format }] as const),
);

let folder = '';
const LATER = 60_000;

function put(texts: ReadonlyMap<string, string>): void {
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function run([name, options]: Command, world: World): Promise<number> {
  return name === 'diff' ? printDiff(world, [], options) : printLedger(world, [], options);
}

/** What is said, and whether it was worked out for that. */
async function say(asked: Command, kept: boolean) {
  const { world, stdout, stderr } = worldOf(folder, undefined);
  let worked = false;
  const work = (recorder: World) => {
    worked = true;
    return run(asked, recorder);
  };
  const [name, options] = asked;
  const code = kept
    ? // The clock is past the tick of every file.
      await withSavedAnswer(world, name, [], options, work, () => Date.now() + LATER)
    : await work(world);
  return { said: { code, stdout: stdout(), stderr: stderr() }, worked };
}

/** Edits a file, once the file system counts another time. */
function change(path: string, rewrite: (text: string) => string, texts: Map<string, string>): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 12);
  const text = rewrite(texts.get(path) ?? '');
  texts.set(path, text);
  put(new Map([[path, text]]));
}

beforeEach(() => {
  folder = repositoryOf({ 'README.rst': '' });
});

describe('after an edit', () => {
  it('an answer is that of a run for which nothing was kept', { timeout: 600_000 }, async () => {
    const counts = { again: 0, same: 0, other: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(...PATHS.map(() => contents)),
        fc.array(edit, { minLength: 1, maxLength: 5 }),
        command,
        async (all, edits, asked) => {
          rmSync(join(folder, '.git/degreen'), { recursive: true, force: true });
          const texts = new Map(PATHS.map((path, index) => [path, all[index] ?? '']));
          put(texts);
          let { said: before } = await say(asked, true);
          for (const { path, rewrite } of edits) {
            change(path, rewrite, texts);
            const now = await say(asked, true);
            const { said: right } = await say(asked, false);
            expect(now.said).toEqual(right);
            counts[!now.worked ? 'again' : before.stdout === right.stdout ? 'same' : 'other']++;
            before = right;
          }
        },
      ),
      { numRuns: Number(process.env.DEGREEN_BASIS_RUNS ?? 25) },
    );
    if (process.env.DEGREEN_BASIS_RUNS) console.log(counts);
    expect(counts.again).toBeGreaterThan(0);
    expect(counts.other).toBeGreaterThan(0);
  });
});
