// Dotted names of what can be imported.
import { type Change, isUse } from '../python/changes.ts';
import { isStdlib } from '../python/stdlib-modules.ts';
import type { Becomes } from '../transform.ts';

/** The symbols that a change needs. */
export function symbolsIn(change: Change | undefined): string[] {
  return change?.pieces.flatMap((piece) => (isUse(piece) ? [piece.symbol] : [])) ?? [];
}

/** The symbol that a name becomes, if it becomes one. */
export function symbolOf(becomes: Becomes | undefined): string | undefined {
  return becomes?.kind === 'symbol' ? becomes.symbol : undefined;
}

/** `a.b.c` as the module `a.b` and its member `c`. */
export function splitSymbol(symbol: string): { readonly module: string; readonly member: string } {
  const dot = symbol.lastIndexOf('.');
  return { module: symbol.slice(0, Math.max(0, dot)), member: symbol.slice(dot + 1) };
}

/** A symbol as people say it: the whole name in the standard library, its own name where the project defines it. */
export function shownName(symbol: string): string {
  return isStdlib(symbol) ? symbol : splitSymbol(symbol).member;
}
