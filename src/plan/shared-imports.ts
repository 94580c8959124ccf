// The last use of an imported name that other code reaches through its module: it goes only with the others, or not at all.
// Else the import would stay for them and have no use in its own file. Which names only strings and mocks reach is not asked.

import { reasonToKeep, usedElsewhereInFile } from '../project/import-liveness.ts';
import { compose } from '../python/compose.ts';
import type { LibraryBinding } from '../python/import-bindings.ts';
import { contains } from '../text/edits.ts';
import type { Hunk, Outcome, PlannedFile, Refusal } from './hunks/hunk.ts';
import { isDraft } from './hunks/level.ts';
import type { ImporterPlace, ImportersOf } from './importers.ts';

/** What holds a last use. */
export interface SharedImport {
  /** The hunks that must be taken with it. */
  readonly requires: Set<string>;
  /** Why it is manual. */
  refusal: Refusal | undefined;
}

/** Finds the hunks of last uses, and what holds them. */
export function tieSharedImports(files: readonly PlannedFile[], reached: ImportersOf): ReadonlyMap<Hunk, SharedImport> {
  const byPath = new Map(files.map((file) => [file.model.path, file]));
  const mocked = new Set(files.flatMap(({ followers }) => followers.flatMap(({ leaders }) => leaders)));
  const draftIds = new Set(
    files.flatMap(({ outcomes, followers }) =>
      [...outcomes, ...followers].flatMap(({ hunk }) => (hunk && isDraft(hunk) ? hunk.id : [])),
    ),
  );
  const ties = new Map<Hunk, SharedImport>();
  const tieOf = (hunk: Hunk): SharedImport => {
    const tie = ties.get(hunk) ?? { requires: new Set(), refusal: undefined };
    ties.set(hunk, tie);
    return tie;
  };
  for (const file of files) {
    const { path } = file.model;
    for (const binding of file.model.bindings) {
      if (binding.scope.kind !== 'module' || !isReached(reached, path, binding.local)) continue;
      const own = usersOf(file, binding);
      // Surer hunks leave a use as long as there is a draft: the last use is the draft's.
      const drafts = own?.filter(isDraft) ?? [];
      const last = (drafts.length > 0 ? drafts : own)?.at(-1);
      if (!own || !last) continue;
      const { ids, holder } = othersOf(path, binding.local, reached, byPath);
      // What stands for every use would not move without the one that stays, or that is no surer than a draft.
      const unsure = holder !== undefined || [...ids].some((id) => draftIds.has(id));
      const alike = isDraft(last) ? drafts : own;
      const held = unsure && alike.some((hunk) => mocked.has(hunk)) ? alike : [last];
      for (const hunk of holder ? held : []) tieOf(hunk).refusal ??= describeImporter(holder, binding.local, hunk);
      for (const id of ids)
        if (!own.some((hunk) => hunk.id === id)) for (const hunk of held) tieOf(hunk).requires.add(id);
    }
  }
  return ties;
}

function describeImporter(holder: Holder | undefined, local: string, { imports }: Hunk): Refusal {
  const reaches = `${holder?.path}:${holder?.line} reaches \`${local}\` through this module`;
  const message = imports
    ? `${reaches} and stays.`
    : `${reaches}, so the import needs a use here until that has changed.`;
  return { message, reason: 'another file reaches the import through this module' };
}

function isReached(reached: ImportersOf, path: string, local: string): boolean {
  return codePlaces(reached, path, local).length > 0;
}

function codePlaces(reached: ImportersOf, path: string, local: string): readonly ImporterPlace[] {
  return (reached.get(`${path} ${local}`) ?? []).filter(({ named }) => !named);
}

/** The hunks that rewrite all uses of a binding, in the order of the file; undefined where something else keeps it in use. */
function usersOf(file: PlannedFile, binding: LibraryBinding): readonly Hunk[] | undefined {
  const { model, outcomes } = file;
  if (reasonToKeep(model, binding, () => false)) return undefined;
  const own = outcomes.filter(({ reference }) => reference.binding === binding);
  const hunks = own.map((outcome) => removerOf(file, outcome));
  if (!hunks.every((hunk) => hunk !== undefined)) return undefined;
  if (binding.shared && usedElsewhereInFile(model, binding, compose([...new Set(hunks)].map(({ changes }) => changes))))
    return undefined;
  return [...new Set(hunks)];
}

/** The hunk with which a reference goes: its own, or the mock that names it. */
function removerOf({ followers }: PlannedFile, { hunk, reference }: Outcome): Hunk | undefined {
  return hunk ?? followers.find((each) => each.hunk && contains(each.site.span, reference.span))?.hunk;
}

interface Others {
  /** The hunks with which everybody else is done with the name. */
  readonly ids: ReadonlySet<string>;
  /** Somebody who is never done with it. */
  readonly holder: Holder | undefined;
}

type Holder = Pick<ImporterPlace, 'path' | 'line'>;

/** All who reach a name of a module, through whatever number of others. */
function othersOf(path: string, local: string, reached: ImportersOf, byPath: ReadonlyMap<string, PlannedFile>): Others {
  const ids = new Set<string>();
  const seen = new Set<string>();
  const pending = [{ path, local }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const key = `${next.path} ${next.local}`;
    if (seen.has(key)) continue;
    seen.add(key);
    for (const place of codePlaces(reached, next.path, next.local)) {
      const { imported, follower } = place;
      const file = byPath.get(place.path);
      const binding = imported && file?.model.bindings.find((each) => each.imports.includes(imported));
      const users = file && binding && usersOf(file, binding);
      if (imported ? !users : follower === undefined) return { ids, holder: place };
      if (follower !== undefined) ids.add(follower);
      for (const { id } of users ?? []) ids.add(id);
      if (!binding) continue;
      const onward = binding.scope.kind === 'module' && isReached(reached, place.path, binding.local);
      // An import that nobody uses does not go by itself.
      if (users?.length === 0 && !onward) return { ids, holder: place };
      if (onward) pending.push({ path: place.path, local: binding.local });
    }
  }
  return { ids, holder: undefined };
}
