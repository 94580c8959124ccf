// Star imports among the project's own modules: which files take a name of a module by one, to any depth, and what a star
// brings into a file. Of modules that are not the project's it knows only that they may bring anything.

import type { Escape } from '../python/dataflow/value.ts';
import type { ImportStatement } from '../python/import-statements.ts';
import { starImportNames } from '../python/module-exports.ts';
import type { Occurrence } from '../python/scopes.ts';
import { clip, isField, statementOf } from '../python/syntax.ts';
import { type AnalyzedFile, fromModule, loadedBy } from './analyzed-file.ts';
import type { Project } from './project-index.ts';
import { fitsPattern } from './trace.ts';

/** One star import that brings a name into a file. */
export interface StarImporter {
  readonly model: AnalyzedFile;
  /** The statement by which the name comes in. */
  readonly statement: ImportStatement;
}

/** The star imports of a project. */
export interface Stars {
  /** The files into which stars bring a name of a module, directly or through each other. */
  takers(module: string, name: string): readonly StarImporter[];
  /** The uses of a name that mean what a star brought, as nothing in the file binds it. */
  uses(model: AnalyzedFile, name: string): readonly Occurrence[];
  /** Whether a module of the project binds a name itself and a star takes it from there. */
  provides(module: string, name: string): boolean;
  /** The star import after an offset by which a name gets another meaning; `same` knows what it may be loaded from. */
  hides(model: AnalyzedFile, name: string, after: number, same: Same): ImportStatement | undefined;
  /** Whether a package has a module of the name: importing that binds it in the package, at any time. */
  isSubmodule(model: AnalyzedFile, name: string): boolean;
  /** Whether a name that a file binds again to a module would take the place of something, there or where stars bring it. */
  clashes(model: AnalyzedFile, name: string, module: string): boolean;
}

/** Whether what is loaded from a dotted name is what is meant. */
type Same = (loaded: string) => boolean;

/** The project, in which uses through star imports count as uses elsewhere. */
export function withStars(project: Project, stars: Stars): Project {
  return {
    ...project,
    elsewhere(kind, name, path, owners) {
      const places = project.elsewhere(kind, name, path, owners);
      if (kind !== 'global') return places;
      const through = stars.takers(project.moduleOf(path), name).flatMap(({ model }) => [
        ...stars.uses(model, name).map(({ node }): Escape => {
          const { line } = model.source.lines.at(node.startIndex);
          return {
            kind: 'named',
            how: `used as \`${clip(model.source.lines.text(line).trim())}\``,
            line,
            path: model.path,
          };
        }),
        ...project.elsewhere(kind, name, model.path),
      ]);
      return [...places, ...through];
    },
  };
}

/** How a star import is written, as far as a text shows it. */
const STAR = /\bimport[ \t]*(?:\\\r?\n[ \t]*)?\*/;

/** Reads the star imports of a project; only files that have one are parsed, and those that one names. */
export function readStars(project: Project, modelOf: (path: string) => AnalyzedFile | undefined): Stars {
  const pathOf = new Map(project.files.filter((file) => file.python).map(({ path }) => [project.moduleOf(path), path]));
  const modelNamed = (module: string) => modelOf(pathOf.get(module) ?? '');
  const edges = new Map<string, StarImporter[]>();
  for (const file of project.mentioning('import')) {
    const model = fitsPattern(file, STAR) ? modelOf(file.path) : undefined;
    for (const statement of model?.statements ?? []) {
      if (!model || !statement.star) continue;
      const from = fromModule(model, statement);
      edges.set(from, [...(edges.get(from) ?? []), { model, statement }]);
    }
  }

  function takers(module: string, name: string): readonly StarImporter[] {
    const found = new Map<string, StarImporter>();
    const pending = [module];
    for (const from of pending) {
      const next = edges.get(from);
      const model = next && modelNamed(from);
      if (!model || !starImportNames(model.exports, name)) continue;
      for (const taker of next) {
        if (taker.model.module === module || found.has(taker.model.path) || isBoundAfter(taker, name)) continue;
        found.set(taker.model.path, taker);
        pending.push(taker.model.module);
      }
    }
    return [...found.values()];
  }

  function uses({ names }: AnalyzedFile, name: string): readonly Occurrence[] {
    return names
      .occurrences(name)
      .filter((each) => each.kind === 'use' && (names.resolve(name, each) ?? names.module) === names.module);
  }

  /** Whether what a module has under a name may be something else than is meant; false also where it has nothing. */
  function differs(from: string, name: string, same: Same, seen: Set<string>): boolean {
    const model = modelNamed(from);
    // Names that begin with an underscore are not handed out by those who do not say so.
    if (!model) return !name.startsWith('_');
    if (seen.has(from) || !starImportNames(model.exports, name)) return false;
    seen.add(from);
    if (bindsOther(model, name, same)) return true;
    return starsOf(model).some((statement) => differs(fromModule(model, statement), name, same, seen));
  }

  const starDiffers = (model: AnalyzedFile, name: string, same: Same) =>
    starsOf(model).find((each) => differs(fromModule(model, each), name, same, new Set([model.module])));

  const isSubmodule = ({ path, module }: AnalyzedFile, name: string) =>
    /(^|\/)__init__\.pyi?$/.test(path) && pathOf.has(module === '' ? name : `${module}.${name}`);

  function clashes(model: AnalyzedFile, name: string, module: string): boolean {
    const same: Same = (loaded) => loaded === module;
    if (isSubmodule(model, name) || starDiffers(model, name, same)) return true;
    return takers(model.module, name).some(
      ({ model: taker }) =>
        isSubmodule(taker, name) ||
        bindsOther(taker, name, same) ||
        uses(taker, name).some((use) => !taker.names.resolve(name, use)) ||
        starDiffers(taker, name, same),
    );
  }
  return {
    takers,
    uses,
    provides(module, name) {
      const model = modelNamed(module);
      return model !== undefined && starImportNames(model.exports, name) && isBound(model, name);
    },
    hides(model, name, after, same) {
      const later = starsOf(model).filter((each) => each.node.startIndex > after);
      // What is not known to bring anything is not held against a name that the file has by an import.
      const known = later.filter((each) => modelNamed(fromModule(model, each)));
      return known.find((each) => differs(fromModule(model, each), name, same, new Set([model.module])));
    },
    isSubmodule,
    clashes,
  };
}

function isBound({ names }: AnalyzedFile, name: string): boolean {
  return names.bindings(name, names.module).length > 0;
}

function starsOf({ statements }: AnalyzedFile): readonly ImportStatement[] {
  return statements.filter((statement) => statement.star);
}

/** Whether a file binds a name at module level to something else than what is meant. */
function bindsOther(model: AnalyzedFile, name: string, same: Same): boolean {
  const { names } = model;
  const imported = model.importedAs(name);
  return names
    .bindings(name, names.module)
    .some((each) => !imported.some((one) => one.localNode.id === each.node.id && same(loadedBy(model, one))));
}

/** Whether a file binds a name itself after a star, before anything could have used it: then the star's is not seen. */
function isBoundAfter({ model: { names }, statement }: StarImporter, name: string): boolean {
  const first = names.bindings(name, names.module)[0];
  if (!first || first.binding === 'delete' || first.node.startIndex < statement.node.startIndex) return false;
  const own = statementOf(first.node);
  // What is assigned may be made of what was there before.
  const read = own.text.split(name).length > 2 && !isField(own, 'name', first.node);
  return own.parent?.type === 'module' && !read && !usedBetween(names.occurrences(name), statement, own.startIndex);
}

function usedBetween(occurrences: readonly Occurrence[], statement: ImportStatement, end: number): boolean {
  return occurrences.some(
    ({ kind, node }) => kind === 'use' && statement.node.endIndex <= node.startIndex && node.startIndex < end,
  );
}
