// `review`: the interactive session, kept in the git directory, and what is done with its decisions after it.
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { createFile, DISK } from '../io/disk/disk.ts';
import { absoluteGitDirectory } from '../io/git/git.ts';
import { identityOf, mustBeCommitted } from '../io/git/repository.ts';
import { editText } from '../io/process/editor.ts';
import { type Location, locate } from '../io/project-files.ts';
import { openSessionFile, type SessionFile } from '../io/session-file.ts';
import { openTerminal, type Terminal, terminalTrouble } from '../io/terminal/terminal.ts';
import { readUserKeys } from '../io/user-keymap.ts';
import { type Decisions, formatDecisions } from '../rewrite/decisions.ts';
import { render } from '../rewrite/render.ts';
import { formatSaved, type Resumed } from '../rewrite/saved-decisions.ts';
import { countMarks } from '../tui/accept-skip.ts';
import { sizeOf } from '../tui/frame.ts';
import { type Keymap, keymapTrouble } from '../tui/key-bindings.ts';
import type { Host, Reviewed } from '../tui/run-session.tsx';
import type { SessionResult } from '../tui/session.ts';
import { applyDecided, mustBeClean } from './apply.ts';
import { type Decided, decideAs, keepsFrom } from './decide.ts';
import { sayFinish } from './finish.ts';
import { finishInterruptedApply } from './finish-interrupted-apply.ts';
import { type FirstScreen, findFirstScreen } from './first-screen.ts';
import { type LoadedProject, loadProject } from './load-project.ts';
import { beginning, keptIn } from './open-review.ts';
import { outletOf, writeSeries } from './patch.ts';
import { type Early, holdBack, loadTui, type Streams, screenHost, showEarly } from './review-terminal.ts';
import type { Selection } from './selection.ts';
import { EXIT, type World } from './world.ts';

/** The flags of `review`. */
export interface ReviewOptions extends Selection {
  readonly fresh?: boolean;
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
  const location = await locate(world.cwd, paths);
  const file = location.inGit ? await openSessionFile(await absoluteGitDirectory(location.root)) : undefined;
  try {
    return await reviewIn(world, paths, options, { location, file, keymap, streams });
  } finally {
    file?.release();
  }
}

async function reviewIn(world: World, paths: readonly string[], options: ReviewOptions, parts: Parts): Promise<number> {
  const first = await firstScreenOf(world, paths, options, parts);
  const { later, sayNow } = first?.frame ? holdBack(world) : { later: world, sayNow: () => undefined };
  const early = first?.frame && (await showEarly(world, first.frame, parts.streams, () => parts.file?.release()));
  let ended: { readonly prepared: LoadedProject; readonly reviewed: Reviewed } | undefined;
  try {
    const prepared = await loadProject(later, paths, options, 'references');
    sayFinish(later, prepared);
    if (prepared.plan.hunks.length === 0) {
      later.stderr.say('there is no hunk to review; `degreen scan` lists what there is');
      return prepared.code;
    }
    const reviewed = await runSession(later, paths, options, { ...parts, prepared, first, early });
    ended = { prepared, reviewed };
  } finally {
    early?.terminal.close();
    sayNow();
  }
  return finish(world, paths, ended.prepared, ended.reviewed, parts.file);
}

/** The first screen as it was kept; nothing is kept of what is read from stdin or outside of git. */
async function firstScreenOf(
  world: World,
  paths: readonly string[],
  options: ReviewOptions,
  { location, file, keymap, streams }: Parts,
): Promise<FirstScreen | undefined> {
  if (!file || world.registry || options.decisions !== undefined) return undefined;
  await finishInterruptedApply(world, location);
  const size = sizeOf(streams.stdout);
  return findFirstScreen(world, location, { command: 'review', paths, options }, { file, keymap, size });
}

function readKeymap(): Keymap {
  const { keys, where } = readUserKeys();
  const trouble = keymapTrouble(keys);
  if (trouble) throw new UserError(`${where(trouble.id)}: ${trouble.message}`);
  return keys;
}

/** What a review has before the project is read. */
interface Parts {
  readonly location: Location;
  readonly file: SessionFile | undefined;
  readonly keymap: Keymap;
  readonly streams: Streams;
}

/** What a session is made from. */
interface SessionParts extends Parts {
  readonly prepared: LoadedProject;
  readonly first: FirstScreen | undefined;
  readonly early: Early | undefined;
}

async function runSession(
  world: World,
  paths: readonly string[],
  options: ReviewOptions,
  parts: SessionParts,
): Promise<Reviewed> {
  const { prepared, file, streams, first, early } = parts;
  const openNow = (said: Pick<World, 'stderr'>) => {
    const before = options.fresh || options.decisions !== undefined ? undefined : keptIn(said, file);
    return beginning({ ...world, ...said }, options, prepared, before);
  };
  const { session, rest } = await openNow(world);
  await first?.keep(session);
  const terminal = early?.terminal ?? openTerminal(streams.stdin, streams.stdout, () => file?.release());
  try {
    const { review: show } = await loadTui();
    const reviewed = await show(session, hostOf(world, paths, parts, terminal, rest), early?.screen);
    // With what was decided the next one opens otherwise.
    if (reviewed.outcome.kind === 'keep') await first?.keep((await openNow(SILENT)).session);
    return reviewed;
  } finally {
    terminal.close();
  }
}

function hostOf(
  world: World,
  paths: readonly string[],
  { prepared, file, keymap, streams }: SessionParts,
  terminal: Terminal,
  rest: Resumed['rest'],
): Host {
  const { plan, base } = prepared;
  return {
    ...screenHost(world, streams, terminal),
    keymap,
    save(decisions, current) {
      try {
        file?.write(formatSaved(plan, decisions, { base, current, rest }));
        return undefined;
      } catch (error) {
        return `the session could not be kept: ${error instanceof Error ? error.message : String(error)}`;
      }
    },
    edit: (text) => editText(text, 'hunk.py'),
    export(name, decisions) {
      try {
        createFile(DISK, resolve(world.cwd, atHome(name)), formatDecisions(decisions, base));
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
        // A session has no flags to say.
        const cure = error.cure?.replace(/,? or say --[^.]*/, '');
        return `${error.message}${cure ? `. ${cure}` : ''}`.replaceAll('\n', ' ');
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
  prepared: LoadedProject,
  outcome: SessionResult,
  decisions: Decisions,
): Promise<void> {
  const { plan, settled } = decideAs(SILENT, prepared, decisions);
  const changes = render(plan, settled.accepted, keepsFrom(prepared.config));
  if (outcome.kind === 'apply') return mustBeClean(prepared.tree, changes);
  if (outcome.kind === 'keep') return;
  const where = whereOf(outcome);
  const repository = await outletOf(world, paths, where);
  await mustBeCommitted(
    repository,
    changes.map(({ path }) => path),
  );
  await identityOf(repository.root, 'author');
  await identityOf(repository.root, 'committer');
}

/** The place for a series, as a person writes it: no shell has read it. */
function whereOf(outcome: Exclude<SessionResult, { kind: 'keep' | 'apply' }>) {
  return outcome.kind === 'patches' ? { output: atHome(outcome.folder) } : { branch: outcome.name };
}

function atHome(path: string): string {
  return path.replace(/^~(?=\/|$)/, homedir());
}

/** Warnings have no place on the screen of a session; they are given after it. */
const SILENT: Pick<World, 'stderr'> = {
  stderr: { say: () => undefined, progress: () => undefined },
};

/** Does what the session ended with, on the screen that was there before. */
async function finish(
  world: World,
  paths: readonly string[],
  prepared: LoadedProject,
  { outcome, decisions }: Reviewed,
  file: SessionFile | undefined,
): Promise<number> {
  const { plan } = decideAs(SILENT, prepared, decisions);
  const { accepted, skipped, open } = countMarks(plan.hunks, decisions);
  world.stderr.say(`review: ${accepted} accepted, ${skipped} skipped, ${open} undecided`);
  const kept = file ? 'the decisions are kept; `degreen review` goes on with them' : '';
  if (outcome.kind === 'keep') {
    world.stderr.say(kept || 'nothing was written, and outside of git nothing is kept');
    return EXIT.done;
  }
  const decided: Decided = decideAs(world, prepared, decisions);
  if (outcome.kind === 'apply') {
    return applyDecided(world, prepared, decided, false);
  }
  const where = whereOf(outcome);
  try {
    return await writeSeries(world, prepared, decided, where, await outletOf(world, paths, where));
  } finally {
    if (kept) world.stderr.say(kept);
  }
}
