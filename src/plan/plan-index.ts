// A plan as it is asked for: by path, by id, and by which files' imports rest on which others. Built once for each plan, so
// that a question about one hunk does not cost all of them.
import type { AnalyzedFile } from '../project/analyzed-file.ts';
import type { Lines } from '../text/line-index.ts';
import type { Hunk } from './hunks/hunk.ts';
import type { Plan } from './plan.ts';

/** What is looked up in a plan. */
export interface PlanIndex {
  readonly models: ReadonlyMap<string, AnalyzedFile>;
  /** The text of a file that hunks change, Python or not. */
  textOf(path: string): { readonly text: string; readonly lines: Lines } | undefined;
  readonly hunks: ReadonlyMap<string, Hunk>;
  /** Whether the plan still has a hunk, as a choice of transforms takes some away. */
  has(hunk: Hunk): boolean;
  /** The files whose imports may go when something goes from these, themselves among them; in order. */
  restingOn(paths: Iterable<string>): readonly string[];
}

const known = new WeakMap<Plan, PlanIndex>();

/** The index of a plan. */
export function indexPlan(plan: Plan): PlanIndex {
  const index = known.get(plan) ?? build(plan);
  known.set(plan, index);
  return index;
}

function build(plan: Plan): PlanIndex {
  const models = new Map(plan.files.map(({ model }) => [model.path, model]));
  const all = new Set(plan.hunks);
  /** By a file that reaches names of others: those others. */
  const reaches = new Map<string, Set<string>>();
  for (const [key, places] of plan.reached) {
    const path = key.slice(0, key.lastIndexOf(' '));
    for (const place of places) {
      const own = reaches.get(place.path);
      if (own) own.add(path);
      else reaches.set(place.path, new Set([path]));
    }
  }
  return {
    models,
    textOf(path) {
      const text = plan.texts.get(path);
      return text ? { text: text.decoded.text, lines: text.lines } : models.get(path)?.source;
    },
    hunks: new Map(plan.hunks.map((hunk) => [hunk.id, hunk])),
    has: (hunk) => all.has(hunk),
    restingOn(paths) {
      const found = new Set(paths);
      for (const path of found) for (const other of reaches.get(path) ?? []) found.add(other);
      return [...found].filter((path) => models.has(path)).sort();
    },
  };
}
