// Scratch folders and the processes that work in them. Neither outlives the run, whichever way it ends.
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { devNull } from 'node:os';
import { NotFound, UserError } from '../../errors.ts';
import { reasonOf } from '../disk/disk.ts';
import { scratchFolder, scratchTrouble } from '../disk/temporary-folder.ts';
import { onEndingSignal } from './signals.ts';

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a process said. */
export interface Said {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** How a process is run. */
export interface Running {
  readonly cwd: string;
  readonly env: Environment;
  readonly input?: Uint8Array | string;
  /** Takes the program for a line of the shell, with a process group of its own; its streams come as one, in stdout. */
  readonly shell?: boolean;
}

/** A folder that goes away, and a way to run what goes away with it. */
export interface Scratch {
  /** Absolute. */
  readonly folder: string;
  /** Runs a program to its end; -1 is the code of one that a signal ended. */
  run(program: string, args: readonly string[], running: Running): Promise<Said>;
  /** Does what must not stop midway: a signal waits for its end. */
  shield<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Gives a scratch folder, and removes it on success, failure and the signals that end a run.
 * @throws UserError where the place for it is full or closed, whatever fails because of that.
 */
export async function withScratch<T>(use: (scratch: Scratch) => Promise<T>): Promise<T> {
  const folder = scratchFolder('patch');
  const state: State = { children: new Map(), shielded: false };
  let late: NodeJS.Signals | undefined;
  const remove = () => {
    stopAll(state.children);
    // A process that was just stopped may still have a file open.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 30 });
  };
  const signalled = (signal: NodeJS.Signals) => {
    if (state.shielded) {
      late = signal;
      return;
    }
    remove();
    release();
    process.kill(process.pid, signal);
  };
  const unheard = onEndingSignal(signalled);
  const release = () => {
    unheard();
    process.off('exit', remove);
  };
  process.on('exit', remove);
  const shield = async <R>(work: () => Promise<R>): Promise<R> => {
    state.shielded = true;
    try {
      return await work();
    } finally {
      state.shielded = false;
      if (late) signalled(late);
    }
  };
  try {
    return await use({ folder, shield, run: (program, args, running) => run(state, program, args, running) });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw scratchTrouble(folder, error instanceof Error ? `${reasonOf(error)} ${error.message}` : '') ?? error;
  } finally {
    release();
    remove();
  }
}

interface State {
  /** Those that run, and whether each leads a process group. */
  readonly children: Map<ChildProcess, boolean>;
  shielded: boolean;
}

const GRACE_MS = 100;

/** Asks first, as git removes its locks then. */
function stopAll(children: ReadonlyMap<ChildProcess, boolean>): void {
  const tell = (signal: NodeJS.Signals) => {
    for (const [{ pid }, group] of children) {
      if (pid === undefined) continue;
      try {
        process.kill(group ? -pid : pid, signal);
      } catch {
        // It has ended already.
      }
    }
  };
  if (children.size === 0) return;
  tell('SIGTERM');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, GRACE_MS);
  tell('SIGKILL');
}

function run(
  state: State,
  program: string,
  args: readonly string[],
  { cwd, env, input, shell = false }: Running,
): Promise<Said> {
  return new Promise((resolve, reject) => {
    // A terminal sends its signals to the whole group.
    const group = shell || state.shielded;
    const child = spawn(program, [...args], { cwd, env: { ...env }, shell, detached: group });
    state.children.set(child, group);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => (shell ? stdout : stderr).push(chunk));
    child.on('error', (error: NodeJS.ErrnoException) => {
      state.children.delete(child);
      if (error.code === 'ENOENT' && program === 'git') return reject(new NotFound('program', 'git'));
      reject(error);
    });
    child.on('close', (code) => {
      state.children.delete(child);
      resolve({ code: code ?? -1, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') });
    });
    // What does not read its input to the end says so by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}

/** The environment without what points git to a repository, as a hook or an alias has it. */
export function outsideEnvironment(): Environment {
  const located =
    /^GIT_(DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|PREFIX|NAMESPACE)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !located.test(name)));
}

/** An environment in which no configuration and no attribute of this machine or its user reaches git. */
export function bareEnvironment(home: string): Environment {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    XDG_CONFIG_HOME: home,
    LC_ALL: 'C',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_TERMINAL_PROMPT: '0',
  };
}
