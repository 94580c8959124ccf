// Spans and edits over one text, and their application. Knows nothing of any language.
import MagicStringModule from 'magic-string';

/** A half-open range of UTF-16 offsets, `0 <= start <= end <= text.length`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Replaces the text of its span; an insertion where `start === end`. */
export interface Edit extends Span {
  readonly text: string;
}

/** Document order; at one offset an insertion comes before a replacement. */
export function compareSpans(a: Span, b: Span): number {
  return a.start - b.start || a.end - b.end;
}

/** Whether `inner` lies wholly in `outer`. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Whether two spans share at least one unit of text. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Spans of one text that do not overlap, for questions that are asked for each of many places. */
export interface SpanIndex<One extends Span = Span> {
  /** In order. */
  readonly spans: readonly One[];
  /** The span that a range lies wholly in; undefined where there is none. */
  around(inner: Span): One | undefined;
  /** The first span that lies wholly in a range. */
  inside(outer: Span): One | undefined;
}

/** Indexes spans that do not overlap, in any order; empty ones hold nothing. */
export function indexSpans<One extends Span>(spans: readonly One[]): SpanIndex<One> {
  const sorted = spans.filter((span) => span.end > span.start).sort(compareSpans);
  return {
    spans: sorted,
    around(inner) {
      const found = sorted[firstFrom(sorted, inner.start + 1) - 1];
      return found && contains(found, inner) ? found : undefined;
    },
    inside(outer) {
      const found = sorted[firstFrom(sorted, outer.start)];
      return found && contains(outer, found) ? found : undefined;
    },
  };
}

/** The index of the first span that begins at an offset or after it, among spans in order. */
export function firstFrom(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The places that lie in spans; both in order. */
export function withinSpans<One extends Span>(places: readonly One[], spans: readonly Span[]): One[] {
  return spans.flatMap((span) => {
    const found: One[] = [];
    for (let at = firstFrom(places, span.start); ; at++) {
      const place = places[at];
      if (!place || place.start >= span.end) return found;
      if (contains(span, place)) found.push(place);
    }
  });
}

/** Several insertions at one place as one, in their order; `join` makes one of two. */
export function joinAtOnePlace<One extends Edit>(edits: readonly One[], join: (before: One, after: One) => One): One[] {
  const joined: One[] = [];
  const insertions = new Map<number, number>();
  for (const edit of edits) {
    const known = edit.start === edit.end ? insertions.get(edit.start) : undefined;
    const before = known === undefined ? undefined : joined[known];
    if (known !== undefined && before) {
      joined[known] = join(before, edit);
      continue;
    }
    if (edit.start === edit.end) insertions.set(edit.start, joined.length);
    joined.push(edit);
  }
  return joined;
}

/**
 * Applies the edits, in any order.
 * @throws Error if two edits overlap or two insertions stand at one offset: magic-string would let the last one win.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text;
  const sorted = [...edits].sort(compareSpans);
  const result = new MagicStringModule(text);
  let previous: Edit | undefined;
  for (const edit of sorted) {
    if (edit.start < 0 || edit.end > text.length || edit.start > edit.end) {
      throw new Error(`edit ${edit.start}-${edit.end} lies outside a text of ${text.length}`);
    }
    if (previous && (edit.start < previous.end || (edit.start === previous.start && edit.end === previous.end))) {
      throw new Error(`edits ${previous.start}-${previous.end} and ${edit.start}-${edit.end} overlap`);
    }
    if (edit.start === edit.end) result.appendLeft(edit.start, edit.text);
    else if (edit.text === '') result.remove(edit.start, edit.end);
    else result.update(edit.start, edit.end, edit.text);
    previous = edit;
  }
  return result.toString();
}
