// Lines that have become too long: they are broken at the soft spaces that transforms write; the target of a mock moves to a line
// of its own, or is written in two pieces. Another line that was too long before stays as it is.

import type { Hunk } from '../plan/hunks/hunk.ts';
import type { AnalyzedFile } from '../project/analyzed-file.ts';
import type { SourceFile } from '../python/source.ts';
import { ancestor } from '../python/syntax.ts';
import type { Edit } from '../text/edits.ts';
import { breakAtSofts } from './break-at-softs.ts';
import type { OwnedEdit } from './reconcile-imports.ts';

/** What style guides allow, unless the file has longer lines. */
const USUAL = 79;

/** The edits, with line breaks where a line would pass the limit of its file. */
export function breakLongLines(model: AnalyzedFile, hunks: readonly Hunk[], edits: readonly OwnedEdit[]): OwnedEdit[] {
  const broken = breakLongTargets(model, hunks, edits);
  return broken.some(({ softs }) => softs.length > 0) ? breakAtSofts(model, broken, limitOf(model.source)) : broken;
}

/** Beside the targets of mocks. */
function breakLongTargets(model: AnalyzedFile, hunks: readonly Hunk[], edits: readonly OwnedEdit[]): OwnedEdit[] {
  const moved = new Set(hunks.flatMap(({ follows, changes }) => (follows ? changes : [])));
  const targets = new Set(
    edits.filter(({ changes, text }) => changes.some((change) => moved.has(change)) && /^(['"])[\w.]+\1$/.test(text)),
  );
  if (targets.size === 0) return [...edits];
  const limit = limitOf(model.source);
  const touching = editsByLine(model.source, edits);
  return edits.map((edit) => (targets.has(edit) ? broken(model, edit, touching, limit) : edit));
}

const limits = new WeakMap<SourceFile, number>();

/** The longest line of a file, but for those that say that they are longer. */
function limitOf(source: SourceFile): number {
  const known = limits.get(source);
  if (known !== undefined) return known;
  const limit = source.text
    .split(/\r?\n/)
    .reduce((most, line) => (/\bnoqa\b|:\/\//.test(line) ? most : Math.max(most, line.length)), USUAL);
  limits.set(source, limit);
  return limit;
}

/** How many edits each line has a part of. */
function editsByLine({ lines }: SourceFile, edits: readonly Edit[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { start, end } of edits) {
    const last = lines.at(end).line;
    for (let line = lines.at(start).line; line <= last; line++) counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return counts;
}

function broken(
  { source }: AnalyzedFile,
  edit: OwnedEdit,
  touching: ReadonlyMap<number, number>,
  limit: number,
): OwnedEdit {
  const { lines, text } = source;
  const line = lines.at(edit.start).line;
  const [start, end] = [lines.start(line), lines.start(line) + lines.text(line).length];
  const alone = touching.get(line) === 1;
  const [before, after] = [text.slice(start, edit.start), text.slice(edit.end, end)];
  // Only between the parentheses of a call may a line end anywhere.
  const inCall = ancestor(source.root.descendantForIndex(edit.start), LISTS) !== undefined;
  if (
    !inCall ||
    !alone ||
    edit.end > end ||
    before.length + edit.text.length + after.length <= limit ||
    end - start > limit
  )
    return edit;
  const indent = /^[ \t]*/.exec(before)?.[0] ?? '';
  const eol = source.eol(edit.start);
  // What follows a colon is indented by one step: the broken line by two, so that they stand apart.
  const step = after.trimEnd().endsWith(':') ? '        ' : '    ';
  if (before.endsWith('(') && indent.length + step.length + edit.text.length + after.length <= limit)
    return { ...edit, text: `${eol}${indent}${step}${edit.text}` };
  return inPieces(edit, { before, after, eol, limit });
}

const LISTS = new Set(['argument_list']);

/** The text in two pieces side by side, cut after a dot. */
function inPieces(
  edit: OwnedEdit,
  { before, after, eol, limit }: { before: string; after: string; eol: string; limit: number },
): OwnedEdit {
  const quote = edit.text[0] ?? '';
  const cut = edit.text.lastIndexOf('.', limit - before.length - 2);
  const rest = edit.text.slice(cut + 1);
  if (cut <= 1 || before.length + 1 + rest.length + after.length > limit) return edit;
  return { ...edit, text: `${edit.text.slice(0, cut + 1)}${quote}${eol}${' '.repeat(before.length)}${quote}${rest}` };
}
