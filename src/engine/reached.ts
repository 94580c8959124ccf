// Imported names that other files reach through the module: they may go only with those that reach them.
import { contains, type Span } from '../text/edits.ts';
import type { FileModel } from './model.ts';
import { loadedBy } from './names.ts';
import type { PlannedFile } from './outcomes.ts';
import type { Project } from './project.ts';

/** A place that reaches a name through its module. */
export interface ReachPlace {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** The hunk after which it no longer does. */
  readonly follower: string | undefined;
}

/** The places by `path name`. */
export type Reached = ReadonlyMap<string, readonly ReachPlace[]>;

/** Finds who reaches the names whose uses are rewritten. `modelOf` gives no model where a file cannot be read. */
export function readReached(
  files: readonly PlannedFile[],
  project: Project,
  modelOf: (path: string) => FileModel | undefined,
): Reached {
  const reached = new Map<string, readonly ReachPlace[]>();
  const byPath = new Map(files.map((file) => [file.model.path, file]));
  for (const { model, outcomes } of files) {
    for (const { hunk, reference } of outcomes) {
      const { local, scope } = reference.binding;
      const key = `${model.path} ${local}`;
      if (!hunk || scope.kind !== 'module' || reached.has(key)) continue;
      const paths = new Map(project.elsewhere('global', local, model.path).map((each) => [each.path ?? '', each.line]));
      const places = [...paths].flatMap(([path, line]): ReachPlace[] => {
        const other = modelOf(path);
        if (!other) return [{ path, line, follower: undefined }];
        return placesIn(other, model.module, local).map((span) => ({
          path,
          line: other.source.lines.at(span.start).line,
          follower: byPath.get(path)?.followers.find((each) => each.hunk && contains(each.site.span, span))?.hunk?.id,
        }));
      });
      reached.set(key, places);
    }
  }
  return reached;
}

/** Where a file reaches `module.local`: by an import, through the module, or in a string. */
function placesIn(model: FileModel, module: string, local: string): Span[] {
  const { source, names } = model;
  const whole = `${module}.${local}`;
  const places: Span[] = [];
  for (const imported of model.statements.flatMap((statement) => statement.names)) {
    const loaded = loadedBy(model, imported);
    if (loaded === whole) places.push(imported.span);
    const meant = imported.statement.level > 0 ? loaded : imported.target;
    if (!module.startsWith(meant)) continue;
    const rest = `${module.slice(meant.length)}.${local}`;
    const scope = names.scopeAt(imported.localNode);
    for (const occurrence of names.occurrences(imported.local)) {
      if (occurrence.kind !== 'use' || names.resolve(imported.local, occurrence) !== scope) continue;
      const start = occurrence.node.startIndex;
      const end = occurrence.node.endIndex;
      const after = /^(?:\s*\.\s*\w+)+/.exec(source.text.slice(end, end + 400))?.[0] ?? '';
      const path = after.replace(/\s/g, '');
      if (path === rest || path.startsWith(`${rest}.`)) places.push({ start, end: end + rest.length });
    }
  }
  const quoted = new RegExp(`(['"])${whole.replaceAll('.', '\\.')}(?:\\.[\\w.]*)?\\1`, 'g');
  for (const match of source.text.matchAll(quoted))
    places.push({ start: match.index, end: match.index + match[0].length });
  return places;
}
