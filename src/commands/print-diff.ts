// Works out what would change, and prints it.
import { resolve } from 'node:path';
import { formatDiff, formatStat } from '../reporters/patch/format-diff.ts';
import { render } from '../rewrite/render.ts';
import { decide, keepsFrom } from './decide.ts';
import { sayFinish } from './finish.ts';
import { loadProject } from './load-project.ts';
import type { Selection } from './selection.ts';
import { summarise } from './summary.ts';
import { EXIT, type World } from './world.ts';

/** The flags of `diff`. */
export type DiffOptions = Selection & { readonly check?: boolean; readonly stat?: boolean };

/** Prints what would change. */
export async function printDiff(world: World, paths: readonly string[], options: DiffOptions): Promise<number> {
  const prepared = await loadProject(world, paths, options, 'hunks');
  sayFinish(world, prepared);
  const { plan, settled, code } = await decide(world, prepared, options);
  const changes = render(plan, settled.accepted, keepsFrom(prepared.config));
  await (options.stat ? world.stdout.print(formatStat(changes)) : world.stdout.write(formatDiff(changes)));
  summarise(world, plan, settled.accepted, changes, 'would change');
  if (
    !options.stat &&
    changes.length > 0 &&
    prepared.tree.inGit &&
    resolve(world.cwd).startsWith(`${prepared.tree.root}/`)
  ) {
    world.stderr.say(
      `note: the paths are relative to ${prepared.tree.root}; git apply takes the whole diff only there`,
    );
  }
  if (code !== EXIT.done) return code;
  return options.check && changes.length > 0 ? EXIT.found : EXIT.done;
}
