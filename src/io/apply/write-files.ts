// Writes the files of a project: all or none, whatever stops it. New contents go to temporary files beside the old ones,
// then each is renamed into place; a journal says what was begun, so that the next run can end what this one could not.
// A rename keeps mode, owner and group; hard links it cannot keep, and access lists and extended attributes it loses.
import { constants } from 'node:fs';
import { dirname, join } from 'node:path';
import { Interrupted, Unwritten, UserError } from '../../errors.ts';
import { checksum } from '../disk/checksum.ts';
import { type Attributes, createFile, type Disk, reasonOf, syncFolder } from '../disk/disk.ts';
import type { Lock } from '../disk/lock.ts';
import { strayFolders } from '../disk/path-containment.ts';
import { newProcessIdentity } from '../disk/process-identity.ts';
import { type HeldSignals, holdSignals } from '../process/signals.ts';
import { type JournalFile, journalFile, removeJournal, type Site, writeJournal } from './journal.ts';
import { type Ended, lockSite, removeIfEmpty, takeBack } from './recovery.ts';

/** One file to be written. */
export interface Write {
  readonly path: string;
  /** Whether there must be no such file yet. */
  readonly created: boolean;
  readonly bytesBefore: Buffer;
  readonly bytesAfter: Buffer;
}

/**
 * Replaces files, all or none.
 * @param say - says so where all is written, before signals have their way again.
 * @returns the signal that came meanwhile and waited, where all is written.
 * @throws UserError where a file changed since it was read or cannot be written, and Interrupted where a signal came
 * in time; nothing is changed then.
 */
export async function writeAll(
  site: Site,
  writes: readonly Write[],
  say: () => void = () => undefined,
): Promise<NodeJS.Signals | undefined> {
  const signals = holdSignals();
  try {
    if (writes.length > 0) await writeUnderLock(site, writes, signals);
    say();
    // A signal that came during the renames is heard in the next turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    return signals.seen();
  } finally {
    signals.release();
  }
}

async function writeUnderLock(site: Site, writes: readonly Write[], signals: HeldSignals): Promise<void> {
  const lock = await lockSite(site);
  try {
    await writeLocked(site, writes, signals, lock);
  } finally {
    lock.release();
    removeIfEmpty(site);
  }
}

/** A write and the line of the journal that stands for it. */
/** A signal that came before the first file was changed. */
class Stopped extends Interrupted {
  readonly why = 'stopped before the first file was changed';

  constructor(signal: NodeJS.Signals) {
    super(signal, 'stopped before the first file was changed; nothing was written');
  }
}

interface Step {
  readonly write: Write;
  readonly file: JournalFile;
  readonly attributes: Attributes;
}

async function writeLocked(site: Site, writes: readonly Write[], signals: HeldSignals, lock: Lock): Promise<void> {
  const steps: Step[] = [];
  const done = new Set<string>();
  let begun = false;
  let current = writes[0]?.path ?? '';
  /** A moment for signals, which wait in vain while files are being written. */
  const breathe = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    const signal = signals.seen();
    if (signal) throw new Stopped(signal);
  };
  try {
    if (site.disk.lstatSync(journalFile(site), { throwIfNoEntry: false }))
      throw new Unwritten('another run was stopped while it wrote', 'Run the command again.');
    const mark = newProcessIdentity();
    for (const write of writes) {
      current = write.path;
      steps.push(inspect(site, write, join(dirname(write.path), `.degreen-${mark}-${steps.length}`)));
      await breathe();
    }
    begun = true;
    current = journalFile(site);
    writeJournal(
      site,
      steps.map(({ file }) => file),
    );
    for (const step of steps) {
      current = step.write.path;
      createFile(site.disk, join(site.root, step.file.temporary), step.write.bytesAfter, step.attributes);
      lock.beat();
      await breathe();
    }
    for (const step of steps) {
      current = step.write.path;
      put(site, step);
      done.add(current);
    }
    for (const folder of new Set(steps.map(({ file }) => dirname(file.path))))
      syncFolder(site.disk, join(site.root, folder));
    removeJournal(site);
  } catch (error) {
    const files = steps.map(({ file }) => file);
    const { stuck, changed } = begun ? takeBack(site, files) : { stuck: [], changed: [] };
    throw failure(error, { stuck, changed: changed.filter((path) => done.has(path)) }, current, journalFile(site));
  }
}

/** Looks whether a file can be replaced, and what of it has to be kept. */
function inspect({ root, disk }: Site, write: Write, temporary: string): Step {
  const { path, created, bytesBefore: before, bytesAfter } = write;
  const status = mustBeAsRead(disk, root, write);
  const file = { path, temporary, created, before, after: checksum(bytesAfter), afterSize: bytesAfter.length };
  if (!status) return { write, file, attributes: { mode: 0o666 & ~process.umask(), owner: undefined } };
  if (status.nlink > 1)
    throw new Unwritten(
      `${path} has ${status.nlink} names (hard links), and only this one would be rewritten`,
      'Put a copy in its place, or leave it out with --exclude.',
    );
  // A rename does not ask for this right.
  disk.accessSync(join(root, path), constants.W_OK);
  return { write, file, attributes: { mode: status.mode & 0o7777, owner: { uid: status.uid, gid: status.gid } } };
}

function put({ root, disk }: Site, { write, file }: Step): void {
  mustBeAsRead(disk, root, write);
  disk.renameSync(join(root, file.temporary), join(root, file.path));
}

/** @throws UserError where a file is not what it was when the plan was made, or not where. */
function mustBeAsRead(disk: Disk, root: string, { path, created, bytesBefore }: Write) {
  const stray = strayFolders(disk, root)(path);
  if (stray !== undefined)
    throw new Unwritten(
      `${path} is not in this tree: ${stray} is a symbolic link or no folder`,
      'Run degreen where the files are, or leave them out with --exclude.',
    );
  const status = disk.lstatSync(join(root, path), { throwIfNoEntry: false });
  const same = created ? !status : status?.isFile() && disk.readFileSync(join(root, path)).equals(bytesBefore);
  if (same) return status;
  throw new Unwritten(`${path} changed since it was read`, 'Run the command again.');
}

/** What a person is told of an error, after what was done before it was taken back. */
function failure(error: unknown, { stuck, changed }: Ended, current: string, journal: string): Error {
  const said =
    error instanceof Unwritten || error instanceof Stopped
      ? error.why
      : error instanceof UserError
        ? error.message
        : undefined;
  const why = said ?? `${current} cannot be written (${reasonOf(error)})`;
  if (stuck.length > 0) {
    const names = stuck.map(({ path, reason }) => `${path} (${reason})`).join(', ');
    return new UserError(
      `${why}; what was written could not be put back: ${names}`,
      `The next run of degreen tries it again; the old contents are in ${journal}.`,
    );
  }
  if (changed.length > 0)
    return new UserError(
      `${why}; all else is as it was, but ${changed.join(', ')} was changed by somebody after it was written, and is left so`,
      'Look at it, then run the command again.',
    );
  if (error instanceof Error && said !== undefined) return error;
  return new UserError(`${why}; nothing was changed`, 'Fix that and run the command again.');
}
