// What every command begins with: the project is read and planned. Says what was skipped.
import { type Config, readConfig } from '../io/config.ts';
import { headCommit } from '../io/git/git.ts';
import {
  type Extent,
  type Location,
  locate,
  readTree,
  type Search,
  type Tree,
  unreadTexts,
} from '../io/project-files.ts';
import { progressLine } from '../io/terminal/progress.ts';
import { type Blockers, planFinish } from '../ledger/finish.ts';
import { makePlan, type Plan } from '../plan/plan.ts';
import { policyKeys } from '../plan/policy.ts';
import { LARGEST_FILE } from '../project/analyzed-file.ts';
import type { Registry } from '../project/symbol-owners.ts';
import { loadRegistry } from '../registry.ts';
import { finishInterruptedApply } from './finish-interrupted-apply.ts';
import { checkedPolicy, type Selection, selectedTransforms } from './selection.ts';
import { BUG, EXIT, SKIPPED, type World } from './world.ts';

/** A project that was read and planned. */
export interface LoadedProject {
  readonly tree: Tree;
  /** What of it is meant: files or folders relative to the root; empty for the root itself. */
  readonly wanted: readonly string[];
  readonly plan: Plan;
  readonly config: Config;
  readonly base: string | null;
  /** What stands in the way of the end; undefined where the end was not asked for. */
  readonly blockers: Blockers | undefined;
  readonly code: number;
}

/** Reads the project and plans; says on stderr what was skipped and what went wrong. */
export async function loadProject(
  world: World,
  paths: readonly string[],
  choice: Selection,
  extent: 'hunks' | 'references',
): Promise<LoadedProject> {
  const prepared = await loadProjectAt(world, await locate(world.cwd, paths), choice, extent);
  if (prepared.plan.hunks.length > 0) notePatchedProcess(world, prepared.plan);
  return prepared;
}

/** What is looked for in files that are not read. */
export function searchFor({ library }: Registry): Search {
  return { words: [...library.roots], largest: LARGEST_FILE };
}

/** The same for a place that was located, without the note on what the levels rest on. */
export async function loadProjectAt(
  world: World,
  location: Location,
  choice: Selection,
  wantedExtent: 'hunks' | 'references',
  read: Extent = wantedExtent === 'hunks' && !choice.finish ? 'python' : 'everything',
): Promise<LoadedProject> {
  await finishInterruptedApply(world, location);
  const registry = world.registry ?? (await loadRegistry());
  // Whether anything is left shows only where everything is looked at.
  const extent = choice.finish ? 'references' : wantedExtent;
  const config = await readConfig(location.root, world.cwd, policyKeys(registry), choice.config);
  const search = searchFor(registry);
  const found = await readTree(location, [...config.exclude, ...(choice.exclude ?? [])], read, search);
  const tree = world.observation?.observe(found, read, search) ?? found;
  const wanted = selectedTransforms(registry, choice, config);
  const wishes = checkedPolicy(config, tree.files, registry);
  const bar = progressLine(world.stderr);
  const make = (finish: boolean): Plan =>
    makePlan(tree.files, registry, {
      extent,
      mode: config.mode,
      wishes,
      levels: config.levels,
      finish,
      texts: finish ? unreadTexts(tree) : [],
      progress: (done, total, path) => bar.show(done, total, path),
    });
  const { plan: whole, blockers } = choice.finish
    ? planFinish(make, tree.skipped)
    : { plan: make(false), blockers: undefined };
  bar.clear();
  const plan: Plan = {
    ...whole,
    hunks: whole.hunks.filter((hunk) => wanted.has(hunk.transform)),
    leftOut: new Set(whole.hunks.flatMap((hunk) => (wanted.has(hunk.transform) ? [] : [hunk.id]))),
    skipped: [...tree.skipped, ...whole.skipped],
  };
  for (const file of plan.skipped) world.stderr.say(`${file.path}: ${file.reason}`, SKIPPED);
  for (const bug of plan.bugs)
    world.stderr.say(`${bug.path}:${bug.line}: transform ${bug.transform} failed: ${bug.error}`, BUG);
  const base = tree.inGit ? await headCommit(tree.root) : null;
  return {
    tree,
    wanted: location.wanted,
    plan,
    config,
    base,
    blockers,
    code: plan.bugs.length > 0 ? EXIT.bug : EXIT.done,
  };
}

/** Says once what the levels rest on, where the project does not show it. */
function notePatchedProcess(world: World, { running: { mode, calls, switches } }: Plan): void {
  if (mode !== undefined) return;
  if (calls.length === 0) {
    world.stderr.say(
      'note: nothing here patches the process; the levels hold for one that is fully patched, or where no green threads run (set `mode` in the configuration)',
    );
  }
  for (const { path, line, says } of switches) {
    world.stderr.say(
      `note: ${path}:${line} patches the process or not, by ${says}; the levels hold where it does, and where no green threads run (set \`mode\` in the configuration)`,
    );
  }
}
