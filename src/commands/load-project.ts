// What every command begins with: the project is read and planned, and it is decided what is taken. Says what it skipped.
import { resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { recover } from '../io/apply/recovery.ts';
import { type Config, readConfig } from '../io/config.ts';
import { readText } from '../io/disk/named-file.ts';
import { headCommit } from '../io/git/git.ts';
import { type Extent, type Location, locate, readTree, type Search, type Tree } from '../io/project-files.ts';
import { progressLine } from '../io/terminal/progress.ts';
import type { Head, Messages, Output } from '../io/terminal/streams.ts';
import { makePlan, type Plan } from '../plan/plan.ts';
import { LARGEST_FILE } from '../project/analyzed-file.ts';
import type { Registry } from '../project/symbol-owners.ts';
import { loadRegistry } from '../registry.ts';
import {
  type Decisions,
  type DecisionsFile,
  decideByLevel,
  decideByMarks,
  decisionsOf,
  parseDecisions,
  type Settled,
} from '../rewrite/decisions.ts';
import { withEdits } from '../rewrite/manual-edit.ts';
import { hastyAliases } from '../rewrite/render.ts';
import { cureOf, leftBehind, saysLeft } from '../rewrite/stale-names.ts';
import { type Choice, checkedWishes, chosenTransforms } from './selection.ts';

/** The world as a command sees it. */
export interface World {
  readonly cwd: string;
  readonly version: string;
  readonly stdout: Output;
  readonly stderr: Messages;
  readStdin(): Promise<string>;
}

/** Exit codes, as the contract has them. */
export const EXIT = { done: 0, found: 1, usage: 2, bug: 70 } as const;

/** What stands before a file that was left out, with the reason. */
export const SKIPPED: Head = { word: 'skipped', look: 'yellow' };

const BUG: Head = { word: 'bug', look: 'red' };

/** A project that was read and planned. */
export interface Prepared {
  readonly tree: Tree;
  /** What of it is meant: files or folders relative to the root; empty for the root itself. */
  readonly wanted: readonly string[];
  readonly plan: Plan;
  readonly config: Config;
  readonly base: string | null;
  readonly code: number;
}

/** Reads the project and plans; says on stderr what was skipped and what went wrong. */
export async function prepare(
  world: World,
  paths: readonly string[],
  choice: Choice,
  extent: 'hunks' | 'references',
): Promise<Prepared> {
  const prepared = await prepareAt(world, await locate(world.cwd, paths), choice, extent);
  if (prepared.plan.hunks.length > 0) sayProcess(world, prepared.plan);
  return prepared;
}

/** What is looked for in files that are not read. */
export function searchFor({ library }: Registry): Search {
  return { words: [...library.roots], largest: LARGEST_FILE };
}

/** The same for a place that was located, without the note on what the levels rest on. */
export async function prepareAt(
  world: World,
  location: Location,
  choice: Choice,
  extent: 'hunks' | 'references',
  read: Extent = extent === 'hunks' ? 'python' : 'everything',
): Promise<Prepared> {
  await endStopped(world, location);
  const registry = await loadRegistry();
  const config = await readConfig(location.root, world.cwd, choice.config);
  const tree = await readTree(location, [...config.exclude, ...(choice.exclude ?? [])], read, searchFor(registry));
  const wanted = chosenTransforms(registry, choice, config);
  const wishes = checkedWishes(config, tree.files, registry);
  const bar = progressLine(world.stderr);
  const whole = makePlan(tree.files, registry, {
    extent,
    mode: config.mode,
    wishes,
    levels: config.levels,
    progress: (done, total, path) => bar.show(done, total, path),
  });
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
  return { tree, wanted: location.wanted, plan, config, base, code: plan.bugs.length > 0 ? EXIT.bug : EXIT.done };
}

/** Ends what an apply began that was stopped half-way, before anything is read; says so. */
export async function endStopped(world: Pick<World, 'stderr'>, location: Location): Promise<void> {
  for (const line of await recover(location)) world.stderr.say(line);
}

/** Says once what the levels rest on, where the project does not show it. */
function sayProcess(world: World, { running: { mode, calls, switches } }: Plan): void {
  if (mode !== undefined) return;
  if (calls.length === 0) {
    world.stderr.say(
      'note: nothing here patches the process; the levels hold for one that is fully patched, or where nothing is green (say which with `mode`)',
    );
  }
  for (const { path, line, says } of switches) {
    world.stderr.say(
      `note: ${path}:${line} patches the process or not, by ${says}; the levels hold where it does, and where nothing is green (say which with \`mode\`)`,
    );
  }
}

/** What was decided, over the plan with the texts that were edited by hand. */
export interface Decided {
  readonly plan: Plan;
  readonly settled: Settled;
  readonly edits: Decisions['edits'];
  readonly assigned: Decisions['assigned'];
  readonly code: number;
}

/** Takes the hunks that flags and files say, and warns of what could not be taken as said. */
export async function decide(world: World, prepared: Prepared, choice: Choice): Promise<Decided> {
  const { config } = prepared;
  if (choice.decisions === undefined) {
    const settled = decideByLevel(prepared.plan, choice.level ?? config.level ?? 'safe');
    warnOfLeft(world, prepared.plan, settled, config);
    return { plan: prepared.plan, settled, edits: new Map(), assigned: new Map(), code: prepared.code };
  }
  const file = await readDecisions(world, choice.decisions);
  if (file.base !== null && prepared.base !== null && file.base !== prepared.base) {
    world.stderr.say(
      `note: the decisions were made at ${file.base.slice(0, 12)}, HEAD is ${prepared.base.slice(0, 12)}`,
    );
  }
  return decideAs(world, prepared, decisionsOf(file));
}

/** Carries out decisions, and warns of what could not be taken as said. */
export function decideAs(
  world: Pick<World, 'stderr'>,
  prepared: Prepared,
  { marks, edits, assigned }: Decisions,
): Decided {
  const { plan, refused } = withEdits(prepared.plan, edits, keepsOf(prepared.config));
  const settled = decideByMarks(plan, marks);
  for (const { id, refusal } of refused)
    world.stderr.say(`warning: the edited text of ${id} is not taken: ${refusal.reason}`);
  for (const id of settled.unknown) world.stderr.say(`warning: no hunk has the id ${id} any more`);
  for (const { hunk, missing } of settled.dropped)
    world.stderr.say(`warning: ${hunk.id} is not taken without ${missing.join(', ')}`);
  warnOfLeft(world, plan, settled, prepared.config);
  const troubled = settled.unknown.length > 0 || refused.length > 0;
  return { plan, settled, edits, assigned, code: prepared.code || (troubled ? EXIT.found : EXIT.done) };
}

/** Names what would be left behind. */
function warnOfLeft(world: Pick<World, 'stderr'>, plan: Plan, { accepted }: Settled, config: Config): void {
  for (const left of leftBehind(plan, accepted, keepsOf(config)))
    world.stderr.say(`warning: ${saysLeft(left)}: ${cureOf(left)}`);
  for (const { path, module, as } of hastyAliases(plan, accepted, keepsOf(config)))
    world.stderr.say(
      `note: ${path} imports ${module} as ${as}, and will when the rest is taken later; with the rest now it need not`,
    );
}

/**
 * Reads a decisions file.
 * @throws UserError where it is none.
 */
export async function readDecisions(world: World, name: string): Promise<DecisionsFile> {
  const where = name === '-' ? 'standard input' : name;
  const decisions = parseDecisions(name === '-' ? await world.readStdin() : readText(resolve(world.cwd, name), name));
  if (typeof decisions !== 'string') return decisions;
  throw new UserError(
    `${where} ${decisions}`,
    'It looks like {"version": 1, "base": null, "decisions": {"<hunk id>": "accept"}}; values are "accept" and "skip".',
  );
}

/** Whether policy keeps a name bound. */
export function keepsOf(config: Config): (path: string, local: string) => boolean {
  const kept = new Set(config.keep);
  return (path, local) => kept.has(local) || kept.has(`${path}:${local}`);
}
