// What becomes of statements that accepted changes take, move or stand beside, once it is known what goes with them.
import type { AnalyzedFile } from '../project/analyzed-file.ts';
import { type Change, keep, standsBeside } from '../python/changes.ts';
import type { Composition } from '../python/compose.ts';
import { type StatementChanges, statementAt } from '../python/emptied-blocks.ts';
import type { ImportedName, ImportStatement } from '../python/import-statements.ts';
import type { Scope } from '../python/scopes.ts';
import type { Node } from '../python/source.ts';
import { spanOf } from '../python/syntax.ts';
import { contains, type Edit, type Span } from '../text/edits.ts';
import { weakMemo } from '../text/memoize.ts';

/** The white space that goes at line starts. */
export function layoutOf({ edits }: Composition): Span[] {
  return edits.filter(({ change }) => change.takes === 'layout');
}

/** What changes mean for the blocks of a file. */
export function statementChanges({ source }: AnalyzedFile, { edits }: Composition): StatementChanges {
  const changes = [...new Set(edits.map(({ change }) => change))];
  const nodes = (spans: readonly Span[]) => spans.map(({ start }) => statementAt(source, start));
  return {
    going: nodes(changes.flatMap(({ takes, statement }) => (takes === 'statement' && statement ? [statement] : []))),
    beside: nodes(changes.flatMap((change) => standsBeside(change) ?? [])),
    unwrapped: changes.flatMap(({ unwraps = [] }) => unwraps),
  };
}

/** The import statements of a file with their places, read once. */
const placed = weakMemo(({ statements }: AnalyzedFile) =>
  statements.map((statement) => ({ ...spanOf(statement.node), statement })),
);

/** The names of imports in text that goes: they go with it. */
export function takenImports(model: AnalyzedFile, composed: Composition): ImportedName[] {
  return composed.goneOf(placed(model)).flatMap(({ statement }) => statement.names);
}

/** The scopes in which new text binds a name. */
export function boundIn(
  { names, source }: AnalyzedFile,
  { edits }: Composition,
): ReadonlyMap<string, readonly Scope[]> {
  const bound = new Map<string, Scope[]>();
  for (const change of new Set(edits.map((edit) => edit.change))) {
    const { binds = [], statement = change.span } = change;
    if (binds.length === 0) continue;
    const scope = names.scopeAt(source.root.descendantForIndex(statement.start));
    for (const name of binds) bound.set(name, [...(bound.get(name) ?? []), scope]);
  }
  return bound;
}

/** The import statements that do not go with other text. */
export function standing(model: AnalyzedFile, composed: Composition): readonly ImportStatement[] {
  const gone = new Set(composed.goneOf(placed(model)).map(({ statement }) => statement));
  return gone.size === 0 ? model.statements : model.statements.filter((statement) => !gone.has(statement));
}

const settledFrom = new WeakMap<Change, Change>();

/** The removal of a statement as it will be: its lines, or `pass` in its place; other changes as they are. */
export function settleRemoval(change: Change, passes: readonly Node[]): Change {
  const { takes, statement, span } = change;
  if (takes !== 'statement' || !statement || !passes.some((node) => node.startIndex === statement.start)) return change;
  // What stands beside it stays, and what others change in its lines goes all the same.
  const [before, after] = [
    keep({ start: span.start, end: statement.start }),
    keep({ start: statement.end, end: span.end }),
  ];
  const settled: Change = { ...change, pieces: [before, 'pass', after] };
  settledFrom.set(settled, change);
  return settled;
}

/** The change that was settled. */
export function originalOf(change: Change): Change {
  return settledFrom.get(change) ?? change;
}

/** Whether white space goes with the lines of an import. */
export function isMovedWith(edit: Edit & { readonly changes: readonly Change[] }, imports: readonly Edit[]): boolean {
  return edit.changes.some(({ takes }) => takes === 'layout') && imports.some((each) => contains(each, edit));
}
