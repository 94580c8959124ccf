// Decides every reference of a file: asks its transform, and turns the answers into hunks.

import type { FileModel } from '../project/analyzed-file.ts';
import type { Registry } from '../project/symbol-owners.ts';
import type { FoundReference } from '../python/references.ts';
import { type Draft, type Planning, readAnswers } from './ask.ts';
import type { PlannedFile } from './hunks/hunk.ts';
import { settleDrafts } from './settle-answers.ts';

/** Decides every reference of one file. */
export function planFile(model: FileModel, registry: Registry, planning: Planning): PlannedFile {
  const drafts: Draft[] = [];
  const covered = new Set<FoundReference>();
  const answer = readAnswers(model, registry, planning);
  for (const reference of model.references) {
    const owner = covered.has(reference) ? undefined : registry.ownerOf(reference.path);
    if (!owner) continue;
    const draft = answer(reference, owner);
    drafts.push(draft);
    for (const member of draft.members) covered.add(member);
  }
  return { model, followers: [], touches: [], outcomes: settleDrafts(model, registry, drafts) };
}
