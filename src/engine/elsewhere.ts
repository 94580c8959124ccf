// What other files say about a rewrite: a test that patches the object, a module that reaches through the import.
// A safe hunk that somebody else names is no longer safe; its note says who.
import { readImports } from '../python/imports.ts';
import type { FileModel } from './model.ts';
import type { Registry } from './ownership.ts';
import type { Hunk, PlannedFile } from './plan.ts';
import type { Project } from './project.ts';
import { namedStrings } from './strings.ts';

/** A place that replaces an object of the library while it runs. */
interface PatchTarget {
  readonly path: string;
  readonly line: number;
  readonly text: string;
  /** The canonical name of what is replaced. */
  readonly name: string;
  /** The modules in which it is replaced: what the string names, else what the file imports. */
  readonly reaches: (module: string) => boolean;
}

const PATCHERS = /(^|\.)(patch\.object|setattr|stub_out|MockPatchObject|MonkeyPatch|Set)$/;

/** The notes that other files add to hunks. */
export function notesFromElsewhere(
  planned: readonly PlannedFile[],
  project: Project,
  registry: Registry,
): ReadonlyMap<Hunk, ReadonlySet<string>> {
  const notes = new Map<Hunk, Set<string>>();
  const add = (hunk: Hunk, note: string) => notes.set(hunk, (notes.get(hunk) ?? new Set()).add(note));
  const targets = planned.flatMap((file) => patchTargets(file.model, project, registry));
  for (const { model, outcomes } of planned) {
    const module = project.moduleOf(model.path);
    const reached = new Map<string, string | undefined>();
    for (const { hunk, reference } of outcomes) {
      if (!hunk) continue;
      const target = targets.find(
        (each) => each.path !== model.path && each.name === hunk.name && each.reaches(module),
      );
      if (target)
        add(hunk, `${target.path}:${target.line} replaces it (\`${target.text}\`) and must name the new one.`);
      const { local, scope } = reference.binding;
      if (scope.kind !== 'module') continue;
      if (!reached.has(local)) reached.set(local, reachedFrom(project, local, model.path));
      const by = reached.get(local);
      if (by) add(hunk, by);
    }
  }
  return notes;
}

function reachedFrom(project: Project, local: string, path: string): string | undefined {
  const [place] = project.elsewhere('global', local, path);
  return place && `${place.path}:${place.line} reaches \`${local}\` through this module and must follow.`;
}

function patchTargets(model: FileModel, project: Project, registry: Registry): PatchTarget[] {
  const targets: PatchTarget[] = [];
  const line = (offset: number) => model.source.lines.at(offset).line;
  const imported = importedModules(model, project);
  for (const string of namedStrings(model, registry.library)) {
    const owner = registry.ownerOf(string.path);
    if (!owner) continue;
    const { through } = string;
    const reaches = through ? (module: string) => module === through : imported;
    targets.push({ path: model.path, line: line(string.span.start), text: string.text, name: owner.name, reaches });
  }
  for (const reference of model.references) {
    const call = reference.argumentOf?.call;
    if (!call || !PATCHERS.test(call.calleeText)) continue;
    const attribute = call.arguments[(reference.argumentOf?.index ?? 0) + 1]?.value;
    const name = attribute?.kind === 'string' ? /^['"]([\w.]+)['"]$/.exec(attribute.text)?.[1] : undefined;
    const owner = name ? registry.ownerOf(`${reference.path}.${name}`) : undefined;
    if (!owner) continue;
    const text = `${call.calleeText}(${model.source.text.slice(reference.span.start, reference.span.end)}, '${name}')`;
    targets.push({ path: model.path, line: line(reference.span.start), text, name: owner.name, reaches: imported });
  }
  return targets;
}

/** Whether a file imports a module, as `import a.b`, `from a import b` or `from a.b import c`. */
function importedModules(model: FileModel, project: Project): (module: string) => boolean {
  const loaded = new Set<string>();
  const own = project.moduleOf(model.path).split('.');
  for (const statement of readImports(model.source)) {
    const base = statement.level > 0 ? [...own.slice(0, -statement.level), ''].join('.') : '';
    if (statement.module) loaded.add(base + statement.module);
    for (const name of statement.names) loaded.add(base + name.loads);
  }
  return (module) => loaded.has(module);
}
