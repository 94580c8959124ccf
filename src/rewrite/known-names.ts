// By which text a file reaches a symbol already, once some of its imports have gone.

import type { ReplacedImport } from '../plan/hunks/hunk.ts';
import { type AnalyzedFile, loadedBy } from '../project/analyzed-file.ts';
import { splitSymbol } from '../project/dotted-names.ts';
import type { Stars } from '../project/star-imports.ts';
import type { ImportedName, ImportStatement } from '../python/import-statements.ts';
import type { Scope } from '../python/scopes.ts';
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
  /** Those of some places, in order, that accepted changes take away. */
  readonly goneOf: <One extends Span>(places: readonly One[]) => readonly One[];
  /** The scopes in which new text binds a name. */
  readonly bound: ReadonlyMap<string, readonly Scope[]>;
  readonly removed: ReadonlySet<ImportedName>;
  /** The imports that one of another module takes the place of. */
  readonly replaced: ReadonlyMap<ImportedName, Replacement>;
  readonly stars: Stars;
}

/** What takes the place of an import. */
export interface Replacement extends ReplacedImport {
  /** Whether others reach the local name, which must stay bound. */
  readonly held: boolean;
}

/** A symbol through an expression for its module. */
export function spell(module: string, { symbol, part }: Use): string {
  return part === 'module' ? module : `${module}.${splitSymbol(symbol).member}`;
}

/** The innermost node at an offset. */
export function nodeAt(model: AnalyzedFile, offset: number): Node {
  return model.source.root.descendantForIndex(offset, offset + 1);
}

/** The text that already means a symbol at a place: its own name in its own module, or through an import that stays. */
export function knownAs(model: AnalyzedFile, live: Liveness, need: Need): string | undefined {
  const { module, member } = splitSymbol(need.use.symbol);
  if (model.module === module) return member;
  const existing = existingName(model, live, module, need.offset);
  if (existing) return spell(existing, need.use);
  if (need.use.part) return undefined;
  // A class or a function that is imported by name; one of the standard library is looked up at the call instead.
  return isStdlib(module) ? undefined : existingName(model, live, need.use.symbol, need.offset);
}

/** The expression by which a module is already reachable at a place. */
export function existingName(model: AnalyzedFile, live: Liveness, module: string, offset: number): string | undefined {
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
export interface ImportIndex {
  /** Those of the library, by the scope they stand in. */
  readonly within: ReadonlyMap<Scope, readonly ImportStatement[]>;
  /** The names that are bound whatever happens, by what they load. */
  readonly loads: ReadonlyMap<string, readonly ImportedName[]>;
  /** What each name stands for, by the id of its node. */
  readonly targets: ReadonlyMap<number, string>;
}

const indexes = new WeakMap<AnalyzedFile, ImportIndex>();

/** The imports of a file, read once. */
export function indexOf(model: AnalyzedFile): ImportIndex {
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
