// Who decides: a level, or a file of decisions. And settling: a hunk without what it requires is not taken.

import type { Hunk } from '../plan/hunks/hunk.ts';
import { type AskedLevel, isTakenAt } from '../plan/hunks/level.ts';
import type { Plan } from '../plan/plan.ts';
import { isRecord } from '../text/is-record.ts';

/** What `--decisions` and `decisions.json` hold. */
export interface DecisionsFile {
  readonly version: 1;
  readonly base: string | null;
  readonly decisions: Readonly<Record<string, Decision>>;
  /** By hunk: a text of a person's own for each place that it changes. */
  readonly edits?: Readonly<Record<string, readonly string[]>>;
  /** By hunk: the patch of the series that it was put into. */
  readonly patches?: Readonly<Record<string, string>>;
}

/** What is said of one hunk. */
export type Decision = 'accept' | 'skip';

/** The hunks that are taken, and what could not be carried out as it was said. */
export interface AcceptedHunks {
  readonly accepted: ReadonlySet<Hunk>;
  /** Ids that no hunk has. */
  readonly unknown: readonly string[];
  /** Accepted hunks that fall because something they require is not accepted. */
  readonly dropped: readonly { readonly hunk: Hunk; readonly missing: readonly string[] }[];
  /** Accepted hunks that fall because they are right only when nothing is left, and the ids of those that leave something. */
  readonly tooEarly: { readonly hunks: readonly Hunk[]; readonly missing: readonly string[] };
}

/** Takes every hunk that is at least as sure as `level`. */
export function decideByLevel(plan: Plan, level: AskedLevel): AcceptedHunks {
  return resolveRequirements(
    plan,
    new Set(plan.hunks.filter((hunk) => isTakenAt(hunk.level, level)).map((hunk) => hunk.id)),
  );
}

/** Takes what is accepted. */
export function decideByFile(plan: Plan, marks: ReadonlyMap<string, Decision>): AcceptedHunks {
  const accepted = [...marks].filter(([, mark]) => mark === 'accept').map(([id]) => id);
  return resolveRequirements(plan, new Set(accepted), marks.keys());
}

/** Whether an id is of a hunk that flags or paths leave out, which is not the same as gone. */
function isLeftOut(plan: Plan, id: string): boolean {
  return plan.leftOut.has(id) || plan.project.files.some((file) => !file.chosen && id.includes(`:${file.path}:`));
}

/** Closes a set of ids over what the hunks require: what misses something falls, and what needs that falls too. */
export function resolveRequirements(
  plan: Plan,
  ids: ReadonlySet<string>,
  named: Iterable<string> = ids,
): AcceptedHunks {
  const known = new Map(plan.hunks.map((hunk) => [hunk.id, hunk]));
  const accepted = new Map([...known].filter(([id]) => ids.has(id)));
  const dropped: { hunk: Hunk; missing: string[] }[] = [];
  let tooEarly: AcceptedHunks['tooEarly'] = { hunks: [], missing: [] };
  for (let again = true; again; ) {
    again = false;
    const last = [...accepted.values()].filter(({ finish }) => finish);
    const left = last.length === 0 ? [] : othersLeft(plan, accepted);
    if (left.length > 0) {
      tooEarly = { hunks: last, missing: left };
      for (const { id } of last) accepted.delete(id);
    }
    for (const [id, hunk] of accepted) {
      const missing = hunk.requires.filter((required) => !accepted.has(required));
      if (missing.length === 0) continue;
      accepted.delete(id);
      dropped.push({ hunk, missing });
      again = true;
    }
  }
  return {
    accepted: new Set(accepted.values()),
    unknown: [...named].filter((id) => !known.has(id) && !isLeftOut(plan, id)),
    dropped,
    tooEarly,
  };
}

/** The hunks that are not taken, but for what only stands for the use of another, and for files that use nothing. */
function othersLeft(plan: Plan, accepted: ReadonlyMap<string, Hunk>): string[] {
  const uses = ({ follows, path }: Hunk) => !follows && !plan.texts.has(path);
  const left = plan.hunks.filter((hunk) => uses(hunk) && !accepted.has(hunk.id));
  return [...left.map(({ id }) => id), ...plan.leftOut];
}

/** Reads a decisions file, or says in a clause what is wrong with it. */
export function parseDecisions(text: string): DecisionsFile | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return `is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  return isDecisions(parsed) ? parsed : 'is not a decisions file';
}

/** What a person has decided. */
export interface Decisions {
  readonly marks: ReadonlyMap<string, Decision>;
  readonly edits: ReadonlyMap<string, readonly string[]>;
  readonly assigned: ReadonlyMap<string, string>;
}

/** Writes the file that says the same again. */
export function formatDecisions({ marks, edits, assigned }: Decisions, base: string | null): string {
  const file: DecisionsFile = {
    version: 1,
    base,
    decisions: Object.fromEntries(marks),
    ...(edits.size > 0 ? { edits: Object.fromEntries(edits) } : {}),
    ...(assigned.size > 0 ? { patches: Object.fromEntries(assigned) } : {}),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** What a file says of hunks. */
export function decisionsOf({ decisions, edits = {}, patches = {} }: DecisionsFile): Decisions {
  return {
    marks: new Map(Object.entries(decisions)),
    edits: new Map(Object.entries(edits)),
    assigned: new Map(Object.entries(patches)),
  };
}

function isDecisions(value: unknown): value is DecisionsFile {
  if (!isRecord(value) || value.version !== 1) return false;
  const { base = null, decisions, edits = {}, patches = {} } = value;
  if (!isRecord(decisions) || (base !== null && typeof base !== 'string')) return false;
  const texts = (each: unknown) => Array.isArray(each) && each.every((text) => typeof text === 'string');
  return (
    Object.values(decisions).every((each) => each === 'accept' || each === 'skip') &&
    isRecord(edits) &&
    Object.values(edits).every(texts) &&
    isRecord(patches) &&
    Object.values(patches).every((each) => typeof each === 'string' && PATCH_NAME.test(each))
  );
}

/** How a person may call a patch: what goes into a subject, and into the name of a file. */
export const PATCH_NAME = /^[\w.:@/-]{1,40}$/;
