// Which commits of a history are looked at, and where between two of them the count fell. Knows times and indices only.
import { periodOf, type Unit } from '../text/calendar.ts';
import { longestRise } from '../text/longest-rise.ts';

/** What lies between two points: a stretch of the calendar, or a number of commits. */
export type SampleInterval = { readonly unit: Unit } | { readonly unit: 'commits'; readonly count: number };

const UNITS: ReadonlyMap<string, Unit> = new Map([
  ['day', 'day'],
  ['daily', 'day'],
  ['week', 'week'],
  ['weekly', 'week'],
  ['month', 'month'],
  ['monthly', 'month'],
]);

/** What a text means as an interval: `week`, `20`, `20 commits`; undefined where it means none. */
export function intervalOf(text: string): SampleInterval | undefined {
  const word = text.trim().toLowerCase();
  const unit = UNITS.get(word);
  if (unit) return { unit };
  const count = /^(\d{1,7})(?: ?commits?)?$/.exec(word);
  return count && Number(count[1]) > 0 ? { unit: 'commits', count: Number(count[1]) } : undefined;
}

/**
 * Times that never go back, though some clocks were wrong: as many as possible are taken for right, and the others get the
 * time of the next right one.
 */
export function steadyTimes(times: readonly number[]): number[] {
  const right = longestRise(times);
  let next = times[right.at(-1) ?? 0] ?? 0;
  const steady = [...times];
  for (let at = times.length - 1, place = right.length - 1; at >= 0; at--) {
    if (right[place] === at) {
      next = times[at] ?? next;
      place--;
    }
    steady[at] = next;
  }
  return steady;
}

/**
 * The points among commits that are given by their times, oldest first: the last commit of each stretch of the calendar, or
 * every so-manieth one; the first and the last commit always.
 */
export function choosePoints(times: readonly number[], interval: SampleInterval): number[] {
  const last = times.length - 1;
  const isPoint = (time: number, index: number) => {
    if (index === 0 || index === last) return true;
    if (interval.unit === 'commits') return index % interval.count === 0;
    return periodOf(time, interval.unit) !== periodOf(times[index + 1] ?? time, interval.unit);
  };
  return times.flatMap((time, index) => (isPoint(time, index) ? [index] : []));
}

/** Two neighbours among the points between which the count fell, by their places in the list of points. */
export interface Fall {
  readonly from: number;
  readonly to: number;
  readonly by: number;
}

/** Falls that are smaller than this part of the highest count are everyday work. */
const NOTABLE = 0.04;

/** The largest falls, in the order in which they happened. */
export function largestFalls(counts: readonly number[], most: number): Fall[] {
  const least = Math.max(1, Math.max(0, ...counts) * NOTABLE);
  return counts
    .flatMap((count, to) => {
      const by = (counts[to - 1] ?? count) - count;
      return by >= least ? [{ from: to - 1, to, by }] : [];
    })
    .sort((a, b) => b.by - a.by || a.to - b.to)
    .slice(0, most)
    .sort((a, b) => a.to - b.to);
}

/** So many commits are looked at one by one; a longer stretch first in so many steps. */
const STEPS = 64;

/**
 * Finds the commit of a stretch with the largest fall.
 * @param count - asks for the count after a commit, by its index.
 * @returns the index of the commit that brought it.
 */
export async function findFall(from: number, to: number, count: (index: number) => Promise<number>): Promise<number> {
  let [low, high] = [from, to];
  while (high - low > 1) {
    const step = Math.ceil((high - low) / STEPS);
    let best = { from: low, to: Math.min(low + step, high), by: Number.NEGATIVE_INFINITY };
    let before = await count(low);
    for (let at = low; at < high; at += step) {
      const next = Math.min(at + step, high);
      const after = await count(next);
      if (before - after > best.by) best = { from: at, to: next, by: before - after };
      before = after;
    }
    [low, high] = [best.from, best.to];
  }
  return high;
}
