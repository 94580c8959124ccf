// The text of an edit once its names are chosen.
import type { Change, Use } from '../python/changes.ts';
import type { Copy, FlatEdit } from '../python/compose.ts';
import { tokensOfLine } from '../python/lexer.ts';
import { stepAt } from '../python/line-indent.ts';
import type { SourceFile } from '../python/source.ts';
import { applyEdits, compareSpans, type Edit, joinAtOnePlace } from '../text/edits.ts';

/** How the pieces of edits are written in one file. */
export interface Writing {
  readonly source: SourceFile;
  /** How a symbol is named in a change. */
  textOf(change: Change, use: Use): string;
  /** The indentation that the line of an offset will have. */
  indentAt(offset: number): string;
}

/** An edit with its soft spaces, by their offsets in its text. */
export interface WrittenEdit extends Edit {
  readonly softs: readonly number[];
}

/** Writes an edit. */
export function toEdit(edit: FlatEdit, writing: Writing): WrittenEdit {
  const { source, textOf, indentAt } = writing;
  const softs: number[] = [];
  let text = '';
  for (const piece of edit.pieces) {
    if (typeof piece === 'string') text += piece;
    else if ('symbol' in piece) text += textOf(edit.change, piece);
    else if ('line' in piece) {
      const { line, deeper = 0 } = piece;
      text += source.eol(line.start) + indentAt(line.start) + stepAt(source, line.start).repeat(deeper);
    } else if ('soft' in piece) {
      softs.push(text.length);
      text += ' ';
    } else {
      const copied = copyOf(piece, writing);
      softs.push(...copied.softs.map((at) => text.length + at));
      text += copied.text;
    }
  }
  return { start: edit.start, end: edit.end, text, softs };
}

/** A copied text, with the edits in it. */
function copyOf({ copy, edits }: Copy, writing: Writing): Pick<WrittenEdit, 'text' | 'softs'> {
  const inside = edits.map((each) => {
    const own = toEdit(each, writing);
    return { ...own, start: own.start - copy.start, end: own.end - copy.start };
  });
  const joined = joinAtOnePlace<WrittenEdit>(inside, (a, b) => ({
    ...a,
    text: a.text + b.text,
    softs: [...a.softs, ...b.softs.map((at) => a.text.length + at)],
  })).sort(compareSpans);
  let grown = 0;
  const softs: number[] = [];
  for (const { start, end, text, softs: own } of joined) {
    softs.push(...own.map((at) => start + grown + at));
    grown += text.length - (end - start);
  }
  const plain = applyEdits(writing.source.text.slice(copy.start, copy.end), joined);
  const text = oneExpression(plain);
  return { text, softs: text === plain ? softs : softs.map((at) => at + 1) };
}

/** An expression that may stand on any line: in parentheses where a line ends in it outside of brackets and strings. */
function oneExpression(text: string): string {
  return endsLine(text) ? `(${text})` : text;
}

function endsLine(text: string): boolean {
  let depth = 0;
  let inside: ReturnType<typeof tokensOfLine>['inside'];
  const lines = text.split('\n');
  for (const line of lines.slice(0, -1)) {
    const read = tokensOfLine(line, inside);
    inside = read.inside;
    for (const { kind, text: token } of read.tokens) {
      if (kind !== 'plain') continue;
      for (const letter of token) depth += /[([{]/.test(letter) ? 1 : /[)\]}]/.test(letter) ? -1 : 0;
    }
    if (depth === 0 && !inside) return true;
  }
  return false;
}
