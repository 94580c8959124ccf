// Accepted hunks to patches, one for each primitive, in an order in which each requirement comes first. Each patch takes
// the files from one valid rendering to the next; nothing here knows commits.
import type { Hunk } from '../plan/hunks/hunk.ts';
import type { Plan } from '../plan/plan.ts';
import type { KeepsName } from '../project/import-liveness.ts';
import { byPosition, type Registry } from '../project/symbol-owners.ts';
import { memo } from '../text/memoize.ts';
import type { FileChange } from './file-change.ts';
import { render } from './render.ts';
import { namesOf, writeHelper } from './write-helper.ts';

/** One patch of a series. */
export interface SeriesPatch {
  /** Names the patch whatever hunks it has: `sleep`, `sleep:yield`, `sleep@nova/compute`. */
  readonly key: string;
  readonly transform: string;
  /** Where a variant has a patch of its own. */
  readonly variant: string | undefined;
  /** What a person calls the patch, where hunks were put into it by hand. */
  readonly label: string | undefined;
  /** The folder that the patch is about, where the series is split by folders; empty for the root. */
  readonly group: string | undefined;
  readonly hunks: readonly Hunk[];
  /** From the rendering before this patch to the one with it. */
  readonly changes: readonly FileChange[];
}

/** How a series is cut. */
export interface SeriesOptions {
  readonly keeps: KeepsName;
  /** The variants that have patches of their own, as `transform:variant`. */
  readonly apart: ReadonlySet<string>;
  /** The patches that hunks were put into by hand, by the hunks' ids. */
  readonly assigned: ReadonlyMap<string, string>;
  /** How many folders of a path set patches apart. */
  readonly split: number | undefined;
}

type Draft = Omit<SeriesPatch, 'changes' | 'hunks'> & { readonly hunks: Hunk[] };

/** The variants that a configuration with some keys gives patches of their own: what a project decides is another change. */
export function variantsApart({ transforms }: Registry, keys: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  return new Set(
    transforms.flatMap(({ id, variants = [] }) =>
      variants.flatMap((each) => (each.apartWith !== undefined && keys.has(each.apartWith) ? `${id}:${each.id}` : [])),
    ),
  );
}

/** Cuts what was accepted into patches; a function of the set. */
export function makeSeries(plan: Plan, accepted: ReadonlySet<Hunk>, options: SeriesOptions): SeriesPatch[] {
  const patches: SeriesPatch[] = [];
  const together = linkedPaths(plan, accepted);
  const taken: Hunk[] = [];
  const before = new Map<string, FileChange>();
  const helper = helperPatch(plan, accepted, options);
  for (const change of helper?.changes ?? []) before.set(change.path, change);
  if (helper) patches.push(helper);
  for (const draft of place(plan, accepted, options)) {
    taken.push(...draft.hunks);
    // A file that none of these hunks reaches is as it was: rendering it again would show that, at the price of a parse.
    const reached = new Set(draft.hunks.map((hunk) => together.get(hunk.path) ?? hunk.path));
    // Its text is written whole in the first patch: what hunks do to it stands beside that.
    if (helper && plan.helper?.existing) reached.add(together.get(plan.helper.path) ?? plan.helper.path);
    const near = new Set(taken.filter((hunk) => reached.has(together.get(hunk.path) ?? hunk.path)));
    const changes: FileChange[] = [];
    const rendered = render(plan, near, options.keeps, accepted);
    // A file without hunks of its own, as one that is made for others, depends on all of them.
    const alone = (path: string) => path !== plan.helper?.path && ![...near].some((hunk) => hunk.path === path);
    const shared = rendered.some(({ path }) => alone(path));
    for (const change of shared ? render(plan, new Set(taken), options.keeps, accepted) : rendered) {
      changes.push(...step(before.get(change.path), change));
      before.set(change.path, change);
    }
    patches.push({ ...draft, changes });
  }
  return patches;
}

/** The module that degreen writes comes first, so that its users find it. */
function helperPatch(plan: Plan, accepted: ReadonlySet<Hunk>, { split }: SeriesOptions): SeriesPatch | undefined {
  const change = writeHelper(plan, accepted, []);
  const user = [...accepted].find((hunk) => namesOf(plan, [hunk]).size > 0);
  if (!change || !user) return undefined;
  const group = groupOf(change.path, split);
  return {
    key: 'helper',
    transform: user.transform,
    variant: undefined,
    label: undefined,
    group,
    hunks: [],
    changes: [change],
  };
}

/** The keys of the patches in their order, with those of a hunk's own. */
export function patchKeys(plan: Plan, accepted: ReadonlySet<Hunk>, options: SeriesOptions): Map<string, Hunk[]> {
  return new Map(place(plan, accepted, options).map(({ key, hunks }) => [key, hunks]));
}

/** The first path of each set of files whose texts may depend on each other: by what hunks require, or what they reach. */
function linkedPaths(plan: Plan, accepted: ReadonlySet<Hunk>): ReadonlyMap<string, string> {
  const pathOf = new Map([...accepted].map((hunk) => [hunk.id, hunk.path]));
  const first = new Map<string, string>();
  const find = (path: string): string => {
    const up = first.get(path);
    return up === undefined || up === path ? path : find(up);
  };
  const link = (one: string, other: string): void => {
    const [a, b] = [find(one), find(other)].sort();
    if (a !== undefined && b !== undefined) first.set(b, a);
  };
  for (const hunk of accepted) {
    link(hunk.path, hunk.path);
    for (const id of hunk.requires) link(hunk.path, pathOf.get(id) ?? hunk.path);
  }
  for (const [key, places] of plan.reached)
    for (const { path } of places) link(key.slice(0, key.lastIndexOf(' ')), path);
  return new Map([...first.keys()].map((path) => [path, find(path)]));
}

/** The change from one rendering of a file to the next; none where they are the same. */
function step(before: FileChange | undefined, after: FileChange): FileChange[] {
  if (!before) return [after];
  if (before.bytesAfter.equals(after.bytesAfter)) return [];
  return [{ ...after, created: false, before: before.after, bytesBefore: before.bytesAfter }];
}

/** The group that a path belongs to: its first folders. */
export function groupOf(path: string, split: number | undefined): string | undefined {
  return split === undefined ? undefined : path.split('/').slice(0, -1).slice(0, split).join('/');
}

/**
 * Puts each hunk into a patch. What requires nothing goes where its transform, variant and folder say; what requires
 * something goes into the last patch that has any of it, so that a follower travels with its leader.
 */
function place(plan: Plan, accepted: ReadonlySet<Hunk>, options: SeriesOptions): Draft[] {
  const drafts = new Map<string, Draft>();
  const needs = needsOf(plan.hunks.filter((hunk) => accepted.has(hunk)));
  const free = plan.hunks.filter((hunk) => accepted.has(hunk) && needs(hunk).length === 0);
  const bound = plan.hunks.filter((hunk) => accepted.has(hunk) && needs(hunk).length > 0);
  const natural = (hunk: Hunk): Draft => {
    const variant = options.apart.has(`${hunk.transform}:${hunk.variant}`) ? hunk.variant : undefined;
    const group = groupOf(hunk.path, options.split);
    const apart = hunk.finish ? 'finish' : variant;
    const key = `${hunk.transform}${apart === undefined ? '' : `:${apart}`}${group === undefined ? '' : `@${group}`}`;
    return drafts.get(key) ?? { key, transform: hunk.transform, variant, label: undefined, group, hunks: [] };
  };
  const draftOf = (hunk: Hunk): Draft => {
    const label = options.assigned.get(hunk.id);
    if (label === undefined) return natural(hunk);
    const { transform } = hunk;
    return drafts.get(label) ?? { key: label, transform, variant: undefined, label, group: undefined, hunks: [] };
  };
  // What is a patch by nature is there before anything is put into it by hand.
  const byHand = (hunk: Hunk) => Number(options.assigned.has(hunk.id));
  for (const hunk of [...free].sort((a, b) => byHand(a) - byHand(b))) {
    const draft = draftOf(hunk);
    drafts.set(draft.key, draft);
    draft.hunks.push(hunk);
  }
  const ordered = [...drafts.values()].sort(inOrder(plan));
  const places = new Map(ordered.flatMap((draft, index) => draft.hunks.map((hunk) => [hunk.id, index] as const)));
  for (let waiting = bound; waiting.length > 0; ) {
    const ready = waiting.filter((hunk) => needs(hunk).every((id) => places.has(id)));
    if (ready.length === 0) throw new Error(`hunks require each other: ${waiting.map((hunk) => hunk.id).join(', ')}`);
    for (const hunk of ready) {
      // A mock stays with what it mocks, wherever a person would have it.
      const wish = hunk.follows ? undefined : options.assigned.get(hunk.id);
      const wished = ordered.findIndex(({ key }) => key === wish);
      const needed = Math.max(wished, ...needs(hunk).map((id) => places.get(id) ?? 0));
      const last = hunk.finish ? ordered.length - 1 : needed;
      places.set(hunk.id, last);
      ordered[last]?.hunks.push(hunk);
    }
    waiting = waiting.filter((hunk) => !places.has(hunk.id));
  }
  const position = new Map(plan.hunks.map((hunk, index) => [hunk, index]));
  for (const draft of ordered) draft.hunks.sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0));
  return ordered;
}

/**
 * What hunks must come after. Those that require each other are one: all that one of them needs of others is needed by the first,
 * which the rest come after. An import that has no use for a patch or two breaks nothing, so that ties say nothing of the order.
 */
function needsOf(hunks: readonly Hunk[]): (hunk: Hunk) => readonly string[] {
  const own = new Map(
    hunks.map(({ id, requires, ties = [] }) => [id, requires.filter((each) => !ties.includes(each))]),
  );
  const reach = memo((from: string) => {
    const found = new Set(own.get(from));
    for (const id of found) for (const next of own.get(id) ?? []) found.add(next);
    return found;
  });
  return ({ id }) => {
    const needed = own.get(id) ?? [];
    if (needed.length === 0 || !reach(id).has(id)) return needed;
    const unit = hunks.filter((other) => reach(id).has(other.id) && reach(other.id).has(id));
    const [first] = unit;
    if (first && first.id !== id) return [first.id];
    const inside = new Set(unit.map((each) => each.id));
    return [...new Set(unit.flatMap((each) => own.get(each.id) ?? []))].filter((each) => !inside.has(each));
  };
}

/** The primitives that others build on come first, as their transforms say. */
function inOrder({ registry: { transforms }, texts }: Plan) {
  const places = new Map([...transforms].sort(byPosition).map(({ id }, index) => [id, index]));
  const rank = (id: string) => places.get(id) ?? places.size;
  const byText = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);
  // What is right only when nothing is left comes after all else, and what the project says of itself after that.
  const ends = ({ hunks }: Draft) =>
    Number(hunks.some(({ finish }) => finish)) + Number(hunks.some(({ path }) => texts.has(path)));
  return (a: Draft, b: Draft): number =>
    ends(a) - ends(b) ||
    rank(a.transform) - rank(b.transform) ||
    byText(a.variant ?? '', b.variant ?? '') ||
    byText(a.group ?? '', b.group ?? '') ||
    byText(a.label ?? '', b.label ?? '');
}
