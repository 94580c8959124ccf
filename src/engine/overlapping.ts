// Two hunks of a plan never change the same text: what comes second is left to a person. Knows spans, and nothing of why.
import { compareSpans, overlaps, type Span } from '../text/edits.ts';
import type { Hunk } from './outcomes.ts';

/** Whether two changes cannot both be made. Two insertions at one place can: one follows the other. */
export function collide(a: Span, b: Span): boolean {
  return overlaps(a, b) || (a.end > a.start && compareSpans(a, b) === 0);
}

/** The hunks whose text an earlier one of the list rewrites, each with why it is left to a person. */
export function overlapping(hunks: readonly Hunk[]): ReadonlyMap<Hunk, string> {
  const found = new Map<Hunk, string>();
  for (const own of byPath(hunks).values()) {
    if (!anyCollide(own)) continue;
    const taken: Hunk[] = [];
    for (const hunk of own) {
      const first = taken.find((other) => other.changes.some((a) => hunk.changes.some((b) => collide(a.span, b.span))));
      if (first)
        found.set(hunk, `Left as it is: the hunk of line ${first.line} (${first.title}) rewrites the same text.`);
      else taken.push(hunk);
    }
  }
  return found;
}

function byPath(hunks: readonly Hunk[]): ReadonlyMap<string, Hunk[]> {
  const files = new Map<string, Hunk[]>();
  for (const hunk of hunks) {
    const own = files.get(hunk.path);
    if (own) own.push(hunk);
    else files.set(hunk.path, [hunk]);
  }
  return files;
}

/** Whether changes of two hunks meet, by one pass over them in order. */
function anyCollide(hunks: readonly Hunk[]): boolean {
  const changes = hunks.flatMap((hunk) => hunk.changes.map(({ span }) => ({ hunk, span })));
  changes.sort((a, b) => compareSpans(a.span, b.span));
  let last: (typeof changes)[number] | undefined;
  for (const change of changes) {
    if (last && last.hunk !== change.hunk && collide(last.span, change.span)) return true;
    if (!last || change.span.end > last.span.end) last = change;
  }
  return false;
}
