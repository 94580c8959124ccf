// What is taken of a plan, by a level or by a file of decisions. Warns of what cannot be taken as said.
import { resolve } from 'node:path';
import { UserError } from '../errors.ts';
import type { Config } from '../io/config.ts';
import { readText } from '../io/disk/named-file.ts';
import type { Plan } from '../plan/plan.ts';
import {
  type AcceptedHunks,
  type Decisions,
  type DecisionsFile,
  decideByFile,
  decideByLevel,
  decisionsOf,
  parseDecisions,
} from '../rewrite/decisions.ts';
import { withEdits } from '../rewrite/manual-edit.ts';
import { unneededAliases } from '../rewrite/render.ts';
import { describeStaleName, findStaleNames, fixFor } from '../rewrite/stale-names.ts';
import { counted } from '../text/plural.ts';
import type { LoadedProject } from './load-project.ts';
import type { Selection } from './selection.ts';
import { EXIT, type World } from './world.ts';

/** What was decided, over the plan with the texts that were edited by hand. */
export interface Decided {
  readonly plan: Plan;
  readonly settled: AcceptedHunks;
  readonly edits: Decisions['edits'];
  readonly assigned: Decisions['assigned'];
  readonly code: number;
}

/** Takes the hunks that flags and files say, and warns of what could not be taken as said. */
export async function decide(world: World, prepared: LoadedProject, choice: Selection): Promise<Decided> {
  const { config } = prepared;
  if (choice.decisions === undefined) {
    const settled = decideByLevel(prepared.plan, choice.level ?? config.level ?? 'safe');
    warnOfStaleNames(world, prepared.plan, settled, config);
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
  prepared: LoadedProject,
  { marks, edits, assigned }: Decisions,
): Decided {
  const { plan, refused } = withEdits(prepared.plan, edits, keepsFrom(prepared.config));
  const settled = decideByFile(plan, marks);
  for (const { id, refusal } of refused)
    world.stderr.say(`warning: the edited text of ${id} is not taken: ${refusal.reason}`);
  for (const id of settled.unknown) world.stderr.say(`warning: no hunk has the id ${id} any more`);
  for (const { hunk, missing } of settled.dropped)
    world.stderr.say(`warning: ${hunk.id} is not taken without ${missing.join(', ')}`);
  warnOfStaleNames(world, plan, settled, prepared.config);
  const troubled = settled.unknown.length > 0 || refused.length > 0;
  return { plan, settled, edits, assigned, code: prepared.code || (troubled ? EXIT.found : EXIT.done) };
}

/** Names what would be left behind. */
function warnOfStaleNames(
  world: Pick<World, 'stderr'>,
  plan: Plan,
  { accepted, tooEarly }: AcceptedHunks,
  config: Config,
): void {
  const { hunks, missing } = tooEarly;
  if (hunks.length > 0)
    world.stderr.say(
      `warning: ${counted(hunks.length, 'hunk')} right only when nothing is left ${hunks.length === 1 ? 'is' : 'are'} not taken without ${counted(missing.length, 'other')}, such as ${missing[0]}`,
    );
  for (const left of findStaleNames(plan, accepted, keepsFrom(config)))
    world.stderr.say(`warning: ${describeStaleName(left)}: ${fixFor(left)}`);
  for (const { path, module, as } of unneededAliases(plan, accepted, keepsFrom(config)))
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
export function keepsFrom(config: Config): (path: string, local: string) => boolean {
  const kept = new Set(config.keep);
  return (path, local) => kept.has(local) || kept.has(`${path}:${local}`);
}
