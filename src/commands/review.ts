// `review`: the interactive session, kept in the git directory, and what is done with its decisions after it.
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { createFile, DISK } from '../io/disk/disk.ts';
import { absoluteGitDirectory } from '../io/git/git.ts';
import { identityOf, mustBeCommitted } from '../io/git/repository.ts';
import { editText } from '../io/process/editor.ts';
import { openSessionFile, type SessionFile } from '../io/session-file.ts';
import { openTerminal, showsUnicode, type Terminal, terminalTrouble } from '../io/terminal/terminal.ts';
import { readUserKeys } from '../io/user-keymap.ts';
import { type Decisions, formatDecisions } from '../rewrite/decisions.ts';
import { render } from '../rewrite/render.ts';
import { formatSaved, type Resumed } from '../rewrite/saved-decisions.ts';
import { countMarks } from '../tui/accept-skip.ts';
import { type Keymap, keymapTrouble } from '../tui/key-bindings.ts';
import type { Host, Reviewed } from '../tui/run-session.tsx';
import type { SessionResult } from '../tui/session.ts';
import { applyDecided, mustBeClean } from './apply.ts';
import { type Decided, decideAs, keepsFrom } from './decide.ts';
import { sayFinish } from './finish.ts';
import { type LoadedProject, loadProject } from './load-project.ts';
import { beginning, keptIn } from './open-review.ts';
import { outletOf, writeSeries } from './patch.ts';
import type { Selection } from './selection.ts';
import { EXIT, type World } from './world.ts';

/** The terminal that a session runs on. */
export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

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
  const prepared = await loadProject(world, paths, options, 'references');
  sayFinish(world, prepared);
  if (prepared.plan.hunks.length === 0) {
    world.stderr.say('there is no hunk to review; `degreen scan` lists what there is');
    return prepared.code;
  }
  const { tree } = prepared;
  const file = tree.inGit ? await openSessionFile(await absoluteGitDirectory(tree.root)) : undefined;
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
  readonly prepared: LoadedProject;
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
  const { session, rest } = await beginning(world, options, prepared, before);
  const terminal = openTerminal(streams.stdin, streams.stdout, () => file?.release());
  try {
    const { review: show } = await loadTui();
    return await show(session, hostOf(world, paths, parts, terminal, rest));
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
  const loaded = await import('../tui/run-session.tsx');
  if (CI !== undefined) process.env.CI = CI;
  if (CONTINUOUS_INTEGRATION !== undefined) process.env.CONTINUOUS_INTEGRATION = CONTINUOUS_INTEGRATION;
  return loaded;
}

function hostOf(
  world: World,
  paths: readonly string[],
  { prepared, file, keymap, streams }: Parts,
  terminal: Terminal,
  rest: Resumed['rest'],
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
