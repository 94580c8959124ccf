// Commits and patches, made by git itself in a repository of their own that borrows the objects of the user's.
import { appendFileSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { bareEnvironment, type Environment, type Said, type Scratch } from '../process/scratch-process.ts';
import { carefully, complaintOf, switchesOf } from './git.ts';
import { type Blob, blobId, blobsOf, type Identity, type Repository } from './repository.ts';

/** A file as one commit has it, in the bytes of a work tree. */
export interface CommitFile {
  readonly path: string;
  readonly bytes: Buffer;
  /** What the work tree holds at the base; undefined for a new file. */
  readonly original: Buffer | undefined;
}

/** A commit that is to be made. */
export interface CommitDraft {
  readonly message: string;
  readonly files: readonly CommitFile[];
}

/** A commit as it was made. */
export interface MadeCommit {
  readonly id: string;
  readonly paths: readonly string[];
}

/** A scratch repository with a series of commits on top of the base. */
export interface Workshop {
  readonly scratch: Scratch;
  readonly repository: Repository;
  /** The work tree; empty until files are checked out. Its index is at the base. */
  readonly tree: string;
  readonly env: Environment;
  /** Runs git in the work tree. */
  git(...args: readonly string[]): Promise<Said>;
}

/** Makes the scratch repository: objects of the user's, nothing of anybody's configuration. */
export async function openWorkshop(
  scratch: Scratch,
  repository: Repository,
  author: Identity,
  committer: Identity,
): Promise<Workshop> {
  const tree = join(scratch.folder, 'tree');
  mkdirSync(tree);
  const env: Environment = {
    ...bareEnvironment(scratch.folder),
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: `@${author.date}`,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
    GIT_COMMITTER_DATE: `@${committer.date}`,
  };
  const workshop: Workshop = {
    scratch,
    repository,
    tree,
    env,
    git: (...args) => scratch.run('git', args, { cwd: tree, env }),
  };
  const format = repository.format === 'sha1' ? [] : [`--object-format=${repository.format}`];
  must(await workshop.git('init', '--quiet', '--template=', ...format, '.'));
  const own = join(tree, '.git');
  mkdirSync(join(own, 'objects', 'info'), { recursive: true });
  writeFileSync(join(own, 'objects', 'info', 'alternates'), `${repository.objects}\n`);
  appendFileSync(join(own, 'config'), '[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n');
  if (existsSync(repository.shallow)) copyFileSync(repository.shallow, join(own, 'shallow'));
  must(await workshop.git('update-ref', '--no-deref', 'HEAD', repository.base));
  must(await workshop.git('read-tree', repository.base));
  return workshop;
}

/**
 * The answer of a git command that has to succeed.
 * @throws Error with what git said.
 */
export function must(said: Said): string {
  if (said.code !== 0) throw new Error(`git failed in the scratch repository: ${complaintOf(said)}`);
  return said.stdout.toString('utf8').replace(/\n$/, '');
}

/** The commits of a series, and what they are about. */
export interface MadeSeries {
  readonly commits: readonly MadeCommit[];
  /** The blob that each path ends with. */
  readonly last: ReadonlyMap<string, Blob>;
  /** The paths that the base has as well. */
  readonly atBase: readonly string[];
  /** Whether a filter of the user's repository was asked what git stores: else the work tree has the same bytes. */
  readonly filtered: boolean;
}

/**
 * Makes the commits, one on top of the other.
 * @throws UserError where a file of the work tree is not what git would check out.
 */
export async function makeCommits(workshop: Workshop, drafts: readonly CommitDraft[]): Promise<MadeSeries> {
  const { repository, scratch, tree } = workshop;
  const files = drafts.flatMap((draft) => draft.files);
  const atBase = await blobsOf(repository.root, repository.base, [...new Set(files.map((file) => file.path))]);
  const { blobs, filtered } = await storeAll(workshop, files, atBase);
  const index = join(scratch.folder, 'index');
  copyFileSync(join(tree, '.git', 'index'), index);
  const env = { ...workshop.env, GIT_INDEX_FILE: index };
  const plumb = async (args: readonly string[], input?: string) =>
    must(await scratch.run('git', args, { cwd: tree, env, input: input ?? '' }));
  const last = new Map<string, Blob>();
  const commits: MadeCommit[] = [];
  let parent = repository.base;
  for (const draft of drafts) {
    const rows = draft.files.map((file) => {
      const blob = blobs.get(file) ?? { mode: '', id: '' };
      last.set(file.path, blob);
      return `${blob.mode} ${blob.id}\t${file.path}\0`;
    });
    await plumb(['update-index', '-z', '--index-info'], rows.join(''));
    // A partial clone has not every blob of the tree.
    const made = await plumb(['write-tree', '--missing-ok']);
    parent = await plumb(['commit-tree', made, '-p', parent, '-F', '-'], draft.message);
    commits.push({ id: parent, paths: draft.files.map((file) => file.path) });
  }
  return { commits, last, atBase: [...atBase.keys()], filtered };
}

/** Stores the files as git would commit them, with the modes that they have at the base. */
async function storeAll(
  workshop: Workshop,
  files: readonly CommitFile[],
  atBase: ReadonlyMap<string, Blob>,
): Promise<{ readonly blobs: ReadonlyMap<CommitFile, Blob>; readonly filtered: boolean }> {
  const { format, root } = workshop.repository;
  let filtered = false;
  let settings: readonly string[] | undefined;
  const blobs = new Map<CommitFile, Blob>();
  const plain: CommitFile[] = [];
  for (const file of files) {
    const base = atBase.get(file.path);
    if (!base !== (file.original === undefined)) {
      throw new UserError(
        base ? `${file.path} is in HEAD, and would be made new` : `${file.path} is not in HEAD`,
        'Commit it, or leave it out with --exclude.',
      );
    }
    if (base && file.original && blobId(file.original, format) === base.id) {
      plain.push(file);
      continue;
    }
    settings ??= (await switchesOf(root)).filters;
    // Other ends of lines need no filter; what is new gets what its name asks for.
    const [original, id] = [file.original, base?.id];
    const unfiltered = original && (await clean(workshop, settings, file.path, original)) === id;
    const asked = unfiltered ? settings : [];
    filtered ||= !unfiltered && settings.length > 0;
    if (original && !unfiltered && (await clean(workshop, asked, file.path, original)) !== id) {
      throw new UserError(
        `${file.path} is not as HEAD has it, even where git status says nothing of it`,
        'See git ls-files --eol -v: commit the file as git would store it (git add --renormalize), or let git look at it again.',
      );
    }
    blobs.set(file, { mode: base?.mode ?? '100644', id: await clean(workshop, asked, file.path, file.bytes) });
  }
  const folder = join(workshop.scratch.folder, 'blobs');
  mkdirSync(folder);
  for (const [index, file] of plain.entries()) writeFileSync(join(folder, String(index)), file.bytes);
  const said = await workshop.scratch.run('git', ['hash-object', '-w', '--no-filters', '--stdin-paths'], {
    cwd: workshop.tree,
    env: workshop.env,
    input: plain.map((_, index) => `${join(folder, String(index))}\n`).join(''),
  });
  const ids = must(said).split('\n');
  for (const [index, file] of plain.entries())
    blobs.set(file, { mode: atBase.get(file.path)?.mode ?? '100644', id: ids[index] ?? '' });
  return { blobs, filtered };
}

/**
 * Stores bytes of a work tree as `git add` would, line ends and filters of the user's repository applied, but in the
 * scratch repository.
 */
async function clean(workshop: Workshop, settings: readonly string[], path: string, bytes: Buffer): Promise<string> {
  const objects = { ...process.env, GIT_OBJECT_DIRECTORY: join(workshop.tree, '.git', 'objects') };
  const { args, env } = carefully([...settings, 'hash-object', '-w', `--path=${path}`, '--stdin'], objects);
  const said = await workshop.scratch.run('git', args, {
    cwd: workshop.repository.root,
    env,
    input: bytes,
  });
  if (said.code !== 0) throw new UserError(`git cannot store ${path}: ${complaintOf(said)}`);
  return said.stdout.toString('utf8').trim();
}

/** A patch as git wrote it. */
export interface PatchFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Lets git write the patches of the commits. */
export async function formatPatches(workshop: Workshop, tip: string): Promise<PatchFile[]> {
  const folder = join(workshop.scratch.folder, 'patches');
  const range = `${workshop.repository.base}..${tip}`;
  const written = must(await workshop.git('format-patch', '--output-directory', folder, range));
  return written.split('\n').map((path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return { name, bytes: readFileSync(join(folder, name)) };
  });
}

/** The diffstat from the base to a commit. */
export async function diffStat(workshop: Workshop, tip: string): Promise<string> {
  return must(await workshop.git('diff', '--stat=72', '--summary', workshop.repository.base, tip));
}
