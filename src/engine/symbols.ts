// Dotted names of what can be imported.
import type { Change } from '../transform.ts';

/** The symbols that a change needs. */
export function symbolsIn(change: Change | undefined): string[] {
  return change?.pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.symbol])) ?? [];
}

/** `a.b.c` as the module `a.b` and its member `c`. */
export function splitSymbol(symbol: string): { readonly module: string; readonly member: string } {
  const dot = symbol.lastIndexOf('.');
  return { module: symbol.slice(0, dot), member: symbol.slice(dot + 1) };
}
