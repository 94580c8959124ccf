// The trees of commits: which files they hold. A tree that was read is remembered, so that of the next commit only what
// changed is read.
import type { ObjectReader } from './objects.ts';

/** An entry of a tree. Links and submodules are left out: their content is elsewhere. */
export interface TreeEntry {
  readonly name: string;
  readonly id: string;
  readonly folder: boolean;
}

/** A way to read trees. */
export interface TreeReader {
  /** The entries of a tree that was loaded. */
  entries(id: string): readonly TreeEntry[];
  /** Loads trees; gives the ids of those that are not there. */
  load(ids: readonly string[]): Promise<string[]>;
}

const FOLDER = '40000';
const FILE = /^100/;

/** Starts reading trees. */
export function openTrees(objects: ObjectReader): TreeReader {
  const known = new Map<string, readonly TreeEntry[]>();
  return {
    entries: (id) => known.get(id) ?? [],
    async load(ids) {
      const wanted = [...new Set(ids)].filter((id) => !known.has(id));
      const missing: string[] = [];
      await objects.read(wanted, (id, found) => {
        if (typeof found === 'string') missing.push(id);
        else known.set(id, parseTree(found, id.length / 2));
      });
      return missing;
    },
  };
}

/** Reads `<mode> <name>\0<id>` again and again. */
function parseTree(bytes: Buffer, length: number): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const end = bytes.indexOf(0, space);
    const mode = bytes.toString('latin1', at, space);
    const folder = mode === FOLDER;
    if (folder || FILE.test(mode)) {
      const name = bytes.toString('utf8', space + 1, end);
      entries.push({ name, id: bytes.toString('hex', end + 1, end + 1 + length), folder });
    }
    at = end + 1 + length;
  }
  return entries;
}
