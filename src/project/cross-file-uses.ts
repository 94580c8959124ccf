// What other files do with an object that a file holds: by the attribute or the global that it is held by, or as a fixture.
// Follows one name further; where the object goes from there is not seen.

import { isOneOf } from '../python/dataflow/infer-class.ts';
import { fixtureParameters, fixturesNamed } from '../python/dataflow/pytest-fixtures.ts';
import type { ElsewhereUse, Held } from '../python/dataflow/value.ts';
import { readDestination } from '../python/dataflow/value-destination.ts';
import type { Scope } from '../python/scopes.ts';
import type { Node } from '../python/source.ts';
import { attributesNamed, clip } from '../python/syntax.ts';
import { type AnalyzedFile, loadedBy, loadedModules } from './analyzed-file.ts';
import type { Project } from './project-index.ts';
import type { FileByPath } from './resolve-symbol.ts';

/** Finds the uses of what the file at a path holds. */
export type CrossFileUses = (path: string, held: Held) => readonly ElsewhereUse[];

/** An expression that is the object, or may be. */
interface Place {
  readonly node: Node;
  readonly certain: boolean;
}

/** How many names a use may be away from the one that holds the object. */
const MOST_NAMES = 2;

/** Prepares the search; only files that hold the name are parsed. */
export function findCrossFileUses(project: Project, modelOf: FileByPath): CrossFileUses {
  return (path, held) =>
    filesFor(path, held).flatMap((file) => {
      const model = modelOf(file);
      return model ? placesIn(model, path, held).flatMap((place) => usesOf(model, held.name, place, MOST_NAMES)) : [];
    });

  function filesFor(path: string, held: Held): string[] {
    if (held.kind === 'fixture') {
      const folder = path.slice(0, path.lastIndexOf('/') + 1);
      const shared = /(^|\/)conftest\.py$/.test(path);
      const all = project.mentioning(held.name).map((file) => file.path);
      return all.filter((each) => shared && each !== path && each.startsWith(folder));
    }
    const owners = held.kind === 'attribute' ? held.family : [];
    const found = project.elsewhere(held.kind, held.name, path, owners);
    return [...new Set(found.flatMap((each) => each.path ?? []))];
  }

  function placesIn(model: AnalyzedFile, path: string, held: Held): Place[] {
    // A file may have a fixture of that name of its own.
    if (held.kind === 'fixture' && fixturesNamed(model.source, held.name) > 0) return [];
    if (held.kind === 'fixture')
      return fixtureParameters(model.source, held.name).flatMap((node) =>
        namesOf(model, held.name, model.names.resolveAt(held.name, node)),
      );
    if (held.kind === 'global') return globalPlaces(model, `${project.moduleOf(path)}.${held.name}`, held.name);
    if (held.kind !== 'attribute') return [];
    const loaded = loadedModules(model);
    const file = { source: model.source, names: model.names, classes: model.classes() };
    return attributesNamed(model.source, held.name).flatMap((node): Place[] => {
      const holder = isOneOf(node.childForFieldName('object'), held.family, file);
      // Another module may have a class of that name.
      return holder === false ? [] : [{ node, certain: holder === true && loaded.has(project.moduleOf(path)) }];
    });
  }
}

/** A global through its module, and under the name that it is imported by. */
function globalPlaces(model: AnalyzedFile, symbol: string, name: string): Place[] {
  const all = model.statements.flatMap((statement) => statement.names);
  const imported = all
    .filter((each) => loadedBy(model, each) === symbol)
    .flatMap((each) => namesOf(model, each.local, model.names.scopeAt(each.localNode)));
  const through = attributesNamed(model.source, name).filter((node) =>
    all.some((each) => {
      const bound = each.statement.level > 0 ? loadedBy(model, each) : each.target;
      return (
        `${bound}${node.text.replace(/\s/g, '').slice(each.local.length)}` === symbol &&
        node.text.startsWith(each.local)
      );
    }),
  );
  return [...imported, ...through.map((node) => ({ node, certain: true }))];
}

function namesOf({ names }: AnalyzedFile, name: string, scope: Scope | undefined): Place[] {
  return names
    .occurrences(name)
    .filter((each) => each.kind === 'use' && scope !== undefined && names.resolve(name, each) === scope)
    .map(({ node }) => ({ node, certain: true }));
}

function usesOf(model: AnalyzedFile, held: string, { node, certain }: Place, names: number): ElsewhereUse[] {
  const sink = readDestination(node);
  if (sink.kind === 'bound' && names > 0) {
    return sink.targets.flatMap((target) => {
      const scope = target.type === 'identifier' ? model.names.resolveAt(target.text, target) : undefined;
      if (!scope || model.names.bindings(target.text, scope).length !== 1) return [];
      return namesOf(model, target.text, scope).flatMap((each) =>
        usesOf(model, target.text, { node: each.node, certain }, names - 1),
      );
    });
  }
  const use = sink.kind === 'use' ? sink.use : sink.kind === 'passed' ? sink.use : undefined;
  if (!use) return [];
  const { kind, name, nameSpan, call, result, span } = use;
  const text = clip(model.source.text.slice(span.start, span.end));
  const { line } = model.source.lines.at(nameSpan.start);
  return [{ kind, name, nameSpan, call, result, line, path: model.path, text, held, certain }];
}
