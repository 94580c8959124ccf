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

/** A plan that was asked for the end. */
export interface FinishPlan {
  readonly plan: Plan;
  readonly blockers: Blockers;
}

/**
 * The plan with the hunks of the end where nothing else is left; else the plan without them, and what stands in the way.
 * @param unread - the files that could not be read at all.
 */
export function planFinish(make: (finish: boolean) => Plan, unread: readonly SkippedFile[] = []): FinishPlan {
  const plan = make(true);
  const blockers = blockersOf(plan, unread);
  // Where nobody asks for the end, the plan is the same without it, at half the price.
  return { plan: isBlocked(blockers) && plan.hasFinish ? make(false) : plan, blockers };
}

/** Whether anything stands in the way. */
export function isBlocked({ places, files }: Blockers): boolean {
  return places.length + files.length > 0;
}

/** What no hunk covers. An import goes with its uses, a member with its object, and so neither is asked for itself. */
function blockersOf(plan: Plan, unread: readonly SkippedFile[]): Blockers {
  const places = buildLedger(plan).entries.filter(
    ({ verdict, hunk, group, role }) => verdict === 'manual' && hunk === null && !(role === 'import' && group === null),
  );
  const files = plan.project.files.filter(
    (file) => file.python && !file.chosen && [...plan.registry.library.roots].some((root) => file.bytes.includes(root)),
  );
  const reason = 'it is not among the files that degreen was asked to work on';
  return {
    places: places.filter(({ role }) => role !== 'attribute'),
    files: [...unread.filter(mayBePython), ...plan.skipped, ...files.map(({ path }) => ({ path, reason }))],
  };
}

/** A file by another suffix is no Python; without a suffix it may be a script, or a folder. */
function mayBePython({ path }: SkippedFile): boolean {
  return /\.pyi?$|(^|\/)\.?[^./]*$/.test(path);
}
