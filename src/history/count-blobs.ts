// The blobs of a history: trees are walked, and each blob that is not known yet is read and counted once.

import { UserError } from '../errors.ts';
import type { BlobCache } from '../io/blob-cache.ts';
import type { Commit } from '../io/git/commit-log.ts';
import type { ObjectReader } from '../io/git/objects.ts';
import { openTrees, type TreeEntry, type TreeReader } from '../io/git/trees.ts';
import { isPython } from '../io/project-files.ts';
import type { CountsJson } from '../metrics/counts-json.ts';
import { countFile, type FileCounts } from '../metrics/file-counts.ts';
import type { Registry } from '../project/symbol-owners.ts';

/** What the counting needs. */
export interface Counting {
  readonly registry: Registry;
  readonly objects: ObjectReader;
  readonly cache: BlobCache<CountsJson>;
  /** The folder or file that is counted, relative to the root; empty for everything. */
  readonly path: string;
  readonly excluded: (path: string) => boolean;
  /** Called for each blob that is read: how many, of how many. */
  readonly progress: (done: number, total: number) => void;
}

/** The blobs of a history as far as they were met. */
export interface KnownBlobs {
  /** The tree or blob of the path that is counted, with all below it known; undefined where a commit has none. */
  meet(commit: Commit): Promise<TreeEntry | undefined>;
  /** Whether the project of a commit has a module of the library's name itself: what is imported is not the library then. */
  isShadowed(commit: Commit): Promise<boolean>;
  /** The entries of a tree that was met. */
  entries(tree: string): readonly TreeEntry[];
  /** The counts of a file that was met; undefined where it does not hold the name or is left out. */
  countsOf(entry: TreeEntry, path: string): FileCounts | undefined;
  /** Blobs that were read, and those that were known from an earlier run. */
  readonly blobs: { readonly read: number; readonly kept: number };
  /** Files without content here, with the reason. */
  readonly absent: ReadonlyMap<string, string>;
}

const ABSENT = {
  missing: 'its content is not in this clone',
  'too large': 'it is larger than 256 MiB',
} as const;

/** A blob that is to be read, with a file that has it. */
interface Wanted {
  readonly id: string;
  readonly key: string;
  readonly path: string;
}

/** Starts with no blob met. */
export function countNewBlobs({ registry, objects, cache, path, excluded, progress }: Counting): KnownBlobs {
  const trees = openTrees(objects);
  const known = new Map<string, CountsJson>();
  const whole = new Set<string>();
  const absent = new Map<string, string>();
  const blobs = { read: 0, kept: 0 };

  function meetFile({ id }: TreeEntry, at: string, wanted: Map<string, Wanted>): void {
    const key = keyOf(id, at);
    if (known.has(key) || wanted.has(key) || excluded(at)) return;
    const kept = cache.get(key);
    if (kept === undefined) {
      wanted.set(key, { id, key, path: at });
      return;
    }
    known.set(key, kept);
    blobs.kept++;
  }

  /** Walks level by level, so that git is asked for many trees at once. */
  async function walk(start: TreeEntry, commit: Commit): Promise<Wanted[]> {
    const wanted = new Map<string, Wanted>();
    if (!start.folder) meetFile(start, path, wanted);
    for (let level = start.folder ? [{ id: start.id, at: path }] : []; level.length > 0; ) {
      const fresh = level.filter(({ id, at }) => !whole.has(`${id} ${at}`));
      await load(trees, commit, ...fresh.map(({ id }) => id));
      level = [];
      for (const { id, at } of fresh) {
        whole.add(`${id} ${at}`);
        for (const child of trees.entries(id)) {
          const inside = joined(at, child.name);
          if (child.folder) level.push({ id: child.id, at: inside });
          else meetFile(child, inside, wanted);
        }
      }
    }
    return [...wanted.values()];
  }

  async function read(wanted: readonly Wanted[]): Promise<void> {
    const ids = wanted.map(({ id }) => id);
    let next = 0;
    await objects.read(ids, (_, found) => {
      const blob = wanted[next++];
      if (!blob) return;
      progress(next, wanted.length);
      if (typeof found === 'string') {
        absent.set(blob.path, ABSENT[found]);
        known.set(blob.key, null);
        return;
      }
      const counts = countFile(found, isPython(blob.path, found), registry) ?? null;
      blobs.read++;
      known.set(blob.key, counts);
      cache.set(blob.key, counts);
    });
  }

  return {
    blobs,
    absent,
    entries: trees.entries,
    async meet(commit) {
      const start = await entryAt(trees, commit, path);
      if (start) await read(await walk(start, commit));
      return start;
    },
    isShadowed: (commit) => hasModules(trees, commit, [...registry.library.roots]),
    countsOf: ({ id }, at) => (excluded(at) ? undefined : (known.get(keyOf(id, at)) ?? undefined)),
  };
}

/** A path inside a folder; the top has no name. */
export function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** A blob is counted as what its name says it is: Python, what its first line says, or neither. */
function keyOf(id: string, path: string): string {
  const kind = /\.pyi?$/.test(path) ? 'p' : /\.[^/]*$/.test(path) ? 't' : 's';
  return `${kind}${id}`;
}

/** @throws UserError where a tree is not in the clone. */
async function load(trees: TreeReader, commit: Commit, ...ids: readonly string[]): Promise<void> {
  const [missing] = await trees.load(ids);
  if (missing === undefined) return;
  throw new UserError(
    `the clone lacks a folder of commit ${commit.id.slice(0, 12)} (tree ${missing.slice(0, 12)})`,
    'Fetch the objects (git fetch --refetch, or a clone without --filter), or begin later with --since.',
  );
}

async function entryAt(trees: TreeReader, commit: Commit, path: string): Promise<TreeEntry | undefined> {
  let entry: TreeEntry | undefined = { name: '', id: commit.tree, folder: true };
  for (const part of path.split('/').filter((each) => each !== '')) {
    if (!entry?.folder) return undefined;
    await load(trees, commit, entry.id);
    entry = trees.entries(entry.id).find(({ name }) => name === part);
  }
  return entry;
}

/** Folders from which a project's modules are imported, besides its top. */
const SOURCES = new Set(['src', 'lib']);

/** Whether a commit has modules or packages of all these names where imports find them first. */
async function hasModules(trees: TreeReader, commit: Commit, names: readonly string[]): Promise<boolean> {
  await load(trees, commit, commit.tree);
  const top = trees.entries(commit.tree);
  const sources = top.filter(({ name, folder }) => folder && SOURCES.has(name)).map(({ id }) => id);
  await load(trees, commit, ...sources);
  const entries = [...top, ...sources.flatMap((id) => trees.entries(id))];
  const packages = entries.filter(({ name, folder }) => folder && names.includes(name));
  await load(trees, commit, ...packages.map(({ id }) => id));
  const isPackage = ({ id }: TreeEntry) => trees.entries(id).some(({ name }) => name === '__init__.py');
  return names.every(
    (module) =>
      entries.some(({ name, folder }) => !folder && name === `${module}.py`) ||
      packages.some((each) => each.name === module && isPackage(each)),
  );
}
