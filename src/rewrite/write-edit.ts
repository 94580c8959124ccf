// The text of an edit once its names are chosen.
import type { Use } from '../python/changes.ts';
import type { FlatEdit } from '../python/compose.ts';
import { tokensOfLine } from '../python/lexer.ts';
import { applyEdits, type Edit } from '../text/edits.ts';

/** Writes an edit; `textOf` says how a symbol is named in it. */
export function toEdit(text: string, edit: FlatEdit, textOf: (edit: FlatEdit, use: Use) => string): Edit {
  const pieces = edit.pieces.map((piece) => {
    if (typeof piece === 'string') return piece;
    if ('symbol' in piece) return textOf(edit, piece);
    const { start, end } = piece.copy;
    const inside = piece.edits.map((each) => {
      const { text: own, ...span } = toEdit(text, each, textOf);
      return { start: span.start - start, end: span.end - start, text: own };
    });
    return oneExpression(applyEdits(text.slice(start, end), inside));
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
