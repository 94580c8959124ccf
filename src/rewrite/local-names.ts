// Chooses the local names of the modules that accepted hunks need, once it is known which names are free.

import { type AnalyzedFile, loadedBy } from '../project/analyzed-file.ts';
import { splitSymbol } from '../project/dotted-names.ts';
import type { Stars } from '../project/star-imports.ts';
import type { ImportedName, ImportStatement } from '../python/import-statements.ts';
import type { NewImport } from '../python/imports/edit-imports.ts';
import type { Occurrence, Scope } from '../python/scopes.ts';
import type { Node } from '../python/source.ts';
import { isStdlib } from '../python/stdlib-modules.ts';
import type { Span } from '../text/edits.ts';
import { groupBy } from '../text/group-by.ts';
import type { Use } from '../transform.ts';

/** One symbol needed at one place. */
export interface Need {
  readonly use: Use;
  readonly offset: number;
  /** The import through which the replaced reference was reached. */
  readonly through: ImportedName | undefined;
}

/** What reconcile knows when names are chosen. */
export interface Liveness {
  /** Whether accepted changes take a text away. */
  readonly gone: (span: Span) => boolean;
  /** The scopes in which new text binds a name. */
  readonly bound: ReadonlyMap<string, readonly Scope[]>;
  readonly removed: ReadonlySet<ImportedName>;
  readonly stars: Stars;
}

/** The text of each need, and the imports to be added. */
export interface ChosenNames {
  readonly text: ReadonlyMap<Need, string>;
  readonly added: readonly NewImport[];
  /** The expression by which the file's own module level reaches a symbol then; undefined where it does not. */
  reach(use: Use): string | undefined;
}

/** Chooses a text for every need: an import that is there, else a new one under a name that is free. */
export function chooseNames(model: AnalyzedFile, needs: readonly Need[], live: Liveness): ChosenNames {
  const text = new Map<Need, string>();
  const waiting = new Map<string, { module: string; site: Site; needs: Need[] }>();
  for (const need of needs) {
    const { module } = splitSymbol(need.use.symbol);
    const known = knownAs(model, live, need);
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

/** A symbol through an expression for its module. */
function spell(module: string, { symbol, part }: Use): string {
  return part === 'module' ? module : `${module}.${splitSymbol(symbol).member}`;
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

function nodeAt(model: AnalyzedFile, offset: number): Node {
  return model.source.root.descendantForIndex(offset, offset + 1);
}

/** The text that already means a symbol at a place: its own name in its own module, or through an import that stays. */
function knownAs(model: AnalyzedFile, live: Liveness, need: Need): string | undefined {
  const { module, member } = splitSymbol(need.use.symbol);
  if (model.module === module) return member;
  const existing = existingName(model, live, module, need.offset);
  if (existing) return spell(existing, need.use);
  if (need.use.part) return undefined;
  // A class or a function that is imported by name; one of the standard library is looked up at the call instead.
  return isStdlib(module) ? undefined : existingName(model, live, need.use.symbol, need.offset);
}

/** The expression by which a module is already reachable at a place. */
function existingName(model: AnalyzedFile, live: Liveness, module: string, offset: number): string | undefined {
  const { names } = model;
  const node = nodeAt(model, offset);
  for (const name of indexOf(model).loads.get(module) ?? []) {
    const { statement } = name;
    if (live.removed.has(name)) continue;
    const scope = names.resolveAt(name.local, node);
    const own = names.scopeAt(name.localNode);
    if (!scope || scope !== own || scope.kind === 'class') continue;
    const all = names.bindings(name.local, scope);
    const same = all.every((binding) => indexOf(model).targets.get(binding.node.id) === name.target);
    if (!same || (own.kind === 'module' && isHidden(model, live, name))) continue;
    if (runsIn(names.scopeAt(node)) === runsIn(scope) && statement.node.endIndex > offset) continue;
    return statement.level > 0 || name.target === module ? name.local : module;
  }
  return undefined;
}

/** Whether what a name was imported as may be something else when it is used: of a later star, or a submodule. */
function isHidden(model: AnalyzedFile, { stars }: Liveness, name: ImportedName): boolean {
  const module = loadedBy(model, name);
  const after = name.statement.node.startIndex;
  return (
    stars.isSubmodule(model, name.local) ||
    stars.hides(model, name.local, after, (loaded) => loaded === module) !== undefined
  );
}

/** The imports of a file as they are asked for. */
interface ImportIndex {
  /** Those of the library, by the scope they stand in. */
  readonly within: ReadonlyMap<Scope, readonly ImportStatement[]>;
  /** The names that are bound whatever happens, by what they load. */
  readonly loads: ReadonlyMap<string, readonly ImportedName[]>;
  /** What each name stands for, by the id of its node. */
  readonly targets: ReadonlyMap<number, string>;
}

const indexes = new WeakMap<AnalyzedFile, ImportIndex>();

function indexOf(model: AnalyzedFile): ImportIndex {
  const known = indexes.get(model);
  if (known) return known;
  const all = model.statements.flatMap(({ names }) => names);
  const index = {
    within: groupBy(model.imports, ({ node }) => model.names.scopeAt(node)),
    loads: groupBy(
      all.filter(({ statement }) => statement.guard === 'none'),
      (name) => loadedBy(model, name),
    ),
    targets: new Map(all.map(({ localNode, target }) => [localNode.id, target])),
  };
  indexes.set(model, index);
  return index;
}

/** The scope whose execution a scope is part of: class bodies and comprehensions run where they stand. */
function runsIn(scope: Scope): Scope {
  let at = scope;
  while ((at.kind === 'class' || at.kind === 'comprehension') && at.parent) at = at.parent;
  return at;
}

function isFree(model: AnalyzedFile, live: Liveness, local: string, site: Scope, places: readonly Node[]): boolean {
  const { names } = model;
  const occurrences = names.occurrences(local).filter((occurrence) => !isDead(occurrence, live));
  const binds = (scope: Scope) =>
    live.bound.get(local)?.includes(scope) || occurrences.some((o) => o.kind === 'bind' && o.scope === scope);
  if (binds(site)) return false;
  const declared = occurrences.some((o) => (o.kind === 'global' || o.kind === 'nonlocal') && o.scope === site);
  if (declared && site.kind !== 'module') return false;
  const taken = takenScopes(model, live, local);
  if (!places.every((place) => reaches(model, taken, site, place))) return false;
  return !occurrences.some(
    (occurrence) => occurrence.kind === 'use' && wouldCapture(occurrence, site, names.resolve(local, occurrence)),
  );
}

/** The scopes that bind a name or declare it. */
function takenScopes({ names }: AnalyzedFile, live: Liveness, local: string): ReadonlySet<Scope> {
  const standing = names.occurrences(local).filter((each) => each.kind !== 'use' && !isDead(each, live));
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

function isDead(occurrence: Occurrence, live: Liveness): boolean {
  const span = { start: occurrence.node.startIndex, end: occurrence.node.endIndex };
  if (live.gone(span)) return true;
  for (const name of live.removed) if (name.localNode.id === occurrence.node.id) return true;
  return false;
}

function freeAlias(module: string, fits: (alias: string) => boolean): string {
  const last = module.split('.').at(-1) ?? module;
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? `_${last}` : `_${last}${number}`;
    if (fits(candidate)) return candidate;
  }
}
