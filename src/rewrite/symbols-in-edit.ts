// Which names of a text that a person wrote are the symbols of the text that it replaces. Strings and comments are not read.
import type { Plan } from '../plan/plan.ts';
import { symbolsIn } from '../project/dotted-names.ts';
import type { Change, Use } from '../python/changes.ts';
import { tokensOfLine } from '../python/lexer.ts';
import { isStdlib } from '../python/stdlib-modules.ts';
import { type Becomes, becomes, NOTHING } from '../transform.ts';
import type { OwnedEdit } from './reconcile-imports.ts';

/** A part of an edited text: as it stands, or a symbol with the text by which it was named. */
export type Part = string | { readonly use: Use; readonly text: string };

/** The uses of an edit with the texts by which they were written. */
export function usesOf({ pieces, text: after }: OwnedEdit): ReadonlyMap<string, Use> {
  const uses = new Map<string, Use>();
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    if (typeof piece === 'string') {
      at += piece.length;
      continue;
    }
    // What a copied text is made of, or how a line begins, is no longer told apart.
    if (!('symbol' in piece)) return uses;
    const next = pieces[index + 1];
    const end = typeof next === 'string' && next !== '' ? after.indexOf(next, at) : after.length;
    uses.set(after.slice(at, end), piece);
    at = end;
  }
  return uses;
}

/** Finds in a text what names a symbol by a known text. */
export function partsOf(text: string, uses: ReadonlyMap<string, Use>): Part[] {
  if (uses.size === 0) return [text];
  const known = [...uses.keys()].sort((a, b) => b.length - a.length).map((each) => each.replaceAll('.', '\\.'));
  const pattern = new RegExp(`(?<![\\w.])(?:${known.join('|')})(?!\\w)`, 'g');
  const parts: Part[] = [];
  for (const token of codeRuns(text)) {
    let at = 0;
    for (const match of token.code ? token.text.matchAll(pattern) : []) {
      const use = uses.get(match[0]);
      if (!use) continue;
      parts.push(token.text.slice(at, match.index), { use, text: match[0] });
      at = match.index + match[0].length;
    }
    parts.push(token.text.slice(at));
  }
  return parts;
}

/** A text cut into what is code and what is a string or a comment. The target of a mock is a string, and is read too. */
function codeRuns(text: string): { text: string; code: boolean }[] {
  const runs: { text: string; code: boolean }[] = [];
  let inside: ReturnType<typeof tokensOfLine>['inside'];
  for (const line of text.split(/(?<=\n)/)) {
    const read = tokensOfLine(line, inside);
    inside = read.inside;
    for (const { kind, text: piece } of read.tokens) {
      const code = kind !== 'comment' && (kind !== 'string' || runs.length === 0);
      const last = runs.at(-1);
      if (last?.code === code) last.text += piece;
      else runs.push({ text: piece, code });
    }
  }
  return runs;
}

/** What the name becomes by changes that a person wrote; their call may have any form. */
export function becomesBy(before: Becomes, changes: readonly Change[]): Becomes {
  const symbols = changes.flatMap(symbolsIn);
  if (before.kind === 'symbol' && symbols.includes(before.symbol)) return before;
  const [symbol] = symbols;
  return symbol === undefined ? NOTHING : becomes(symbol, 'other', 'it was written by hand');
}

/** Submodules of the standard library that must be imported by their whole names. */
const SUBMODULES =
  /^(?:concurrent\.futures|importlib\.\w+|logging\.handlers|multiprocessing\.\w+|unittest\.mock|urllib\.\w+|collections\.abc|http\.\w+)\.(?=\w)/;

/** What a dotted name imports: the module and its member; undefined where there is no such module. */
export function importable(chain: string, { project }: Plan): string | undefined {
  const words = chain.split('.');
  if (isStdlib(words[0] ?? '')) {
    const module = SUBMODULES.exec(chain)?.[0].slice(0, -1) ?? words[0] ?? '';
    const member = words[module.split('.').length];
    return member === undefined ? undefined : `${module}.${member}`;
  }
  for (let length = words.length - 1; length > 0; length--) {
    const module = words.slice(0, length).join('.');
    if (project.sourceOf(module) !== undefined) return `${module}.${words[length]}`;
  }
  return undefined;
}
