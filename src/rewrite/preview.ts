// What a person sees of one hunk: its own lines before and after with what is around them, and what becomes of the file's
// imports. The lines are those of the unchanged file; other hunks are not shown in them.

import type { Hunk } from '../plan/hunks/hunk.ts';
import type { Plan } from '../plan/plan.ts';
import { indexPlan } from '../plan/plan-index.ts';
import type { KeepsName } from '../project/import-liveness.ts';
import { functionAround, stringAt } from '../python/enclosing-context.ts';
import type { Inside } from '../python/lexer.ts';
import type { SourceFile } from '../python/source.ts';
import { type Region, regionsOf, within } from '../text/changed-regions.ts';
import type { Span } from '../text/edits.ts';
import type { Lines } from '../text/line-index.ts';
import { joinInsertions } from './reconcile-imports.ts';
import { editsOfFile, editsOfHunk } from './render.ts';

/** One line of a preview. */
export interface ShownLine {
  readonly kind: 'context' | 'removed' | 'added' | 'gap';
  /** Of the unchanged file, from 1; undefined for added lines. */
  readonly number: number | undefined;
  /** Without its end. */
  readonly text: string;
  /** The string that it begins inside of. */
  readonly inside: Inside;
  /** The columns, from 0, that the change is about. */
  readonly changed: readonly Span[];
}

/** How many lines around a change are shown, or the whole function. */
export type Context = number | 'function';

/** The lines of a hunk. */
export function previewHunk(plan: Plan, hunk: Hunk, keeps: KeepsName, context: Context): ShownLine[] {
  const file = shownOf(plan, hunk.path);
  if (!file) return [];
  const { lines, text } = file;
  const regions = regionsOf(text, editsOfHunk(plan, hunk, keeps));
  const shown: ShownLine[] = [];
  let next = 1;
  for (const [index, region] of regions.entries()) {
    const [first, last] = [lines.at(region.start).line, lines.at(Math.max(region.start, region.end - 1)).line];
    const around = rangeAround(file, region, first, last, context);
    const from = Math.max(next, around.first);
    if (index > 0 && from > next) shown.push(GAP);
    for (let line = from; line < first; line++) shown.push(contextLine(file, line));
    shown.push(...removedLines(file, region, first), ...addedLines(region));
    const following = regions[index + 1];
    const stop = following ? Math.min(around.last, lines.at(following.start).line - 1) : around.last;
    for (let line = last + 1; line <= stop; line++) shown.push(contextLine(file, line));
    next = Math.max(last, stop) + 1;
  }
  return shown;
}

const GAP: ShownLine = { kind: 'gap', number: undefined, text: '', inside: undefined, changed: [] };

/** A file as its lines are shown. */
interface Shown {
  readonly text: string;
  readonly lines: Lines;
  /** Undefined where it is no Python. */
  readonly source: SourceFile | undefined;
}

function shownOf(plan: Plan, path: string): Shown | undefined {
  const index = indexPlan(plan);
  const file = index.textOf(path);
  return file && { text: file.text, lines: file.lines, source: index.models.get(path)?.source };
}

function insideAt({ source, lines }: Shown, line: number): Inside {
  return source && stringAt(source, lines.start(line));
}

function rangeAround(
  { source, lines }: Shown,
  region: Region,
  first: number,
  last: number,
  context: Context,
): { first: number; last: number } {
  const near = context === 'function' ? 3 : context;
  const plain = { first: Math.max(1, first - near), last: Math.min(lines.count, last + near) };
  const body = context === 'function' && source ? functionAround(source, region.start) : undefined;
  if (!body) return plain;
  return { first: lines.at(body.start).line, last: lines.at(Math.max(body.start, body.end - 1)).line };
}

function contextLine(file: Shown, line: number): ShownLine {
  const text = file.lines.text(line);
  return { kind: 'context', number: line, text, inside: insideAt(file, line), changed: [] };
}

function removedLines(file: Shown, region: Region, first: number): ShownLine[] {
  const spans = within(region).map(
    (edit) => narrowed(edit, region.before.slice(edit.start, edit.end), edit.text).before,
  );
  return linesOf(region.before, spans).map(({ text, changed }, index): ShownLine => {
    const number = first + index;
    return { kind: 'removed', number, text, inside: insideAt(file, number), changed };
  });
}

function addedLines(region: Region): ShownLine[] {
  let shift = 0;
  const spans = within(region).map((edit) => {
    const { after } = narrowed(edit, region.before.slice(edit.start, edit.end), edit.text);
    const moved = { start: after.start + shift, end: after.end + shift };
    shift += edit.text.length - (edit.end - edit.start);
    return moved;
  });
  return linesOf(region.after, spans).map(
    ({ text, changed }): ShownLine => ({ kind: 'added', number: undefined, text, inside: undefined, changed }),
  );
}

/** The part of an edit that differs, grown to whole words, in the text before and in the one after. */
function narrowed({ start }: Span, before: string, after: string): { before: Span; after: Span } {
  let head = 0;
  while (head < Math.min(before.length, after.length) && before[head] === after[head]) head++;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const isWord = (text: string, at: number) => /\w/.test(text[at] ?? '');
  while (head > 0 && isWord(before, head - 1) && (isWord(before, head) || isWord(after, head))) head--;
  while (
    tail > 0 &&
    isWord(before, before.length - tail) &&
    (isWord(before, before.length - tail - 1) || isWord(after, after.length - tail - 1))
  )
    tail--;
  return {
    before: { start: start + head, end: start + before.length - tail },
    after: { start: start + head, end: start + after.length - tail },
  };
}

/** A text cut into lines, each with what of the spans lies in it. */
function linesOf(text: string, spans: readonly Span[]): { text: string; changed: Span[] }[] {
  const lines: { text: string; changed: Span[] }[] = [];
  let at = 0;
  for (const whole of text.split(/(?<=\n)/)) {
    const line = whole.replace(/\r?\n$/, '');
    const changed = spans
      .map(({ start, end }) => ({ start: Math.max(0, start - at), end: Math.min(line.length, end - at) }))
      .filter(({ start, end }) => start < end);
    if (whole !== '') lines.push({ text: line, changed });
    at += whole.length;
  }
  return lines;
}

/** The import lines of a file that come and go. */
export interface ImportEffect {
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** What accepted hunks do to the imports of a file. */
export function importEffect(plan: Plan, accepted: ReadonlySet<Hunk>, keeps: KeepsName, path: string): ImportEffect {
  const model = indexPlan(plan).models.get(path);
  if (!model) return { removed: [], added: [] };
  const edits = editsOfFile(plan, accepted, keeps, path).filter(({ changes }) => changes.length === 0);
  const regions = regionsOf(model.source.text, joinInsertions(edits));
  const parts = (text: string) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  const before = regions.flatMap((region) => parts(region.before));
  const after = regions.flatMap((region) => parts(region.after));
  return {
    removed: before.filter((line) => !after.includes(line)),
    added: after.filter((line) => !before.includes(line)),
  };
}
