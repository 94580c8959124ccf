// Runs the built program as people do: in scratch folders, with an environment of its own, as a process.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answersOf } from './answers.ts';

/** The built command line. */
export const CLI = fileURLToPath(new URL('../../dist/bin/degreen.js', import.meta.url));

/** The same code as modules one by one, for processes that call one of them. */
export const MODULES = fileURLToPath(new URL('../../dist/src', import.meta.url));

/** What a run left behind. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly bytes: Buffer;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

const made: string[] = [];

/** Removes every scratch folder of this test file. */
export function cleanUp(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** The environment of every run: nothing of whoever runs the tests. */
export const ENVIRONMENT = {
  PATH: process.env.PATH ?? '',
  HOME: tmpdir(),
  LC_ALL: 'C.UTF-8',
  TERM: 'xterm',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'A Person',
  GIT_AUTHOR_EMAIL: 'person@example.org',
  GIT_AUTHOR_DATE: '2024-01-02T03:04:05Z',
  GIT_COMMITTER_NAME: 'A Person',
  GIT_COMMITTER_EMAIL: 'person@example.org',
  GIT_COMMITTER_DATE: '2024-01-02T03:04:05Z',
};

/** Contents by path; a path may have folders. */
export type Contents = Readonly<Record<string, string | Buffer>>;

/** A folder with files and no git. */
export function folderOf(contents: Contents): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'degreen-')));
  made.push(folder);
  write(folder, contents);
  return folder;
}

/** Writes files into a folder. */
export function write(folder: string, contents: Contents): void {
  for (const [path, content] of Object.entries(contents)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** A git repository with the files as its one commit. */
export function repositoryOf(contents: Contents): string {
  const folder = folderOf(contents);
  git(folder, 'init', '--quiet', '--initial-branch=main');
  commit(folder);
  return folder;
}

/** Commits everything. */
export function commit(folder: string): void {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message=Change');
}

/**
 * Runs git, without the settings of whoever runs the tests.
 * @throws Error where git fails.
 */
export function git(cwd: string, ...args: readonly string[]): string {
  const result = spawnSync('git', [...args], { cwd, env: ENVIRONMENT, maxBuffer: 1 << 28 });
  if (result.status !== 0) throw new Error(`git ${args.join(' ')}: ${result.stderr}`);
  return result.stdout.toString();
}

const askWarm = answersOf(process.execPath, [fileURLToPath(new URL('./warm.mjs', import.meta.url))]);

/** Runs degreen in a folder: the built program from its command line on, in a process that has read its modules already. */
export function degreen(cwd: string, args: readonly string[], options: RunOptions = {}): Run {
  return runWarm(cwd, args, options, false);
}

/** The same where each of its streams says that it is a terminal: stdout and stderr come as one. */
export function degreenShown(cwd: string, args: readonly string[], options: RunOptions = {}): Run {
  return runWarm(cwd, args, options, true);
}

function runWarm(cwd: string, args: readonly string[], { env, input = '' }: RunOptions, terminal: boolean): Run {
  const given = Buffer.from(input).toString('base64');
  const question = { cwd, args, env: { ...ENVIRONMENT, ...env }, input: given, terminal };
  const answer = askWarm(question) as { code: number; stdout: string; stderr: string } | undefined;
  if (!answer) throw new Error(`degreen ${args.join(' ')} ended the process that it ran in`);
  const bytes = Buffer.from(answer.stdout, 'base64');
  const stderr = Buffer.from(answer.stderr, 'base64').toString();
  return { code: answer.code, stdout: bytes.toString(), bytes, stderr };
}

/** Runs degreen in a folder as a process. */
export function degreenProcess(cwd: string, args: readonly string[], options: RunOptions = {}): Run {
  return runProgram(process.execPath, [CLI, ...args], cwd, options);
}

/** Runs any program in a folder. */
export function runProgram(program: string, args: readonly string[], cwd: string, options: RunOptions = {}): Run {
  const result = spawnSync(program, [...args], {
    cwd,
    env: { ...ENVIRONMENT, ...options.env },
    input: options.input ?? '',
    maxBuffer: 1 << 28,
    timeout: 50_000,
  });
  if (result.error) throw result.error;
  return {
    code: result.status,
    stdout: result.stdout.toString(),
    bytes: result.stdout,
    stderr: result.stderr.toString(),
  };
}

const IN_TERMINAL = `
import os, pty, sys
status = pty.spawn(sys.argv[1:])
sys.exit(os.waitstatus_to_exitcode(status))
`;

/** Runs degreen as a process on a real terminal, so that stdout and stderr come as one. */
export function degreenInTerminal(cwd: string, args: readonly string[], options: RunOptions = {}): Run {
  return runProgram('python3', ['-c', IN_TERMINAL, process.execPath, CLI, ...args], cwd, options);
}

/** The bytes of every file of a folder as latin-1, and the mode of each, without git's own. */
export function stateOf(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.map((entry) => ({ entry, path: relative(folder, join(entry.parentPath, entry.name)) }));
  const state: Record<string, string> = {};
  for (const { entry, path } of paths.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (path === '.git' || path.startsWith('.git/')) continue;
    if (entry.isFile()) state[path] = readFileSync(join(folder, path), 'latin1');
    else state[path] = entry.isSymbolicLink() ? '<link>' : '<folder>';
  }
  return state;
}
