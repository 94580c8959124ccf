// What a command says at its end of the hunks that were taken, and of those that were not.
import type { Hunk } from '../plan/hunks/hunk.ts';
import type { Plan } from '../plan/plan.ts';
import type { FileChange } from '../rewrite/file-change.ts';
import { countBy } from '../text/group-by.ts';
import { counted } from '../text/plural.ts';
import type { World } from './world.ts';

/** Says how many hunks were taken in how many files, and how many more need a person. */
export function summarise(
  world: World,
  plan: Plan,
  accepted: ReadonlySet<Hunk>,
  changes: readonly FileChange[],
  verb: string,
): void {
  const left = plan.hunks.filter((hunk) => !accepted.has(hunk));
  const counts = countBy(accepted, (hunk) => hunk.transform);
  const each = [...counts].sort().map(([id, count]) => `${id} ${count}`);
  const files = counted(changes.length, 'file');
  const hunks = counted(accepted.size, 'hunk');
  world.stderr.say(
    accepted.size > 0 ? `${files} ${verb}, ${hunks}: ${each.join(', ')}` : `nothing ${verb}: no hunk was taken`,
  );
  const review = left.filter((hunk) => hunk.level === 'review').length;
  if (review > 0)
    world.stderr.say(`${review} more at level review: see \`degreen scan\`, take them with --level review`);
}
