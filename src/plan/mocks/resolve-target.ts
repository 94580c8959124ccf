// What a patch site replaces, resolved through the project: an object of the library for the whole process, or a name of one
// module. And which references feel it.

import { type AnalyzedFile, loadedBy } from '../../project/analyzed-file.ts';
import type { PatchSite } from '../../project/mocks/patch-site.ts';
import type { Registry } from '../../project/symbol-owners.ts';
import type { LibraryBinding } from '../../python/import-bindings.ts';
import type { FoundReference } from '../../python/references.ts';
import type { Node } from '../../python/source.ts';
import { groupBy } from '../../text/group-by.ts';
import type { Hunk, Outcome, PlannedFile } from '../hunks/hunk.ts';

/** A target of the library. */
export interface MockTarget {
  readonly site: PatchSite;
  /** The library's path of what is replaced: `lib.greenthread.sleep`. */
  readonly path: string;
  /** The path of the object that it is, or that it is a part of. */
  readonly object: string;
  /** The planned file through whose name it is reached; undefined for a global target. */
  readonly via: { readonly file: PlannedFile; readonly binding: LibraryBinding; readonly bare: boolean } | undefined;
  /** The names of the target as the site has them, its module's among them. */
  readonly names: readonly string[];
  /** Whether it may be any attribute of the path, or, where that is a module, all of it. */
  readonly whole: boolean;
}

/** The planned files by their modules. */
export type ModuleIndex = ReadonlyMap<string, PlannedFile>;

/** Resolves a site, once for each name that it may replace; empty where it is none of the library's business. */
export function resolveSite(
  model: AnalyzedFile,
  site: PatchSite,
  modules: ModuleIndex,
  registry: Registry,
  reaches: (module: string) => boolean,
): readonly MockTarget[] {
  const { attributes, loads } = site;
  if (loads) {
    const [path = ''] = site.targets.map((each) => each.path.join('.'));
    const owned = registry.library.roots.has(path.split('.')[0] ?? '');
    return owned ? [{ site, path, object: path, via: undefined, names: [], whole: true }] : [];
  }
  const absolute = site.targets.flatMap(({ path, base, open }) => {
    if (open) return openPaths(path, modules, reaches);
    const found = base ? absolutePath(model, path, base) : path;
    return found ? [found] : [];
  });
  if (!attributes) return absolute.flatMap((path) => anyOf(site, path, model, modules, registry));
  const ends = attributes.length > 0 ? attributes.map(({ name }) => [name]) : [[]];
  return absolute.flatMap((path) =>
    ends.flatMap((end): MockTarget[] => {
      const names = [...path, ...end];
      const target = resolvePath(names, model, modules, registry);
      if (!target) return [];
      const parts = target.path.split('.');
      const known = registry.library.knownLength(parts);
      const object = known > 0 ? parts.slice(0, known).join('.') : target.path;
      return [{ site, ...target, object, names, whole: false }];
    }),
  );
}

/** Where the rest of a target may stand whose module is not known: in the modules that the file imports, else in any. */
function openPaths(path: readonly string[], modules: ModuleIndex, reaches: (module: string) => boolean): string[][] {
  const [local = ''] = path;
  const having = [...modules].filter(([, { model }]) =>
    model.bindings.some((each) => each.local === local && each.scope.kind === 'module'),
  );
  const near = having.filter(([module]) => reaches(module));
  return (near.length > 0 ? near : having).map(([module]) => [...module.split('.'), ...path]);
}

/** Each name of the library that a module has, or all that is reached through an object of it. */
function anyOf(
  site: PatchSite,
  path: readonly string[],
  model: AnalyzedFile,
  modules: ModuleIndex,
  registry: Registry,
): MockTarget[] {
  const file = modules.get(path.join('.'));
  if (file) {
    const bindings = file.model.bindings.filter(({ scope, shared }) => scope.kind === 'module' && !shared);
    return bindings.map((binding) => {
      const via = { file, binding, bare: true };
      return { site, path: binding.target, object: binding.target, via, names: [...path, binding.local], whole: false };
    });
  }
  const target = resolvePath([...path, ''], model, modules, registry);
  const whole = target?.path.slice(0, -1);
  return target && whole !== undefined
    ? [{ site, ...target, path: whole, object: whole, names: path, whole: true }]
    : [];
}

/** The absolute dotted path of an object's expression, by what its first name is imported as. */
function absolutePath(model: AnalyzedFile, path: readonly string[], base: Node): readonly string[] | undefined {
  const first = path[0] ?? '';
  const scope = model.names.resolveAt(first, base);
  for (const statement of model.statements) {
    for (const imported of statement.names) {
      if (imported.local !== first || model.names.scopeAt(imported.localNode) !== scope) continue;
      const whole = statement.level > 0 ? loadedBy(model, imported) : imported.target;
      return [...whole.split('.'), ...path.slice(1)];
    }
  }
  return undefined;
}

function resolvePath(
  path: readonly string[],
  model: AnalyzedFile,
  modules: ModuleIndex,
  registry: Registry,
): Pick<MockTarget, 'path' | 'via'> | undefined {
  if (registry.library.roots.has(path[0] ?? '')) return { path: path.join('.'), via: undefined };
  const own = path[0] === '__main__' ? modules.get(model.module) : undefined;
  for (let length = own ? 1 : path.length - 1; length > 0; length--) {
    const file = own ?? modules.get(path.slice(0, length).join('.'));
    if (!file) continue;
    const [local = '', ...rest] = path.slice(length);
    const binding = file.model.bindings.find((each) => each.local === local && each.scope.kind === 'module');
    if (!binding) return undefined;
    return { path: [binding.target, ...rest].join('.'), via: { file, binding, bare: rest.length === 0 } };
  }
  return undefined;
}

/** A reference that feels a target. */
export interface AffectedReferences {
  readonly file: PlannedFile;
  readonly outcome: Outcome;
}

/** The hunks of references, each once. */
export function hunksOf(felt: readonly AffectedReferences[]): Hunk[] {
  return [...new Set(felt.flatMap(({ outcome }) => outcome.hunk ?? []))];
}

/** The references of a project as mocks feel them: by the binding, by the path in the library, by the name looked up. */
export interface AffectedIndex {
  readonly byBinding: ReadonlyMap<LibraryBinding, readonly AffectedReferences[]>;
  readonly byPath: ReadonlyMap<string, ReadonlyMap<PlannedFile, readonly AffectedReferences[]>>;
  readonly byName: ReadonlyMap<string | undefined, readonly AffectedReferences[]>;
}

/** Indexes all references. */
export function indexAffected(planned: readonly PlannedFile[]): AffectedIndex {
  const all = planned.flatMap((file) => file.outcomes.map((outcome): AffectedReferences => ({ file, outcome })));
  const byPath = groupBy(all, ({ outcome }) => outcome.reference.path);
  return {
    byBinding: groupBy(all, ({ outcome }) => outcome.reference.binding),
    byPath: new Map([...byPath].map(([path, felt]) => [path, groupBy(felt, ({ file }) => file)])),
    byName: groupBy(all, ({ outcome }) => outcome.reference.lookedUp),
  };
}

/**
 * The references that a target replaces: those that look the same attribute up when they run. For a global target those of
 * the modules that the file imports; who else feels it is not to be seen.
 */
export function affectedBy(
  { object, via, whole }: Pick<MockTarget, 'object' | 'via' | 'whole'>,
  { byBinding, byPath, byName }: AffectedIndex,
  reaches: (module: string) => boolean,
): readonly AffectedReferences[] {
  if (whole)
    return [...byPath].flatMap(([path, files]) => (isInside(path, object) ? partsOf(files, via, reaches) : []));
  const lookingUp = (felt: readonly AffectedReferences[]) =>
    felt.filter(({ outcome }) => looksUp(outcome.reference, object));
  if (!via)
    return [...(byPath.get(object) ?? [])].flatMap(([file, felt]) =>
      reaches(file.model.module) ? lookingUp(felt) : [],
    );
  const { file, binding } = via;
  // The local name is the object, or what it is a part of; then other files may look it up through its module.
  if (via.bare || object === binding.target)
    return [...(byBinding.get(binding) ?? []), ...(byName.get(`${file.model.module}.${binding.local}`) ?? [])];
  return lookingUp(byPath.get(object)?.get(file) ?? []);
}

function isInside(path: string, object: string): boolean {
  return path === object || path.startsWith(`${object}.`);
}

/** Of the references to one path those that feel that all of an object is replaced, or some part of it. */
function partsOf(
  files: ReadonlyMap<PlannedFile, readonly AffectedReferences[]>,
  via: MockTarget['via'],
  reaches: (module: string) => boolean,
): readonly AffectedReferences[] {
  if (via) return (files.get(via.file) ?? []).filter(({ outcome }) => outcome.reference.binding === via.binding);
  return [...files].flatMap(([file, felt]) => (reaches(file.model.module) ? felt : []));
}

/** Whether a reference finds the object in the library when it runs, and not under a name that was bound before. */
function looksUp({ path, binding, lookedUp }: FoundReference, object: string): boolean {
  return path === object && binding.target !== object && lookedUp !== object && !isBoundName(lookedUp, path);
}

/** Whether what a module re-exports is the object itself: `pkg.mod.sleep`, but not `pkg.mod.lib`. */
function isBoundName(lookedUp: string | undefined, path: string): boolean {
  return lookedUp !== undefined && lookedUp.slice(lookedUp.lastIndexOf('.')) === path.slice(path.lastIndexOf('.'));
}
