// Marks by which a reference is known again when lines have moved: what it is, where it is defined, and its number there.
import { createHash } from 'node:crypto';
import type { Entry } from '../engine/entries.ts';

/** The mark of each entry, in their order; two that are alike in one definition differ by their number. */
export function fingerprintsOf(entries: readonly Entry[]): string[] {
  const counts = new Map<string, number>();
  return entries.map(({ path, within, name, role }) => {
    const key = [path, within, name, role].join('\0');
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return createHash('sha256').update(`${key}\0${count}`).digest('hex').slice(0, 32);
  });
}
