// Chooses the local names of the modules that accepted hunks need, once it is known which names are free.

import type { AnalyzedFile } from '../project/analyzed-file.ts';
import { splitSymbol } from '../project/dotted-names.ts';
import type { ImportedName, ImportStatement } from '../python/import-statements.ts';
import type { NewImport } from '../python/imports/edit-imports.ts';
import type { Occurrence, Scope } from '../python/scopes.ts';
import type { Node } from '../python/source.ts';
import { isStdlib } from '../python/stdlib-modules.ts';
import { spanOf } from '../python/syntax.ts';
import type { Span } from '../text/edits.ts';
import { groupBy } from '../text/group-by.ts';
import { memo, weakMemo } from '../text/memoize.ts';
import type { Use } from '../transform.ts';
import { existingName, indexOf, knownAs, type Liveness, type Need, nodeAt, spell } from './known-names.ts';

/** The text of each need, and the imports to be added. */
export interface ChosenNames {
  readonly text: ReadonlyMap<Need, string>;
  readonly added: readonly NewImport[];
  /** The expression by which the file's own module level reaches a symbol then; undefined where it does not. */
  reach(use: Use): string | undefined;
}

/** Chooses a text for every need: an import that is there, else a new one under a name that is free. */
export function chooseNames(model: AnalyzedFile, needs: readonly Need[], given: Liveness): ChosenNames {
  const text = new Map<Need, string>();
  const serving = replacements(model, needs, given);
  const live = { ...given, bound: withBound(given.bound, serving) };
  const waiting = new Map<string, { module: string; site: Site; needs: Need[] }>();
  for (const need of needs) {
    const { module } = splitSymbol(need.use.symbol);
    const known = servedBy(model, serving, need) ?? knownAs(model, live, need);
    if (known) {
      text.set(need, known);
      continue;
    }
    const site = siteOf(model, need.through);
    const key = `${module} ${site.key}`;
    const group = waiting.get(key) ?? { module, site, needs: [] };
    group.needs.push(need);
    waiting.set(key, group);
  }
  const added: NewImport[] = [];
  /** Those at the top of the file by module, and all by the names that they bind. */
  const atTop = new Map<string, NewImport>();
  const byLocal = new Map<string, NewImport[]>();
  const add = (chosen: NewImport): void => {
    added.push(chosen);
    if (chosen.beside === undefined && !atTop.has(chosen.module)) atTop.set(chosen.module, chosen);
    const alike = byLocal.get(boundBy(chosen));
    if (alike) alike.push(chosen);
    else byLocal.set(boundBy(chosen), [chosen]);
  };
  for (const { added: chosen, site } of serving) {
    if (site.beside.length === 0) add(chosen);
    for (const beside of site.beside) add({ ...chosen, beside });
  }
  // The top of the file first: what is imported there serves functions as well.
  const groups = [...waiting.values()].sort(
    (a, b) => Number(a.site.beside.length > 0) - Number(b.site.beside.length > 0),
  );
  for (const { module, site: where, needs: group } of groups) {
    const site = where.scope;
    const top = atTop.get(module);
    const known = top && boundBy(top);
    const taken = known && takenScopes(model, live, known);
    if (top && taken && group.every((need) => reaches(model, taken, model.names.module, nodeAt(model, need.offset)))) {
      for (const need of group) text.set(need, spell(spelled(top), need.use));
      continue;
    }
    const places = group.map((need) => nodeAt(model, need.offset));
    const wanted = { module, from: module.includes('.') && !isStdlib(module), as: undefined, beside: undefined };
    const local = boundBy(wanted);
    const means = wanted.from ? module : (module.split('.')[0] ?? module);
    const fits = (name: string) =>
      isFree(model, live, name, site, places) && !(site.kind === 'module' && live.stars.clashes(model, name, means));
    const plain = fits(local) && !byLocal.get(local)?.some((each) => bindsAlike(each, wanted));
    const isOther = (alias: string) => byLocal.get(alias)?.some((each) => each.as === alias && each.module !== module);
    const chosen = plain ? wanted : { ...wanted, as: freeAlias(module, (alias) => !isOther(alias) && fits(alias)) };
    if (where.beside.length === 0) add(chosen);
    for (const beside of where.beside) add({ ...chosen, beside });
    for (const need of group) text.set(need, spell(spelled(chosen), need.use));
  }
  return {
    text,
    added,
    reach(use) {
      const { module } = splitSymbol(use.symbol);
      const top = atTop.get(module);
      const known = top ? spelled(top) : existingName(model, live, module, model.source.text.length);
      return known === undefined ? undefined : spell(known, use);
    },
  };
}

/** An import in the place of another one, under its local name. */
interface Serving {
  readonly added: NewImport;
  readonly replaced: ImportedName;
  readonly site: Site;
}

/** The imports whose local names stay: others reach them, or nothing in the file means the new module in every place. */
function replacements(model: AnalyzedFile, needs: readonly Need[], live: Liveness): Serving[] {
  const using = groupBy(needs, ({ use }) => use.inPlaceOf);
  return [...live.replaced].flatMap(([replaced, { module, held, fallback }]) => {
    if (fallback) return [];
    const own = using.get(replaced) ?? [];
    if (!held && own.every((need) => knownAs(model, live, need) !== undefined)) return [];
    const from = module.includes('.');
    const wanted = { module, from, as: undefined, beside: undefined };
    const as = boundBy(wanted) === replaced.local ? undefined : replaced.local;
    return [{ added: { ...wanted, as }, replaced, site: siteOf(model, replaced) }];
  });
}

/** The text of a need where an import serves it that takes the place of another one. */
function servedBy({ names, source }: AnalyzedFile, serving: readonly Serving[], need: Need): string | undefined {
  const { module } = splitSymbol(need.use.symbol);
  const node = source.root.descendantForIndex(need.offset, need.offset + 1);
  const one =
    serving.find(({ replaced }) => replaced === need.use.inPlaceOf) ??
    serving.find(({ added, replaced: { local, localNode } }) => {
      const scope = names.scopeAt(localNode);
      if (added.module !== module || names.resolveAt(local, node) !== scope) return false;
      return scope.kind === 'module' || localNode.startIndex < need.offset;
    });
  return one && spell(spelled(one.added), need.use);
}

function withBound(bound: Liveness['bound'], serving: readonly Serving[]): Liveness['bound'] {
  const all = new Map(bound);
  for (const { replaced, site } of serving) all.set(replaced.local, [...(all.get(replaced.local) ?? []), site.scope]);
  return all;
}

/** The local name that an import binds. */
function boundBy({ module, from, as }: NewImport): string {
  return as ?? (from ? module.split('.').at(-1) : module.split('.')[0]) ?? module;
}

/** The expression by which the module of an import is reached. */
function spelled(added: NewImport): string {
  return added.as ?? (added.from ? boundBy(added) : added.module);
}

/** Whether a chosen import binds the same local name for something else: `import a.b` and `import a.c` do not. */
function bindsAlike(chosen: NewImport, wanted: NewImport): boolean {
  if (chosen.module === wanted.module || boundBy(chosen) !== boundBy(wanted)) return false;
  return chosen.from || wanted.from || chosen.as !== undefined || !chosen.module.includes('.');
}

/** Where new imports go. */
interface Site {
  readonly key: string;
  readonly scope: Scope;
  /** The statements beside which they go; none for the imports at the top of the file. */
  readonly beside: readonly ImportStatement[];
}

/** Imports in functions stay in them, and so do those that only a type checker sees; all others go to the top. */
function siteOf(model: AnalyzedFile, through: ImportedName | undefined): Site {
  const { names } = model;
  const scope = through ? names.scopeAt(through.localNode) : names.module;
  const typing = through?.statement.guard === 'type-checking';
  if (!through || scope.kind === 'class' || (scope.kind === 'module' && !typing)) {
    return { key: 'top', scope: names.module, beside: [] };
  }
  const here = indexOf(model).within.get(scope) ?? [];
  const plain = here.filter((statement) => statement.guard === 'none');
  const [first] = typing ? here.filter((statement) => statement.guard === 'type-checking') : plain;
  if (first && (typing || through.statement.guard === 'none'))
    return { key: `${first.node.startIndex}`, scope, beside: [first] };
  // Under conditions the name must be bound wherever the old one was.
  const beside = here.filter((statement) => statement.names.some((name) => name.local === through.local));
  return { key: beside.map((statement) => statement.node.startIndex).join(','), scope, beside };
}

function isFree(model: AnalyzedFile, live: Liveness, local: string, site: Scope, places: readonly Node[]): boolean {
  const here = standingOf(placesOf(model).binding(local), live).filter(({ scope }) => scope === site);
  if (live.bound.get(local)?.includes(site) || here.some(({ kind }) => kind === 'bind')) return false;
  if (here.length > 0 && site.kind !== 'module') return false;
  const taken = takenScopes(model, live, local);
  if (!places.every((place) => reaches(model, taken, site, place))) return false;
  return standingOf(placesOf(model).captured(local, site), live).length === 0;
}

/** An occurrence with its place. */
type Placed = Span & { readonly occurrence: Occurrence };

/** The places of names in a file, none of which depends on what is accepted: each list is read once. */
const placesOf = weakMemo(({ names }: AnalyzedFile) => {
  const at = (occurrence: Occurrence): Placed => ({ ...spanOf(occurrence.node), occurrence });
  const capturedIn = memo((site: Scope) =>
    memo((local: string) =>
      names
        .occurrences(local)
        .filter((each) => each.kind === 'use' && wouldCapture(each, site, names.resolve(local, each)))
        .map(at),
    ),
  );
  return {
    /** Where a name is bound or declared. */
    binding: memo((local: string) =>
      names
        .occurrences(local)
        .filter(({ kind }) => kind !== 'use')
        .map(at),
    ),
    /** The uses of a name that a new binding in a scope would take over. */
    captured: (local: string, site: Scope) => capturedIn(site)(local),
  };
});

/** The scopes that bind a name or declare it. */
function takenScopes(model: AnalyzedFile, live: Liveness, local: string): ReadonlySet<Scope> {
  const standing = standingOf(placesOf(model).binding(local), live);
  return new Set([...standing.map(({ scope }) => scope), ...(live.bound.get(local) ?? [])]);
}

/** Whether a name at a place would mean what `site` binds: nothing on the way binds it or declares it global. */
function reaches({ names }: AnalyzedFile, taken: ReadonlySet<Scope>, site: Scope, place: Node): boolean {
  const innermost = names.scopeAt(place);
  for (let scope: Scope | undefined = innermost; scope && scope !== site; scope = scope.parent) {
    // The methods of a class do not see the names of its body.
    if (taken.has(scope) && (scope.kind !== 'class' || scope === innermost)) return false;
  }
  return true;
}

/** Whether a new binding in `site` would take over a use that means something outside of it, or nothing yet. */
function wouldCapture(use: Occurrence, site: Scope, meaning: Scope | undefined): boolean {
  let inside = false;
  for (let scope: Scope | undefined = use.scope; scope; scope = scope.parent) {
    if (scope === meaning && !inside && scope !== site) return false;
    if (scope === site) inside = true;
  }
  return inside;
}

/** Those that neither accepted changes take away nor imports that go. */
function standingOf(placed: readonly Placed[], { goneOf, removed }: Liveness): Occurrence[] {
  if (placed.length === 0) return [];
  const gone = new Set(goneOf(placed));
  const leaving = new Set([...removed].map(({ localNode }) => localNode.id));
  return placed.flatMap((each) => (gone.has(each) || leaving.has(each.occurrence.node.id) ? [] : [each.occurrence]));
}

function freeAlias(module: string, fits: (alias: string) => boolean): string {
  const last = module.split('.').at(-1) ?? module;
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? `_${last}` : `_${last}${number}`;
    if (fits(candidate)) return candidate;
  }
}
