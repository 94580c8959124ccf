// `guard`: the diff that lets a project's own tools forbid what it does not use any more.

import { UserError } from '../errors.ts';
import { locate, readTree } from '../io/project-files.ts';
import { loadRegistry } from '../registry.ts';
import { formatDiff } from '../reporters/patch/format-diff.ts';
import { finishInterruptedApply } from './finish-interrupted-apply.ts';
import { searchFor } from './load-project.ts';
import { heldLine, planGuard } from './plan-guard.ts';
import { EXIT, type World } from './world.ts';

/** Prints the diff, and says what it does and what it leaves out. */
export async function guard(
  world: World,
  paths: readonly string[],
  { only }: { readonly only?: readonly string[] },
): Promise<number> {
  const registry = await loadRegistry();
  const location = await locate(world.cwd, paths);
  await finishInterruptedApply(world, location);
  const tree = await readTree({ ...location, wanted: [''] }, [], 'everything', searchFor(registry));
  const planned = planGuard(tree.files, registry, { wanted: only, orWhole: only === undefined });
  const { bans, changes, says, cannot, skipped } = planned;
  const { say } = world.stderr;
  const [held] = bans.held;
  if (only !== undefined && held) {
    throw new UserError(
      heldLine(held),
      `degreen scan shows all of them; degreen diff --only ${held.id} what can be rewritten. Without --only the guard forbids what is free.`,
    );
  }
  await world.stdout.write(formatDiff(changes));
  for (const file of [...tree.skipped, ...skipped]) say(`skipped ${file.path}: ${file.reason}`);
  for (const each of bans.held) say(heldLine(each));
  const names = bans.free.map(({ id }) => id).join(', ');
  if (changes.length > 0) {
    say(`forbids ${names}: ${says.join('; ')}`);
    say('git apply takes the diff; degreen patch --guard makes it the last patch of a series');
  } else if (bans.free.length === 0) say('nothing is free to be forbidden');
  else if (cannot.length === 0) say(`${names}: forbidden already`);
  for (const reason of cannot) say(`note: ${reason}`);
  // Nothing on standard output is "done" only where nothing is left to do.
  return changes.length === 0 && cannot.length > 0 ? EXIT.usage : EXIT.done;
}
