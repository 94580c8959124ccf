// Reads the files that a person or a project wrote for degreen: only where they are plain files of a sensible size. A
// device or a pipe under such a name would be read forever.
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { UserError } from '../../errors.ts';
import { errorCode, reasonOf } from './disk.ts';

const MIB = 1 << 20;

/** How large a file may be: what a person writes, and what degreen does. */
export const LIMIT = { written: MIB, made: 256 * MIB } as const;

/**
 * The bytes of a file; undefined where there is none.
 * @param shown - as the person knows it.
 * @throws UserError where it is no plain file, larger than the limit, or unreadable.
 */
export function readPlain(path: string, shown: string, limit: number): Buffer | undefined {
  let file: number;
  try {
    // To open a pipe that nobody writes into would wait forever.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return undefined;
    throw unreadable(shown, reasonOf(error));
  }
  try {
    const status = fstatSync(file);
    if (!status.isFile()) throw unreadable(shown, `it is no plain file but ${kindOf(status)}`);
    if (status.size > limit) throw unreadable(shown, tooLarge(limit));
    return readUpTo(file, limit, shown);
  } catch (error) {
    throw error instanceof UserError ? error : unreadable(shown, reasonOf(error));
  } finally {
    closeSync(file);
  }
}

/** The same as text. */
export function readPlainText(path: string, shown: string, limit: number): string | undefined {
  return readPlain(path, shown, limit)?.toString('utf8');
}

function readUpTo(file: number, limit: number, shown: string): Buffer {
  const pieces: Buffer[] = [];
  for (let total = 0; ; ) {
    const piece = Buffer.allocUnsafe(64 << 10);
    const count = readSync(file, piece, 0, piece.length, null);
    if (count === 0) return Buffer.concat(pieces);
    total += count;
    // Its size may be said to be less than it holds, as in /proc.
    if (total > limit) throw unreadable(shown, tooLarge(limit));
    pieces.push(piece.subarray(0, count));
  }
}

function tooLarge(limit: number): string {
  return `it is larger than ${limit / MIB} MiB`;
}

function unreadable(shown: string, reason: string): UserError {
  return new UserError(`${shown} cannot be read: ${reason}`, 'Put a plain file there, or name another one.');
}

/** What a file is that is no plain file. */
export function kindOf(status: Stats): string {
  if (status.isDirectory()) return 'a folder';
  if (status.isFIFO()) return 'a named pipe';
  if (status.isSocket()) return 'a socket';
  if (status.isSymbolicLink()) return 'a symbolic link';
  return 'a device';
}
