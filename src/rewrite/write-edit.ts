// The text of an edit once its names are chosen.
import type { Change, Use } from '../python/changes.ts';
import type { FlatEdit } from '../python/compose.ts';
import { tokensOfLine } from '../python/lexer.ts';
import { stepAt } from '../python/line-indent.ts';
import type { SourceFile } from '../python/source.ts';
import { applyEdits, type Edit, joinAtOnePlace } from '../text/edits.ts';

/** How the pieces of edits are written in one file. */
export interface Writing {
  readonly source: SourceFile;
  /** How a symbol is named in a change. */
  textOf(change: Change, use: Use): string;
  /** The indentation that the line of an offset will have. */
  indentAt(offset: number): string;
}

/** Writes an edit. */
export function toEdit(edit: FlatEdit, writing: Writing): Edit {
  const { source, textOf, indentAt } = writing;
  const pieces = edit.pieces.map((piece) => {
    if (typeof piece === 'string') return piece;
    if ('symbol' in piece) return textOf(edit.change, piece);
    if ('line' in piece) {
      const { line, deeper = 0 } = piece;
      return source.eol(line.start) + indentAt(line.start) + stepAt(source, line.start).repeat(deeper);
    }
    const { start, end } = piece.copy;
    const inside = piece.edits.map((each) => {
      const { text: own, ...span } = toEdit(each, writing);
      return { start: span.start - start, end: span.end - start, text: own };
    });
    const joined = joinAtOnePlace<Edit>(inside, (a, b) => ({ ...a, text: a.text + b.text }));
    return oneExpression(applyEdits(source.text.slice(start, end), joined));
  });
  return { start: edit.start, end: edit.end, text: pieces.join('') };
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
