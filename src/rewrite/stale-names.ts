// What accepted hunks leave behind in the project: mocks of what is no longer used, and names of what is no longer there.

import type { Hunk } from '../plan/hunks/hunk.ts';
import type { Plan } from '../plan/plan.ts';
import type { KeepsName } from '../project/import-liveness.ts';
import { groupBy } from '../text/group-by.ts';
import { findRemovableImports } from './removable-imports.ts';

/** A place that stays as it is and should not. */
export interface StaleName {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** What stands there. */
  readonly text: string;
  /**
   * `replaces`: a mock of what the first taken hunk no longer uses, at `from`; `uses`: a use of the object that it makes,
   * which has no such member any more; `names`: something that names, by its module,
   * an import that goes from the file `from`.
   */
  readonly how: 'replaces' | 'uses' | 'names';
  readonly from: string;
  /** The id of the hunk that would move it; undefined where there is none. */
  readonly hunk: string | undefined;
  /** Why there is none. */
  readonly message: string | undefined;
}

/** All that a set of hunks leaves behind; each place once. */
export function findStaleNames(plan: Plan, accepted: ReadonlySet<Hunk>, keeps: KeepsName): StaleName[] {
  const mocks = staleMocks(plan, accepted);
  const told = new Set(mocks.map(placeOf));
  const names = lostNames(plan, accepted, keeps).filter((each) => !told.has(placeOf(each)));
  return [...mocks, ...new Map(names.map((each) => [placeOf(each), each])).values()];
}

function placeOf({ path, line }: StaleName): string {
  return `${path}:${line}`;
}

/** The mocks that would replace nothing any more, and the uses of what objects no longer have. */
export function staleMocks(plan: Plan, accepted: ReadonlySet<Hunk>): StaleName[] {
  const ids = new Map([...accepted].map((hunk) => [hunk.id, hunk]));
  return plan.files.flatMap(({ model, followers }) =>
    followers.flatMap(({ site, line, leaders, uses, distant, hunk, message }): StaleName[] => {
      if (distant && !leaders.every(({ id }) => ids.has(id))) return [];
      const leader = leaders.map(({ id }) => ids.get(id)).find((each) => each !== undefined);
      if (!leader || (hunk && ids.has(hunk.id))) return [];
      const from = `${leader.path}:${leader.line}`;
      const how = uses ? 'uses' : 'replaces';
      return [{ path: model.path, line, text: site.text, how, from, hunk: hunk?.id, message }];
    }),
  );
}

/** The places that name what goes with the hunks and do not move. */
function lostNames(plan: Plan, accepted: ReadonlySet<Hunk>, keeps: KeepsName): StaleName[] {
  const ids = new Set([...accepted].map((hunk) => hunk.id));
  const replaced = new Set([...accepted].flatMap(({ imports }) => imports?.binding.imports ?? []));
  const { leaving, models, mayChange } = findRemovableImports(
    plan,
    groupBy(accepted, ({ path }) => path),
    keeps,
  );
  return [...mayChange].sort().flatMap((from) => {
    const removed = leaving(from);
    const model = models.get(from);
    const global = (model?.statements ?? [])
      .flatMap(({ names }) => names)
      .filter((each) => !replaced.has(each) && model?.names.scopeAt(each.localNode).kind === 'module');
    const gone = [...groupBy(global, ({ local }) => local)].filter(([, all]) => all.every((each) => removed.has(each)));
    const places = gone.flatMap(([local]) => plan.reached.get(`${from} ${local}`) ?? []);
    return places
      .filter(({ named, follower }) => named && !(follower !== undefined && ids.has(follower)))
      .map(
        ({ path, line, text, follower }): StaleName => ({
          path,
          line,
          text,
          how: 'names',
          from,
          hunk: follower,
          message: undefined,
        }),
      );
  });
}

/** What stays, as a clause. */
export function describeStaleName({ path, line, text, how, from }: StaleName): string {
  if (how === 'uses') return `${path}:${line} still uses ${text} of the object that ${from} makes`;
  return how === 'replaces'
    ? `${path}:${line} still patches ${text}, which ${from} no longer uses`
    : `${path}:${line} names ${text}, whose import goes from ${from}`;
}

/** What can be done about it. */
export function fixFor({ hunk, message, how }: StaleName): string {
  if (hunk !== undefined) return `take ${hunk} as well`;
  return message ?? (how === 'names' ? 'change it by hand' : '');
}
