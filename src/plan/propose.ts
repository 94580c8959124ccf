// Decides every reference of a file: what its transform answered becomes a hunk, or the reason for none.

import type { AnalyzedFile } from '../project/analyzed-file.ts';
import type { Registry } from '../project/symbol-owners.ts';
import type { Answered } from './ask.ts';
import { claimKey, type RefusedClaims } from './claims.ts';
import type { PlannedFile } from './hunks/hunk.ts';
import { settleAnswers } from './settle-answers.ts';

/** Decides every reference of one file. */
export function planFile(
  model: AnalyzedFile,
  registry: Registry,
  answers: readonly Answered[],
  refused: RefusedClaims,
): PlannedFile {
  return { model, followers: [], touches: [], outcomes: settleAnswers(model, registry, answers, refused) };
}

/** The proposals that decide other references and have been refused since, with the reasons. */
export function refusedClaims(files: readonly PlannedFile[]): RefusedClaims {
  return new Map(
    files.flatMap(({ model, outcomes }) => {
      const lost = outcomes.flatMap(({ hunk, decidedBy }) => (hunk ? [] : (decidedBy ?? [])));
      return lost.map((by): [string, string] => {
        const own = outcomes.find(({ reference }) => reference === by);
        return [claimKey(model.path, by), own?.message ?? ''];
      });
    }),
  );
}
