// Reading a project: where it is, and the files that belong to it.
import { lstatSync } from 'node:fs';
import { lstat, readdir, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { NotFound, UserError } from '../errors.ts';
import { type Glob, readGlob } from '../text/glob.ts';
import { DISK, errorCode } from './disk/disk.ts';
import { strayFolders } from './disk/path-containment.ts';
import { type FoundWord, withFile } from './disk/search-words.ts';
import { listFiles, topLevel } from './git/git.ts';

/** A file as it is on disk. */
export interface DiskFile {
  readonly path: string;
  /** Empty where the file was only searched. */
  readonly bytes: Buffer;
  readonly python: boolean;
  readonly chosen: boolean;
  /** What was found in a file that was only searched: it is no Python, or too large to be read as such. */
  readonly searched?: { readonly size: number; readonly words: readonly FoundWord[] | undefined } | undefined;
}

/** What is looked for in the files that are only searched, and up to which size Python is read. */
export interface Search {
  readonly words: readonly string[];
  readonly largest: number;
}

/** A project on disk. */
export interface Tree {
  /** Absolute. */
  readonly root: string;
  readonly inGit: boolean;
  readonly files: readonly DiskFile[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/** Folders that hold no source of a project, where git does not say which ones do. */
export const IGNORED_FOLDERS: ReadonlySet<string> = new Set([
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
  '.degreen-apply',
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
export async function readTree(
  location: Location,
  excludes: readonly string[],
  extent: Extent,
  search: Search,
): Promise<Tree> {
  const { root, inGit, wanted } = location;
  const closed: { path: string; reason: string }[] = [];
  const names = inGit ? await listFiles(root) : await walk(root, '', closed);
  const excluded = fitting(excludes);
  const meant = (path: string) => wanted.some((want) => want === '' || path === want || path.startsWith(`${want}/`));
  const chosen = (path: string) => meant(path) && !excluded(path);
  const { files, skipped } = readAll(root, [...names].sort(), { extent, search, chosen });
  const told = (path: string) => extent === 'everything' && wanted.includes(path);
  if (![...files.filter((file) => file.python || told(file.path)), ...skipped].some((file) => meant(file.path))) {
    const where = wanted.map((want) => want || root).join(', ');
    throw new UserError(`no Python file in ${where}`, 'Name a folder that holds a Python project.');
  }
  return { root, inGit, files, skipped: [...closed, ...skipped] };
}

/**
 * Whether one of the globs fits a path; `*` stops at a `/`.
 * @throws UserError where one is none.
 */
export function fitting(globs: readonly string[]): (path: string) => boolean {
  const all = globs.map((glob) => mustRead(glob, readGlob(glob)));
  return (path) => all.some((fits) => fits(path));
}

/**
 * Whether a glob fits a name in which `/` is a character like others, such as a tag.
 * @throws UserError where it is none.
 */
export function fittingName(glob: string): (name: string) => boolean {
  return mustRead(glob, readGlob(glob, 'like others'));
}

function mustRead(glob: string, read: ReturnType<typeof readGlob>): Glob {
  if (typeof read === 'function') return read;
  const shown = glob.length > 60 ? `${glob.slice(0, 57)}…` : glob;
  throw new UserError(
    `the glob \`${shown}\` ${read.reason}`,
    'Globs have *, ?, **, [a-z] and {a,b}, as in pkg/tests/**.',
  );
}

/** Without git a folder that belongs to no repository is worked on all the same; one that does is not. */
async function topOf(folder: string): Promise<string | undefined> {
  try {
    return await topLevel(folder);
  } catch (error) {
    if (!(error instanceof NotFound && error.what === 'program')) throw error;
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
    throw new NotFound('path', path);
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

/** How much of a project is read: its Python files, or all (a ledger covers every file). */
export type Extent = 'python' | 'everything';

/** What is kept of text that is no Python, as it says how a project's linters are set up. */
const KEPT = /(?:\.(?:toml|ini|cfg|txt|rst|ya?ml)|(?:^|\/)\.flake8)$/;
const LARGEST_KEPT = 1 << 18;
const LARGEST_TEXT = 1 << 22;

const NOTHING = Buffer.alloc(0);

interface Reading {
  readonly extent: Extent;
  readonly search: Search;
  readonly chosen: (path: string) => boolean;
}

/** Reads some files again, as a whole project is read. */
export function readFiles(root: string, names: readonly string[], extent: Extent, search: Search) {
  return readAll(root, names, { extent, search, chosen: () => true });
}

function readAll(root: string, names: readonly string[], { extent, search, chosen }: Reading) {
  const files: DiskFile[] = [];
  const skipped: { path: string; reason: string }[] = [];
  const strays = strayFolders(DISK, root);
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
      const stray = strays(path);
      if (stray !== undefined) {
        const gone = !lstatSync(join(root, stray), { throwIfNoEntry: false });
        if (chosen(path) && !gone)
          skipped.push({ path, reason: `${stray} is a symbolic link, not a folder of this tree` });
        continue;
      }
      const status = lstatSync(full, { throwIfNoEntry: false });
      if (!status?.isFile()) continue;
      // Synchronous reading takes a third of the time that the thread pool needs for many small files.
      const read = withFile(full, (file) => {
        const python = isPython(path, file.head);
        if (!python && extent === 'python') return undefined;
        const whole = status.size <= (python ? search.largest : KEPT.test(path) ? LARGEST_KEPT : -1);
        return whole
          ? { python, bytes: file.whole(), searched: undefined }
          : { python, bytes: NOTHING, searched: { size: status.size, words: file.find(search.words) } };
      });
      if (read) files.push({ path, chosen: chosen(path), ...read });
    } catch (error) {
      if (chosen(path)) skipped.push({ path, reason: `it cannot be read (${errorCode(error) ?? String(error)})` });
    }
  }
  return { files, skipped };
}

/** The chosen text files that are no Python; those that were only searched are read when they are asked for. */
export function unreadTexts({ root, files }: Tree): { path: string; read(): Buffer | undefined }[] {
  return files
    .filter(({ python, chosen, searched }) => !python && chosen && !(searched && searched.words === undefined))
    .filter(({ searched }) => (searched?.size ?? 0) <= LARGEST_TEXT)
    .map(({ path, bytes, searched }) => ({ path, read: () => (searched ? readWhole(join(root, path)) : bytes) }));
}

function readWhole(full: string): Buffer | undefined {
  try {
    return lstatSync(full).isFile() ? withFile(full, (file) => file.whole()) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a file is Python by its name, or by its first line where the name says nothing. */
export function isPython(path: string, bytes: Buffer): boolean {
  if (/\.pyi?$/.test(path)) return true;
  return !/\.[^/]*$/.test(path) && /^#!.*\bpython/.test(bytes.toString('latin1', 0, 80));
}
