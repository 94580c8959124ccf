// Modules of the project that hand names of the library on: what others import from them, by name or by a star, is the
// library's, to any depth.
import type { Library, LibraryBinding } from '../python/import-bindings.ts';
import { type AnalyzedFile, fromModule, loadedBy, type StarName, withNames } from './analyzed-file.ts';
import { splitSymbol } from './dotted-names.ts';
import type { Project } from './project-index.ts';
import type { Stars } from './star-imports.ts';

/**
 * Resolves what is imported through modules of the project, to a fixpoint. Gives all models that have a reference then, those
 * of files that never name the library among them.
 * @param wanted - whether a path of the library is looked for.
 */
export function resolveReExports(
  models: readonly AnalyzedFile[],
  project: Project,
  stars: Stars,
  library: Library,
  wanted: (target: string) => boolean,
  modelOf: (path: string) => AnalyzedFile | undefined,
): AnalyzedFile[] {
  const facades = new Map<string, string>();
  const named = (model: AnalyzedFile) =>
    withNames(model, library, facades, starNames(model, facades, stars, library), (binding) =>
      hiddenByStar(model, binding, stars, library),
    );
  const first = models.map((model) => (model.statements.some((statement) => statement.star) ? named(model) : model));
  const known = new Map(first.map((model) => [model.path, model]));
  for (let fresh: readonly AnalyzedFile[] = first; fresh.length > 0; ) {
    const touched = new Set(fresh.flatMap((model) => handOn(model, facades, project, stars, wanted)));
    const next: AnalyzedFile[] = [];
    for (const path of touched) {
      const before = known.get(path) ?? modelOf(path);
      if (!before) continue;
      const model = named(before);
      if (saysTheSame(before, model)) continue;
      known.set(path, model);
      next.push(model);
    }
    fresh = next;
  }
  return [...known.values()];
}

/** Whether a module may reach a name of its own through its import. */
function importsItself(model: AnalyzedFile, local: string): boolean {
  const name = `${model.module}.${local}`;
  return model.statements.some((statement) =>
    statement.names.some((imported) => {
      const loaded = loadedBy(model, imported);
      return (
        loaded === name || loaded === model.module || (statement.kind === 'import' && name.startsWith(`${loaded}.`))
      );
    }),
  );
}

function saysTheSame(before: AnalyzedFile, after: AnalyzedFile): boolean {
  return (
    before.references.length === after.references.length &&
    before.bindings.length === after.bindings.length &&
    after.bindings.every((binding, index) => binding.trouble === before.bindings[index]?.trouble)
  );
}

/** Notes the names that a module re-exports, and gives the paths of those who may take them. */
function handOn(
  model: AnalyzedFile,
  facades: Map<string, string>,
  project: Project,
  stars: Stars,
  wanted: (target: string) => boolean,
): string[] {
  const paths: string[] = [];
  for (const { local, scope, target, shared, trouble } of model.bindings) {
    const name = `${model.module}.${local}`;
    if (scope.kind !== 'module' || shared || trouble || facades.has(name) || !wanted(target)) continue;
    const users = [
      ...project.elsewhere('global', local, model.path).flatMap(({ path }) => path ?? []),
      ...stars.takers(model.module, local).map((taker) => taker.model.path),
      ...(importsItself(model, local) ? [model.path] : []),
    ];
    if (users.length === 0) continue;
    facades.set(name, target);
    paths.push(...users);
  }
  return paths;
}

/** The names of the library that stars bring into a file, each with why it cannot be relied on. */
function starNames(
  model: AnalyzedFile,
  facades: ReadonlyMap<string, string>,
  stars: Stars,
  library: Library,
): StarName[] {
  if (!model.statements.some((statement) => statement.star)) return [];
  const found = new Map<string, StarName>();
  for (const [name, target] of facades) {
    const { module, member: local } = splitSymbol(name);
    const taker = stars.takers(module, local).find((each) => each.model.path === model.path);
    if (!taker) continue;
    const before = found.get(local);
    if (before && library.canonical(before.target) === library.canonical(target)) continue;
    const trouble = before
      ? `\`${local}\` comes by several star imports, with several meanings`
      : starTrouble(model, local, facades, stars);
    found.set(local, { local, target, trouble });
  }
  return [...found.values()];
}

/** Whether a star that comes after an import may give its name another meaning. */
function hiddenByStar(
  model: AnalyzedFile,
  { local, scope, target, imports }: LibraryBinding,
  stars: Stars,
  library: Library,
): string | undefined {
  if (scope.kind !== 'module') return undefined;
  const after = Math.max(...imports.map(({ statement }) => statement.node.startIndex));
  const meant = library.canonical(target);
  const star = stars.hides(model, local, after, (loaded) => library.canonical(loaded) === meant);
  if (!star) return undefined;
  const { line } = model.source.lines.at(star.node.startIndex);
  return `the star import at line ${line} may bring another \`${local}\``;
}

function starTrouble(
  model: AnalyzedFile,
  local: string,
  facades: ReadonlyMap<string, string>,
  stars: Stars,
): string | undefined {
  const { names, source } = model;
  const line = (offset: number) => source.lines.at(offset).line;
  const [own] = names.bindings(local, names.module);
  if (own)
    return `\`${local}\` is bound at line ${line(own.node.startIndex)} and by a star import, so it is not certain what it means here`;
  for (const statement of model.statements.filter((each) => each.star)) {
    const place = line(statement.node.startIndex);
    if (statement.guard === 'optional')
      return `\`${local}\` may come by the star import at line ${place}, in a \`try\` that handles its absence`;
    const from = fromModule(model, statement);
    if (!facades.has(`${from}.${local}`) && stars.provides(from, local))
      return `\`${local}\` may come by the star import at line ${place} as well, which brings something else`;
  }
  return undefined;
}
