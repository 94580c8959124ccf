// What a patch series must know of the user's repository: base, identity, the blobs of files. Reads only.
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { complaintOf, dirtyFiles, type GitAnswer, git, headCommit } from './git.ts';

/** Who makes a commit, and when. */
export interface Identity {
  readonly name: string;
  readonly email: string;
  /** Seconds and zone, as git writes them. */
  readonly date: string;
}

/** A repository that patches can be made for. */
export interface Repository {
  /** Absolute. */
  readonly root: string;
  /** The commit that HEAD names. */
  readonly base: string;
  /** Absolute: the git directory that all work trees share, its objects, and the file that says where history ends. */
  readonly gitDirectory: string;
  readonly objects: string;
  readonly shallow: string;
  readonly format: 'sha1' | 'sha256';
}

/** A file of a commit. */
export interface Blob {
  readonly mode: string;
  readonly id: string;
}

/**
 * Looks at the repository of a root.
 * @param inGit - whether the root was found to be a work tree.
 * @throws UserError where there is none, where it is bare, or where it has no commit.
 */
export async function openRepository(root: string, inGit: boolean): Promise<Repository> {
  if (!inGit) {
    const bare = await git(root, 'rev-parse', '--is-bare-repository');
    if (bare.code === 0 && text(bare) === 'true')
      throw new UserError(`${root} is a bare repository, without files`, 'Clone it and run degreen in the clone.');
    throw new UserError(
      `${root} is in no git work tree`,
      'A patch needs a commit to start from: git init, add, commit.',
    );
  }
  const base = await headCommit(root);
  if (base === null) throw new UserError(`${root} has no commit yet`, 'Commit your files, then run the command again.');
  const asked = ['--git-common-dir', '--git-path', 'objects', '--git-path', 'shallow'];
  const [gitDirectory = '', objects = '', shallow = ''] = (await ask(root, 'rev-parse', ...asked)).split('\n');
  return {
    root,
    base,
    gitDirectory: resolve(root, gitDirectory),
    objects: resolve(root, objects),
    shallow: resolve(root, shallow),
    // The length of an id says it, also to a git that knows no other format.
    format: base.length === 64 ? 'sha256' : 'sha1',
  };
}

function text(answer: GitAnswer): string {
  return answer.stdout.toString('utf8').replace(/\n$/, '');
}

async function ask(root: string, ...args: readonly string[]): Promise<string> {
  const answer = await git(root, ...args);
  if (answer.code !== 0) throw new UserError(`git ${args[0]} failed: ${complaintOf(answer)}`);
  return text(answer);
}

/**
 * The user's identity, from the environment and the configuration and never guessed from the machine.
 * @throws UserError where there is none, or where its date is none.
 */
export async function identityOf(root: string, kind: 'author' | 'committer'): Promise<Identity> {
  const answer = await git(root, '-c', 'user.useConfigOnly=true', 'var', `GIT_${kind.toUpperCase()}_IDENT`);
  const found = /^(.*?) ?<(.*)> (\d+ [+-]\d{4})$/.exec(text(answer));
  if (answer.code === 0 && found?.[1]) return { name: found[1], email: found[2] ?? '', date: found[3] ?? '' };
  const said = answer.stderr
    .trim()
    .split('\n')
    .findLast((line) => /^(fatal|error): /.test(line));
  if (said && /date/.test(said)) throw new UserError(`git takes no such date: ${said.replace(/^\w+: /, '')}`);
  throw new UserError(
    'git does not know who you are, and every patch has an author',
    'git config --global user.name "Your Name"; git config --global user.email you@example.org',
  );
}

/** The files of the base among the paths. */
export async function blobsOf(root: string, commit: string, paths: readonly string[]): Promise<Map<string, Blob>> {
  if (paths.length === 0) return new Map();
  const answer = await git(root, '--literal-pathspecs', 'ls-tree', '-z', '--full-tree', commit, '--', ...paths);
  if (answer.code !== 0) throw new UserError(`git ls-tree failed: ${complaintOf(answer)}`);
  const blobs = new Map<string, Blob>();
  for (const row of answer.stdout.toString('utf8').split('\0')) {
    const found = /^(\d+) blob ([0-9a-f]+)\t([\s\S]*)$/.exec(row);
    if (found) blobs.set(found[3] ?? '', { mode: found[1] ?? '', id: found[2] ?? '' });
  }
  return blobs;
}

/** The id that git gives to bytes that it takes as they are. */
export function blobId(bytes: Buffer, format: Repository['format']): string {
  return createHash(format).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/**
 * Sees to it that the files are those of the base: a patch that is made from others would not apply.
 * @throws UserError which names those that are not.
 */
export async function mustBeCommitted(repository: Repository, paths: readonly string[]): Promise<void> {
  const dirty = await dirtyFiles(repository.root, paths);
  if (dirty.length === 0) return;
  throw new UserError(
    `uncommitted changes in ${dirty.slice(0, 5).join(', ')}${dirty.length > 5 ? ` and ${dirty.length - 5} more` : ''}; nothing was written`,
    'The patches start from HEAD: commit or stash these files, or leave them out with --exclude.',
  );
}

/** The first commit of the line of first parents; of a shallow clone the oldest that it has. */
export async function rootCommit(repository: Repository): Promise<string> {
  const found = await ask(repository.root, 'rev-list', '--first-parent', '--max-parents=0', repository.base);
  return found.split('\n', 1)[0] ?? repository.base;
}
