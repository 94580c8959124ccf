// Dotted names of what can be imported.
import { compareSpans, type Span } from '../text/edits.ts';
import type { Change } from '../transform.ts';

/** The symbols that a change needs. */
export function symbolsIn(change: Change | undefined): string[] {
  return change?.pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.symbol])) ?? [];
}

/** The symbol that changes write in the place of a span. */
export function symbolAt(changes: readonly Change[], span: Span): string | undefined {
  return changes.filter((change) => compareSpans(change.span, span) === 0).flatMap(symbolsIn)[0];
}

/** `a.b.c` as the module `a.b` and its member `c`. */
export function splitSymbol(symbol: string): { readonly module: string; readonly member: string } {
  const dot = symbol.lastIndexOf('.');
  return { module: symbol.slice(0, Math.max(0, dot)), member: symbol.slice(dot + 1) };
}
