// Reading a project and writing files. All files are written or none.
import { constants, lstatSync, readFileSync } from 'node:fs';
import { access, lstat, open, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import { UserError } from '../errors.ts';
import { listFiles, topLevel } from './git.ts';

/** A file as it is on disk. */
export interface DiskFile {
  readonly path: string;
  readonly bytes: Buffer;
  readonly python: boolean;
  readonly chosen: boolean;
}

/** A project on disk. */
export interface Tree {
  /** Absolute. */
  readonly root: string;
  readonly inGit: boolean;
  readonly files: readonly DiskFile[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

const IGNORED_FOLDERS = new Set([
  '.git',
  '.hg',
  '.svn',
  '.tox',
  '.nox',
  '.venv',
  'venv',
  'node_modules',
  '__pycache__',
  '.mypy_cache',
  '.eggs',
]);

/** Where a project is, and what of it is meant. */
export interface Location {
  /** Absolute. */
  readonly root: string;
  readonly inGit: boolean;
  /** Files or folders relative to the root, with `/`; empty for the root itself. */
  readonly wanted: readonly string[];
}

/**
 * Finds the root: the git top level that holds the first path, else that path's folder.
 * @param paths - files or folders; the current folder where there are none.
 * @throws UserError where a path does not exist or lies outside of the root.
 */
export async function locate(cwd: string, paths: readonly string[]): Promise<Location> {
  const absolute = (paths.length > 0 ? paths : ['.']).map((path) => resolve(cwd, path));
  if (paths.includes(''))
    throw new UserError('an empty PATH was given', 'Name a file or a folder; . is the current folder.');
  for (const path of absolute) await mustExist(path);
  const first = await realpath(absolute[0] ?? cwd);
  const folder = (await lstat(first)).isDirectory() ? first : dirname(first);
  const top = await topOf(folder);
  const root = top ? await realpath(top) : folder;
  const wanted: string[] = [];
  for (const path of absolute) {
    const inside = relative(root, await realpath(path));
    if (inside.split(sep)[0] === '..')
      throw new UserError(`${path} is not inside ${root}`, 'Run degreen once for each project.');
    wanted.push(inside.split(sep).join('/'));
  }
  return { root, inGit: top !== undefined, wanted };
}

/**
 * Reads the files of a project.
 * @param excludes - globs of paths that are left out of what is chosen.
 * @throws UserError where what is wanted holds no Python file.
 */
export async function readTree(location: Location, excludes: readonly string[], extent: Extent): Promise<Tree> {
  const { root, inGit, wanted } = location;
  const closed: { path: string; reason: string }[] = [];
  const names = inGit ? await listFiles(root) : await walk(root, '', closed);
  const excluded = fitting(excludes);
  const meant = (path: string) => wanted.some((want) => want === '' || path === want || path.startsWith(`${want}/`));
  const { files, skipped } = readAll(root, [...names].sort(), extent, (path) => meant(path) && !excluded(path));
  const told = (path: string) => extent === 'everything' && wanted.includes(path);
  if (![...files.filter((file) => file.python || told(file.path)), ...skipped].some((file) => meant(file.path))) {
    const where = wanted.map((want) => want || root).join(', ');
    throw new UserError(`no Python file in ${where}`, 'Name a folder that holds a Python project.');
  }
  return { root, inGit, files, skipped: [...closed, ...skipped] };
}

/** Whether one of the globs fits a path; `*` stops at a `/`. */
export function fitting(globs: readonly string[]): (path: string) => boolean {
  return globs.length > 0 ? picomatch([...globs], { dot: true }) : () => false;
}

/** Whether a glob fits a name in which `/` is a character like others, such as a tag. */
export function fittingName(glob: string): (name: string) => boolean {
  return picomatch(glob, { dot: true, bash: true });
}

/** Without git a folder that belongs to no repository is worked on all the same; one that does is not. */
async function topOf(folder: string): Promise<string | undefined> {
  try {
    return await topLevel(folder);
  } catch (error) {
    if (!(error instanceof UserError) || !/was not found/.test(error.message)) throw error;
    for (let at = folder; ; at = dirname(at)) {
      if (lstatSync(join(at, '.git'), { throwIfNoEntry: false })) throw error;
      if (dirname(at) === at) return undefined;
    }
  }
}

async function mustExist(path: string): Promise<void> {
  try {
    await lstat(path);
  } catch {
    throw new UserError(`${path} does not exist`, 'Name a file or a folder.');
  }
}

async function walk(root: string, folder: string, closed: { path: string; reason: string }[]): Promise<string[]> {
  const found: string[] = [];
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
    closed.push({ path: folder || '.', reason: `it cannot be read (${errorCode(error) ?? String(error)})` });
    return [];
  });
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !IGNORED_FOLDERS.has(entry.name)) found.push(...(await walk(root, path, closed)));
    else if (entry.isFile()) found.push(path);
  }
  return found.sort();
}

/**
 * Reads a text file that the user named.
 * @throws UserError where that cannot be done.
 */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Writes a text file that the user named, whole or not at all.
 * @throws UserError where that cannot be done.
 */
export async function writeText(path: string, text: string): Promise<void> {
  const temporary = `${path}.degreen-${process.pid}`;
  try {
    // What is no plain file, such as /dev/stdout or a pipe, is written to as it is.
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (status && !status.isFile()) return await writeFile(path, text);
    await writeFile(temporary, text);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new UserError(
      `${path} cannot be written (${errorCode(error) ?? String(error)})`,
      'Name a file in a folder that is there and that you may write to.',
    );
  }
}

/** How much of a project is read: its Python files, or all (a ledger covers every file). */
export type Extent = 'python' | 'everything';

function readAll(root: string, names: readonly string[], extent: Extent, chosen: (path: string) => boolean) {
  const files: DiskFile[] = [];
  const skipped: { path: string; reason: string }[] = [];
  for (const path of names) {
    // Without a suffix a file may still be a script.
    if (extent === 'python' && !/\.pyi?$|(^|\/)[^.]+$/.test(path)) continue;
    const full = join(root, path);
    if (path.includes('\ufffd')) {
      if (chosen(path)) skipped.push({ path, reason: 'its name is not UTF-8' });
      continue;
    }
    try {
      // A link is never followed: its target is read where it is, if it is in the tree.
      const status = lstatSync(full, { throwIfNoEntry: false });
      if (!status?.isFile()) continue;
      // Synchronous reading takes a third of the time that the thread pool needs for many small files.
      const bytes = readFileSync(full);
      const python = isPython(path, bytes);
      if (python || extent === 'everything') files.push({ path, bytes, python, chosen: chosen(path) });
    } catch (error) {
      if (chosen(path)) skipped.push({ path, reason: `it cannot be read (${errorCode(error) ?? String(error)})` });
    }
  }
  return { files, skipped };
}

/** Whether a file is Python by its name, or by its first line where the name says nothing. */
export function isPython(path: string, bytes: Buffer): boolean {
  if (/\.pyi?$/.test(path)) return true;
  return !/\.[^/]*$/.test(path) && /^#!.*\bpython/.test(bytes.toString('latin1', 0, 80));
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** One file to be written. */
export interface Write {
  readonly path: string;
  /** Whether there must be no such file yet. */
  readonly created: boolean;
  readonly bytesBefore: Buffer;
  readonly bytesAfter: Buffer;
}

/**
 * Replaces files, all or none: new contents go to temporary files beside them, then each is renamed into place with its
 * mode. A failure on the way puts back what was there.
 * @throws UserError where a file changed since it was read or cannot be written; nothing is changed then.
 */
export async function writeAll(root: string, writes: readonly Write[]): Promise<void> {
  let current = writes[0]?.path;
  const staged: { write: Write; full: string; temporary: string }[] = [];
  const replaced: typeof staged = [];
  try {
    for (const write of writes) {
      current = write.path;
      const full = join(root, write.path);
      await mustBeAsRead(full, write);
      if (!write.created) await access(full, constants.W_OK);
      const temporary = `${full}.degreen-${process.pid}`;
      const mode = write.created ? 0o666 & ~process.umask() : (await lstat(full)).mode & 0o7777;
      await writeNew(temporary, write.bytesAfter, mode);
      staged.push({ write, full, temporary });
    }
    for (const each of staged) {
      current = each.write.path;
      await mustBeAsRead(each.full, each.write);
      await rename(each.temporary, each.full);
      replaced.push(each);
    }
  } catch (error) {
    await putBack(replaced);
    for (const { temporary } of staged) await rm(temporary, { force: true }).catch(() => undefined);
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${current} cannot be written (${errorCode(error) ?? String(error)}); nothing was changed`,
      'Mend that and run the command again.',
    );
  }
}

/** @throws UserError where a file is not what it was when the plan was made. */
async function mustBeAsRead(full: string, { path, created, bytesBefore }: Write): Promise<void> {
  const status = await lstat(full).catch((error: unknown) => {
    if (created && errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  const same = created ? status === undefined : status?.isFile() && (await readFile(full)).equals(bytesBefore);
  if (!same) throw new UserError(`${path} changed since it was read; nothing was written`, 'Run the command again.');
}

async function writeNew(path: string, bytes: Buffer, mode: number): Promise<void> {
  // 'wx' fails where somebody else has such a file; only what was made here is removed.
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(bytes);
    await file.chmod(mode);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** Puts the old contents back under the names that were already replaced. */
async function putBack(replaced: readonly { write: Write; full: string }[]): Promise<void> {
  for (const { write, full } of replaced) {
    if (write.created) {
      await rm(full, { force: true });
      continue;
    }
    const temporary = `${full}.degreen-undo-${process.pid}`;
    await writeNew(temporary, write.bytesBefore, (await lstat(full)).mode & 0o7777);
    await rename(temporary, full);
  }
}
