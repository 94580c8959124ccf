// Who decides: a level, or a file of decisions. And settling: a hunk without what it requires is not taken.
import type { Level } from '../transform.ts';
import type { Hunk } from './outcomes.ts';
import type { Plan } from './plan.ts';

/** What `--decisions` and `decisions.json` hold. */
export interface DecisionsFile {
  readonly version: 1;
  readonly base: string | null;
  readonly decisions: Readonly<Record<string, 'accept' | 'skip'>>;
}

/** The hunks that are taken, and what could not be carried out as it was said. */
export interface Settled {
  readonly accepted: ReadonlySet<Hunk>;
  /** Ids that no hunk has. */
  readonly unknown: readonly string[];
  /** Accepted hunks that fall because something they require is not accepted. */
  readonly dropped: readonly { readonly hunk: Hunk; readonly missing: readonly string[] }[];
}

/** Takes every hunk that is at least as sure as `level`. */
export function decideByLevel(plan: Plan, level: Level): Settled {
  return settle(
    plan,
    new Set(plan.hunks.filter((hunk) => level === 'review' || hunk.level === 'safe').map((hunk) => hunk.id)),
  );
}

/** Takes what a decisions file accepts. */
export function decideByFile(plan: Plan, file: DecisionsFile): Settled {
  return settle(
    plan,
    new Set(Object.keys(file.decisions).filter((id) => file.decisions[id] === 'accept')),
    Object.keys(file.decisions),
  );
}

/** Whether an id is of a hunk that flags or paths leave out, which is not the same as gone. */
function isLeftOut(plan: Plan, id: string): boolean {
  return plan.leftOut.has(id) || plan.project.files.some((file) => !file.chosen && id.includes(`:${file.path}:`));
}

/** Closes a set of ids over what the hunks require: what misses something falls, and what needs that falls too. */
export function settle(plan: Plan, ids: ReadonlySet<string>, named: Iterable<string> = ids): Settled {
  const known = new Map(plan.hunks.map((hunk) => [hunk.id, hunk]));
  const accepted = new Map([...known].filter(([id]) => ids.has(id)));
  const dropped: { hunk: Hunk; missing: string[] }[] = [];
  for (let again = true; again; ) {
    again = false;
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
  };
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

function isDecisions(value: unknown): value is DecisionsFile {
  if (typeof value !== 'object' || value === null) return false;
  if (!('version' in value) || value.version !== 1 || !('decisions' in value)) return false;
  if ('base' in value && value.base !== null && typeof value.base !== 'string') return false;
  const { decisions } = value;
  if (typeof decisions !== 'object' || decisions === null || Array.isArray(decisions)) return false;
  return Object.values(decisions).every((each) => each === 'accept' || each === 'skip');
}

/** A mock that stays while what it mocks is taken. */
export interface StaleMock {
  readonly path: string;
  readonly line: number;
  readonly text: string;
  /** The first taken hunk that it stood for. */
  readonly leader: Hunk;
  /** The hunk that would move it; undefined where there is none. */
  readonly hunk: Hunk | undefined;
  readonly message: string | undefined;
}

/** The mocks that would replace nothing any more. */
export function staleMocks(plan: Plan, accepted: ReadonlySet<Hunk>): StaleMock[] {
  const ids = new Map([...accepted].map((hunk) => [hunk.id, hunk]));
  return plan.files.flatMap(({ model, followers }) =>
    followers.flatMap(({ site, line, leaders, distant, hunk, message }): StaleMock[] => {
      if (distant && !leaders.every(({ id }) => ids.has(id))) return [];
      const leader = leaders.map(({ id }) => ids.get(id)).find((each) => each !== undefined);
      if (!leader || (hunk && ids.has(hunk.id))) return [];
      return [{ path: model.path, line, text: site.text, leader, hunk, message }];
    }),
  );
}
