// How git is run in a repository of others: nothing that the repository itself names is run by it. And questions to git,
// which change nothing.
import { execFile } from 'node:child_process';
import { NotFound, UserError } from '../../errors.ts';

/** What a git command said. */
export interface GitAnswer {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** What git complains of, in one line. */
export function complaintOf({ stderr }: { readonly stderr: string }): string {
  return stderr.trim().split(/\n\s*/).join('; ');
}

/** No file monitor, no hook, no pager; what git does not know of these it passes over. */
const NOTHING_RUNS = [
  '--no-pager',
  ...['core.fsmonitor=', 'core.hooksPath=/dev/null', 'gc.auto=0', 'maintenance.auto=false'].flatMap((each) => [
    '-c',
    each,
  ]),
];

/** Nothing is fetched either: what a clone lacks would come through programs and places that its configuration names. */
const NOTHING_COMES = { GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: '', GIT_TERMINAL_PROMPT: '0' };

/** A call of git under which a repository runs nothing of its own but filters. */
export interface CarefulCall {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** Makes such a call. */
export function carefully(args: readonly string[], env: NodeJS.ProcessEnv = process.env): CarefulCall {
  return { args: [...NOTHING_RUNS, ...args], env: { ...env, ...NOTHING_COMES } };
}

/** Settings, to stand before a command, under which git runs none of what the configuration names. */
export interface Switches {
  /** For filters; none where there is no filter. */
  readonly filters: readonly string[];
  /** For hooks that stand in the configuration, as git has them since 2.54. */
  readonly hooks: readonly string[];
}

/**
 * Finds these settings for a repository.
 * @throws UserError where something has a name that cannot be set.
 */
export async function switchesOf(root: string): Promise<Switches> {
  const named = '^(filter\\..*\\.(clean|smudge|process|required)|hook\\..*\\.command)$';
  const answer = await git(root, 'config', '-z', '--name-only', '--get-regexp', named);
  const keys = [...new Set(answer.stdout.toString('utf8').split('\0'))].filter((key) => key !== '');
  const odd = keys.find((key) => key.includes('='));
  if (odd !== undefined)
    throw new UserError(`the configuration of git names what cannot be switched off: ${odd}`, 'Rename it.');
  const isFilter = (key: string) => key.startsWith('filter.');
  const off = (key: string) => ['-c', `${key}=${key.endsWith('.required') ? 'false' : ''}`];
  return {
    filters: keys.filter(isFilter).flatMap(off),
    hooks: keys.flatMap((key) => (isFilter(key) ? [] : ['-c', key.replace(/command$/, 'enabled=false')])),
  };
}

/**
 * Runs git in a folder.
 * @throws UserError where there is no git on the machine.
 */
export function git(cwd: string, ...args: readonly string[]): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    // Without this even `git status` writes: it refreshes the index.
    const call = carefully(args, { ...process.env, GIT_OPTIONAL_LOCKS: '0' });
    execFile(
      'git',
      [...call.args],
      { cwd, env: call.env, encoding: 'buffer', maxBuffer: 1 << 30 },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') {
          if (error.code === 'ENOENT') return reject(new NotFound('program', 'git'));
          return reject(error);
        }
        const code = error && typeof error.code === 'number' ? error.code : 0;
        resolve({ code, stdout, stderr: stderr.toString('utf8') });
      },
    );
  });
}

/** Those that were asked for, by the tops of their work trees. */
const gitDirectories = new Map<string, string>();

/**
 * The top of the work tree that holds a folder; undefined outside of one.
 * @throws UserError where there is no git, or where git refuses the repository.
 */
export async function topLevel(folder: string): Promise<string | undefined> {
  const both = await git(folder, 'rev-parse', '--show-toplevel', '--absolute-git-dir');
  const [top = '', directory = '', ...others] = both.stdout.toString('utf8').split('\n');
  if (both.code === 0 && others.length === 1) {
    gitDirectories.set(top, directory);
    return top;
  }
  // The path of a folder may have ends of lines.
  const answer = both.code === 0 ? await git(folder, 'rev-parse', '--show-toplevel') : both;
  if (answer.code !== 0) {
    if (/not a git repository|must be run in a work tree/i.test(answer.stderr)) return undefined;
    const [first = '', ...more] = answer.stderr.trim().split('\n');
    throw new UserError(`git refuses ${folder}: ${first}`, undefined, more);
  }
  const path = answer.stdout.toString('utf8').replace(/\n$/, '');
  return path === '' ? undefined : path;
}

/** The git directory of a work tree, its own where it is a linked one. */
export async function absoluteGitDirectory(root: string): Promise<string> {
  const known = gitDirectories.get(root);
  if (known !== undefined) return known;
  const answer = await git(root, 'rev-parse', '--absolute-git-dir');
  if (answer.code !== 0) throw new UserError(`git does not name its directory: ${complaintOf(answer)}`);
  return answer.stdout.toString('utf8').replace(/\n$/, '');
}

/** The commit that HEAD names; null before the first one. */
export async function headCommit(root: string): Promise<string | null> {
  const answer = await git(root, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}');
  return answer.code === 0 ? answer.stdout.toString('utf8').trim() : null;
}

/** Tracked files, and untracked ones that are not ignored, relative to the root. */
export async function listFiles(root: string): Promise<string[]> {
  const answer = await git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate');
  if (answer.code !== 0) throw new UserError(`git could not list the files of ${root}: ${complaintOf(answer)}`);
  return [...new Set(answer.stdout.toString('utf8').split('\0'))].filter((path) => path !== '').sort();
}

/** Which of the paths differ from HEAD, in the index or the work tree, or are not tracked. */
export async function dirtyFiles(root: string, paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) return [];
  const { filters } = await switchesOf(root);
  const dirty = await statusOf(root, filters, paths);
  // Where filters change what is stored, only they can tell whether it is what HEAD has.
  return filters.length === 0 || dirty.length === 0 ? dirty : statusOf(root, [], dirty);
}

async function statusOf(root: string, settings: readonly string[], paths: readonly string[]): Promise<string[]> {
  const answer = await git(
    root,
    ...settings,
    '--literal-pathspecs',
    'status',
    '--porcelain=v1',
    '-z',
    '--no-renames',
    '--untracked-files=all',
    '--ignore-submodules=all',
    '--',
    ...paths,
  );
  if (answer.code !== 0) throw new UserError(`git status failed: ${complaintOf(answer)}`);
  const entries = answer.stdout
    .toString('utf8')
    .split('\0')
    .filter((entry) => entry.length > 3);
  return entries.map((entry) => entry.slice(3));
}
