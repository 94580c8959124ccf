// The report that every format of `scan` shows: plan and ledger put together once.

import type { Ledger } from '../../ledger/build-ledger.ts';
import type { Entry, Verdict } from '../../ledger/entry.ts';
import type { Blockers } from '../../ledger/finish.ts';
import type { Bug, Hunk } from '../../plan/hunks/hunk.ts';
import { isDraft } from '../../plan/hunks/level.ts';
import type { SkippedFile } from '../../project/analyzed-file.ts';
import { isTest, type Process } from '../../project/monkey-patching.ts';
import { compareSpans, type Edit } from '../../text/edits.ts';
import type { Lines } from '../../text/line-index.ts';
import type { Transform, WorkGroup } from '../../transform.ts';

/** A hunk with the lines that it changes. */
export interface ReportedHunk {
  readonly hunk: Hunk;
  readonly before: string;
  readonly after: string;
  /** All that it and what it requires change, imports included; undefined where a file has to be written for it, or nobody asks. */
  readonly fix: readonly FileFix[] | undefined;
}

/** The replacements of one file, in order; no two of them touch. */
export interface FileFix {
  readonly path: string;
  readonly replacements: readonly Replacement[];
}

/** Text for a region of the file as it is. Lines and columns count from 1, columns in UTF-16 units. */
export interface Replacement {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** What there is to report. */
export interface Report {
  readonly version: string;
  /** The library's top-level name. */
  readonly library: string;
  /** Absolute. */
  readonly root: string;
  readonly base: string | null;
  readonly ledger: Ledger;
  readonly hunks: readonly ReportedHunk[];
  /** What is manual. */
  readonly work: readonly PlannedWork[];
  readonly transforms: readonly Transform[];
  /** How the project's processes are patched. */
  readonly process: Process;
  readonly skipped: readonly SkippedFile[];
  /** Transforms that failed: degreen's own faults. */
  readonly bugs: readonly Bug[];
  /** What is known of the end; undefined where it was not asked for. */
  readonly finish?: FinishReport | undefined;
}

/** What is known of the end. */
export interface FinishReport {
  /** The library's top-level name. */
  readonly library: string;
  /** The hunks of the end; none where something stands in the way. */
  readonly hunks: readonly Hunk[];
  readonly blockers: Blockers;
  readonly transforms: readonly Transform[];
}

/** A group of work with what there is of it. */
export interface PlannedWork {
  readonly group: WorkGroup;
  readonly transform: string;
  /** Those of the product first, as tests follow them. Members of followed objects are left out: they go with the object. */
  readonly places: readonly Entry[];
}

/** What is manual, as it is planned: area by area, what no transform rewrites first. Empty groups are left out. */
export function planWork(entries: readonly Entry[], transforms: readonly Transform[]): PlannedWork[] {
  const inOrder = [...transforms].sort((a, b) => Number(!a.roots) - Number(!b.roots));
  const work = inOrder.flatMap(({ id, work: groups }) =>
    groups.map((group) => ({
      group,
      transform: id,
      places: entries
        .filter((entry) => entry.group === group.id && entry.role !== 'attribute')
        .sort((a, b) => Number(isTest(a.path)) - Number(isTest(b.path))),
    })),
  );
  const areas = [...new Set(work.map(({ group }) => group.area))];
  return areas.flatMap((area) => work.filter(({ group, places }) => group.area === area && places.length > 0));
}

/** How many references have each verdict. */
export type VerdictCounts = Readonly<Record<Verdict, number>>;

/** Counts the verdicts. */
export function countVerdicts(entries: readonly Entry[]): VerdictCounts {
  const counts = { safe: 0, review: 0, manual: 0, mention: 0 };
  for (const entry of entries) counts[entry.verdict]++;
  return counts;
}

/** The verdicts of a transform's references. */
export interface TransformCounts {
  safe: number;
  review: number;
  manual: number;
  /** How many of the manual ones have a draft; missing where the project has none. */
  draft?: number;
}

/** The verdicts by transform, without mentions; transforms without a reference are left out. */
export function countTransforms({ ledger, hunks }: Report): ReadonlyMap<string, TransformCounts> {
  const counts = new Map<string, TransformCounts>();
  const drafts = new Set(hunks.flatMap(({ hunk }) => (isDraft(hunk) ? hunk.id : [])));
  const none = drafts.size > 0 ? { draft: 0 } : {};
  for (const entry of [...ledger.entries].sort((a, b) => (a.transform < b.transform ? -1 : 1))) {
    if (entry.verdict === 'mention') continue;
    const own = counts.get(entry.transform) ?? { safe: 0, review: 0, manual: 0, ...none };
    own[entry.verdict]++;
    if (entry.hunk !== null && drafts.has(entry.hunk)) own.draft = (own.draft ?? 0) + 1;
    counts.set(entry.transform, own);
  }
  return counts;
}

/** The drafts by the places that show them: the first that is listed of each. */
export function draftsAt(report: Report): ReadonlyMap<Entry, ReportedHunk> {
  const drafts = new Map(report.hunks.filter(({ hunk }) => isDraft(hunk)).map((each) => [each.hunk.id, each]));
  const found = new Map<Entry, ReportedHunk>();
  for (const entry of report.ledger.entries) {
    const draft = drafts.get(entry.hunk ?? '');
    if (!draft || entry.role === 'attribute') continue;
    found.set(entry, draft);
    drafts.delete(draft.hunk.id);
  }
  return found;
}

/** The lines of a draft, with signs. */
export function draftLines({ before, after }: ReportedHunk): { readonly sign: '-' | '+'; readonly text: string }[] {
  const lines = (sign: '-' | '+', text: string) =>
    text === ''
      ? []
      : text
          .replace(/\r?\n$/, '')
          .split(/\r?\n/)
          .map((line) => ({ sign, text: line }));
  return [...lines('-', before), ...lines('+', after)];
}

/** Edits as replacements; those that touch become one, as their order would be left to whoever applies them. */
export function placeEdits(lines: Lines, edits: readonly Edit[]): Replacement[] {
  const joined: Edit[] = [];
  for (const edit of [...edits].sort(compareSpans)) {
    const previous = joined[joined.length - 1];
    if (previous?.end === edit.start)
      joined[joined.length - 1] = { start: previous.start, end: edit.end, text: previous.text + edit.text };
    else joined.push(edit);
  }
  return joined.map(({ start, end, text }) => {
    const from = lines.at(start);
    const to = lines.at(end);
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column, text };
  });
}
