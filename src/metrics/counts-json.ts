// The counts of a file as JSON that is short, and back. What does not look like them is not taken for them.
import type { FileCounts, NameLines } from './file-counts.ts';

/** What is kept of a blob: its counts, or the lines alone where no more was asked for; null where it does not hold the name. */
export type CountsJson = FileCounts | number | null;

/** Writes counts. */
export function encodeCounts(counts: CountsJson): unknown {
  if (counts === null) return 0;
  if (typeof counts === 'number') return counts;
  const { lines, mentions, importing, unread, names } = counts;
  const rows = names.map(({ name, transform, imports, uses }) => [name, transform, imports, uses]);
  return [lines, mentions, importing ? 1 : 0, unread ?? 0, rows];
}

/** Reads counts; undefined where they are none. */
export function decodeCounts(written: unknown): CountsJson | undefined {
  if (written === 0) return null;
  if (typeof written === 'number') return Number.isSafeInteger(written) && written > 0 ? written : undefined;
  if (!isList(written)) return undefined;
  const [lines, mentions, importing, unread, rows] = written;
  if (typeof lines !== 'number' || typeof mentions !== 'number' || !isList(rows)) return undefined;
  const names = rows.flatMap((row) => decodeName(row) ?? []);
  if (names.length < rows.length || (unread !== 0 && typeof unread !== 'string')) return undefined;
  return { lines, mentions, importing: importing === 1, unread: unread === 0 ? undefined : unread, names };
}

function decodeName(row: unknown): NameLines | undefined {
  if (!isList(row)) return undefined;
  const [name, transform, imports, uses] = row;
  if (typeof name !== 'string' || typeof transform !== 'string') return undefined;
  return areNumbers(imports) && areNumbers(uses) ? { name, transform, imports, uses } : undefined;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function areNumbers(value: unknown): value is readonly number[] {
  return isList(value) && value.every((each) => typeof each === 'number');
}
