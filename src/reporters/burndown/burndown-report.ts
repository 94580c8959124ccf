// The burn-down that every format shows: points of a history with their counts, the largest falls, and what is left.
import type { RemainingName } from '../../metrics/remaining-names.ts';
import type { SampleInterval } from '../../metrics/sample-commits.ts';
import { byTransform, type FolderTotals, references, type Totals } from '../../metrics/totals.ts';
import { isoDay } from '../../text/calendar.ts';
import { visible } from '../../text/printable.ts';

/** A commit that was looked at. */
export interface ReportedCommit {
  readonly id: string;
  /** Seconds since 1970; never before that of the point before. */
  readonly time: number;
  readonly subject: string;
}

/** A point of the history. */
export interface Point {
  readonly commit: ReportedCommit;
  /** Where points are tags: its tags. */
  readonly tags: readonly string[];
  readonly tally: Totals;
}

/** A commit with which the count of lines fell. */
export interface Drop {
  readonly commit: ReportedCommit;
  readonly before: Totals;
  readonly after: Totals;
}

/** What there is to report. */
export interface Burndown {
  /** Of degreen. */
  readonly version: string;
  /** The library's top-level name. */
  readonly library: string;
  /** Absolute. */
  readonly root: string;
  /** What is counted, relative to the root; empty for everything. */
  readonly path: string;
  readonly head: string;
  /** What lies between two points; a glob, or none, where they are tags. */
  readonly interval: SampleInterval | { readonly unit: 'tags'; readonly glob: string | undefined };
  /** What was asked for, in seconds since 1970. */
  readonly since: number | undefined;
  readonly until: number | undefined;
  /** Whether the history begins before the first commit of this clone. */
  readonly shallow: boolean;
  /** Never empty. */
  readonly points: readonly Point[];
  /** In the order in which they happened. */
  readonly drops: readonly Drop[];
  readonly folders: readonly FolderTotals[];
  readonly left: readonly RemainingName[];
  /** Files of the last point that hold the name and could not be parsed, and files of any point without content. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  /** The transform that has no rewrite: its names are primitives of their own. */
  readonly rest: string;
}

/** A count that is followed over the points. */
export interface Series {
  readonly label: string;
  readonly values: readonly number[];
}

/** The first and the last point. */
export function ends({ points }: Burndown): { first: Point; last: Point } {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) throw new Error('a burn-down without points');
  return { first, last };
}

/** What is counted, for headings: `lib in nova`. */
export function subjectOf({ library, path, root }: Burndown): string {
  return visible(`${library} in ${path || (root.split('/').at(-1) ?? root)}`);
}

/** From when to when, and what the points are: `2024-01-01 to 2024-12-31, a point for each week`. */
export function spanOf(report: Burndown): string {
  const { first, last } = ends(report);
  const { interval } = report;
  const [from, to] = [isoDay(first.commit.time), isoDay(last.commit.time)];
  const days = from === to ? from : `${from} to ${to}`;
  if (interval.unit === 'tags') return `${days}, a point for each tag`;
  if (interval.unit !== 'commits') return `${days}, a point for each ${interval.unit}`;
  return `${days}, a point for ${interval.count === 1 ? 'each commit' : `every ${interval.count} commits`}`;
}

/** How a point is called: by its tags, else by its day. */
export function labelOf({ tags, commit }: Point): string {
  return tags.length > 0 ? visible(tags.join(', ')) : isoDay(commit.time);
}

/** Where the points are on the axis of a chart. */
export interface Timeline {
  readonly at: readonly number[];
  readonly from: number;
  readonly to: number;
  /** False where all points have one time: they are set one after the other then, and there is no date to show. */
  readonly dated: boolean;
}

/** The places of the points: their times, as far as these differ. */
export function timeline({ points }: Burndown): Timeline {
  const times = points.map(({ commit }) => commit.time);
  const [from = 0] = times;
  const to = times.at(-1) ?? from;
  if (to > from) return { at: times, from, to, dated: true };
  return { at: times.map((_, index) => index), from: 0, to: times.length - 1, dated: false };
}

/** The four counts of a point that every format shows. */
export const COUNTS: readonly { readonly label: string; readonly of: (tally: Totals) => number }[] = [
  { label: 'lines', of: ({ lines }) => lines },
  { label: 'references', of: references },
  { label: 'files', of: ({ files }) => files },
  { label: 'importing', of: ({ importingFiles }) => importingFiles },
];

/** References by transform over the points, in order of their ids. */
export function transformSeries({ points }: Burndown): Series[] {
  const all = points.map(({ tally }) => byTransform(tally));
  const ids = [...new Set(all.flatMap((counts) => [...counts.keys()]))].sort();
  return ids.map((label) => ({ label, values: all.map((counts) => counts.get(label) ?? 0) }));
}

/** A name with its place in a table. */
export interface NameSeries extends Series {
  readonly transform: string;
}

/** References by name over the points; the largest at any time first. */
export function nameSeries({ points }: Burndown): NameSeries[] {
  const found = new Map<string, NameSeries & { values: number[] }>();
  for (const [index, { tally }] of points.entries()) {
    for (const { name, transform, imports, uses } of tally.names.values()) {
      const key = `${name} ${transform}`;
      const own = found.get(key) ?? { label: name, transform, values: points.map(() => 0) };
      own.values[index] = imports + uses;
      found.set(key, own);
    }
  }
  return [...found.values()].sort((a, b) => highest(b) - highest(a) || (a.label < b.label ? -1 : 1));
}

const OTHERS = 'others';

/** Uses by primitive (without the library's own name), and imports, as few series as a chart can show; the rest is one. The largest first. */
export function primitiveSeries({ points, rest }: Burndown, most: number): Series[] {
  const found = new Map<string, { label: string; values: number[] }>();
  for (const [index, { tally }] of points.entries()) {
    for (const { name, transform, imports, uses } of tally.names.values()) {
      for (const [label, count] of [
        ['imports', imports],
        [transform === rest ? name.slice(name.indexOf('.') + 1) : transform, uses],
      ] as const) {
        const own = found.get(label) ?? { label, values: points.map(() => 0) };
        own.values[index] = (own.values[index] ?? 0) + count;
        found.set(label, own);
      }
    }
  }
  const all = [...found.values()].filter((series) => highest(series) > 0);
  all.sort((a, b) => highest(b) - highest(a) || (a.label < b.label ? -1 : 1));
  if (all.length <= most) return all;
  const others = all.slice(most - 1);
  const values = points.map((_, index) => others.reduce((total, each) => total + (each.values[index] ?? 0), 0));
  return [...all.slice(0, most - 1), { label: OTHERS, values }];
}

function highest({ values }: Series): number {
  return Math.max(0, ...values);
}

/** `−53`, `+2`, `0`; in percent of what was there where that is said. */
export function change(before: number, after: number): string {
  return after === before ? '0' : after < before ? `\u2212${before - after}` : `+${after - before}`;
}

/** `−96 %`. */
export function percent(before: number, after: number): string {
  if (before === 0) return after === 0 ? '0 %' : 'new';
  const part = Math.round(((after - before) / before) * 100);
  return `${part < 0 ? '\u2212' : part > 0 ? '+' : ''}${Math.abs(part)} %`;
}
