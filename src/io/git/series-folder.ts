// The files of a series, written into a folder whole or not at all: each is complete in a hidden folder before the first
// one gets its name. What a run that was killed left in the folder is known by a list with checksums, and is removed.
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { isRecord } from '../../text/is-record.ts';
import { checksum } from '../disk/checksum.ts';
import { createFile, DISK, type Disk, errorCode, reasonOf, removeFile, syncFolder } from '../disk/disk.ts';
import { isGone, newProcessIdentity } from '../disk/process-identity.ts';

/** A folder that is empty or is to be made. */
export interface OutputFolder {
  /** Absolute. */
  readonly path: string;
  readonly exists: boolean;
}

const HIDDEN = '.degreen-series-';
const LIST = 'list.json';

/**
 * Writes the files of a series.
 * @throws UserError where that fails; nothing is left then, or what is left is named.
 */
export function writeFolder(
  { path: folder, exists }: OutputFolder,
  files: ReadonlyMap<string, string | Uint8Array>,
  disk: Disk = DISK,
): void {
  const hidden = join(folder, `${HIDDEN}${newProcessIdentity()}`);
  try {
    if (!exists) disk.mkdirSync(folder);
    disk.mkdirSync(hidden);
    const list = Object.fromEntries([...files].map(([name, content]) => [name, checksum(content)]));
    createFile(disk, join(hidden, LIST), JSON.stringify(list));
    const staged = [...files].map(([name, content], index) => ({ name, content, from: join(hidden, String(index)) }));
    for (const { from, content } of staged) createFile(disk, from, content);
    for (const { name, from } of staged) {
      if (disk.lstatSync(join(folder, name), { throwIfNoEntry: false })) throw new Error(`there is a file ${name}`);
      disk.renameSync(from, join(folder, name));
    }
    syncFolder(disk, folder);
    disk.unlinkSync(join(hidden, LIST));
    disk.rmdirSync(hidden);
  } catch (error) {
    const left = removeSeries(disk, folder, hidden);
    if (!exists && left.length === 0) tryTo(left, folder, () => disk.rmdirSync(folder));
    throw new UserError(
      `${folder} cannot be written (${reasonOf(error)}); ${left.length === 0 ? 'nothing is left there' : `what is left could not be removed: ${left.join(', ')}`}`,
      'Make room or name another folder, then run the command again.',
    );
  }
}

/** Removes what is left of a series that a run which has ended was writing into a folder. */
export function removeUnfinished(folder: string, disk: Disk = DISK): void {
  for (const name of disk.readdirSync(folder))
    if (name.startsWith(HIDDEN) && isGone(name.slice(HIDDEN.length))) removeSeries(disk, folder, join(folder, name));
}

/** Gives what could not be removed. */
function removeSeries(disk: Disk, folder: string, hidden: string): string[] {
  const left: string[] = [];
  for (const [name, sum] of listOf(disk, hidden)) {
    tryTo(left, name, () => {
      const path = join(folder, name);
      if (disk.lstatSync(path).isFile() && checksum(disk.readFileSync(path)) === sum) disk.unlinkSync(path);
    });
  }
  // The list goes last, as long as something of it is there.
  tryTo(left, hidden, () => {
    const names = disk.readdirSync(hidden).sort((a, b) => Number(a === LIST) - Number(b === LIST));
    if (left.length > 0) return;
    for (const name of names) removeFile(disk, join(hidden, name));
    disk.rmdirSync(hidden);
  });
  return left;
}

function listOf(disk: Disk, hidden: string): [string, string][] {
  try {
    const parsed: unknown = JSON.parse(disk.readFileSync(join(hidden, LIST), 'utf8'));
    const entries = isRecord(parsed) ? Object.entries(parsed) : [];
    return entries.flatMap(([name, sum]) => (typeof sum === 'string' && !/[/\0]/.test(name) ? [[name, sum]] : []));
  } catch {
    // It was not written yet: no file has its name.
    return [];
  }
}

function tryTo(left: string[], name: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') left.push(name);
  }
}
