// What becomes of an interrupted apply, by an error or with its process. Where a file was renamed already
// and the others wait whole, it is finished; else it is taken back. What somebody has changed since is left alone.
import { readdirSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../errors.ts';
import { createFile, DISK, type Disk, reasonOf, removeFile, syncFolder } from '../disk/disk.ts';
import { type Lock, takeLock } from '../disk/lock.ts';
import { absoluteGitDirectory } from '../git/git.ts';
import { IGNORED_FOLDERS, type Location } from '../project-files.ts';
import { isStaged, type JournalFile, journalFile, readJournal, removeJournal, type Site, stateOf } from './journal.ts';

/** The folder of lock and journal where there is no git directory for it. */
const PLACE = '.degreen-apply';
const PATIENCE_MS = 5000;

/** Where the journal of a tree is. */
export async function siteOf({ root, inGit }: Pick<Location, 'root' | 'inGit'>, disk: Disk = DISK): Promise<Site> {
  return { root, disk, place: inGit ? join(await absoluteGitDirectory(root), 'degreen', 'apply') : join(root, PLACE) };
}

/**
 * Ends what a run began that was stopped while it wrote files here; says what was done.
 * @throws UserError where that cannot be done, or where a run is just writing.
 */
export async function recover(location: Location, disk: Disk = DISK): Promise<readonly string[]> {
  const sites = location.inGit ? [await siteOf(location, disk)] : sitesAround(location.root, disk);
  const said: string[] = [];
  for (const site of sites) said.push(...(await recoverSite(site)));
  return said;
}

/** Without git a run on a folder above or below may have been the one. */
function sitesAround(root: string, disk: Disk): Site[] {
  const sites: Site[] = [];
  const add = (folder: string) => sites.push({ root: folder, place: join(folder, PLACE), disk });
  const below = (folder: string) => {
    add(folder);
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory() && !IGNORED_FOLDERS.has(entry.name)) descend(join(folder, entry.name));
  };
  const descend = (folder: string) => {
    try {
      below(folder);
    } catch {
      // What cannot be read is named when the tree is.
    }
  };
  descend(root);
  for (let at = root; dirname(at) !== at; at = dirname(at)) add(dirname(at));
  return sites;
}

async function recoverSite(site: Site): Promise<readonly string[]> {
  const place = folderOf(site);
  if (!place) return [];
  const theirs = `warning: an apply of another user is unfinished here, and only they can end it: ${journalFile(site)}`;
  // What others put into a folder above, such as /tmp, must not decide what becomes of files here.
  if (process.geteuid && place.uid !== process.geteuid()) return hasJournal(site) ? [theirs] : [];
  const lock = await lockSite(site).catch((error: unknown) => {
    // Without a journal nothing has to be done, and nothing has to be written for it.
    if (hasJournal(site)) throw error;
    return undefined;
  });
  try {
    return lock ? endUnfinished(site) : [];
  } finally {
    lock?.release();
    removeIfEmpty(site);
  }
}

function folderOf({ disk, place }: Site): Stats | undefined {
  try {
    const status = disk.lstatSync(place, { throwIfNoEntry: false });
    return status?.isDirectory() ? status : undefined;
  } catch {
    // Where nobody may look, nobody has written.
    return undefined;
  }
}

function hasJournal(site: Site): boolean {
  try {
    return site.disk.lstatSync(journalFile(site), { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

/**
 * Takes the lock of a site; a run that has it is waited for, for a while.
 * @throws UserError where it stays held, or where the place cannot be written.
 */
export async function lockSite(site: Site): Promise<Lock> {
  try {
    const status = site.disk.lstatSync(site.place, { throwIfNoEntry: false });
    if (status && !status.isDirectory()) throw new Error('it is no folder');
    const lock = await takeLock(site.disk, site.place, 'lock', PATIENCE_MS);
    if ('release' in lock) return lock;
    throw new UserError(
      `another degreen is writing files here, process ${lock.pid}${lock.near ? '' : ' of another machine or container'}`,
      `Wait for its end. If it is gone, remove ${lock.file}.`,
    );
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `the journal that makes writing safe cannot be kept in ${site.place} (${reasonOf(error)}); nothing was written`,
      'Make that place writable, or use `degreen diff` and `git apply`.',
    );
  }
}

/** Removes the place of lock and journal, unless somebody is there. */
export function removeIfEmpty({ disk, place }: Site): void {
  try {
    disk.rmdirSync(place);
  } catch {
    // It is not empty.
  }
}

function endUnfinished(site: Site): readonly string[] {
  try {
    const files = readJournal(site);
    if (!files) return [];
    const states = files.map((file) => ({ file, state: stateOf(site, file), staged: isStaged(site, file) }));
    const begun = states.some(({ state }) => state === 'new');
    const whole = states.every(({ state, staged }) => state !== 'old' || staged);
    const { stuck, changed } = begun && whole ? finish(site, files) : takeBack(site, files);
    const count = files.length === 1 ? '1 file' : `${files.length} files`;
    if (stuck.length > 0) throw stuckError(site, stuck);
    const done = begun && whole ? `is finished, ${count}` : `is taken back, ${count}`;
    return [
      begun
        ? `note: an interrupted apply ${done}`
        : 'note: leftovers of an apply that was interrupted before it changed a file are removed',
      ...changed.map((path) => `warning: ${path} was changed after that apply was stopped, and is left as it is`),
    ];
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw stuckError(site, [{ path: journalFile(site), reason: reasonOf(error) }]);
  }
}

function stuckError(site: Site, stuck: Ended['stuck']): UserError {
  return new UserError(
    `an apply was interrupted and cannot be ended: ${stuck.map(({ path, reason }) => `${path} (${reason})`).join(', ')}`,
    `Fix that and run degreen again; or keep the files as they are and remove ${journalFile(site)}, which has the old contents.`,
  );
}

/** How the end of an apply went. */
export interface Ended {
  /** What could not be put where it belongs, and why. */
  readonly stuck: readonly { readonly path: string; readonly reason: string }[];
  /** What is neither as it was nor as it should be. */
  readonly changed: readonly string[];
}

/** Puts the old contents back; an error at one file does not keep it from the others. */
export function takeBack(site: Site, files: readonly JournalFile[]): Ended {
  // First: without these nobody can finish it any more, so that from here on all roads lead back.
  const left = eachOf(files, (file) => {
    const staged = isStaged(site, file);
    removeFile(site.disk, join(site.root, file.temporary));
    return staged;
  });
  const waited = new Set(files.filter((_, index) => left.results[index] === true));
  const changed: string[] = [];
  const { stuck } = eachOf(files, (file) => {
    const state = stateOf(site, file);
    if (state === 'new') putBack(site, file);
    // What still waited was never written, so it is nobody's business here.
    else if (state === 'other' && !waited.has(file)) changed.push(file.path);
  });
  return { stuck: closed(site, [...stuck, ...left.stuck]), changed };
}

function finish(site: Site, files: readonly JournalFile[]): Ended {
  const changed: string[] = [];
  const { stuck } = eachOf(files, (file) => {
    const state = stateOf(site, file);
    if (state === 'other') changed.push(file.path);
    const [from, to] = [join(site.root, file.temporary), join(site.root, file.path)];
    if (state === 'old') site.disk.renameSync(from, to);
    else removeFile(site.disk, from);
    syncFolder(site.disk, dirname(to));
  });
  return { stuck: closed(site, stuck), changed };
}

/** Removes the journal where nothing is left to be done. */
function closed(site: Site, stuck: Ended['stuck']): Ended['stuck'] {
  if (stuck.length > 0) return stuck;
  try {
    removeJournal(site);
    return [];
  } catch (error) {
    return [{ path: journalFile(site), reason: reasonOf(error) }];
  }
}

function putBack({ root, disk }: Site, { path, temporary, created, before }: JournalFile): void {
  const full = join(root, path);
  if (created) removeFile(disk, full);
  else {
    const { mode, uid, gid } = disk.lstatSync(full);
    createFile(disk, join(root, temporary), before, { mode: mode & 0o7777, owner: { uid, gid } });
    disk.renameSync(join(root, temporary), full);
  }
  syncFolder(disk, dirname(full));
}

/** Does something with each file; what fails is noted and does not stop the others. */
function eachOf<Result>(files: readonly JournalFile[], act: (file: JournalFile) => Result) {
  const stuck: { path: string; reason: string }[] = [];
  const results = files.map((file) => {
    try {
      return act(file);
    } catch (error) {
      stuck.push({ path: file.path, reason: reasonOf(error) });
      return undefined;
    }
  });
  return { stuck, results };
}
