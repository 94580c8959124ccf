// Axes of charts: round numbers, round dates, and labels that keep off each other. Knows numbers, not what they count.
import { DAY, dayOf, isoDay, startOf } from '../../text/calendar.ts';

/** A mark of an axis. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Steps that people count in, from 0 to at least `highest`, at most `most` of them; whole numbers only. */
export function countTicks(highest: number, most: number): number[] {
  const rough = Math.max(1, highest / Math.max(1, most));
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? rough;
  const whole = Math.max(1, Math.round(step));
  const ticks = [0];
  for (let at = whole; (ticks.at(-1) ?? 0) < Math.max(1, highest); at += whole) ticks.push(at);
  return ticks;
}

/** Days, months and years in steps from the smallest. */
const STEPS: readonly { readonly days?: number; readonly months?: number }[] = [
  ...[1, 2, 7, 14].map((days) => ({ days })),
  ...[1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200].map((months) => ({ months })),
];

/** Dates between two moments at which a day, a month or a year begins, at most `most` of them; the first day where none does. */
export function dateTicks(from: number, to: number, most: number): Tick[] {
  for (const { days, months } of STEPS) {
    if ((to - from) / DAY / (days ?? (months ?? 1) * 30.5) > most + 1) continue;
    const ticks = days === undefined ? monthTicks(from, to, months ?? 1) : dayTicks(from, to, days);
    if (ticks.length > 0 && ticks.length <= most) return ticks;
  }
  return [{ at: from, label: isoDay(from) }];
}

function dayTicks(from: number, to: number, step: number): Tick[] {
  const ticks: Tick[] = [];
  // Weeks begin on Monday, as the points of a weekly chart do.
  const offset = step % 7 === 0 ? 4 : 0;
  for (let day = Math.ceil(from / DAY); day * DAY <= to; day++)
    if ((((day - offset) % step) + step) % step === 0) ticks.push({ at: day * DAY, label: isoDay(day * DAY) });
  return ticks;
}

function monthTicks(from: number, to: number, step: number): Tick[] {
  const ticks: Tick[] = [];
  const { year, month } = dayOf(from);
  for (let index = Math.floor((year * 12 + month - 1) / step) * step; ; index += step) {
    const at = startOf({ year: Math.floor(index / 12), month: (index % 12) + 1, day: 1 });
    if (at > to) return ticks;
    if (at >= from) ticks.push({ at, label: isoDay(at).slice(0, step % 12 === 0 ? 4 : 7) });
  }
}

/** Moves positions apart until each is at least `gap` from the next, as little as that takes, within bounds while they fit. */
export function spread(positions: readonly number[], gap: number, low: number, high: number): number[] {
  const order = positions.map((at, index) => ({ at, index })).sort((a, b) => a.at - b.at || a.index - b.index);
  const placed: number[] = [];
  for (const { at } of order) placed.push(Math.max(at, (placed.at(-1) ?? low - gap) + gap));
  let limit = high;
  for (let at = placed.length - 1; at >= 0; at--) {
    placed[at] = Math.min(placed[at] ?? limit, limit);
    limit = (placed[at] ?? limit) - gap;
  }
  const result = [...positions];
  for (const [place, { index }] of order.entries()) result[index] = placed[place] ?? 0;
  return result;
}
