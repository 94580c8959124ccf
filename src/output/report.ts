// The report that every format of `scan` shows: plan and ledger put together once.
import type { Entry, Verdict } from '../engine/entries.ts';
import type { Ledger } from '../engine/ledger.ts';
import type { SkippedFile } from '../engine/model.ts';
import type { Hunk } from '../engine/outcomes.ts';
import type { Process } from '../engine/process.ts';

/** A hunk with the lines that it changes. */
export interface ReportedHunk {
  readonly hunk: Hunk;
  readonly before: string;
  readonly after: string;
}

/** What there is to report. */
export interface Report {
  readonly version: string;
  /** The library's top-level name. */
  readonly library: string;
  /** Absolute. */
  readonly root: string;
  readonly base: string | null;
  readonly ledger: Ledger;
  readonly hunks: readonly ReportedHunk[];
  /** How the project's processes are patched. */
  readonly process: Process;
  readonly skipped: readonly SkippedFile[];
}

/** How many references have each verdict. */
export type VerdictCounts = Readonly<Record<Verdict, number>>;

/** Counts the verdicts. */
export function countVerdicts(entries: readonly Entry[]): VerdictCounts {
  const counts = { safe: 0, review: 0, manual: 0, mention: 0 };
  for (const entry of entries) counts[entry.verdict]++;
  return counts;
}

/** The verdicts by transform, without mentions; transforms without a reference are left out. */
export function countTransforms(
  entries: readonly Entry[],
): ReadonlyMap<string, { safe: number; review: number; manual: number }> {
  const counts = new Map<string, { safe: number; review: number; manual: number }>();
  for (const entry of [...entries].sort((a, b) => (a.transform < b.transform ? -1 : 1))) {
    if (entry.verdict === 'mention') continue;
    const own = counts.get(entry.transform) ?? { safe: 0, review: 0, manual: 0 };
    own[entry.verdict]++;
    counts.set(entry.transform, own);
  }
  return counts;
}
