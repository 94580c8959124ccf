// The lines of the ledger, and the verdict that a hunk gives them.
import type { Hunk } from '../plan/hunks/hunk.ts';
import type { Role } from '../python/reference-role.ts';

/** What will become of a reference; a mention is prose and stays. */
export type Verdict = 'safe' | 'review' | 'manual' | 'mention';

/** What a hunk makes of a reference: to take a draft is manual. */
export function verdictOf(hunk: Hunk | undefined): Verdict {
  return hunk && hunk.level !== 'draft' ? hunk.level : 'manual';
}

/** One line of the ledger. Lines and columns count from 1, columns in UTF-16 units. */
export interface Entry {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly name: string;
  readonly role: Role;
  readonly within: string;
  readonly transform: string;
  readonly verdict: Verdict;
  readonly message: string;
  /** The id of the hunk that rewrites it. */
  readonly hunk: string | null;
  /** The work that it is part of, where it is manual; null for imports that go with their uses. */
  readonly group: string | null;
  /** What sets the place apart from others of its group, as a clause; empty where there is nothing to say. */
  readonly detail: string;
}
