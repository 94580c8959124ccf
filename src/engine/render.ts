// Accepted hunks to the new contents of files. Nothing is written here.
import { encode } from '../python/encoding.ts';
import { parse } from '../python/source.ts';
import { applyEdits } from '../text/edits.ts';
import type { FileModel } from './model.ts';
import type { Hunk } from './outcomes.ts';
import type { Plan } from './plan.ts';
import { type Keeps, reconcile } from './reconcile.ts';

/** One file before and after; the texts begin with the BOM where the file has one. */
export interface FileChange {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly bytesBefore: Buffer;
  readonly bytesAfter: Buffer;
  /** Whether the file is new: there is none before. */
  readonly created?: boolean;
  /** The bytes of a part of either text, for a diff. */
  encode(text: string): Uint8Array;
}

/** Renders every file that accepted hunks change, in the order of paths. */
export function render(plan: Plan, accepted: ReadonlySet<Hunk>, keeps: Keeps): FileChange[] {
  const changes: FileChange[] = [];
  const byPath = new Map<string, Hunk[]>();
  for (const hunk of plan.hunks) {
    if (accepted.has(hunk)) byPath.set(hunk.path, [...(byPath.get(hunk.path) ?? []), hunk]);
  }
  for (const { model } of plan.files) {
    const hunks = byPath.get(model.path);
    if (hunks) changes.push(renderFile(model, hunks, keeps));
  }
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Renders one file.
 * @throws Error where the result is not valid Python: degreen's own fault, with the hunks that showed it.
 */
export function renderFile(model: FileModel, hunks: readonly Hunk[], keeps: Keeps): FileChange {
  const before = model.decoded.text;
  const after = applyEdits(
    before,
    reconcile(
      model,
      hunks.flatMap((hunk) => hunk.changes),
      keeps,
    ),
  );
  const result = parse(model.path, after);
  if ('reason' in result) {
    throw new Error(`${model.path} would be broken (${result.reason}) by ${hunks.map((hunk) => hunk.id).join(', ')}`);
  }
  const bom = model.decoded.bom ? '\ufeff' : '';
  return {
    path: model.path,
    before: bom + before,
    after: bom + after,
    bytesBefore: model.bytes,
    bytesAfter: Buffer.from(encode(model.decoded, after)),
    encode: (text) => encode({ encoding: model.decoded.encoding, bom: false }, text),
  };
}
