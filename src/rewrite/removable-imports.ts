// Which imports leave their files with a set of accepted hunks. An import that other files reach goes when they no longer
// need it, and those may in turn be imports: so this is the greatest set that can go together, whatever the order.

import type { Hunk } from '../plan/hunks/hunk.ts';
import type { ImporterPlace, ImportersOf } from '../plan/importers.ts';
import type { Plan } from '../plan/plan.ts';
import { indexPlan } from '../plan/plan-index.ts';
import type { AnalyzedFile } from '../project/analyzed-file.ts';
import { type IsReleased, type KeepsName, unusedImports } from '../project/import-liveness.ts';
import { takenWithText } from '../project/taken-imports.ts';
import type { Change } from '../python/changes.ts';
import { type Composition, compose } from '../python/compose.ts';
import type { LibraryBinding } from '../python/import-bindings.ts';
import type { ImportedName } from '../python/import-statements.ts';
import { memo } from '../text/memoize.ts';

const NONE: ReadonlySet<ImportedName> = new Set();

/** What leaves which files. */
export interface RemovableImports {
  /** The imports that leave a file, worked out where they are first asked for, with those of the files that it rests on. */
  readonly leaving: (path: string) => ReadonlySet<ImportedName>;
  /** The files that may be changed, of those that degreen was asked to work on; in order. */
  readonly mayChange: readonly string[];
  readonly models: ReadonlyMap<string, AnalyzedFile>;
}

/** Everything by which one file is asked. */
interface Question {
  readonly model: AnalyzedFile;
  readonly changes: readonly Change[];
  readonly composed: Composition;
  /** Who reaches its names by an import of their own. */
  readonly importers: readonly string[];
}

/** What leaves each file where the hunks are accepted. */
export function findRemovableImports(
  plan: Plan,
  byPath: ReadonlyMap<string, readonly Hunk[]>,
  keeps: KeepsName,
): RemovableImports {
  const ids = new Set([...byPath.values()].flatMap((hunks) => hunks.map((hunk) => hunk.id)));
  const { placesOf, importers: importersOf, models } = indexOf(plan);
  const known = new Map<string, ReadonlySet<ImportedName>>();
  const stays = ({ path, follower, named, imported }: ImporterPlace): boolean => {
    if (named) return false;
    return imported ? !known.get(path)?.has(imported) : follower === undefined || !ids.has(follower);
  };
  const kept: KeepsName = (path, local) => keeps(path, local) || placesOf(path, local).some(stays);
  const composedIn = memo((path: string) => compose((byPath.get(path) ?? []).map(({ changes }) => changes)));
  const released = readReleased(indexOf(plan), ids, composedIn);
  const questionOf = (path: string): Question | undefined => {
    const model = models.get(path);
    const changes = (byPath.get(path) ?? []).flatMap((hunk) => hunk.changes);
    const importers = importersOf.get(path);
    return model && (changes.length > 0 || importers !== undefined)
      ? { model, changes, composed: composedIn(path), importers: importers ?? [] }
      : undefined;
  };
  /** The file and all that its answer hangs on, as far as they are not known. */
  function unknownFrom(path: string): Map<string, Question> {
    const found = new Map<string, Question>();
    const pending = [path];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (known.has(next) || found.has(next)) continue;
      const question = questionOf(next);
      if (!question) known.set(next, NONE);
      else {
        found.set(next, question);
        pending.push(...question.importers);
      }
    }
    return found;
  }
  function leaving(path: string): ReadonlySet<ImportedName> {
    const questions = unknownFrom(path);
    // From the top: all imports are taken for gone, and what cannot go comes back until nothing changes.
    for (const [each, { model }] of questions)
      known.set(each, new Set(model.statements.flatMap((statement) => statement.names)));
    const restingOn = turned(questions);
    const pending = new Set(questions.keys());
    for (const each of pending) {
      pending.delete(each);
      const question = questions.get(each);
      if (!question) continue;
      const before = known.get(each)?.size;
      const { model, changes, composed } = question;
      const now = unusedImports(model, changes, composed, kept, released);
      for (const taken of takenWithText(model, changes, composed, kept)) now.add(taken);
      known.set(each, now);
      if (now.size !== before) for (const other of restingOn.get(each) ?? []) pending.add(other);
    }
    return known.get(path) ?? NONE;
  }
  return {
    leaving,
    models,
    mayChange: indexPlan(plan)
      .restingOn(byPath.keys())
      .filter((path) => models.has(path)),
  };
}

/** Whether any of those who reach a name loses a use of it: else there is nothing to tidy. */
function readReleased(
  { placesOf, models }: Index,
  ids: ReadonlySet<string>,
  composedIn: (path: string) => Composition,
): IsReleased {
  const loses = ({ path, references }: AnalyzedFile, binding: LibraryBinding) =>
    references.some((reference) => reference.binding === binding && composedIn(path).gone(reference.nameSpan));
  return (path, local) => {
    const pending = [{ path, local }];
    const seen = new Set<string>();
    for (let next = pending.pop(); next; next = pending.pop()) {
      const key = `${next.path} ${next.local}`;
      if (seen.has(key)) continue;
      seen.add(key);
      for (const { path: other, named, follower, imported } of placesOf(next.path, next.local)) {
        if (named) continue;
        if (follower !== undefined && ids.has(follower)) return true;
        const model = models.get(other);
        const binding = imported && model?.bindings.find((each) => each.imports.includes(imported));
        if (!model || !binding) continue;
        if (loses(model, binding)) return true;
        pending.push({ path: other, local: binding.local });
      }
    }
    return false;
  };
}

/** For each file those whose names it imports. */
function turned(questions: ReadonlyMap<string, Question>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [path, { importers }] of questions)
    for (const importer of importers) found.set(importer, [...(found.get(importer) ?? []), path]);
  return found;
}

interface Index {
  readonly models: ReadonlyMap<string, AnalyzedFile>;
  placesOf(path: string, local: string): readonly ImporterPlace[];
  /** The files that import a name of one, for each of which a name is reached at all. */
  readonly importers: ReadonlyMap<string, readonly string[]>;
}

const indexes = new WeakMap<Plan['files'], Index>();

function indexOf({ files, project, reached }: Plan): Index {
  const known = indexes.get(files);
  if (known) return known;
  const chosen = new Set(project.files.filter((file) => file.chosen).map((file) => file.path));
  const models = new Map(files.flatMap(({ model }) => (chosen.has(model.path) ? [[model.path, model]] : [])));
  const index: Index = {
    models,
    importers: readImporters(reached),
    placesOf: (path, local) => reached.get(`${path} ${local}`) ?? [],
  };
  indexes.set(files, index);
  return index;
}

function readImporters(reached: ImportersOf): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const [key, places] of reached) {
    if (places.length === 0) continue;
    const path = key.slice(0, key.lastIndexOf(' '));
    const own = found.get(path) ?? new Set();
    found.set(path, own);
    for (const place of places) if (place.imported) own.add(place.path);
  }
  return new Map([...found].map(([path, own]) => [path, [...own]]));
}
