// What is right only when nothing of the library is left: whether that is so, and what stands in the way.
import type { Plan } from '../plan/plan.ts';
import type { SkippedFile } from '../project/analyzed-file.ts';
import { buildLedger } from './build-ledger.ts';
import type { Entry } from './entry.ts';

/** What stands in the way of the end: places that are manual, and files of which not all is known. */
export interface Blockers {
  /** Each has the group of its work. */
  readonly places: readonly Entry[];
  readonly files: readonly SkippedFile[];
}

/** The plan with the hunks of the end where nothing else is left; else the plan without them, and what stands in the way. */
export function planFinish(make: (finish: boolean) => Plan): { readonly plan: Plan; readonly blockers: Blockers } {
  const plan = make(true);
  const blockers = blockersOf(plan);
  const blocked = blockers.places.length + blockers.files.length > 0;
  return { plan: blocked ? make(false) : plan, blockers };
}

/** What no hunk covers. An import goes with its uses, a member with its object, and so neither is asked for itself. */
function blockersOf(plan: Plan): Blockers {
  const places = buildLedger(plan).entries.filter(
    ({ verdict, hunk, group, role }) => verdict === 'manual' && hunk === null && !(role === 'import' && group === null),
  );
  const files = plan.project.files.filter(
    (file) => file.python && !file.chosen && [...plan.registry.library.roots].some((root) => file.bytes.includes(root)),
  );
  const reason = 'it is not among the files that degreen was asked to work on';
  return {
    places: places.filter(({ role }) => role !== 'attribute'),
    files: [...plan.skipped, ...files.map(({ path }) => ({ path, reason }))],
  };
}
