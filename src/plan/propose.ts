// Decides every reference of a file: asks its transform, and turns the answers into hunks.

import type { AnalyzedFile } from '../project/analyzed-file.ts';
import type { Registry } from '../project/symbol-owners.ts';
import type { FoundReference } from '../python/references.ts';
import { type Answered, type Planning, readAnswers } from './ask.ts';
import type { PlannedFile } from './hunks/hunk.ts';
import { settleAnswers } from './settle-answers.ts';

/** Decides every reference of one file. */
export function planFile(model: AnalyzedFile, registry: Registry, planning: Planning): PlannedFile {
  const all: Answered[] = [];
  const covered = new Set<FoundReference>();
  const answer = readAnswers(model, registry, planning);
  for (const reference of model.references) {
    const owner = covered.has(reference) ? undefined : registry.ownerOf(reference.path);
    if (!owner) continue;
    const one = answer(reference, owner);
    all.push(one);
    for (const member of one.members) covered.add(member);
  }
  return { model, followers: [], touches: [], outcomes: settleAnswers(model, registry, all) };
}
