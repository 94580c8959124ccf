// Which imports of a file are still used once changes are made, and which stay whatever happens to their uses.
import type { Composition } from '../python/compose.ts';
import type { LibraryBinding } from '../python/import-bindings.ts';
import type { ImportedName } from '../python/import-statements.ts';
import type { FoundReference } from '../python/references.ts';
import { spanOf } from '../python/syntax.ts';
import { compareSpans, type Span } from '../text/edits.ts';
import { countBy, groupBy } from '../text/group-by.ts';
import { memo } from '../text/memoize.ts';
import type { Change } from '../transform.ts';
import type { AnalyzedFile } from './analyzed-file.ts';

/** Keeps a local name of a file bound whatever happens to its uses. */
export type KeepsName = (path: string, local: string) => boolean;

/** Whether a local name without uses was only there for others, and they are gone. */
export type IsReleased = (path: string, local: string) => boolean;

/** A name of a scope, with the imports that bind it. */
type ImportBinding = Pick<LibraryBinding, 'local' | 'scope' | 'imports'>;

/** The references of a model as they are asked for: by binding, by the place of their names, and those that run at import. */
export interface References {
  /** How many of a binding rely on each of its imports. */
  readonly counts: ReadonlyMap<LibraryBinding, ReadonlyMap<string, number>>;
  /** Every use of a binding's name, of the library or not. */
  uses(binding: LibraryBinding): readonly Span[];
  /** In the order of their names. */
  readonly byName: readonly (Span & { readonly reference: FoundReference })[];
  /** Whether a reference runs while the file is loaded, by where it begins. */
  readonly atImport: ReadonlyMap<number, boolean>;
}

const known = new WeakMap<AnalyzedFile, References>();

/** Reads the references of a model once. */
export function referencesOf(model: AnalyzedFile): References {
  const there = known.get(model);
  if (there) return there;
  const read: References = {
    counts: new Map(
      [...groupBy(model.references, ({ binding }) => binding)].map(([binding, own]) => [
        binding,
        providers(binding, own),
      ]),
    ),
    uses: memo(({ local, scope }) => model.names.uses(local, scope).map(({ node }) => spanOf(node))),
    byName: model.references.map((reference) => ({ ...reference.nameSpan, reference })).sort(compareSpans),
    atImport: new Map(model.references.map((each) => [each.span.start, each.atImport])),
  };
  known.set(model, read);
  return read;
}

/** How many references rely on each import of their binding. */
function providers(binding: LibraryBinding, references: readonly FoundReference[]): Map<string, number> {
  return countBy(references, ({ path }) => providerOf(binding, path));
}

/** The imports that lose a reference by the changes and have none left, nor any need of their own. */
export function unusedImports(
  model: AnalyzedFile,
  changes: readonly Change[],
  composed: Composition,
  keeps: KeepsName,
  released: IsReleased,
): Set<ImportedName> {
  // The dotted names that new texts use.
  const written = changes.flatMap((change) => change.names ?? []);
  const dead = new Set<ImportedName>();
  const { counts, byName } = referencesOf(model);
  const gone = groupBy(composed.goneOf(byName), ({ reference }) => reference.binding);
  for (const binding of model.bindings) {
    const before = counts.get(binding);
    const lost = gone.get(binding) ?? [];
    const freed = !before && binding.scope.kind === 'module' && released(model.path, binding.local);
    if ((lost.length === 0 && !freed) || reasonToKeep(model, binding, keeps)) continue;
    if (binding.shared && usedElsewhereInFile(model, binding, composed)) continue;
    const left = new Map(before);
    const taken = providers(
      binding,
      lost.map(({ reference }) => reference),
    );
    for (const [provider, count] of taken) left.set(provider, (left.get(provider) ?? 0) - count);
    for (const name of written) if (name.split('.')[0] === binding.local) left.set(providerOf(binding, name), 1);
    const unused = [...left.values()].every((count) => count === 0);
    const going = binding.imports.filter(({ loads }) => unused || (taken.has(loads) && !left.get(loads)));
    const early = unused || going.length === 0 ? undefined : firstAtImport(model, binding, composed);
    for (const imported of going)
      if (early === undefined || !bindsFor(early, imported, binding, going)) dead.add(imported);
  }
  return dead;
}

/** The first use that stays of a name while the file is loaded. */
function firstAtImport(
  { references }: AnalyzedFile,
  binding: LibraryBinding,
  composed: Composition,
): number | undefined {
  const uses = references.filter((each) => each.binding === binding && each.atImport).map(({ nameSpan }) => nameSpan);
  const gone = new Set(composed.goneOf(uses));
  return uses.find((each) => !gone.has(each))?.start;
}

/** Whether a use has its name from an import that goes, as all that stay come later. */
function bindsFor(
  use: number,
  imported: ImportedName,
  { imports }: LibraryBinding,
  going: readonly ImportedName[],
): boolean {
  const before = ({ statement }: ImportedName) => statement.node.endIndex <= use;
  return before(imported) && !imports.some((each) => before(each) && !going.includes(each));
}

/** Whether a module that hands names on is used for anything else than what goes. */
export function usedElsewhereInFile(model: AnalyzedFile, binding: LibraryBinding, composed: Composition): boolean {
  const uses = referencesOf(model).uses(binding);
  return composed.goneOf(uses).length < uses.length;
}

/** Of several imports that bind one name (`import a`, `import a.b`), the one that a path relies on: what it loads. */
export function providerOf(binding: LibraryBinding, path: string): string {
  let best = '';
  for (const { loads } of binding.imports) {
    if ((path === loads || path.startsWith(`${loads}.`)) && loads.length > best.length) best = loads;
  }
  return best || (binding.imports[0]?.loads ?? '');
}

/** Why an import stays whatever happens to its uses; undefined where nothing holds it. */
export function reasonToKeep(model: AnalyzedFile, binding: ImportBinding, keeps: KeepsName): string | undefined {
  if (binding.scope.kind === 'class') return 'it is a name of its class, which others may use';
  if (keeps(model.path, binding.local)) return 'the configuration keeps it';
  if (binding.scope.kind === 'module' && model.exports.names.has(binding.local)) return '`__all__` names it';
  return isMarked(model, binding) ? 'it is marked `noqa: F401`, as names for other files are' : undefined;
}

const marked = new WeakMap<ImportBinding, boolean>();

/** Whether the line of an import, or the first one of its statement, says that the name is for other files. */
function isMarked({ source: { lines } }: AnalyzedFile, binding: ImportBinding): boolean {
  const known = marked.get(binding);
  if (known !== undefined) return known;
  const places = binding.imports.flatMap(({ span, statement }) => [span.start, statement.node.startIndex]);
  const found = [...new Set(places.map((place) => lines.at(place).line))].some((line) =>
    /#\s*noqa:.*\bF401\b/i.test(lines.text(line)),
  );
  marked.set(binding, found);
  return found;
}
