// The disk: every call that changes it, and those that a change is decided by, as one value, so that a test can let each
// of them fail. What is built from them here is whole or not there.
import fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isGone, newProcessIdentity } from './process-identity.ts';

/** The calls of the file system that writing is made of. */
export type Disk = Pick<
  typeof fs,
  | 'openSync'
  | 'writeFileSync'
  | 'fchmodSync'
  | 'fchownSync'
  | 'fstatSync'
  | 'fsyncSync'
  | 'closeSync'
  | 'renameSync'
  | 'unlinkSync'
  | 'mkdirSync'
  | 'rmdirSync'
  | 'readdirSync'
  | 'readFileSync'
  | 'lstatSync'
  | 'accessSync'
  | 'utimesSync'
>;

/** That of this machine. */
export const DISK: Disk = fs;

/** What a file has besides its content. */
export interface Attributes {
  readonly mode: number;
  /** Undefined: whoever makes it. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
}

/** The code of an error of the system, such as ENOSPC. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What went wrong, in as few words as there are. */
export function reasonOf(error: unknown): string {
  return errorCode(error) ?? (error instanceof Error ? error.message : String(error));
}

/**
 * Makes a file that was not there, and sees to it that its bytes are on the disk.
 * @throws Error of the file system; what was made is removed then.
 */
export function createFile(disk: Disk, path: string, bytes: Uint8Array | string, attributes?: Attributes): void {
  const file = disk.openSync(path, 'wx', attributes?.mode ?? 0o666);
  try {
    try {
      disk.writeFileSync(file, bytes);
      // A change of the owner takes the bits away that run a file as somebody else, so it comes first.
      if (attributes?.owner) giveTo(disk, file, attributes.owner);
      if (attributes) disk.fchmodSync(file, attributes.mode);
      disk.fsyncSync(file);
    } finally {
      disk.closeSync(file);
    }
  } catch (error) {
    removeQuietly(disk, path);
    throw error;
  }
}

function giveTo(disk: Disk, file: number, { uid, gid }: NonNullable<Attributes['owner']>): void {
  try {
    disk.fchownSync(file, uid, gid);
  } catch (error) {
    // Some file systems know one owner only, and refuse even that.
    const made = disk.fstatSync(file);
    if (errorCode(error) === undefined || made.uid !== uid || made.gid !== gid)
      throw new Error(`its owner ${uid}:${gid} would not be kept: ${reasonOf(error)}`);
  }
}

/** Replaces a file or makes it, whole or not at all. @throws Error of the file system. */
export function replaceFile(disk: Disk, path: string, bytes: Uint8Array | string): void {
  const there = disk.lstatSync(path, { throwIfNoEntry: false });
  const mode = there?.isFile() ? there.mode & 0o7777 : 0o666 & ~process.umask();
  removeLeftOver(disk, path);
  const fresh = `${path}.degreen-${newProcessIdentity()}`;
  createFile(disk, fresh, bytes, { mode, owner: undefined });
  try {
    disk.renameSync(fresh, path);
  } catch (error) {
    removeQuietly(disk, fresh);
    throw error;
  }
}

/** Removes what runs that were killed left of this file. */
function removeLeftOver(disk: Disk, path: string): void {
  const prefix = `${basename(path)}.degreen-`;
  for (const name of disk.readdirSync(dirname(path)))
    if (name.startsWith(prefix) && isGone(name.slice(prefix.length))) removeQuietly(disk, join(dirname(path), name));
}

/** Removes a file if it is there. @throws Error of the file system where it stays. */
export function removeFile(disk: Disk, path: string): void {
  try {
    disk.unlinkSync(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

/** Removes a file where that is possible. */
export function removeQuietly(disk: Disk, path: string): void {
  try {
    disk.unlinkSync(path);
  } catch {
    // It is not there, or nobody can remove it.
  }
}

/** Sees to it that the names in a folder are on the disk. */
export function syncFolder(disk: Disk, path: string): void {
  try {
    const folder = disk.openSync(path, 'r');
    try {
      disk.fsyncSync(folder);
    } finally {
      disk.closeSync(folder);
    }
  } catch (error) {
    // Not every file system can do that with a folder.
    if (!['EINVAL', 'EISDIR', 'EPERM', 'EACCES', 'ENOTSUP'].includes(errorCode(error) ?? '')) throw error;
  }
}
