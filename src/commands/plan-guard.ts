// From the files of a tree, as they are or as a series would leave them, to the guard that fits them.

import { UserError } from '../errors.ts';
import { type Bans, bansOf, type StillUsed } from '../guard/banned-names.ts';
import { makeGuard, textsOf } from '../guard/make-guard.ts';
import type { GuardPart } from '../guard/text-change.ts';
import { readToml } from '../io/parse-toml.ts';
import { buildLedger } from '../ledger/build-ledger.ts';
import { makePlan } from '../plan/plan.ts';
import type { SkippedFile } from '../project/analyzed-file.ts';
import type { ProjectFile } from '../project/project-file.ts';
import type { Registry } from '../project/symbol-owners.ts';
import type { FileChange } from '../rewrite/file-change.ts';

/** A guard that was worked out. */
export interface GuardPlan extends Omit<GuardPart, 'changes'> {
  readonly bans: Bans;
  readonly changes: readonly FileChange[];
  /** Files that nobody could look into. */
  readonly skipped: readonly SkippedFile[];
}

/**
 * Works the guard out over all files, whatever a command was asked to work on: linters look at all.
 * @param ids - what is to be forbidden, unless nothing of the library is left; else all that is free.
 * @throws UserError where an id means nothing, or where the project has no tool that could forbid names.
 */
export function planGuard(
  files: readonly ProjectFile[],
  registry: Registry,
  ids: { readonly wanted: readonly string[] | undefined; readonly orWhole: boolean },
): GuardPlan {
  const all = files.map((file) => ({ ...file, chosen: true }));
  const plan = makePlan(all, registry);
  const { entries } = buildLedger(plan);
  const whole = ids.orWhole ? bansOf(registry, entries, undefined) : undefined;
  const bans = typeof whole === 'object' && whole.whole ? whole : bansOf(registry, entries, ids.wanted);
  if (typeof bans === 'string')
    throw new UserError(
      `there is no transform and no name \`${bans}\``,
      'degreen explain lists the transforms; a name is written out, like those on its pages.',
    );
  const library = [...registry.library.roots].join(', ');
  const part = makeGuard(textsOf(files), library, bans, readToml);
  if (!part)
    throw new UserError(
      'this project has no tool that could forbid names: neither checks of its own for flake8 ([flake8:local-plugins]) nor a configuration of ruff nor hacking',
      'Use degreen check in its CI instead, or as a hook of pre-commit: it fails on every new use.',
    );
  return { ...part, bans, changes: part.changes.map(fileChange), skipped: plan.skipped };
}

function fileChange({ path, before, after }: GuardPart['changes'][number]): FileChange {
  const encode = (text: string) => Buffer.from(text);
  return { path, before, after, created: false, bytesBefore: encode(before), bytesAfter: encode(after), encode };
}

const SHOWN = 3;

/** Why a primitive is not forbidden, in one line. */
export function heldLine({ id, uses }: StillUsed): string {
  const places = uses.slice(0, SHOWN).map(({ path, line }) => `${path}:${line}`);
  const more = uses.length > SHOWN ? ` and ${uses.length - SHOWN} more` : '';
  return `${id} is still used, so that forbidding it would fail at once: ${places.join(', ')}${more}`;
}
