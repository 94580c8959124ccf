// `scan` for an issue tracker: a list to tick off, by primitive and by group of work. Made for GitHub's Markdown; where a
// tracker shows it as plain text, it can be read as well.
import type { Entry } from '../../ledger/entry.ts';
import { isDraft } from '../../plan/hunks/level.ts';
import { notesText } from '../../plan/hunks/note.ts';
import { counted } from '../../text/plural.ts';
import { codeBlock, escapeProse, inCode, tableRow } from '../markup/markdown-escape.ts';
import {
  countTransforms,
  draftLines,
  draftsAt,
  type PlannedWork,
  type Report,
  type ReportedHunk,
} from './scan-report.ts';

/** Longer lists are folded. */
const LONGEST_OPEN = 10;

/** The report as Markdown. */
export function formatMarkdown(whole: Report): string {
  // A draft is part of what is manual.
  const drafts = draftsAt(whole);
  const report = { ...whole, hunks: whole.hunks.filter(({ hunk }) => !isDraft(hunk)) };
  const parts = [
    `# What is left of ${escapeProse(report.library)}`,
    summaryOf(report),
    tableOf(whole),
    ...rewritten(report),
    ...byHand(report.work, drafts),
    ...skipped(report),
  ];
  return `${parts.join('\n\n')}\n`;
}

function summaryOf({ ledger, base, version, hunks, work }: Report): string {
  const at = base === null ? '' : ` at ${inCode(base.slice(0, 12))}`;
  const places = work.reduce((sum, each) => sum + each.places.length, 0);
  return [
    `${counted(ledger.lines, 'line')} in ${counted(ledger.files, 'file')}, ${ledger.importingFiles} of which import it${at}.`,
    `${counted(hunks.length, 'rewrite')} can be taken from degreen ${version}, ${counted(places, 'place')} ${places === 1 ? 'is' : 'are'} manual.`,
  ].join('\n');
}

/** A row for each transform that rewrites, and one for each area of what the others only explain. */
function tableOf(report: Report): string {
  const explaining = new Set(report.transforms.filter(({ roots }) => roots).map(({ id }) => id));
  const { hunks, work } = report;
  const all = [...countTransforms(report)];
  const anyDraft = all.some(([, { draft }]) => draft !== undefined);
  const withDraft = (cells: readonly (string | number)[], draft: string | number = 0) =>
    anyDraft ? [...cells, draft] : cells;
  const rows = all
    .filter(([id]) => !explaining.has(id))
    .map(([id, { safe, review, manual, draft }]) => {
      const own = hunks.filter(({ hunk }) => hunk.transform === id && !isDraft(hunk));
      return withDraft([id, own.length, safe, review, manual], draft);
    });
  const areas = new Map<string, number>();
  for (const { group, transform, places } of work)
    if (explaining.has(transform)) areas.set(group.area, (areas.get(group.area) ?? 0) + places.length);
  return [
    withDraft(['primitive', 'hunks', 'safe', 'review', 'manual'], 'draft'),
    withDraft(['---', '---:', '---:', '---:', '---:'], '---:'),
    ...rows,
    ...[...areas].map(([area, places]) => withDraft([escapeProse(area), 0, 0, 0, places])),
  ]
    .map(tableRow)
    .join('\n');
}

function rewritten(report: Report): string[] {
  if (report.hunks.length === 0) return [];
  const ids = [...new Set(report.hunks.map(({ hunk }) => hunk.transform))].sort();
  return [
    '## Rewritten by degreen',
    ...ids.flatMap((id) =>
      ofTransform(
        report.hunks.filter(({ hunk }) => hunk.transform === id),
        id,
      ),
    ),
  ];
}

function ofTransform(hunks: readonly ReportedHunk[], id: string): string[] {
  const review = hunks.filter(({ hunk }) => hunk.level === 'review');
  const safe = hunks.length - review.length;
  const lines = [`### ${id}`];
  if (safe > 0) lines.push(`- [ ] ${safe} safe: ${inCode(`degreen apply --only ${id}`)}`);
  if (review.length === 0) return lines;
  const rows = review.map(({ hunk }) => {
    const note = hunk.notes.length > 0 ? `: ${escapeProse(notesText(hunk.notes))}` : '';
    return `- [ ] ${place(hunk)} ${escapeProse(hunk.title)}${note}`;
  });
  return [...lines, ...folded(`${review.length} to look at`, rows)];
}

function byHand(work: readonly PlannedWork[], drafts: ReadonlyMap<Entry, ReportedHunk>): string[] {
  if (work.length === 0) return [];
  const parts = ['## By hand'];
  let area = '';
  for (const { group, places } of work) {
    if (group.area !== area) parts.push(`### ${escapeProse(group.area)}`);
    area = group.area;
    parts.push(`#### ${escapeProse(group.title)} (${places.length})`, escapeProse(group.draft));
    parts.push(codeBlock(group.example.before), 'becomes', codeBlock(group.example.after));
    parts.push(
      ...folded(
        counted(places.length, 'place'),
        places.map((place) => task(place) + draftOf(drafts.get(place))),
      ),
    );
  }
  return parts;
}

function task({ path, line, name, detail }: Entry): string {
  return `- [ ] ${place({ path, line })} ${inCode(name)}${detail === '' ? '' : `: ${escapeProse(detail)}`}`;
}

/** What would be written, below the place; it is taken by its id. */
function draftOf(draft: ReportedHunk | undefined): string {
  if (!draft) return '';
  const lines = codeBlock(
    draftLines(draft)
      .map(({ sign, text }) => sign + text)
      .join('\n'),
    'diff',
  ).split('\n');
  const note = draft.hunk.notes.length > 0 ? `: ${escapeProse(notesText(draft.hunk.notes))}` : '';
  return [`\n  Draft ${inCode(draft.hunk.id)}${note}`, '', ...lines].join('\n  ');
}

/** A list, behind a line to open it where it is long. The empty lines are what makes Markdown of the inside. */
function folded(title: string, rows: readonly string[]): string[] {
  const list = rows.join('\n');
  if (rows.length <= LONGEST_OPEN) return [list];
  return [`<details><summary>${title}</summary>`, list, '</details>'];
}

function skipped({ skipped: files }: Report): string[] {
  if (files.length === 0) return [];
  const rows = files.map(({ path, reason }) => `- [ ] ${inCode(path)}: ${escapeProse(reason)}`);
  return ['## Skipped files', ...folded(counted(files.length, 'file'), rows)];
}

function place({ path, line }: { readonly path: string; readonly line: number }): string {
  return inCode(`${path}:${line}`);
}
