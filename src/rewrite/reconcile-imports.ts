// The heart: from the accepted changes of one file, and the imports that go with them, to all of its edits.
import type { AnalyzedFile } from '../project/analyzed-file.ts';
import { providerOf, type References, referencesOf, usedElsewhereInFile } from '../project/import-liveness.ts';
import type { Stars } from '../project/star-imports.ts';
import { type Change, shapeOf, type Use } from '../python/changes.ts';
import { type Composition, compose, type FlatEdit, type FlatPiece } from '../python/compose.ts';
import type { ImportedName } from '../python/import-statements.ts';
import { editImports } from '../python/imports/edit-imports.ts';
import { indentAfter } from '../python/line-indent.ts';
import { evaluatedAtImport } from '../python/reference-role.ts';
import { contains, type Edit, firstFrom, joinAtOnePlace } from '../text/edits.ts';
import type { Need, Replacement } from './known-names.ts';
import { chooseNames } from './local-names.ts';
import {
  boundIn,
  isMovedWith,
  layoutOf,
  originalOf,
  settleRemoval,
  standing,
  statementChanges,
  takenImports,
} from './settle-statements.ts';
import { toEdit } from './write-edit.ts';

/** What another file calls a symbol, once its own hunks are settled. */
export type NameInFile = (path: string, use: Use) => string | undefined;

/** An edit with the changes that it is of; none where it is one of imports. */
export interface OwnedEdit extends Edit {
  readonly changes: readonly Change[];
  /** What the text was made of, symbols before their names were chosen. */
  readonly pieces: readonly FlatPiece[];
  /** The offsets of soft spaces in the text. */
  readonly softs: readonly number[];
}

/** A file whose names are chosen. */
export interface FileNames {
  /** The modules that are imported under a name that is not their own, with that name. */
  readonly aliases: ReadonlyMap<string, string>;
  reach(use: Use): string | undefined;
  /** The edits, with the names of other files where a change needs them; insertions at one place in their order. */
  edits(seenFrom: NameInFile): OwnedEdit[];
}

/** Chooses the names for the changes of hunks and imports that go; a function of the sets, not of their order. */
export function chooseFileNames(
  model: AnalyzedFile,
  hunks: readonly (readonly Change[])[],
  dead: ReadonlySet<ImportedName>,
  replaced: ReadonlyMap<ImportedName, Replacement>,
  stars: Stars,
): FileNames {
  const composed = compose(hunks);
  const removed = new Set([
    ...dead,
    ...replaced.keys(),
    ...takenImports(model, composed),
    ...unusedFallbacks(model, composed, replaced),
  ]);
  const [lost] = composed.colliding;
  if (lost) throw new Error(`${model.path}: the change at ${lost.span.start} collides with another one`);
  const found = referencesOf(model);
  const throughOf = throughWhich(found, hunks);
  const needs = new Map<Change, Map<Use, Need>>();
  for (const { change, pieces } of everyEdit(composed.edits)) {
    const own = needs.get(change) ?? new Map<Use, Need>();
    needs.set(change, own);
    const place = { offset: (change.statement ?? change.span).start, through: throughOf(change) };
    for (const piece of pieces)
      if (typeof piece !== 'string' && 'symbol' in piece && !piece.seenFrom) own.set(piece, { use: piece, ...place });
  }
  const all = [...needs.values()].flatMap((own) => [...own.values()]);
  const { text, added, reach } = chooseNames(model, all, {
    goneOf: composed.goneOf,
    bound: boundIn(model, composed),
    removed,
    replaced,
    stars,
  });
  const locals = new Set([...replaced.keys()].map(({ local }) => local));
  return {
    aliases: new Map(added.flatMap(({ module, as }) => (as === undefined || locals.has(as) ? [] : [[module, as]]))),
    reach,
    edits(seenFrom) {
      const textOf = (change: Change, use: Use): string => {
        const need = needs.get(change)?.get(use);
        return (use.seenFrom ? seenFrom(use.seenFrom, use) : need && text.get(need)) ?? use.symbol;
      };
      const { source } = model;
      const indentAt = indentAfter(source, layoutOf(composed));
      const before = earliest(model, found, all);
      const imports = editImports(source, standing(model, composed), {
        removed,
        added,
        before,
        others: statementChanges(model, composed),
        indentAt,
      });
      const settled = compose(hunks.map((changes) => changes.map((each) => settleRemoval(each, imports.passes))));
      const written = settled.edits.map((edit) => ({
        ...toEdit(edit, { source, textOf, indentAt }),
        changes: [originalOf(edit.change)],
        pieces: edit.pieces,
      }));
      const own = imports.edits.map((edit) => ({ ...edit, changes: [], pieces: [], softs: [] }));
      // A name that serves on is no change.
      const servesOn = ({ start, end, text: now, changes }: OwnedEdit) =>
        changes.every(({ givesWay }) => givesWay) && source.text.slice(start, end) === now;
      const changed = written.filter((edit) => !servesOn(edit));
      return [...own, ...changed.filter((edit) => !isMovedWith(edit, imports.edits))];
    },
  };
}

/** What handlers import in the place of what goes, where all that used it goes as well. */
function unusedFallbacks(
  model: AnalyzedFile,
  composed: Composition,
  replaced: ReadonlyMap<ImportedName, Replacement>,
): ImportedName[] {
  const { names, statements } = model;
  return [...replaced.values()].flatMap(({ binding, fallback, held }) => {
    if (!fallback || held || usedElsewhereInFile(model, binding, composed)) return [];
    const all = new Set(names.bindings(binding.local, binding.scope).map(({ node }) => node.id));
    return statements.flatMap((statement) => statement.names.filter(({ localNode }) => all.has(localNode.id)));
  });
}

/** The edits with those in what they copy. */
function everyEdit(edits: readonly FlatEdit[]): FlatEdit[] {
  return edits.flatMap((edit) => [
    edit,
    ...edit.pieces.flatMap((piece) => (typeof piece !== 'string' && 'copy' in piece ? everyEdit(piece.edits) : [])),
  ]);
}

/** Several insertions at one place become one, in their order. */
export function joinInsertions(edits: readonly OwnedEdit[]): OwnedEdit[] {
  return joinAtOnePlace(edits, (before, after) => ({
    ...before,
    text: before.text + after.text,
    changes: [...new Set([...before.changes, ...after.changes])],
    pieces: [...before.pieces, ...after.pieces],
    softs: [...before.softs, ...after.softs.map((at) => before.text.length + at)],
  }));
}

/** The import through which the first reference was reached that a change replaces; else the first of its hunk. */
function throughWhich(
  { byName }: References,
  hunks: readonly (readonly Change[])[],
): (change: Change) => ImportedName | undefined {
  const first = (changes: readonly Change[]): ImportedName | undefined => {
    for (const part of changes.flatMap((change) => shapeOf(change).parts)) {
      const found = byName[firstFrom(byName, part.start)];
      if (!found || !contains(part, found)) continue;
      const { binding, path } = found.reference;
      const provider = providerOf(binding, path);
      return binding.imports.find((imported) => imported.loads === provider) ?? binding.imports[0];
    }
    return undefined;
  };
  const hunkOf = new Map(hunks.flatMap((changes) => changes.map((change) => [change, changes] as const)));
  return (change) => first([change]) ?? first(hunkOf.get(change) ?? []);
}

/** The first place at which a needed module is used while the file is loaded. */
function earliest(
  { names, source }: AnalyzedFile,
  { atImport }: References,
  needs: readonly Need[],
): number | undefined {
  const runs = (offset: number): boolean =>
    atImport.get(offset) ?? evaluatedAtImport(names.scopeAt(source.root.descendantForIndex(offset, offset + 1)));
  let first: number | undefined;
  for (const { offset } of needs) if (offset < (first ?? offset + 1) && runs(offset)) first = offset;
  return first;
}
