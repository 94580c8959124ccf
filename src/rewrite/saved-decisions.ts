// A session as it is kept between two runs. A decision holds as long as its hunk says the same; what has changed meanwhile
// comes back undecided, and is named.

import type { Hunk } from '../plan/hunks/hunk.ts';
import type { Plan } from '../plan/plan.ts';
import { indexPlan } from '../plan/plan-index.ts';
import type { KeepsName } from '../project/import-liveness.ts';
import { isUse } from '../python/changes.ts';
import type { Span } from '../text/edits.ts';
import { isRecord } from '../text/is-record.ts';
import type { Lines } from '../text/line-index.ts';
import type { Decision, Decisions } from './decisions.ts';
import { replaceTexts } from './manual-edit.ts';

/** What is kept of one hunk. */
interface KeptHunk {
  readonly mark?: Decision;
  readonly edit?: readonly string[];
  readonly patch?: string;
  /** What the hunk said then. */
  readonly print: string;
}

/** A session that was kept. */
export interface SavedSession {
  readonly version: 1;
  readonly base: string | null;
  /** The hunk that was last on the screen. */
  readonly current?: string;
  readonly hunks: Readonly<Record<string, KeptHunk>>;
}

/** A session that continues. */
export interface Resumed {
  readonly decisions: Decisions;
  readonly current: string | undefined;
  /** The hunks whose decisions hold no longer, as they say something else. */
  readonly lost: readonly Hunk[];
  /** Texts of a person for those. */
  readonly drafts: ReadonlyMap<string, readonly string[]>;
  /** What was said of hunks that are not there now, or no longer say the same; it is kept for when they do. */
  readonly rest: Readonly<Record<string, KeptHunk>>;
}

/** Writes what is to be kept. `rest` stays where nothing new is said of the hunk. */
export function formatSaved(
  plan: Plan,
  { marks, edits, assigned }: Decisions,
  { base, current, rest }: { base: string | null; current: string | undefined; rest: Resumed['rest'] },
): string {
  const known = new Map(plan.hunks.map((hunk) => [hunk.id, hunk]));
  const own = [...new Set([...marks.keys(), ...edits.keys(), ...assigned.keys()])].flatMap((id) => {
    const hunk = known.get(id);
    if (!hunk) return [];
    const [mark, edit, patch] = [marks.get(id), edits.get(id), assigned.get(id)];
    const kept: KeptHunk = {
      ...(mark ? { mark } : {}),
      ...(edit ? { edit } : {}),
      ...(patch === undefined ? {} : { patch }),
      print: printOf(plan, hunk),
    };
    return [[id, kept] as const];
  });
  const kept: SavedSession = {
    version: 1,
    base,
    ...(current === undefined ? {} : { current }),
    hunks: { ...rest, ...Object.fromEntries(own) },
  };
  return `${JSON.stringify(kept)}\n`;
}

/** Reads what was kept; undefined where it is not a session that is understood. */
export function parseSaved(text: string): SavedSession | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isKept(parsed) ? parsed : undefined;
}

function isKept(value: unknown): value is SavedSession {
  if (!isRecord(value) || value.version !== 1 || !isRecord(value.hunks)) return false;
  if (value.base !== null && typeof value.base !== 'string') return false;
  if (value.current !== undefined && typeof value.current !== 'string') return false;
  return Object.values(value.hunks).every(
    (each) =>
      isRecord(each) &&
      typeof each.print === 'string' &&
      (each.mark === undefined || each.mark === 'accept' || each.mark === 'skip') &&
      (each.patch === undefined || typeof each.patch === 'string') &&
      (each.edit === undefined || (Array.isArray(each.edit) && each.edit.every((text) => typeof text === 'string'))),
  );
}

/**
 * Finds what still holds. A hunk is known by what it says and what stands around it; its number among those of its
 * function may be another one now.
 */
export function resume(plan: Plan, keeps: KeepsName, kept: SavedSession): Resumed {
  const marks = new Map<string, Decision>();
  const edits = new Map<string, readonly string[]>();
  const assigned = new Map<string, string>();
  const drafts = new Map<string, readonly string[]>();
  const rest = new Map(Object.entries(kept.hunks));
  const lost = new Map<string, Hunk>();
  const known = new Map(plan.hunks.map((hunk) => [hunk.id, hunk]));
  const matched = matches(plan, kept);
  for (const [id, { mark, edit, patch }] of Object.entries(kept.hunks)) {
    const hunk = matched.get(id);
    if (!hunk) continue;
    rest.delete(id);
    if (edit && 'reason' in replaceTexts(plan, hunk, edit, keeps)) {
      lost.set(hunk.id, hunk);
      drafts.set(hunk.id, edit);
      continue;
    }
    if (mark) marks.set(hunk.id, mark);
    if (edit) edits.set(hunk.id, edit);
    if (patch !== undefined) assigned.set(hunk.id, patch);
  }
  for (const [id, { edit }] of rest) {
    const hunk = known.get(id);
    if (!hunk || marks.has(id)) continue;
    lost.set(id, hunk);
    if (edit) drafts.set(id, edit);
  }
  // A hunk whose requirement came back undecided is undecided as well.
  for (let again = true; again; ) {
    again = false;
    for (const [id, mark] of marks) {
      const hunk = known.get(id);
      if (!hunk || mark !== 'accept' || hunk.requires.every((other) => marks.get(other) === 'accept')) continue;
      marks.delete(id);
      lost.set(id, hunk);
      again = true;
    }
  }
  const decisions = { marks, edits, assigned };
  return { decisions, current: kept.current, lost: [...lost.values()], drafts, rest: Object.fromEntries(rest) };
}

/** Each kept hunk with the one that it is now. Of several that say the same, none where their number is another one now. */
function matches(plan: Plan, kept: SavedSession): ReadonlyMap<string, Hunk> {
  const now = new Map<string, Hunk[]>();
  for (const hunk of plan.hunks) {
    const key = `${groupOf(hunk.id)} ${printOf(plan, hunk)}`;
    now.set(key, [...(now.get(key) ?? []), hunk]);
  }
  const before = new Map<string, string[]>();
  for (const [id, { print }] of Object.entries(kept.hunks)) {
    const key = `${groupOf(id)} ${print}`;
    before.set(key, [...(before.get(key) ?? []), id]);
  }
  const found = new Map<string, Hunk>();
  for (const [key, ids] of before) {
    const hunks = now.get(key) ?? [];
    // Of those that are alike, one may have gone; which, nobody knows. Only where each has its number still, all are there.
    const same = hunks.length === 1 && ids.length === 1 ? hunks : hunks.filter(({ id }) => ids.includes(id));
    if (same.length !== hunks.length || same.length !== ids.length) continue;
    for (const id of ids) {
      const hunk = same.length === 1 ? same[0] : same.find((each) => each.id === id);
      if (hunk) found.set(id, hunk);
    }
  }
  return found;
}

/** An id without its number. */
function groupOf(id: string): string {
  return id.slice(0, id.lastIndexOf(':'));
}

const prints = new WeakMap<Hunk, string>();

/** What a hunk says and what stands around it, without the numbers of lines: those shift. */
function printOf(plan: Plan, hunk: Hunk): string {
  const known = prints.get(hunk) ?? printAnew(plan, hunk);
  prints.set(hunk, known);
  return known;
}

function printAnew(plan: Plan, { path, level, title, changes }: Hunk): string {
  const source = indexPlan(plan).textOf(path);
  const places = changes.map(({ span, pieces }) => [
    ...(source ? linesAround(source.lines, span) : []),
    ...pieces.map((piece) => (isUse(piece) ? `<${piece.symbol}>` : typeof piece === 'string' ? piece : PLACED)),
  ]);
  return JSON.stringify([level, title, ...places]);
}

/** What is kept, and where a line ends, is said by the lines around. */
const PLACED = '<>';

/** The lines of a span, and the nearest on each side that are not empty; without indentation. */
function linesAround(lines: Lines, { start, end }: Span): string[] {
  const [first, last] = [lines.at(start).line, lines.at(end).line];
  const text = (line: number) => (line < 1 || line > lines.count ? '' : lines.text(line).trim());
  let [before, after] = [first - 1, last + 1];
  while (before > 1 && text(before) === '') before--;
  while (after < lines.count && text(after) === '') after++;
  const own = Array.from({ length: last - first + 1 }, (_, index) => text(first + index));
  return [text(before), ...own, text(after)];
}
