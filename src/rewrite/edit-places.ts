// The places of a hunk that a person may write other texts in: whole lines where they are the hunk's alone.
import type { Hunk } from '../plan/hunks/hunk.ts';
import type { Plan } from '../plan/plan.ts';
import { indexPlan } from '../plan/plan-index.ts';
import type { KeepsName } from '../project/import-liveness.ts';
import { type Change, liesIn, shapeOf, type Use } from '../python/changes.ts';
import { applyEdits, compareSpans, overlaps, type Span } from '../text/edits.ts';
import type { OwnedEdit } from './reconcile-imports.ts';
import { editsOfHunk } from './render.ts';
import { usesOf } from './symbols-in-edit.ts';

/** One place that a hunk changes: whole lines where nothing else is changed in them, else just what it replaces. */
export interface Place {
  readonly span: Span;
  /** From 1. */
  readonly line: number;
  readonly before: string;
  /** As it is written when only this hunk is taken. */
  readonly after: string;
  readonly changes: readonly Change[];
  /** The symbols in it, by the texts by which they are written. */
  readonly uses: ReadonlyMap<string, Use>;
}

/** The places of a hunk in the order of its file. */
export function placesOf(plan: Plan, hunk: Hunk, keeps: KeepsName): Place[] {
  const index = indexPlan(plan);
  const file = index.textOf(hunk.path);
  if (!file) return [];
  const { text, lines } = file;
  const { imports = [] } = index.models.get(hunk.path) ?? {};
  const others = plan.hunks.filter(({ path, id }) => path === hunk.path && id !== hunk.id);
  const holes = hunk.changes.flatMap((change) => shapeOf(change).holes);
  const apart = others
    .flatMap(({ changes }) => changes)
    .filter((change) => !holes.some((hole) => liesIn(hole, change)));
  const taken: readonly Span[] = [
    ...apart.flatMap((change) => shapeOf(change).parts),
    ...imports.map(({ node }) => ({ start: node.startIndex, end: node.endIndex })),
  ];
  const places: { span: Span; edits: OwnedEdit[] }[] = [];
  const own = editsOfHunk(plan, hunk, keeps).filter(({ changes }) => changes.length > 0);
  for (const edit of own.sort(compareSpans)) {
    const part = ownSpan(edit);
    const whole = { start: lines.start(lines.at(part.start).line), end: lines.end(lines.at(part.end).line) };
    const span = taken.some((other) => overlaps(whole, other)) ? part : whole;
    const last = places.at(-1);
    if (last && span.start < last.span.end) {
      last.edits.push(edit);
      last.span = { start: last.span.start, end: Math.max(last.span.end, span.end) };
    } else places.push({ span, edits: [edit] });
  }
  return places.map(({ span, edits }) => placeOf(hunk, text, span, edits, lines.at(span.start).line));
}

/** What an edit replaces, with what its change keeps: both sides of that are one place. */
function ownSpan({ start, end, changes }: OwnedEdit): Span {
  const around = changes.filter((change) => shapeOf(change).holes.length > 0).map(({ span }) => span);
  return {
    start: Math.min(start, ...around.map((span) => span.start)),
    end: Math.max(end, ...around.map((span) => span.end)),
  };
}

function placeOf(hunk: Hunk, text: string, span: Span, edits: readonly OwnedEdit[], line: number): Place {
  const before = text.slice(span.start, span.end);
  const inside = edits.map((edit) => ({ ...edit, start: edit.start - span.start, end: edit.end - span.start }));
  const changes = hunk.changes.filter((change) => edits.some((edit) => edit.changes.includes(change)));
  const uses = new Map(edits.flatMap((edit) => [...usesOf(edit)]));
  return { span, line, before, after: applyEdits(before, inside), changes, uses };
}
