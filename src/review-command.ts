// `review`: the interactive session, kept in the git directory, and what is done with its decisions after it.
import { writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Choice } from './choice.ts';
import { applyDecided, mustBeClean } from './commands.ts';
import { type Decisions, decisionsOf, formatDecisions } from './engine/decisions.ts';
import { formatKept, type Kept, parseKept, resume } from './engine/kept.ts';
import { render } from './engine/render.ts';
import { UserError } from './errors.ts';
import { editText } from './io/editor.ts';
import { absoluteGitDirectory } from './io/git.ts';
import { readUserKeys } from './io/keymap.ts';
import { identityOf, mustBeCommitted } from './io/repository.ts';
import { openSessionFile, type SessionFile } from './io/session-file.ts';
import { openTerminal, showsUnicode, type Terminal, terminalTrouble } from './io/terminal.ts';
import { outletOf, writeSeries } from './patch-command.ts';
import {
  type Decided,
  decideAs,
  EXIT,
  keepsOf,
  type Prepared,
  prepare,
  readDecisions,
  type World,
} from './prepared.ts';
import { visible } from './text/visible.ts';
import { accept, countMarks } from './tui/choices.ts';
import { type Keymap, keymapTrouble } from './tui/keys.ts';
import type { Host, Reviewed } from './tui/review.tsx';
import { advance, change, type Outcome, openSession, type Session, type Setting } from './tui/session.ts';

/** The terminal that a session runs on. */
export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

/** The flags of `review`. */
export interface ReviewOptions extends Choice {
  readonly fresh?: boolean;
}

/** Whether a session can be shown; what is typed without a command is one then. */
export function canReview({ stdin, stdout }: Streams): boolean {
  return terminalTrouble(stdin, stdout) === undefined;
}

/** Runs the session and does what it ended with. */
export async function review(
  world: World,
  paths: readonly string[],
  options: ReviewOptions,
  streams: Streams,
): Promise<number> {
  const trouble = terminalTrouble(streams.stdin, streams.stdout);
  if (trouble !== undefined)
    throw new UserError(
      trouble,
      'Without one, see `degreen diff`, take hunks with `degreen apply --decisions FILE`, and make patches with `degreen patch -o DIR`.',
    );
  const keymap = readKeymap();
  const prepared = await prepare(world, paths, options, 'references');
  if (prepared.plan.hunks.length === 0) {
    world.stderr.write('there is no hunk to review; `degreen scan` lists what there is\n');
    return prepared.code;
  }
  const { tree } = prepared;
  const file = tree.inGit ? openSessionFile(await absoluteGitDirectory(tree.root)) : undefined;
  try {
    const reviewed = await runSession(world, paths, options, { prepared, file, keymap, streams });
    return await finish(world, paths, prepared, reviewed, file);
  } finally {
    file?.release();
  }
}

function readKeymap(): Keymap {
  const { keys, where } = readUserKeys();
  const trouble = keymapTrouble(keys);
  if (trouble) throw new UserError(`${where(trouble.id)}: ${trouble.message}`);
  return keys;
}

/** What a session is made from. */
interface Parts {
  readonly prepared: Prepared;
  readonly file: SessionFile | undefined;
  readonly keymap: Keymap;
  readonly streams: Streams;
}

async function runSession(
  world: World,
  paths: readonly string[],
  options: ReviewOptions,
  parts: Parts,
): Promise<Reviewed> {
  const { prepared, file, streams } = parts;
  const before = options.fresh || options.decisions !== undefined ? undefined : keptIn(world, file);
  const session = await beginning(world, options, prepared, before);
  const terminal = openTerminal(streams.stdin, streams.stdout, () => file?.release());
  try {
    const { review: show } = await loadTui();
    return await show(session, hostOf(world, paths, parts, terminal, before));
  } finally {
    terminal.close();
  }
}

/** React and Ink, which nothing else loads. They read the environment when they are loaded. */
async function loadTui() {
  const { CI, CONTINUOUS_INTEGRATION } = process.env;
  process.env.NODE_ENV ??= 'production';
  // Where these are set, Ink draws nothing; but this is a terminal, with a person at it.
  delete process.env.CI;
  delete process.env.CONTINUOUS_INTEGRATION;
  const loaded = await import('./tui/review.tsx');
  if (CI !== undefined) process.env.CI = CI;
  if (CONTINUOUS_INTEGRATION !== undefined) process.env.CONTINUOUS_INTEGRATION = CONTINUOUS_INTEGRATION;
  return loaded;
}

function keptIn(world: World, file: SessionFile | undefined): Kept | undefined {
  const text = file?.read();
  const kept = text === undefined ? undefined : parseKept(text);
  if (text !== undefined && !kept)
    world.stderr.write('warning: the session that was kept cannot be understood; this one starts anew\n');
  return kept;
}

/** The session at its start: anew, from a file, or where it stopped. */
async function beginning(
  world: World,
  options: ReviewOptions,
  prepared: Prepared,
  before: Kept | undefined,
): Promise<Session> {
  const setting = settingOf(prepared);
  const fresh: Decisions = { marks: new Map(), edits: new Map(), assigned: new Map() };
  if (options.decisions !== undefined) {
    const wanted = decisionsOf(await readDecisions(world, options.decisions));
    const { settled } = decideAs(world, prepared, wanted);
    const known = new Set(prepared.plan.hunks.map(({ id }) => id));
    const marks = new Map([...wanted.marks].filter(([id]) => known.has(id)));
    for (const { hunk } of settled.dropped) marks.delete(hunk.id);
    return openSession(setting, { ...wanted, marks }, `${marks.size} decisions come from ${options.decisions}`);
  }
  if (before) return goOn(world, setting, before);
  const session = openSession(setting, fresh, setting.git ? '' : 'this is no git work tree: s keeps the marks');
  if (options.level === undefined) return session;
  const taken = session.outline.hunks.filter(({ level }) => options.level === 'review' || level === 'safe');
  const { decisions } = accept(session.outline, fresh, taken);
  return change(session, decisions, `accepted without asking: ${taken.length} hunks, by --level ${options.level}`);
}

function goOn(world: World, setting: Setting, before: Kept): Session {
  const { decisions, current, lost } = resume(setting.base, before);
  // All of them stand on the screen that is there before and after the session.
  for (const id of lost) world.stderr.write(`undecided again, as it changed: ${visible(id)}\n`);
  const named = lost.length > 0 ? `; undecided again, as they changed: ${lost.slice(0, 3).join(', ')}` : '';
  const more = lost.length > 3 ? ` and ${lost.length - 3} more` : '';
  const any = decisions.marks.size > 0 || lost.length > 0;
  const said = any ? `going on with ${decisions.marks.size} decisions${named}${more}` : '';
  const session = openSession(setting, decisions, said);
  if (decisions.marks.size === 0) return session;
  const at = current === undefined ? undefined : session.outline.byId.get(current);
  return { ...advance({ ...session, current: at?.id }), said };
}

function settingOf({ plan, config, tree }: Prepared): Setting {
  const advice = new Map<string, number>();
  for (const { hunk, owner, message } of plan.files.flatMap((file) => file.outcomes)) {
    const { id } = owner.transform;
    if (!hunk && message) advice.set(id, (advice.get(id) ?? 0) + 1);
  }
  return {
    base: plan,
    keeps: keepsOf(config),
    apart: new Set(config.yield === undefined ? [] : ['yield']),
    advice,
    git: tree.inGit,
    folder: `../${basename(tree.root)}-patches`,
  };
}

function hostOf(
  world: World,
  paths: readonly string[],
  { prepared, file, keymap, streams }: Parts,
  terminal: Terminal,
  before: Kept | undefined,
): Host {
  const { plan, base } = prepared;
  return {
    ...streams,
    colour: world.stdout.colour,
    unicode: showsUnicode(),
    keymap,
    terminal,
    save(decisions, current) {
      try {
        file?.write(formatKept(plan, decisions, { base, current, before }));
        return undefined;
      } catch (error) {
        return `the session could not be kept: ${error instanceof Error ? error.message : String(error)}`;
      }
    },
    edit: (text) => editText(text, 'hunk.py'),
    export(name, decisions) {
      try {
        writeFileSync(resolve(world.cwd, name), formatDecisions(decisions, base), { flag: 'wx' });
        return `the decisions are in ${name}: degreen apply --decisions ${name}`;
      } catch (error) {
        const there = error instanceof Error && 'code' in error && error.code === 'EEXIST';
        return `${name} was not written: ${there ? 'there is such a file' : String(error)}`;
      }
    },
    async check(outcome, decisions) {
      try {
        await checkOutcome(world, paths, prepared, outcome, decisions);
        return undefined;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return `${error.message}${error.cure ? `. ${error.cure}` : ''}`.replaceAll('\n', ' ');
      }
    },
  };
}

/**
 * Sees to it that the session can end so, while the person is still there.
 * @throws UserError where it cannot.
 */
async function checkOutcome(
  world: World,
  paths: readonly string[],
  prepared: Prepared,
  outcome: Outcome,
  decisions: Decisions,
): Promise<void> {
  const { plan, settled } = decideAs(SILENT, prepared, decisions);
  const changes = render(plan, settled.accepted, keepsOf(prepared.config));
  if (outcome.kind === 'apply') return mustBeClean(prepared.tree, changes);
  if (outcome.kind === 'keep') return;
  const where = outcome.kind === 'patches' ? { output: outcome.folder } : { branch: outcome.name };
  const repository = await outletOf(world, paths, where);
  await mustBeCommitted(
    repository,
    changes.map(({ path }) => path),
  );
  await identityOf(repository.root, 'author');
  await identityOf(repository.root, 'committer');
}

/** Warnings have no place on the screen of a session; they are given after it. */
const SILENT: Pick<World, 'stderr'> = {
  stderr: { write: () => undefined, terminal: false, colour: false },
};

/** Does what the session ended with, on the screen that was there before. */
async function finish(
  world: World,
  paths: readonly string[],
  prepared: Prepared,
  { outcome, decisions }: Reviewed,
  file: SessionFile | undefined,
): Promise<number> {
  const { accepted, skipped, open } = countMarks(prepared.plan.hunks, decisions);
  world.stderr.write(`review: ${accepted} accepted, ${skipped} skipped, ${open} undecided\n`);
  const kept = file ? 'the decisions are kept; `degreen review` goes on with them\n' : '';
  if (outcome.kind === 'keep') {
    world.stderr.write(kept || 'nothing was written, and outside of git nothing is kept\n');
    return EXIT.done;
  }
  const decided: Decided = decideAs(world, prepared, decisions);
  if (outcome.kind === 'apply') {
    const code = await applyDecided(world, prepared, decided, false);
    // What was applied is no hunk any more; what was skipped stays skipped.
    const marks = new Map([...decisions.marks].filter(([, mark]) => mark === 'skip'));
    const rest = { marks, edits: new Map(), assigned: new Map() };
    file?.write(formatKept(prepared.plan, rest, { base: prepared.base, current: undefined, before: undefined }));
    return code;
  }
  const where = outcome.kind === 'patches' ? { output: outcome.folder } : { branch: outcome.name };
  try {
    return await writeSeries(world, prepared, decided, where, await outletOf(world, paths, where));
  } finally {
    world.stderr.write(kept);
  }
}
