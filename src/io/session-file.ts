// The session of a work tree, kept in its git directory: written whole after each decision, held by one process at a time.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { UserError } from '../errors.ts';

/** The place of a session, which is ours until it is released. */
export interface SessionFile {
  /** What was kept; undefined where nothing was. */
  read(): string | undefined;
  /** Keeps a text in the place of the one before. @throws Error of the file system. */
  write(text: string): void;
  release(): void;
}

/**
 * Takes the session of a git directory.
 * @throws UserError where another process has it.
 */
export function openSessionFile(gitDirectory: string): SessionFile {
  const file = join(gitDirectory, 'degreen', 'session.json');
  const lock = join(gitDirectory, 'degreen', 'session.lock');
  try {
    mkdirSync(dirname(file), { recursive: true });
    takeLock(lock);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `the session cannot be kept in ${dirname(file)}: ${error instanceof Error ? error.message : String(error)}`,
      'Make the git directory writable, or use `degreen diff` and `degreen apply`.',
    );
  }
  return {
    read() {
      try {
        return readFileSync(file, 'utf8');
      } catch {
        return undefined;
      }
    },
    write(text) {
      const fresh = `${file}.new`;
      writeFileSync(fresh, text);
      renameSync(fresh, file);
    },
    release: () => rmSync(lock, { force: true }),
  };
}

function takeLock(lock: string): void {
  const own = JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() });
  for (let tries = 0; tries < 3; tries++) {
    try {
      writeFileSync(lock, own, { flag: 'wx' });
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const holder = readHolder(lock);
    if (holder && holds(holder))
      throw new UserError(
        `another review of this work tree is open, process ${holder.pid}${holder.host === hostname() ? '' : ` on ${holder.host}`} since ${holder.since}`,
        `Leave it with q first. If it is gone, remove ${lock}.`,
      );
    // Whoever held it is gone; of two that see this, the one whose new lock is there first has it.
    rmSync(lock, { force: true });
  }
  throw new UserError('another review of this work tree is being opened', 'Try again.');
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

function readHolder(lock: string): Holder | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(lock, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    if (!('pid' in parsed) || !('host' in parsed) || !('since' in parsed)) return undefined;
    const { pid, host, since } = parsed;
    return typeof pid === 'number' ? { pid, host: String(host), since: String(since) } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process is there; on another machine nobody can tell. */
function holds({ pid, host }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
