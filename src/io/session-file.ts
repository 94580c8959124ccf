// The session of a work tree, kept in its git directory: written whole after each decision, held by one process at a time.
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { DISK, type Disk, reasonOf, replaceFile } from './disk/disk.ts';
import { takeLock } from './disk/lock.ts';
import { LIMIT, readPlainText } from './disk/regular-file.ts';

/** The place of a session, which is ours until it is released. */
export interface SessionFile {
  /** What was kept; undefined where nothing was. @throws UserError where it cannot be read. */
  read(): string | undefined;
  /** Keeps a text in the place of the one before. @throws Error of the file system. */
  write(text: string): void;
  release(): void;
}

const BEAT_MS = 15_000;

/**
 * Takes the session of a git directory.
 * @throws UserError where another process has it.
 */
export async function openSessionFile(gitDirectory: string, disk: Disk = DISK): Promise<SessionFile> {
  const folder = join(gitDirectory, 'degreen');
  const file = join(folder, 'session.json');
  const lock = await takeLock(disk, folder, 'session.lock').catch((error: unknown) => {
    throw new UserError(
      `the session cannot be kept in ${folder}: ${reasonOf(error)}`,
      'Make the git directory writable, or use `degreen diff` and `degreen apply`.',
    );
  });
  if (!('release' in lock))
    throw new UserError(
      `another review of this work tree is open, process ${lock.pid}${lock.near ? '' : ' of another machine or container'}`,
      `Leave it with q first. If it is gone, remove ${lock.file}.`,
    );
  const beating = setInterval(() => lock.beat(), BEAT_MS).unref();
  return {
    read: () => readPlainText(file, file, LIMIT.made),
    write: (text) => replaceFile(disk, file, text),
    release() {
      clearInterval(beating);
      lock.release();
    },
  };
}
