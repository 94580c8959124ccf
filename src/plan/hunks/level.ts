// How sure hunks are. A draft has no proof: nothing that takes several hunks takes it, and to surer ones it is as if it did
// not exist, since it may never be taken.
import type { Advice, Level, Proposal } from '../../transform.ts';
import type { Hunk } from './hunk.ts';

/** A level that can be asked for: a draft is taken by its own id alone. */
export type AskedLevel = Exclude<Level, 'draft'>;

const RANK: Readonly<Record<Level, number>> = { safe: 0, review: 1, draft: 2 };

/** The least sure of some levels; `safe` of none. */
export function leastSure(levels: readonly Level[]): Level {
  return levels.reduce((least, level) => (RANK[level] > RANK[least] ? level : least), 'safe');
}

/** Whether a level is at least as sure as the one that is asked for. */
export function isTakenAt(level: Level, asked: AskedLevel): boolean {
  return RANK[level] <= RANK[asked];
}

/** Whether it is a text without a proof. */
export function isDraft(one: Hunk | Proposal | Advice | undefined): boolean {
  return one !== undefined && 'level' in one && one.level === 'draft';
}

/** A draft among surer hunks, which cannot count on it. */
export function draftAmong(hunks: readonly Hunk[]): Hunk | undefined {
  return hunks.every(isDraft) ? undefined : hunks.find(isDraft);
}

/** Drafts last, else in order. */
export function draftsLast(hunks: readonly Hunk[]): Hunk[] {
  return [...hunks.filter((hunk) => !isDraft(hunk)), ...hunks.filter(isDraft)];
}
