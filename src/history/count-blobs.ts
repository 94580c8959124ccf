// The blobs of a history: trees are walked, and each blob that is not known yet is read and counted once; where the lines alone
// are asked for, no tree of its syntax is made.

import { UserError } from '../errors.ts';
import type { BlobCache } from '../io/blob-cache.ts';
import type { Commit } from '../io/git/commit-log.ts';
import type { ObjectReader } from '../io/git/objects.ts';
import { openTrees, type TreeEntry, type TreeReader } from '../io/git/trees.ts';
import { isPython } from '../io/project-files.ts';
import type { CountsJson } from '../metrics/counts-json.ts';
import { countLines, type FileCounts, holdsName } from '../metrics/file-counts.ts';
import type { Registry } from '../project/symbol-owners.ts';

/** What the counting needs. */
export interface Counting {
  readonly registry: Registry;
  /** Counts one file that holds the library's name, here or elsewhere; undefined where it holds none. */
  readonly count: (bytes: Buffer, python: boolean) => Promise<FileCounts | undefined>;
  readonly objects: ObjectReader;
  readonly cache: BlobCache<CountsJson>;
  /** The folder or file that is counted, relative to the root; empty for everything. */
  readonly path: string;
  readonly excluded: (path: string) => boolean;
  /** Called for each blob that is read: how many, of how many. */
  readonly progress: (done: number, total: number) => void;
}

/** What is counted of a blob. */
export type Depth = 'lines' | 'everything';

/** The blobs of a history as far as they were met. */
export interface KnownBlobs {
  /** Reads all below the path that is not known yet; it may be counted meanwhile. */
  readAhead(commit: Commit, depth: Depth): Promise<TreeEntry | undefined>;
  /** The tree or blob of the path that is counted, with all below it known; undefined where a commit has none. */
  meet(commit: Commit, depth: Depth): Promise<TreeEntry | undefined>;
  /** Whether the project of a commit has a module of the library's name itself: what is imported is not the library then. */
  isShadowed(commit: Commit): Promise<boolean>;
  /** The entries of a tree that was met. */
  entries(tree: string): readonly TreeEntry[];
  /** The counts of a file that was met for everything; undefined where it does not hold the name or is left out. */
  countsOf(entry: TreeEntry, path: string): FileCounts | undefined;
  /** The lines of a file that was met; none where it is left out. */
  linesOf(entry: TreeEntry, path: string): number;
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
export function countNewBlobs({ registry, count, objects, cache, path, excluded, progress }: Counting): KnownBlobs {
  const trees = openTrees(objects);
  const known = new Map<string, CountsJson>();
  const whole: Readonly<Record<Depth, Set<string>>> = { lines: new Set(), everything: new Set() };
  /** What is being counted. */
  const asked: Readonly<Record<Depth, Set<string>>> = { lines: new Set(), everything: new Set() };
  const absent = new Map<string, string>();
  const read = new Set<string>();
  const kept = new Set<string>();

  function meetFile({ id }: TreeEntry, at: string, depth: Depth, wanted: Map<string, Wanted>): void {
    const key = keyOf(id, at);
    if (suffices(known.get(key), depth) || wanted.has(key) || excluded(at)) return;
    if (asked.everything.has(key) || (depth === 'lines' && asked.lines.has(key))) return;
    const counts = cache.get(key);
    if (counts === undefined || !suffices(counts, depth)) {
      wanted.set(key, { id, key, path: at });
      return;
    }
    known.set(key, counts);
    kept.add(key);
  }

  /** Walks level by level, so that git is asked for many trees at once. */
  async function walk(start: TreeEntry, commit: Commit, depth: Depth): Promise<Wanted[]> {
    const wanted = new Map<string, Wanted>();
    if (!start.folder) meetFile(start, path, depth, wanted);
    for (let level = start.folder ? [{ id: start.id, at: path }] : []; level.length > 0; ) {
      const fresh = level.filter(({ id, at }) => !whole[depth].has(`${id} ${at}`));
      await load(trees, commit, ...fresh.map(({ id }) => id));
      level = [];
      for (const { id, at } of fresh) {
        whole[depth].add(`${id} ${at}`);
        if (depth === 'everything') whole.lines.add(`${id} ${at}`);
        for (const child of trees.entries(id)) {
          const inside = joined(at, child.name);
          if (child.folder) level.push({ id: child.id, at: inside });
          else meetFile(child, inside, depth, wanted);
        }
      }
    }
    return [...wanted.values()];
  }

  function keep({ key }: Wanted, counts: CountsJson): void {
    read.add(key);
    kept.delete(key);
    known.set(key, counts);
    cache.set(key, counts);
  }

  async function countsFor({ path: at }: Wanted, bytes: Buffer, depth: Depth): Promise<CountsJson> {
    if (!holdsName(bytes, registry)) return null;
    if (depth === 'lines') return countLines(bytes, registry) || null;
    return (await count(bytes, isPython(at, bytes))) ?? null;
  }

  /** For each file that is being counted when it is kept, the first one first: whoever stops the run loses none before. */
  const counting: Promise<void>[] = [];

  function keepLater(blob: Wanted, depth: Depth, counts: Promise<CountsJson>): void {
    const before = counting.at(-1);
    const kept = (async () => {
      await before;
      keep(blob, await counts);
      asked[depth].delete(blob.key);
      counting.shift();
    })();
    // Whoever waits for it hears of it.
    counts.catch(() => undefined);
    kept.catch(() => undefined);
    counting.push(kept);
    asked[depth].add(blob.key);
  }

  /** Waits until no more files than so many are counted. */
  async function settle(most: number): Promise<void> {
    while (counting.length > most) await counting[0];
  }

  async function readAll(wanted: readonly Wanted[], depth: Depth): Promise<void> {
    let next = 0;
    for (let at = 0; at < wanted.length; at += AT_ONCE) {
      const ids = wanted.slice(at, at + AT_ONCE).map(({ id }) => id);
      await objects.read(ids, (_, found) => {
        const blob = wanted[next++];
        if (!blob) return;
        progress(next, wanted.length);
        if (typeof found === 'string') {
          absent.set(blob.path, ABSENT[found]);
          known.set(blob.key, null);
          return;
        }
        keepLater(blob, depth, countsFor(blob, found, depth));
      });
      await settle(MOST_WAITING);
    }
  }

  async function readAhead(commit: Commit, depth: Depth): Promise<TreeEntry | undefined> {
    const start = await entryAt(trees, commit, path);
    if (start) await readAll(await walk(start, commit, depth), depth);
    return start;
  }

  return {
    blobs: {
      get read() {
        return read.size;
      },
      get kept() {
        return kept.size;
      },
    },
    absent,
    entries: trees.entries,
    readAhead,
    async meet(commit, depth) {
      const start = await readAhead(commit, depth);
      await settle(0);
      return start;
    },
    isShadowed: (commit) => hasModules(trees, commit, [...registry.library.roots]),
    countsOf({ id }, at) {
      const counts = excluded(at) ? undefined : known.get(keyOf(id, at));
      return typeof counts === 'number' || !counts ? undefined : counts;
    },
    linesOf({ id }, at) {
      const counts = excluded(at) ? undefined : known.get(keyOf(id, at));
      return typeof counts === 'number' ? counts : (counts?.lines ?? 0);
    },
  };
}

/** So many files are read in one go, and so many may wait for a thread then. */
const AT_ONCE = 256;
const MOST_WAITING = 128;

/** Whether no more has to be read. */
function suffices(counts: CountsJson | undefined, depth: Depth): boolean {
  return counts !== undefined && (depth === 'lines' || typeof counts !== 'number');
}

/** A path inside a folder; the top has no name. */
export function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** A blob is counted as what its name says it is: Python, what its first line says, or neither. */
function keyOf(id: string, path: string): string {
  if (path.endsWith('.py') || path.endsWith('.pyi')) return `p${id}`;
  return path.lastIndexOf('.') > path.lastIndexOf('/') ? `t${id}` : `s${id}`;
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
