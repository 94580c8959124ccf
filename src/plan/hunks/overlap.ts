// Two hunks of a plan never change the same text: what comes second is left to a person. Knows spans, and nothing of why.
import { compareSpans, overlaps, type Span } from '../../text/edits.ts';
import { groupBy } from '../../text/group-by.ts';
import type { Hunk } from './hunk.ts';

/** Whether two changes cannot both be made. Two insertions at one place can: one follows the other. */
export function collide(a: Span, b: Span): boolean {
  return overlaps(a, b) || (a.end > a.start && compareSpans(a, b) === 0);
}

/** Spans that come one by one, and whether one collides with any that came before. */
export interface TakenSpans {
  meets(span: Span): boolean;
  take(span: Span): void;
}

/** Spans are short: kept by the stretch of text that they are in, each is compared with its neighbours alone. */
const STRETCH = 256;

/** No spans yet. */
export function takenSpans(): TakenSpans {
  const stretches = new Map<number, Span[]>();
  const around = ({ start, end }: Span): number[] => {
    const first = Math.floor(start / STRETCH);
    return Array.from({ length: Math.floor(end / STRETCH) - first + 1 }, (_, index) => first + index);
  };
  return {
    meets: (span) => around(span).some((at) => stretches.get(at)?.some((other) => collide(span, other))),
    take(span) {
      for (const at of around(span)) {
        const own = stretches.get(at);
        if (own) own.push(span);
        else stretches.set(at, [span]);
      }
    },
  };
}

/** The hunks whose text an earlier one of the list rewrites, each with why it is left to a person. */
export function overlapping(hunks: readonly Hunk[]): ReadonlyMap<Hunk, string> {
  const found = new Map<Hunk, string>();
  for (const own of groupBy(hunks, ({ path }) => path).values()) {
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
