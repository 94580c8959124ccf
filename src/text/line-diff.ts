// What becomes of the lines of a text: the shortest script where few lines differ. Where many do, finding that would take time
// with the square of their number; then lines that are there once on both sides hold the texts together.
import { diffArrays } from 'diff';
import { longestRise } from './longest-rise.ts';

/** Lines that go and lines that come at one place, by their indices from 0; `oldEnd` and `newEnd` are past the last. */
export interface LineChange {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** So many lines may come and go between two anchors before the shortest script is given up. */
const MOST_EDITS = 1000;

/** A text as its lines, each with its end. */
export function linesWithEnds(text: string): string[] {
  const lines: string[] = [];
  let from = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
    lines.push(text.slice(from, at + 1));
    from = at + 1;
  }
  if (from < text.length) lines.push(text.slice(from));
  return lines;
}

/** The changes from one list of lines to another, in order; no two of them touch. */
export function lineChanges(before: readonly string[], after: readonly string[]): LineChange[] {
  const changes: LineChange[] = [];
  const add = (change: LineChange): void => {
    if (change.oldStart === change.oldEnd && change.newStart === change.newEnd) return;
    const previous = changes.at(-1);
    if (previous?.oldEnd === change.oldStart && previous.newEnd === change.newStart)
      changes[changes.length - 1] = { ...previous, oldEnd: change.oldEnd, newEnd: change.newEnd };
    else changes.push(change);
  };
  const all = { oldStart: 0, oldEnd: before.length, newStart: 0, newEnd: after.length };
  const short = shortest(before, after, all);
  if (short) for (const change of short) add(change);
  else for (const gap of gaps(before, after, all)) for (const change of insideGap(before, after, gap)) add(change);
  return changes;
}

/** A range without the lines that both sides begin and end with. */
function trimmed(before: readonly string[], after: readonly string[], range: LineChange): LineChange {
  let { oldStart, oldEnd, newStart, newEnd } = range;
  while (oldStart < oldEnd && newStart < newEnd && before[oldStart] === after[newStart]) {
    oldStart++;
    newStart++;
  }
  while (oldStart < oldEnd && newStart < newEnd && before[oldEnd - 1] === after[newEnd - 1]) {
    oldEnd--;
    newEnd--;
  }
  return { oldStart, oldEnd, newStart, newEnd };
}

/** The shortest script for a range; undefined where it is too long to be looked for. */
function shortest(before: readonly string[], after: readonly string[], range: LineChange): LineChange[] | undefined {
  const parts = diffArrays(before.slice(range.oldStart, range.oldEnd), after.slice(range.newStart, range.newEnd), {
    maxEditLength: MOST_EDITS,
  });
  if (!parts) return undefined;
  const changes: LineChange[] = [];
  let [old, now] = [range.oldStart, range.newStart];
  for (const { added, removed, value } of parts) {
    const { length } = value;
    if (removed) changes.push({ oldStart: old, oldEnd: old + length, newStart: now, newEnd: now });
    else if (added) changes.push({ oldStart: old, oldEnd: old, newStart: now, newEnd: now + length });
    if (!added) old += length;
    if (!removed) now += length;
  }
  return changes;
}

/** What lies between the anchors of a range: lines that are there once on each side, in the same order. */
function gaps(before: readonly string[], after: readonly string[], range: LineChange): LineChange[] {
  const found: LineChange[] = [];
  let { oldStart, newStart } = range;
  for (const [old, now] of anchors(before, after, range)) {
    found.push(trimmed(before, after, { oldStart, oldEnd: old, newStart, newEnd: now }));
    [oldStart, newStart] = [old + 1, now + 1];
  }
  found.push(trimmed(before, after, { ...range, oldStart, newStart }));
  return found;
}

/** Inside of a gap: the shortest script, else line by line where both sides are of one length, else all of it again. */
function insideGap(before: readonly string[], after: readonly string[], gap: LineChange): readonly LineChange[] {
  const short = shortest(before, after, gap);
  if (short) return short;
  const { oldStart, oldEnd, newStart, newEnd } = gap;
  if (oldEnd - oldStart !== newEnd - newStart) return [gap];
  const changes: LineChange[] = [];
  for (let at = 0; at < oldEnd - oldStart; at++) {
    const [old, now] = [oldStart + at, newStart + at];
    if (before[old] !== after[now]) changes.push({ oldStart: old, oldEnd: old + 1, newStart: now, newEnd: now + 1 });
  }
  return changes;
}

/** Pairs of indices of lines that are unique on both sides, as many as rise on both. */
function anchors(before: readonly string[], after: readonly string[], range: LineChange): [number, number][] {
  const old = uniqueLines(before, range.oldStart, range.oldEnd);
  const pairs = [...uniqueLines(after, range.newStart, range.newEnd)].flatMap(([line, now]): [number, number][] => {
    const at = old.get(line);
    return at === undefined ? [] : [[at, now]];
  });
  return longestRise(pairs.map(([at]) => at)).flatMap((index) => {
    const pair = pairs[index];
    return pair ? [pair] : [];
  });
}

/** The lines of a range that are in it once, with their indices, in order. */
function uniqueLines(lines: readonly string[], start: number, end: number): Map<string, number> {
  const found = new Map<string, number>();
  const twice = new Set<string>();
  for (let at = start; at < end; at++) {
    const line = lines[at] ?? '';
    if (found.has(line)) twice.add(line);
    else found.set(line, at);
  }
  for (const line of twice) found.delete(line);
  return found;
}
