// Of two hunks of a plan that cannot both be made, what comes second is manual. Knows changes, and nothing of why.
import { type Change, collide, meet, shapeOf } from '../../python/changes.ts';
import { groupBy } from '../../text/group-by.ts';
import type { Hunk, Refusal } from './hunk.ts';

/** Changes that come hunk by hunk, and whether those of one collide with any that came before. */
export interface TakenChanges {
  meets(change: Change): boolean;
  take(change: Change): void;
}

/** Most changes are short: kept by the stretches of text that they are in, each is compared with its neighbours alone. */
const STRETCH = 256;

/** No changes yet. */
export function takenChanges(clash: (a: Change, b: Change) => boolean = collide): TakenChanges {
  const stretches = new Map<number, Change[]>();
  return {
    meets: (change) => stretchesOf(change).some((at) => stretches.get(at)?.some((other) => clash(change, other))),
    take(change) {
      for (const at of stretchesOf(change)) {
        const own = stretches.get(at);
        if (own) own.push(change);
        else stretches.set(at, [change]);
      }
    },
  };
}

/** Whether changes that are to be made together cannot be: two of them rewrite one text. */
export function clashAmong(changes: readonly Change[]): boolean {
  const taken = takenChanges(meet);
  return changes.some((change) => {
    if (taken.meets(change)) return true;
    taken.take(change);
    return false;
  });
}

/** The stretches of a change and of what it writes elsewhere. */
function stretchesOf(change: Change): number[] {
  const found = new Set<number>();
  for (const { start, end } of [change.span, ...shapeOf(change).copies])
    for (let at = Math.floor(start / STRETCH); at <= Math.floor(end / STRETCH); at++) found.add(at);
  return [...found];
}

/** Why one of two hunks is manual, to count by. */
export const SAME_TEXT = 'another hunk rewrites the same text';

/** The hunks whose text an earlier one of the list rewrites, each with why it is manual. */
export function overlapping(hunks: readonly Hunk[]): ReadonlyMap<Hunk, Refusal> {
  const found = new Map<Hunk, Refusal>();
  for (const own of groupBy(hunks, ({ path }) => path).values()) {
    if (!anyCollide(own)) continue;
    const taken: Hunk[] = [];
    for (const hunk of own) {
      const first = taken.find((other) => other.changes.some((a) => hunk.changes.some((b) => collide(a, b))));
      if (first)
        found.set(hunk, {
          message: `The hunk of line ${first.line} (${first.title}) rewrites the same text.`,
          reason: SAME_TEXT,
        });
      else taken.push(hunk);
    }
  }
  return found;
}

/** Whether changes of two hunks collide, by one look at each. */
function anyCollide(hunks: readonly Hunk[]): boolean {
  const taken = takenChanges();
  return hunks.some(({ changes }) => {
    if (changes.some((change) => taken.meets(change))) return true;
    for (const change of changes) taken.take(change);
    return false;
  });
}
