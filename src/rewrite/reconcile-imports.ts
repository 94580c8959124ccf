// The heart: from the accepted changes of one file, and the imports that go with them, to all of its edits.
import type { FileModel } from '../project/analyzed-file.ts';
import { providerOf, type References, referencesOf } from '../project/import-liveness.ts';
import type { Stars } from '../project/star-imports.ts';
import type { ImportedName } from '../python/import-statements.ts';
import { editImports } from '../python/imports/edit-imports.ts';
import { contains, type Edit, firstFrom, indexSpans, type Span } from '../text/edits.ts';
import type { Change, Use } from '../transform.ts';
import { chooseNames, type Need } from './local-names.ts';

/** What another file calls a symbol, once its own hunks are settled. */
export type SeenFrom = (path: string, use: Use) => string | undefined;

/** A file whose names are chosen. */
export interface SettledFile {
  /** The modules that are imported under a name that is not their own, with that name. */
  readonly aliases: ReadonlyMap<string, string>;
  reach(use: Use): string | undefined;
  /** The edits, with the names of other files where a change needs them. */
  edits(seenFrom: SeenFrom): Edit[];
}

/** Chooses the names for changes that do not overlap and imports that go; a function of the sets, not of their order. */
export function settleFile(
  model: FileModel,
  changes: readonly Change[],
  removed: ReadonlySet<ImportedName>,
  stars: Stars,
): SettledFile {
  const replaced = indexSpans(changes.map((change) => change.span));
  const found = referencesOf(model);
  const needs: Need[] = [];
  const pieces = changes.map((change) => ({
    change,
    parts: change.pieces.map((piece) => {
      if (typeof piece === 'string') return piece;
      const need: Need = { use: piece, offset: change.span.start, through: throughWhich(found, change.span) };
      if (!piece.seenFrom) needs.push(need);
      return need;
    }),
  }));
  const { text, added, reach } = chooseNames(model, needs, { replaced, removed, stars });
  return {
    aliases: new Map(added.flatMap(({ module, as }) => (as === undefined ? [] : [[module, as]]))),
    reach,
    edits(seenFrom) {
      const textOf = (part: string | Need): string => {
        if (typeof part === 'string') return part;
        const { use } = part;
        return (use.seenFrom ? seenFrom(use.seenFrom, use) : text.get(part)) ?? use.symbol;
      };
      const edits = pieces.map(({ change, parts }): Edit => ({ ...change.span, text: parts.map(textOf).join('') }));
      const before = earliest(found, needs);
      return mergeInsertions([...edits, ...editImports(model.source, model.statements, { removed, added, before })]);
    },
  };
}

/** The import through which the first reference in a span was reached. */
function throughWhich({ byName }: References, span: Span): ImportedName | undefined {
  const first = byName[firstFrom(byName, span.start)];
  if (!first || !contains(span, first)) return undefined;
  const { reference } = first;
  const provider = providerOf(reference.binding, reference.path);
  return reference.binding.imports.find((imported) => imported.loads === provider) ?? reference.binding.imports[0];
}

/** The first place at which a needed module is used while the file is loaded. */
function earliest({ atImport }: References, needs: readonly Need[]): number | undefined {
  let first: number | undefined;
  for (const { offset } of needs) if (atImport.has(offset) && offset < (first ?? offset + 1)) first = offset;
  return first;
}

/** Several insertions at one place become one, in the order in which they were proposed. */
function mergeInsertions(edits: readonly Edit[]): Edit[] {
  const merged: Edit[] = [];
  const insertions = new Map<number, number>();
  for (const edit of edits) {
    const known = edit.start === edit.end ? insertions.get(edit.start) : undefined;
    const before = known === undefined ? undefined : merged[known];
    if (known !== undefined && before) {
      merged[known] = { ...before, text: before.text + edit.text };
      continue;
    }
    if (edit.start === edit.end) insertions.set(edit.start, merged.length);
    merged.push(edit);
  }
  return merged;
}
