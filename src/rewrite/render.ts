// Accepted hunks to the new contents of files. Nothing is written here.

import type { Hunk } from '../plan/hunks/hunk.ts';
import type { Plan } from '../plan/plan.ts';
import { indexPlan } from '../plan/plan-index.ts';
import type { TextFile } from '../plan/text-files.ts';
import type { AnalyzedFile } from '../project/analyzed-file.ts';
import type { KeepsName } from '../project/import-liveness.ts';
import { encode } from '../python/encoding.ts';
import { refuseEdited } from '../python/source.ts';
import { applyEdits, compareSpans, type Edit } from '../text/edits.ts';
import { groupBy } from '../text/group-by.ts';
import { breakLongLines } from './break-long-lines.ts';
import type { FileChange } from './file-change.ts';
import {
  chooseFileNames,
  type FileNames,
  joinInsertions,
  type NameInFile,
  type OwnedEdit,
} from './reconcile-imports.ts';
import { findRemovableImports } from './removable-imports.ts';
import { writeHelper } from './write-helper.ts';

/**
 * Renders every file that accepted hunks change, in the order of paths.
 * @param needing - the hunks for which helper text is written: those, or more.
 */
export function render(plan: Plan, accepted: ReadonlySet<Hunk>, keeps: KeepsName, needing = accepted): FileChange[] {
  const { settled, seenFrom } = planFileEdits(plan, accepted, keeps);
  const changes = [...settled.values()].map(({ model, hunks, file }) =>
    renderFile(model, hunks, joinInsertions(file.edits(seenFrom))),
  );
  const written = writeHelper(plan, needing, changes);
  const python = written ? changes.filter(({ path }) => path !== written.path) : changes;
  const others = [...python, ...renderTexts(plan, accepted)];
  return [...others, ...(written ? [written] : [])].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A hunk with all that it requires, and that in turn. */
function withRequired(plan: Plan, hunk: Hunk): Set<Hunk> {
  const { hunks } = indexPlan(plan);
  const accepted = new Set([hunk]);
  for (const each of accepted) for (const id of each.requires) accepted.add(hunks.get(id) ?? each);
  return accepted;
}

/** The edits of one hunk, with what it requires taken but not shown, and without those of imports that only go with it. */
export function editsOfHunk(plan: Plan, hunk: Hunk, keeps: KeepsName): OwnedEdit[] {
  return shownEdits(hunk, editsOfFile(plan, withRequired(plan, hunk), keeps, hunk.path));
}

/** Those of the edits of a hunk's file that are the hunk's own. */
export function ownEdits({ changes }: Hunk, edits: readonly OwnedEdit[]): OwnedEdit[] {
  const own = new Set(changes);
  return joinInsertions(edits.filter((edit) => edit.changes.some((change) => own.has(change))));
}

/** The edits that a hunk shows: its own; those of imports where an import is what it rewrites. */
function shownEdits(hunk: Hunk, edits: readonly OwnedEdit[]): OwnedEdit[] {
  const ofImports = hunk.imports ? edits.filter(({ changes }) => changes.length === 0) : [];
  return joinInsertions([...ofImports, ...ownEdits(hunk, edits)]);
}

/** The edits of one file. */
export interface FileEdits {
  readonly path: string;
  readonly edits: readonly OwnedEdit[];
}

/**
 * Every edit that a hunk comes to where it and what it requires are taken, by file; undefined where a file is written.
 * @param wanted - the paths of those files that are asked for, where that is not all of them.
 */
export function editsAlone(
  plan: Plan,
  hunk: Hunk,
  keeps: KeepsName,
  wanted?: readonly string[],
): readonly FileEdits[] | undefined {
  const accepted = withRequired(plan, hunk);
  if (writeHelper(plan, accepted, [])) return undefined;
  const { settled, seenFrom } = planFileEdits(plan, accepted, keeps, wanted);
  const python = [...settled].map(([path, { file }]) => ({ path, edits: file.edits(seenFrom) }));
  return plan.texts.has(hunk.path) ? [...python, { path: hunk.path, edits: textEdits([hunk]) }] : python;
}

/** All edits of one file; of the others only what it rests on is worked out. */
export function editsOfFile(plan: Plan, accepted: ReadonlySet<Hunk>, keeps: KeepsName, path: string): OwnedEdit[] {
  if (plan.texts.has(path)) return textEdits([...accepted].filter((hunk) => hunk.path === path));
  const { settled, seenFrom } = planFileEdits(plan, accepted, keeps, [path]);
  return settled.get(path)?.file.edits(seenFrom) ?? [];
}

/** A module that is imported under another name only because hunks were left. */
export interface UnneededAlias {
  readonly path: string;
  readonly module: string;
  readonly as: string;
}

/** The names that would be others if all hunks were taken at once, and that no later run changes. */
export function unneededAliases(plan: Plan, accepted: ReadonlySet<Hunk>, keeps: KeepsName): UnneededAlias[] {
  const aliased = [...planFileEdits(plan, accepted, keeps).settled].filter(([, { file }]) => file.aliases.size > 0);
  if (aliased.length === 0) return [];
  const paths = aliased.map(([path]) => path);
  const whole = planFileEdits(plan, new Set(plan.hunks), keeps, paths).settled;
  return aliased.flatMap(([path, { file }]) =>
    [...file.aliases]
      .filter(([module, as]) => whole.get(path)?.file.aliases.get(module) !== as)
      .map(([module, as]) => ({ path, module, as })),
  );
}

interface SettledFile {
  readonly model: AnalyzedFile;
  readonly hunks: readonly Hunk[];
  readonly file: FileNames;
}

function startOf({ changes }: Hunk): number {
  return Math.min(...changes.map((change) => change.span.start));
}

/** Settles what is wanted, or all that changes; with the files that the new texts look into. */
function planFileEdits(plan: Plan, accepted: ReadonlySet<Hunk>, keeps: KeepsName, wanted?: readonly string[]) {
  const byPath = groupBy(accepted, ({ path }) => path);
  const { leaving, models, mayChange } = findRemovableImports(plan, byPath, keeps);
  const settled = new Map<string, SettledFile>();
  function settle(path: string): SettledFile | undefined {
    const known = settled.get(path);
    const model = models.get(path);
    if (known || !model) return known;
    const removed = leaving(path);
    const hunks = [...(byPath.get(path) ?? [])].sort((a, b) => startOf(a) - startOf(b) || (a.id < b.id ? -1 : 1));
    if (hunks.length === 0 && removed.size === 0) return undefined;
    const changes = hunks.map((hunk) => hunk.changes);
    const replaced = replacedImports(plan, hunks, keeps);
    const file = chooseFileNames(model, changes, removed, replaced, plan.stars);
    const edits: FileNames['edits'] = (seen) => breakLongLines(model, hunks, file.edits(seen));
    const result = { model, hunks, file: { ...file, edits } };
    settled.set(path, result);
    return result;
  }
  for (const path of wanted ?? mayChange) settle(path);
  const seenFrom: NameInFile = (path, use) => settle(path)?.file.reach(use);
  return { settled, seenFrom };
}

/** The edits of hunks in a file that is no Python: as they were proposed. */
function textEdits(hunks: readonly Hunk[]): OwnedEdit[] {
  return hunks
    .flatMap(({ changes }) => changes)
    .map((change) => {
      const pieces = change.pieces.filter((piece) => typeof piece === 'string');
      return { ...change.span, text: pieces.join(''), changes: [change], pieces, softs: [] };
    })
    .sort(compareSpans);
}

/** Renders the files that are no Python. */
function renderTexts(plan: Plan, accepted: ReadonlySet<Hunk>): FileChange[] {
  if (plan.texts.size === 0) return [];
  return [...groupBy(accepted, ({ path }) => path)].flatMap(([path, hunks]) => {
    const file = plan.texts.get(path);
    return file ? [changeOf(file, applyEdits(file.decoded.text, textEdits(hunks)))] : [];
  });
}

/** The imports that hunks of a file put others in the place of. */
function replacedImports({ reached }: Plan, hunks: readonly Hunk[], keeps: KeepsName) {
  return new Map(
    hunks.flatMap(({ path, imports }) => {
      if (!imports) return [];
      const { local, scope } = imports.binding;
      const others = scope.kind === 'module' && (reached.get(`${path} ${local}`) ?? []).length > 0;
      const replacement = { ...imports, held: others || keeps(path, local) };
      return imports.binding.imports.map((each) => [each, replacement] as const);
    }),
  );
}

/**
 * Renders one file.
 * @throws Error where the result is not valid Python: degreen's own fault, with the hunks that showed it.
 */
function renderFile(model: AnalyzedFile, hunks: readonly Hunk[], edits: readonly Edit[]): FileChange {
  const before = model.decoded.text;
  const after = applyEdits(before, edits);
  const refused = refuseEdited(model.source, edits, after);
  if (refused) {
    throw new Error(`${model.path} would be broken (${refused.reason}) by ${hunks.map((hunk) => hunk.id).join(', ')}`);
  }
  return changeOf(model, after);
}

/** A file with a new text, encoded as it was. */
function changeOf({ path, bytes, decoded }: Pick<TextFile, 'path' | 'bytes' | 'decoded'>, after: string): FileChange {
  const bom = decoded.bom ? '\ufeff' : '';
  return {
    path,
    before: bom + decoded.text,
    after: bom + after,
    created: false,
    bytesBefore: bytes,
    bytesAfter: Buffer.from(encode(decoded, after)),
    encode: (text) => encode({ encoding: decoded.encoding, bom: false }, text),
  };
}
