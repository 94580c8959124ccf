// Counts the commits of a history: the sum of each folder is made once, and holds for every commit that has the folder.

import type { Commit } from '../io/git/commit-log.ts';
import type { TreeEntry } from '../io/git/trees.ts';
import { asMentions, type FileCounts } from '../metrics/file-counts.ts';
import { NOTHING, sum, type Totals, totalsOf } from '../metrics/totals.ts';
import { type Counting, countNewBlobs, joined, type KnownBlobs } from './count-blobs.ts';

/** A way to count commits. */
export interface HistoryCounts extends Pick<KnownBlobs, 'blobs' | 'absent'> {
  /** The counts of a commit; undefined where it does not have the path that is counted. */
  tallyAt(commit: Commit): Promise<Totals | undefined>;
  /** Reads the files of a commit that will be asked for, which may be counted meanwhile. */
  readAhead(commit: Commit): Promise<void>;
  /** The lines alone of a commit: what it takes to find a fall. None where it does not have the path that is counted. */
  linesAt(commit: Commit): Promise<number>;
  /** The files of a commit that hold the name. */
  filesAt(commit: Commit): Promise<ReadonlyMap<string, FileCounts>>;
}

/** Starts to count. */
export function countHistory(counting: Counting): HistoryCounts {
  const known = countNewBlobs(counting);
  const sums = new Map<string, Totals>();
  const lineSums = new Map<string, number>();

  function countsOf(entry: TreeEntry, path: string, shadowed: boolean): FileCounts | undefined {
    const counts = known.countsOf(entry, path);
    return counts && shadowed ? asMentions(counts) : counts;
  }

  function total(entry: TreeEntry, path: string, shadowed: boolean): Totals {
    if (!entry.folder) {
      const counts = countsOf(entry, path, shadowed);
      return counts ? totalsOf(counts) : NOTHING;
    }
    const key = `${entry.id} ${shadowed ? '-' : '+'}${path}`;
    const before = sums.get(key);
    if (before) return before;
    const parts = known.entries(entry.id).map((child) => total(child, joined(path, child.name), shadowed));
    const tally = sum(parts);
    sums.set(key, tally);
    return tally;
  }

  function totalLines(entry: TreeEntry, path: string): number {
    if (!entry.folder) return known.linesOf(entry, path);
    const key = `${entry.id} ${path}`;
    const before = lineSums.get(key);
    if (before !== undefined) return before;
    const parts = known.entries(entry.id).map((child) => totalLines(child, joined(path, child.name)));
    const lines = parts.reduce((sum, part) => sum + part, 0);
    lineSums.set(key, lines);
    return lines;
  }

  function collect(entry: TreeEntry, path: string, shadowed: boolean, into: Map<string, FileCounts>): void {
    const counts = entry.folder ? undefined : countsOf(entry, path, shadowed);
    if (counts) into.set(path, counts);
    if (!entry.folder || total(entry, path, shadowed).files === 0) return;
    for (const child of known.entries(entry.id)) collect(child, joined(path, child.name), shadowed, into);
  }

  return {
    blobs: known.blobs,
    absent: known.absent,
    async readAhead(commit) {
      await known.readAhead(commit, 'everything');
    },
    async tallyAt(commit) {
      const entry = await known.meet(commit, 'everything');
      return entry && total(entry, counting.path, await known.isShadowed(commit));
    },
    async linesAt(commit) {
      const entry = await known.meet(commit, 'lines');
      return entry ? totalLines(entry, counting.path) : 0;
    },
    async filesAt(commit) {
      const entry = await known.meet(commit, 'everything');
      const files = new Map<string, FileCounts>();
      if (entry) collect(entry, counting.path, await known.isShadowed(commit), files);
      return files;
    },
  };
}
