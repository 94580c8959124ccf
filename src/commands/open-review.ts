// How a review begins: from the start, with the decisions of a file, or where it stopped.
import { basename } from 'node:path';
import type { SessionFile } from '../io/session-file.ts';
import { type AskedLevel, isTakenAt } from '../plan/hunks/level.ts';
import { type Decisions, decisionsOf } from '../rewrite/decisions.ts';
import { variantsApart } from '../rewrite/patch-series.ts';
import { parseSaved, type Resumed, resume, type SavedSession } from '../rewrite/saved-decisions.ts';
import { counted } from '../text/plural.ts';
import { accept } from '../tui/accept-skip.ts';
import { advance, change, openSession, type Session, type SessionOptions } from '../tui/session.ts';
import { decideAs, keepsFrom, readDecisions } from './decide.ts';
import type { LoadedProject } from './load-project.ts';
import type { Selection } from './selection.ts';
import type { World } from './world.ts';

/** The flags that a beginning depends on. */
type BeginningOptions = Pick<Selection, 'decisions' | 'level'>;

/** What was kept; undefined where nothing was, or where it is not understood. */
export function keptIn(world: Pick<World, 'stderr'>, file: SessionFile | undefined): SavedSession | undefined {
  const text = file?.read();
  const kept = text === undefined ? undefined : parseSaved(text);
  if (text !== undefined && !kept) world.stderr.say('warning: the saved session cannot be read; starting a new one');
  return kept;
}

/** A session at its start, and what was kept of hunks that it does not see. */
export interface Beginning {
  readonly session: Session;
  readonly rest: Resumed['rest'];
}

/** The session at its start: from the start, from a file, or where it stopped. */
export async function beginning(
  world: World,
  options: BeginningOptions,
  prepared: LoadedProject,
  before: SavedSession | undefined,
): Promise<Beginning> {
  const setting = settingOf(prepared);
  const fresh: Decisions = { marks: new Map(), edits: new Map(), assigned: new Map() };
  if (options.decisions !== undefined) {
    const wanted = decisionsOf(await readDecisions(world, options.decisions));
    const { settled } = decideAs(world, prepared, wanted);
    const known = new Set(prepared.plan.hunks.map(({ id }) => id));
    const marks = new Map([...wanted.marks].filter(([id]) => known.has(id)));
    for (const { hunk } of settled.dropped) marks.delete(hunk.id);
    const said = `${counted(marks.size, 'decision')} from ${options.decisions}`;
    return { session: openSession(setting, { ...wanted, marks }, said), rest: {} };
  }
  const { session, rest } = before
    ? goOn(world, setting, before)
    : {
        session: openSession(setting, fresh, setting.git ? '' : 'this is no git work tree: s keeps the marks'),
        rest: {},
      };
  return { session: options.level === undefined ? session : takeByLevel(session, options.level), rest };
}

/** What `--level` takes without asking: of what is undecided. */
function takeByLevel(session: Session, wanted: AskedLevel): Session {
  const { outline, decisions } = session;
  const open = outline.hunks.filter(({ id }) => !decisions.marks.has(id));
  const taken = open.filter(({ level }) => isTakenAt(level, wanted));
  if (taken.length === 0) return session;
  const said = `accepted without asking: ${taken.length} hunks, by --level ${wanted}`;
  return change(session, accept(outline, decisions, taken).decisions, said);
}

function goOn(world: World, setting: SessionOptions, before: SavedSession): Beginning {
  const { decisions, current, lost, drafts, rest } = resume(setting.base, setting.keeps, before);
  const named = lost.map(({ path, line, transform }) => `${path}:${line} (${transform})`);
  // All of them stand on the screen that is there before and after the session.
  for (const name of named) world.stderr.say(`undecided again, as it changed: ${name}`);
  const texts = drafts.size > 0 ? '; e opens with the texts that you wrote' : '';
  const more = named.length > 3 ? ` and ${named.length - 3} more` : '';
  const changed =
    named.length > 0 ? `; undecided again, as they changed: ${named.slice(0, 3).join(', ')}${more}${texts}` : '';
  const any = decisions.marks.size > 0 || lost.length > 0;
  const said = any ? `going on with ${counted(decisions.marks.size, 'decision')}${changed}` : '';
  const session = { ...openSession(setting, decisions, said), drafts };
  if (decisions.marks.size === 0) return { session, rest };
  const at = current === undefined ? undefined : session.outline.byId.get(current);
  return { session: { ...advance({ ...session, current: at?.id }), said }, rest };
}

function settingOf({ plan, config, tree }: LoadedProject): SessionOptions {
  const advice = new Map<string, number>();
  for (const { hunk, owner, message } of plan.files.flatMap((file) => file.outcomes)) {
    const { id } = owner.transform;
    if (!hunk && message) advice.set(id, (advice.get(id) ?? 0) + 1);
  }
  return {
    base: plan,
    keeps: keepsFrom(config),
    apart: variantsApart(plan.registry, config.keys),
    advice,
    git: tree.inGit,
    skipped: plan.skipped.length,
    folder: `../${basename(tree.root)}-patches`,
  };
}
