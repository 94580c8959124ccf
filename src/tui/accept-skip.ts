// Accepting and skipping, as a function from what was decided to what is decided. A hunk never stands without what it
// requires, and what is updated with a hunk is taken along.

import type { Hunk } from '../plan/hunks/hunk.ts';
import { isDraft } from '../plan/hunks/level.ts';
import type { Plan } from '../plan/plan.ts';
import type { Decision, Decisions } from '../rewrite/decisions.ts';

/** The hunks of a plan, and which of them lean on which. */
export interface Outline {
  readonly plan: Plan;
  readonly hunks: readonly Hunk[];
  readonly byId: ReadonlyMap<string, Hunk>;
  /** The hunks that require one. */
  readonly dependents: ReadonlyMap<string, readonly Hunk[]>;
}

/** Reads the outline of a plan. */
export function outlineOf(plan: Plan): Outline {
  const dependents = new Map<string, Hunk[]>();
  for (const hunk of plan.hunks)
    for (const id of hunk.requires) dependents.set(id, [...(dependents.get(id) ?? []), hunk]);
  return { plan, hunks: plan.hunks, byId: new Map(plan.hunks.map((hunk) => [hunk.id, hunk])), dependents };
}

/** New decisions, and the hunks beyond those that were asked for which got a mark. */
export interface Marked {
  readonly decisions: Decisions;
  readonly along: readonly Hunk[];
}

/**
 * Accepts hunks with all that they require; what follows them and is undecided is taken along where it then can be, but of
 * drafts only what is updated with a draft.
 */
export function accept(outline: Outline, decisions: Decisions, hunks: readonly Hunk[]): Marked {
  const marks = new Map(decisions.marks);
  const taken = new Set<Hunk>();
  const take = (hunk: Hunk): void => {
    if (taken.has(hunk)) return;
    taken.add(hunk);
    marks.set(hunk.id, 'accept');
    for (const id of hunk.requires) {
      const required = outline.byId.get(id);
      if (required) take(required);
    }
  };
  for (const hunk of hunks) take(hunk);
  for (const hunk of taken) {
    for (const follower of outline.dependents.get(hunk.id) ?? []) {
      const ready = follower.requires.every((id) => marks.get(id) === 'accept');
      const along = !isDraft(follower) || (isDraft(hunk) && follower.follows);
      if (ready && along && !marks.has(follower.id)) take(follower);
    }
  }
  return result(decisions, marks, taken, hunks);
}

/** Skips hunks, and with them what cannot be without them. */
export function skip(outline: Outline, decisions: Decisions, hunks: readonly Hunk[]): Marked {
  const marks = new Map(decisions.marks);
  const left = new Set(hunks);
  for (const hunk of left) {
    marks.set(hunk.id, 'skip');
    for (const dependent of outline.dependents.get(hunk.id) ?? []) left.add(dependent);
  }
  return result(decisions, marks, left, hunks);
}

function result(decisions: Decisions, marks: Map<string, Decision>, all: Set<Hunk>, asked: readonly Hunk[]): Marked {
  const along = [...all].filter(({ id }) => decisions.marks.get(id) !== marks.get(id));
  return { decisions: { ...decisions, marks }, along: along.filter((hunk) => !asked.includes(hunk)) };
}

/** How many hunks have which mark. */
export interface Counts {
  readonly all: number;
  readonly accepted: number;
  readonly skipped: number;
  readonly open: number;
}

/** Counts the marks of hunks. */
export function countMarks(hunks: readonly Hunk[], { marks }: Pick<Decisions, 'marks'>): Counts {
  let accepted = 0;
  let skipped = 0;
  for (const { id } of hunks) {
    const mark = marks.get(id);
    if (mark === 'accept') accepted++;
    else if (mark === 'skip') skipped++;
  }
  return { all: hunks.length, accepted, skipped, open: hunks.length - accepted - skipped };
}

/** The accepted hunks. */
export function acceptedOf({ hunks }: Outline, { marks }: Pick<Decisions, 'marks'>): Set<Hunk> {
  return new Set(hunks.filter(({ id }) => marks.get(id) === 'accept'));
}
