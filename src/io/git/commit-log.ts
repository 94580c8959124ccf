// The line of first parents that ends at HEAD: its commits, its tags, and where it begins because a clone is shallow.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { complaintOf, git, headCommit } from './git.ts';

/** A commit. */
export interface Commit {
  readonly id: string;
  /** The id of its tree. */
  readonly tree: string;
  /** When it was committed, in seconds since 1970. */
  readonly time: number;
  readonly subject: string;
}

/** The first-parent history of HEAD. */
export interface History {
  /** Oldest first; never empty. */
  readonly commits: readonly Commit[];
  /** Whether the oldest one has a parent that the clone lacks. */
  readonly shallow: boolean;
  /** Absolute: the git directory that all work trees share. */
  readonly gitDirectory: string;
}

/**
 * Reads the history of a work tree.
 * @throws UserError where there is none.
 */
export async function readHistory(root: string): Promise<History> {
  if ((await headCommit(root)) === null)
    throw new UserError(`${root} has no commit yet`, 'Commit your files; the history begins with the first commit.');
  const format = '--format=%H%x1f%T%x1f%ct%x1f%s';
  const log = await git(root, 'log', '--first-parent', '-z', '--no-show-signature', '--encoding=UTF-8', format);
  if (log.code !== 0) throw new UserError(`git cannot read the history: ${complaintOf(log)}`, 'See git fsck.');
  const commits = log.stdout
    .toString('utf8')
    .split('\0')
    .filter((row) => row !== '')
    .map((row): Commit => {
      const [id = '', tree = '', time = '', subject = ''] = row.split('\u001f');
      return { id, tree, time: Number(time), subject };
    })
    .reverse();
  const where = await git(root, 'rev-parse', '--git-common-dir', '--git-path', 'shallow');
  const [gitDirectory = '', file = ''] = where.stdout.toString('utf8').split('\n');
  return {
    commits,
    shallow: boundaries(resolve(root, file)).has(commits[0]?.id ?? ''),
    gitDirectory: resolve(root, gitDirectory),
  };
}

/** The commits whose parents a shallow clone lacks. */
function boundaries(file: string): ReadonlySet<string> {
  try {
    return new Set(readFileSync(file, 'utf8').split('\n'));
  } catch {
    return new Set();
  }
}

/** Tags by the commits that they name, those of one commit in order. */
export async function readTags(root: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const format = '--format=%(refname:strip=2)%00%(objectname)%00%(*objectname)';
  const answer = await git(root, 'for-each-ref', '--sort=version:refname', format, 'refs/tags');
  if (answer.code !== 0) throw new UserError(`git cannot list the tags: ${complaintOf(answer)}`);
  const tags = new Map<string, string[]>();
  for (const row of answer.stdout.toString('utf8').split('\n')) {
    const [name = '', id = '', peeled = ''] = row.split('\0');
    if (name === '') continue;
    const commit = peeled || id;
    tags.set(commit, [...(tags.get(commit) ?? []), name]);
  }
  return tags;
}

/** When the commit was made that a name (a tag, a branch, an id) stands for; undefined where it stands for none. */
export async function timeOfRevision(root: string, name: string): Promise<number | undefined> {
  if (name.startsWith('-')) return undefined;
  const commit = await git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
  if (commit.code !== 0) return undefined;
  const id = commit.stdout.toString('utf8').trim();
  const answer = await git(root, 'log', '-1', '--no-show-signature', '--format=%ct', id);
  return answer.code === 0 ? Number(answer.stdout.toString('utf8').trim()) : undefined;
}

/** The first line of what follows a commit's subject: the title of a pull request is there. */
export async function secondLine(root: string, id: string): Promise<string> {
  const answer = await git(root, 'log', '-1', '--no-show-signature', '--encoding=UTF-8', '--format=%b', id);
  return answer.stdout.toString('utf8').trim().split('\n', 1)[0] ?? '';
}
