// Where a series goes: a folder of its own, or a branch. Both are looked at before the work and written after it, whole
// or not at all.
import { accessSync, constants, lstatSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../../errors.ts';
import type { Said } from '../process/scratch-process.ts';
import { type MadeSeries, must, type Workshop } from './commits.ts';
import { carefully, complaintOf, git, headCommit, switchesOf } from './git.ts';
import type { Repository } from './repository.ts';
import { type OutputFolder, removeUnfinished } from './series-folder.ts';

/**
 * Looks at the folder that a series shall go to.
 * @throws UserError where it cannot or should not go there.
 */
export async function openFolder(cwd: string, name: string, repository: Repository): Promise<OutputFolder> {
  const path = resolve(cwd, name);
  const status = lstatOf(path);
  const exists = status !== undefined;
  const elsewhere = 'Name a folder that is empty or does not exist yet.';
  if (status && !status.isDirectory()) throw new UserError(`${name} is no folder`, elsewhere);
  if (exists && readdirSync(path).length > 0) removeUnfinished(path);
  if (exists && readdirSync(path).length > 0) throw new UserError(`${name} is not empty`, elsewhere);
  const parent = exists ? path : dirname(path);
  if (!lstatOf(parent)?.isDirectory())
    throw new UserError(`${name} cannot be made: ${dirname(path)} is no folder`, 'Make it, or name another place.');
  try {
    accessSync(parent, constants.W_OK | constants.X_OK);
  } catch {
    throw new UserError(`${name} cannot be written: ${parent} is read-only for you`, 'Name another place.');
  }
  const real = exists ? realpathSync(path) : join(realpathSync(parent), basename(path));
  const inside = relative(repository.root, real);
  if (inside.split(sep)[0] !== '..' && inside !== real) {
    const ignored = inside !== '' && (await git(repository.root, 'check-ignore', '-q', '--', `${inside}/`)).code === 0;
    if (!ignored)
      throw new UserError(
        `${name} is inside the work tree, where git would see the patches as new files`,
        `Name a folder outside, such as -o ../${basename(repository.root)}-patches, or one that .gitignore names.`,
      );
  }
  return { path: real, exists };
}

/** A link is followed: what counts is where the files go. */
function lstatOf(path: string) {
  try {
    return lstatSync(realpathSync(path), { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/**
 * Looks at the branch that a series shall become.
 * @throws UserError where that is no name, or a branch that is there (with `force`: one that is checked out).
 */
export async function openBranch(repository: Repository, name: string, force: boolean): Promise<void> {
  const { root } = repository;
  const valid = !name.startsWith('-') && (await git(root, 'check-ref-format', `refs/heads/${name}`)).code === 0;
  if (!valid) throw new UserError(`\`${name}\` is no name for a branch`, 'See git help check-ref-format.');
  const there = await git(root, 'rev-parse', '--verify', '--quiet', `refs/heads/${name}`);
  if (there.code === 0 && !force)
    throw new UserError(`there is a branch ${name} already`, 'Name another one, or say --force to replace it.');
  const trees = await git(root, 'worktree', 'list', '--porcelain');
  if (trees.stdout.toString('utf8').split('\n').includes(`branch refs/heads/${name}`))
    throw new UserError(`the branch ${name} is checked out`, 'Name another one.');
}

/** Makes or moves the branch; it is the one reference that changes. */
export async function writeBranch(workshop: Workshop, tip: string, name: string): Promise<void> {
  await handOver(workshop, tip);
  const { hooks } = await switchesOf(workshop.repository.root);
  const update = ['update-ref', '-m', 'degreen: series', `refs/heads/${name}`, tip];
  const said = await inUserRepository(workshop, [...hooks, ...update]);
  if (said.code !== 0) throw new UserError(`git cannot make the branch ${name}: ${complaintOf(said)}`);
}

/**
 * Moves the current branch to the new commits, with index and work tree, as a fast-forward does.
 * @throws UserError where another operation is under way or where git finds a file changed; nothing is changed then.
 */
export async function advance(workshop: Workshop, tip: string, made: MadeSeries): Promise<void> {
  await handOver(workshop, tip);
  await workshop.scratch.shield(() => fastForward(workshop, tip, made));
}

/** One process of git does all of it, and goes on if this one is killed. */
async function fastForward(workshop: Workshop, tip: string, { filtered }: MadeSeries): Promise<void> {
  const { base, root } = workshop.repository;
  if ((await headCommit(root)) !== base)
    throw new UserError(
      'the branch has moved since the series was made; nothing was written',
      'Run the command again.',
    );
  const { hooks, filters } = await switchesOf(root);
  const switches = [...hooks, ...(filtered ? [] : filters), '-c', 'merge.autoStash=false'];
  const merge = ['merge', '--quiet', '--ff-only', '--no-squash', '--no-verify-signatures', tip];
  const moved = await inUserRepository(workshop, [...switches, ...merge]);
  if (moved.code !== 0)
    throw new UserError(`git does not update the files: ${complaintOf(moved)}`, 'Commit or stash what is there.');
}

/**
 * Sees to it that no merge, rebase or the like waits for its end: commits in between would become part of it.
 * @throws UserError which names what does.
 */
export async function requireNoOngoingOperation(repository: Repository): Promise<void> {
  for (const name of ['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'rebase-merge', 'rebase-apply']) {
    const path = await git(repository.root, 'rev-parse', '--git-path', name);
    if (lstatOf(resolve(repository.root, path.stdout.toString('utf8').trim())))
      throw new UserError(
        `another operation of git is under way (${name})`,
        'End it, with --continue or --abort, then run the command again.',
      );
  }
}

/** Gives the objects of the commits to the user's repository. */
async function handOver(workshop: Workshop, tip: string): Promise<void> {
  const { scratch, tree, env, repository } = workshop;
  const wanted = `${tip}\n^${repository.base}\n`;
  const packed = await scratch.run('git', ['pack-objects', '--revs', '--stdout', '--quiet'], {
    cwd: tree,
    env,
    input: wanted,
  });
  must(packed);
  const said = await inUserRepository(workshop, ['unpack-objects', '-q'], packed.stdout);
  if (said.code !== 0) throw new UserError(`git cannot store the commits: ${complaintOf(said)}`);
}

/** The commits are those of the user, and so is the entry in the reflog; hooks are for what a person commits. */
function inUserRepository(workshop: Workshop, asked: readonly string[], input?: Uint8Array): Promise<Said> {
  const { args, env } = carefully(asked);
  return workshop.scratch.run('git', args, {
    cwd: workshop.repository.root,
    env: { ...env, GIT_REFLOG_ACTION: 'degreen: apply --commit' },
    ...(input ? { input } : {}),
  });
}
