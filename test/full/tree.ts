// Real trees, the built program run on them, git, and the judge. Knows the command line's contract and nothing of src/.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'dist/bin/degreen.js');

/** Debian's own interpreter: the one that apt-get installs pyflakes, flake8 and hacking for. */
const python = process.env.DEGREEN_PYTHON ?? '/usr/bin/python3';

/** What a command did. Bytes, since a patch of a latin-1 file is not UTF-8. */
export interface Outcome {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

interface Options {
  readonly cwd?: string;
  readonly input?: Buffer | string;
  /** The exit codes that are no failure. */
  readonly accept?: readonly number[];
}

export type Level = 'safe' | 'review';

export interface Hunk {
  readonly id: string;
  readonly transform: string;
  readonly path: string;
  readonly line: number;
  readonly level: Level;
  readonly requires: readonly string[];
}

export interface Reference {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly name: string;
  readonly role: string;
  readonly verdict: string;
  readonly hunk: string | null;
}

/** What the tests use of `scan --format json`, version 1. */
export interface Ledger {
  readonly version: number;
  readonly base: string | null;
  readonly summary: {
    readonly lines: number;
    readonly files: number;
    readonly importingFiles: number;
    readonly references: number;
    readonly verdicts: Readonly<Record<string, number>>;
  };
  readonly references: readonly Reference[];
  readonly hunks: readonly Hunk[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/** One file's lines in a patch, as `--numstat` counts them. */
export interface Change {
  readonly path: string;
  readonly added: number;
  readonly removed: number;
}

/** A file before and after, for the judge. */
export interface Pair {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export interface Judgement {
  readonly judged: number;
  readonly problems: readonly { readonly name: string; readonly kind: string; readonly message: string }[];
}

/** Runs a command to its end. @throws Error with what it said where its exit code is not accepted. */
export function run(command: string, args: readonly string[], options: Options = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const env: NodeJS.ProcessEnv = { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
    const child = spawn(command, args, { cwd: options.cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const outcome = { status: code ?? 255, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() };
      if ((options.accept ?? [0]).includes(outcome.status)) return resolve(outcome);
      const how = signal ? `was ended by ${signal}` : `exited ${outcome.status}`;
      reject(
        new Error(`${command} ${args.join(' ')} ${how} in ${options.cwd ?? '.'}\n${outcome.stderr.slice(0, 4000)}`),
      );
    });
    // A child that does not read its input to the end fails by its exit code, not by a broken pipe.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}

export function degreen(cwd: string, args: readonly string[], accept: readonly number[] = [0]): Promise<Outcome> {
  return run(process.execPath, [program, ...args], { cwd, accept });
}

/** Removes what runs kept of their answers, so that the next one works it out. */
export async function forgetAnswers(tree: string): Promise<void> {
  await rm(join(tree, '.git/degreen/answers'), { recursive: true, force: true });
}

export async function scan(cwd: string): Promise<Ledger> {
  return JSON.parse((await degreen(cwd, ['scan', '--format', 'json'])).stdout.toString()) as Ledger;
}

/** Why these tests cannot run here; undefined where they can. */
export async function missing(): Promise<string | undefined> {
  await access(program).catch(() => {
    throw new Error('the program is not built: npm run build');
  });
  const needs: readonly (readonly [string, readonly string[], string])[] = [
    ['apt-get', ['--version'], 'apt-get'],
    ['dpkg', ['--version'], 'dpkg'],
    [python, ['-c', 'import pyflakes, flake8, hacking'], 'python3-hacking, python3-flake8 and pyflakes3'],
  ];
  for (const [command, args, name] of needs) {
    const there = await run(command, args).catch(() => undefined);
    if (!there) return `needs ${name}`;
  }
  return undefined;
}

/** Fetches packages and returns the folder of each. */
export async function fetchTrees(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const cache = join(tmpdir(), 'degreen-corpus');
  const { stdout } = await run('bash', [join(root, 'scripts/fetch-corpus.sh'), cache, ...names]);
  const rows = stdout.toString().trim().split('\n');
  return new Map(rows.map((row, index) => [names[index] ?? '', row.split('\t')[1] ?? '']));
}

/** A copy of a tree to apply patches in. */
export async function clone(tree: string, folder: string): Promise<string> {
  const copy = await mkdtemp(join(folder, 'copy-'));
  await run('git', ['clone', '-q', '--no-hardlinks', tree, copy]);
  return copy;
}

export async function reset(copy: string): Promise<void> {
  await run('git', ['reset', '-q', '--hard'], { cwd: copy });
  await run('git', ['clean', '-q', '-d', '-f', '-x'], { cwd: copy });
}

/** Applies a patch as a person would, with the check before; returns what the patch says it changes. */
export async function applyPatch(copy: string, patch: Buffer): Promise<readonly Change[]> {
  if (patch.length === 0) return [];
  await run('git', ['apply', '--check', '-'], { cwd: copy, input: patch });
  const { stdout } = await run('git', ['apply', '--numstat', '-z', '-'], { cwd: copy, input: patch });
  await run('git', ['apply', '-'], { cwd: copy, input: patch });
  return numstat(stdout);
}

/** How the work tree differs from its commit, in the fewest lines that say so, and what is no change of text. */
export async function differences(copy: string): Promise<{ changes: readonly Change[]; others: readonly string[] }> {
  const { stdout } = await run('git', ['diff', '--minimal', '--numstat', '-z'], { cwd: copy });
  const summary = await run('git', ['diff', '--summary'], { cwd: copy });
  const status = await run('git', ['status', '--porcelain', '--ignored'], { cwd: copy });
  const others = [
    ...summary.stdout.toString().split('\n'),
    ...status.stdout
      .toString()
      .split('\n')
      .filter((line) => !line.startsWith(' M ')),
  ].filter((line) => line !== '');
  return { changes: numstat(stdout), others };
}

function numstat(output: Buffer): readonly Change[] {
  const rows = output
    .toString()
    .split('\0')
    .filter((row) => row !== '');
  return rows.map((row) => {
    const [added, removed, path] = row.split('\t');
    return { path: path ?? '', added: Number(added), removed: Number(removed) };
  });
}

/** The lines that hold a word in any letter case, as `path:line`. */
export async function grepLines(tree: string, word: string): Promise<readonly string[]> {
  const { stdout } = await run('git', ['grep', '-n', '-I', '-i', '-z', word], { cwd: tree, accept: [0, 1] });
  // Paths in bytes beside text in any encoding: latin-1 keeps every byte apart.
  const rows = stdout
    .toString('latin1')
    .split('\n')
    .filter((row) => row !== '');
  return rows.map((row) => {
    const [path, line] = row.split('\0');
    return `${Buffer.from(path ?? '', 'latin1').toString()}:${line}`;
  });
}

/** Keeps rendered files by their content, so that the judge sees each content once. */
export async function keep(bytes: Buffer, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${createHash('sha256').update(bytes).digest('hex')}.py`);
  await access(path).catch(() => writeFile(path, bytes));
  return path;
}

/** Asks CPython, pyflakes and hacking about all the pairs in one process. */
export async function judge(pairs: readonly Pair[], imports: 'whole' | 'reduced'): Promise<Judgement> {
  const script = fileURLToPath(new URL('judge.py', import.meta.url));
  const { stdout } = await run(python, [script], { input: JSON.stringify({ pairs, imports }) });
  return JSON.parse(stdout.toString()) as Judgement;
}

/** Runs a task for every item, as many at a time as there are processors; `worker` counts from 0. */
export async function inParallel<T>(
  items: readonly T[],
  task: (item: T, worker: number) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const work = async (worker: number) => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await task(item, worker);
  };
  const workers = Array.from({ length: availableParallelism() }, (_, worker) => work(worker));
  // All are waited for, also after a failure: no task may outlive the folder it works in.
  await Promise.allSettled(workers);
  await Promise.all(workers);
}

/** A folder that goes away after its use. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'degreen-full-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Numbers in [0, 1) that a seed fixes (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A random subset: first its size, each as likely as another, then its members. */
export function drawSubset<T>(items: readonly T[], random: () => number): ReadonlySet<T> {
  const pool = [...items];
  const size = Math.floor(random() * (pool.length + 1));
  const drawn = new Set<T>();
  for (let index = 0; index < size; index++) {
    const [item] = pool.splice(Math.floor(random() * pool.length), 1);
    if (item !== undefined) drawn.add(item);
  }
  return drawn;
}
