// A session as it is kept between two runs. A decision holds as long as its hunk says the same; what has changed meanwhile
// comes back undecided, and is named.
import { type Decisions, isLeftOut, isRecord, type Mark } from './decisions.ts';
import type { Hunk } from './outcomes.ts';
import type { Plan } from './plan.ts';

/** What is kept of one hunk. */
interface KeptHunk {
  readonly mark?: Mark;
  readonly edit?: readonly string[];
  readonly patch?: string;
  /** What the hunk said then. */
  readonly print: string;
}

/** A session that was kept. */
export interface Kept {
  readonly version: 1;
  readonly base: string | null;
  /** The hunk that was last on the screen. */
  readonly current?: string;
  readonly hunks: Readonly<Record<string, KeptHunk>>;
}

/** A session that goes on. */
export interface Resumed {
  readonly decisions: Decisions;
  readonly current: string | undefined;
  /** The ids whose decisions hold no longer: there is no such hunk, or it says something else. */
  readonly lost: readonly string[];
}

/** Writes what is to be kept. What an earlier session said of hunks that this one does not see stays. */
export function formatKept(
  plan: Plan,
  { marks, edits, assigned }: Decisions,
  { base, current, before }: { base: string | null; current: string | undefined; before: Kept | undefined },
): string {
  const ids = new Map(plan.hunks.map((hunk) => [hunk.id, hunk]));
  const unseen = Object.entries(before?.hunks ?? {}).filter(([id]) => !ids.has(id) && isLeftOut(plan, id));
  const own = [...new Set([...marks.keys(), ...edits.keys(), ...assigned.keys()])].flatMap((id) => {
    const hunk = ids.get(id);
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
  const kept: Kept = {
    version: 1,
    base,
    ...(current === undefined ? {} : { current }),
    hunks: Object.fromEntries([...unseen, ...own]),
  };
  return `${JSON.stringify(kept)}\n`;
}

/** Reads what was kept; undefined where it is not a session that is understood. */
export function parseKept(text: string): Kept | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isKept(parsed) ? parsed : undefined;
}

function isKept(value: unknown): value is Kept {
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

/** Finds what still holds. */
export function resume(plan: Plan, kept: Kept): Resumed {
  const marks = new Map<string, Mark>();
  const edits = new Map<string, readonly string[]>();
  const assigned = new Map<string, string>();
  const lost: string[] = [];
  const known = new Map(plan.hunks.map((hunk) => [hunk.id, hunk]));
  for (const [id, { mark, edit, patch, print }] of Object.entries(kept.hunks)) {
    const hunk = known.get(id);
    if (!hunk && isLeftOut(plan, id)) continue;
    if (!hunk || printOf(plan, hunk) !== print) {
      lost.push(id);
      continue;
    }
    if (mark) marks.set(id, mark);
    if (edit) edits.set(id, edit);
    if (patch !== undefined) assigned.set(id, patch);
  }
  // A hunk whose requirement came back undecided is undecided as well.
  for (let again = true; again; ) {
    again = false;
    for (const [id, mark] of marks) {
      const { requires = [] } = known.get(id) ?? {};
      if (mark !== 'accept' || requires.every((other) => marks.get(other) === 'accept')) continue;
      marks.delete(id);
      lost.push(id);
      again = true;
    }
  }
  return { decisions: { marks, edits, assigned }, current: kept.current, lost };
}

const prints = new WeakMap<Hunk, string>();

/** What a hunk says, without the numbers of lines: those shift. */
function printOf(plan: Plan, hunk: Hunk): string {
  const known = prints.get(hunk) ?? printAnew(plan, hunk);
  prints.set(hunk, known);
  return known;
}

function printAnew(plan: Plan, { path, level, title, note = '', changes, requires }: Hunk): string {
  const text = plan.files.find((file) => file.model.path === path)?.model.source.text ?? '';
  const said = changes.map(({ span, pieces }) => [
    text.slice(span.start, span.end),
    ...pieces.map((piece) => (typeof piece === 'string' ? piece : `<${piece.symbol}>`)),
  ]);
  return JSON.stringify([level, title, note.replace(/\d+/g, '#'), said, requires]);
}
