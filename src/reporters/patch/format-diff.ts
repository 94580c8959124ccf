// Changed files as one unified diff, each part in the bytes of its own file's encoding; and as a diffstat.
import type { FileChange } from '../../rewrite/file-change.ts';
import { counted } from '../../text/plural.ts';
import { visible } from '../../text/printable.ts';
import { countChanges, unifiedDiff } from '../../text/unified-diff.ts';

/** One diff that `git apply` takes. */
export function formatDiff(changes: readonly FileChange[]): Uint8Array {
  return Buffer.concat(
    changes.map((change) => change.encode(unifiedDiff(change.path, change.before, change.after, change.created))),
  );
}

/** The summary that `git diff --stat` ends with, one line for each file before it. */
export function formatStat(changes: readonly FileChange[]): string {
  const rows = changes.map((change) => ({ path: visible(change.path), ...countChanges(change.before, change.after) }));
  const width = Math.max(0, ...rows.map((row) => row.path.length));
  const digits = Math.max(0, ...rows.map((row) => String(row.added + row.removed).length));
  const lines = rows.map((row) => {
    const total = String(row.added + row.removed).padStart(digits);
    return ` ${row.path.padEnd(width)} | ${total} ${bar('+', row.added)}${bar('-', row.removed)}`;
  });
  const added = rows.reduce((sum, row) => sum + row.added, 0);
  const removed = rows.reduce((sum, row) => sum + row.removed, 0);
  const counts = [`${counted(rows.length, 'file')} changed`];
  if (added > 0) counts.push(`${counted(added, 'insertion')}(+)`);
  if (removed > 0) counts.push(`${counted(removed, 'deletion')}(-)`);
  if (rows.length > 0) lines.push(` ${counts.join(', ')}`);
  return lines.map((line) => `${line}\n`).join('');
}

const LONGEST_BAR = 30;

function bar(sign: string, count: number): string {
  return sign.repeat(Math.min(count, LONGEST_BAR));
}
