// Questions to git. Reads only: nothing here changes a repository.
import { execFile } from 'node:child_process';
import { UserError } from '../errors.ts';

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

/**
 * Runs git in a folder.
 * @throws UserError where there is no git on the machine.
 */
export function git(cwd: string, ...args: readonly string[]): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    // Without this even `git status` writes: it refreshes the index.
    const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0' };
    execFile('git', [...args], { cwd, env, encoding: 'buffer', maxBuffer: 1 << 30 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') {
        if (error.code === 'ENOENT')
          return reject(new UserError('git was not found', 'Install git, or put it on the PATH.'));
        return reject(error);
      }
      const code = error && typeof error.code === 'number' ? error.code : 0;
      resolve({ code, stdout, stderr: stderr.toString('utf8') });
    });
  });
}

/**
 * The top of the work tree that holds a folder; undefined outside of one.
 * @throws UserError where there is no git, or where git refuses the repository.
 */
export async function topLevel(folder: string): Promise<string | undefined> {
  const answer = await git(folder, 'rev-parse', '--show-toplevel');
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
  const answer = await git(
    root,
    '--literal-pathspecs',
    'status',
    '--porcelain=v1',
    '-z',
    '--no-renames',
    '--untracked-files=all',
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
