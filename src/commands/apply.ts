// Writes what is taken into the work tree: all files or none.
import { Interrupted, UserError } from '../errors.ts';
import { siteOf } from '../io/apply/recovery.ts';
import { writeAll } from '../io/apply/write-files.ts';
import { dirtyFiles } from '../io/git/git.ts';
import type { FileChange } from '../rewrite/file-change.ts';
import { render } from '../rewrite/render.ts';
import { type Decided, decide, keepsFrom } from './decide.ts';
import { sayFinish } from './finish.ts';
import { type LoadedProject, loadProject } from './load-project.ts';
import type { Selection } from './selection.ts';
import { summarise } from './summary.ts';
import type { World } from './world.ts';

/** Writes what is taken into the work tree. */
export async function apply(
  world: World,
  paths: readonly string[],
  options: Selection & { readonly allowDirty?: boolean },
): Promise<number> {
  const prepared = await loadProject(world, paths, options, 'hunks');
  sayFinish(world, prepared);
  return applyDecided(world, prepared, await decide(world, prepared, options), options.allowDirty ?? false);
}

/**
 * Sees to it that no file which would be written has changes that are not committed.
 * @throws UserError which names them.
 */
export async function mustBeClean(
  { inGit, root }: LoadedProject['tree'],
  changes: readonly FileChange[],
): Promise<void> {
  if (!inGit) return;
  const paths = changes.map((change) => change.path);
  const dirty = await dirtyFiles(root, paths);
  if (dirty.length === 0) return;
  throw new UserError(
    `uncommitted changes in ${dirty.slice(0, 5).join(', ')}${dirty.length > 5 ? ` and ${dirty.length - 5} more` : ''}; nothing was written`,
    'Commit or stash them, or say --allow-dirty.',
  );
}

/** Writes what was decided into the work tree: all files or none. */
export async function applyDecided(
  world: World,
  { tree, config }: LoadedProject,
  { plan, settled, code }: Decided,
  allowDirty: boolean,
): Promise<number> {
  const changes = render(plan, settled.accepted, keepsFrom(config));
  if (!allowDirty) await mustBeClean(tree, changes);
  if (!tree.inGit && changes.length > 0)
    world.stderr.say('note: this is no git work tree, so only a copy of yours can bring the old files back');
  const signal = await writeAll(await siteOf(tree), changes, () =>
    summarise(world, plan, settled.accepted, changes, 'changed'),
  );
  if (signal) throw new Interrupted(signal, `${signal} came while the files were written; all of them are`);
  return code;
}
