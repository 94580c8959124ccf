// Writing that is stopped at a given call of the file system, by an error, a signal or the end of the process, and what must
// hold of it afterwards. The tests choose the calls.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { recover } from '../../src/io/apply/recovery.ts';
import type { Write } from '../../src/io/apply/write-files.ts';
import type { Disk } from '../../src/io/disk/disk.ts';
import { removeUnfinished } from '../../src/io/git/series-folder.ts';
import { openSessionFile } from '../../src/io/session-file.ts';
import { folderOf, repositoryOf, stateOf } from './cli.ts';

const DOOMED = fileURLToPath(new URL('./killed-apply.mjs', import.meta.url));

/** What is written while something goes wrong. */
export type Task = 'apply' | 'session' | 'series';

const OLD = { 'a.py': 'old a\n', 'pkg/b.py': 'old b\n', 'pkg/c.py': 'old c\n' };
const NEW = { 'a.py': 'new a\n', 'pkg/b.py': 'new b\n', 'pkg/c.py': 'new c\n', 'pkg/made.py': 'new\n' };
const MODE = 0o4751;

const WRITES: readonly Write[] = Object.entries(NEW).map(([path, after]) => ({
  path,
  created: !(path in OLD),
  bytesBefore: Buffer.from(path === 'pkg/made.py' ? '' : OLD[path as keyof typeof OLD]),
  bytesAfter: Buffer.from(after),
}));

const SERIES = new Map(['0001-a.patch', '0002-b.patch', 'series'].map((name) => [name, `${name}\n`]));

/** What a process said that was told to end at a call. */
export interface Doom {
  readonly calls: readonly (keyof Disk)[];
  readonly result?: unknown;
  readonly error?: string;
  readonly message?: string;
}

/** Where a task writes: a tree with and without git, a git directory, a folder for a series. */
export function placeOf(task: Task, inGit = true): string {
  if (task === 'apply') {
    const folder = inGit ? repositoryOf(OLD) : folderOf(OLD);
    chmodSync(join(folder, 'pkg/b.py'), MODE);
    return folder;
  }
  return folderOf(task === 'session' ? { 'degreen/session.json': 'old' } : {});
}

/** Runs a task in a process of its own that is stopped at a call; undefined where it did not live to speak. */
export function runDoomed(task: Task | 'recover', folder: string, at: number, fault: Fault): Doom | undefined {
  const series = [...SERIES].map(([path, bytesAfter]) => ({ path, bytesAfter }));
  const applied = WRITES.map(({ bytesBefore, bytesAfter, ...rest }) => {
    return { ...rest, bytesBefore: bytesBefore.toString(), bytesAfter: bytesAfter.toString() };
  });
  const writes = task === 'series' ? series : applied;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [DOOMED, JSON.stringify({ task, folder, at, fault, writes })],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  return stdout === '' ? undefined : JSON.parse(stdout);
}

/** Ends what was left, as the next run does. */
export async function nextRun(task: Task, folder: string): Promise<void> {
  if (task === 'apply') await recover(locationOf(folder));
  else if (task === 'series') {
    if (existsSync(join(folder, 'out'))) removeUnfinished(join(folder, 'out'));
  } else {
    const file = await openSessionFile(folder);
    file.write(file.read() ?? 'none');
    file.release();
  }
}

/** Sees to it that all was done or nothing, and that nothing else is left; says which. */
export function expectWhole(task: Task, folder: string): 'all' | 'none' {
  if (task === 'series') return wholeSeries(join(folder, 'out'));
  if (task === 'session') {
    const { 'degreen/session.json': text, ...rest } = stateOf(folder);
    expect(rest).toEqual({ degreen: '<folder>' });
    expect(['old', 'new']).toContain(text);
    return text === 'new' ? 'all' : 'none';
  }
  const state = stateOf(folder);
  const all = state['a.py'] === NEW['a.py'];
  expect(state).toEqual({ pkg: '<folder>', ...(all ? NEW : OLD) });
  expect(statSync(join(folder, 'pkg/b.py')).mode & 0o7777).toBe(MODE);
  if (existsSync(join(folder, '.git', 'degreen'))) expect(readdirSync(join(folder, '.git', 'degreen'))).toEqual([]);
  return all ? 'all' : 'none';
}

function wholeSeries(out: string): 'all' | 'none' {
  const names = existsSync(out) ? readdirSync(out) : [];
  if (names.length === 0) return 'none';
  expect(new Map(names.sort().map((name) => [name, readFileSync(join(out, name), 'utf8')]))).toEqual(SERIES);
  return 'all';
}

/** What goes wrong at a call. */
export type Fault = 'SIGKILL' | 'SIGTERM' | 'once' | 'from then on';

/** Stops a task at a call; sees to it that what it said is true, and that the next run leaves it whole. */
export async function stopAt(task: Task, at: number, fault: Fault, inGit = true): Promise<'all' | 'none'> {
  const folder = placeOf(task, inGit);
  const doom = runDoomed(task, folder, at, fault);
  expect(doom === undefined).toBe(fault === 'SIGKILL');
  if (doom && task !== 'session') expect(['UserError', 'Interrupted', undefined], doom.message).toContain(doom.error);
  const said = doom?.message ?? '';
  const whole = doom && !/could not be (?:put back|removed)/.test(said) && fault !== 'from then on';
  // Then nobody needs a next run for the files of the project.
  const before = whole && task === 'apply' ? projectOf(folder) : undefined;
  if (before) expect(before).toEqual(doom?.error === undefined ? NEW : OLD);
  await nextRun(task, folder);
  const outcome = expectWhole(task, folder);
  if (before) expect(outcome).toBe(doom?.error === undefined ? 'all' : 'none');
  return outcome;
}

function projectOf(folder: string): Record<string, string> {
  return Object.fromEntries(Object.entries(stateOf(folder)).filter(([path]) => path in NEW));
}

function locationOf(folder: string) {
  return { root: folder, inGit: existsSync(join(folder, '.git')), wanted: [''] };
}
