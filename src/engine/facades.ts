// Modules of the project that hand names of the library on: what others import from them is the library's, to any depth.
import type { Library } from '../python/bindings.ts';
import { type FileModel, loadedBy, withNames } from './model.ts';
import type { Project } from './project.ts';

/**
 * Resolves what is imported through modules of the project, to a fixpoint. Gives all models that have a reference then, those
 * of files that never name the library among them.
 * @param wanted - whether a path of the library is looked for.
 */
export function resolveFacades(
  models: readonly FileModel[],
  project: Project,
  library: Library,
  wanted: (target: string) => boolean,
  modelOf: (path: string) => FileModel | undefined,
): FileModel[] {
  const known = new Map(models.map((model) => [model.path, model]));
  const facades = new Map<string, string>();
  for (let fresh: readonly FileModel[] = models; fresh.length > 0; ) {
    const touched = new Set(fresh.flatMap((model) => handOn(model, facades, project, wanted)));
    const next: FileModel[] = [];
    for (const path of touched) {
      const before = known.get(path) ?? modelOf(path);
      if (!before) continue;
      const model = withNames(before, library, facades);
      const same =
        model.references.length === before.references.length && model.bindings.length === before.bindings.length;
      if (same) continue;
      known.set(path, model);
      next.push(model);
    }
    fresh = next;
  }
  return [...known.values()];
}

/** Whether a module may reach a name of its own through its import. */
function importsItself(model: FileModel, local: string): boolean {
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

/** Notes the names that a module hands on, and gives the paths of those who may take them. */
function handOn(
  model: FileModel,
  facades: Map<string, string>,
  project: Project,
  wanted: (target: string) => boolean,
): string[] {
  const paths: string[] = [];
  for (const { local, scope, target, shared, trouble } of model.bindings) {
    const name = `${model.module}.${local}`;
    if (scope.kind !== 'module' || shared || trouble || facades.has(name) || !wanted(target)) continue;
    const users = project.elsewhere('global', local, model.path).flatMap(({ path }) => path ?? []);
    if (importsItself(model, local)) users.push(model.path);
    if (users.length === 0) continue;
    facades.set(name, target);
    paths.push(...users);
  }
  return paths;
}
