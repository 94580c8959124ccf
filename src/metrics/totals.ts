// Sums of counts: of a folder, of a commit. They are added up and compared; where they come from is not known here.
import type { FileCounts } from './file-counts.ts';

/** How often one name is imported and used. */
export interface NameTally {
  readonly name: string;
  readonly transform: string;
  readonly imports: number;
  readonly uses: number;
}

/** The counts of any number of files. */
export interface Totals {
  readonly lines: number;
  /** Files with such a line. */
  readonly files: number;
  readonly importingFiles: number;
  readonly mentions: number;
  /** Files with the name that could not be parsed. */
  readonly unread: number;
  /** By name and transform. */
  readonly names: ReadonlyMap<string, NameTally>;
}

export const NOTHING: Totals = { lines: 0, files: 0, importingFiles: 0, mentions: 0, unread: 0, names: new Map() };

/** The counts of one file as a sum. */
export function totalsOf(counts: FileCounts): Totals {
  return {
    lines: counts.lines,
    files: 1,
    importingFiles: counts.importing ? 1 : 0,
    mentions: counts.mentions,
    unread: counts.unread === undefined ? 0 : 1,
    names: new Map(
      counts.names.map(({ name, transform, imports, uses }) => [
        `${name} ${transform}`,
        { name, transform, imports: imports.length, uses: uses.length },
      ]),
    ),
  };
}

/** Adds up. */
export function sum(tallies: readonly Totals[]): Totals {
  const some = tallies.filter((tally) => tally.files > 0);
  const [only = NOTHING] = some;
  if (some.length < 2) return only;
  const names = new Map<string, NameTally>();
  for (const tally of some) {
    for (const [key, each] of tally.names) {
      const known = names.get(key);
      const { imports = 0, uses = 0 } = known ?? {};
      names.set(key, known ? { ...each, imports: imports + each.imports, uses: uses + each.uses } : each);
    }
  }
  const total = (of: (tally: Totals) => number) => some.reduce((before, tally) => before + of(tally), 0);
  return {
    lines: total((tally) => tally.lines),
    files: total((tally) => tally.files),
    importingFiles: total((tally) => tally.importingFiles),
    mentions: total((tally) => tally.mentions),
    unread: total((tally) => tally.unread),
    names,
  };
}

/** Imports and uses together. */
export function references(tally: Totals): number {
  let count = 0;
  for (const { imports, uses } of tally.names.values()) count += imports + uses;
  return count;
}

/** References by the transform that decides them, in order of its id; those without one are left out. */
export function byTransform(tally: Totals): ReadonlyMap<string, number> {
  return grouped(tally, ({ transform }) => transform);
}

/** References by the canonical name of the object, in order. */
export function byName(tally: Totals): ReadonlyMap<string, number> {
  return grouped(tally, ({ name }) => name);
}

function grouped(tally: Totals, keyOf: (name: NameTally) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const each of tally.names.values())
    counts.set(keyOf(each), (counts.get(keyOf(each)) ?? 0) + each.imports + each.uses);
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A folder, or a file, with its counts at two moments. */
export interface FolderTotals {
  /** A folder ends with `/`; `dir/*` stands for the files that are directly in one. */
  readonly path: string;
  readonly first: Totals;
  readonly last: Totals;
}

/** Folders that hold more than this part of all lines are shown by what is in them. */
const LARGE = 0.3;
const DEEPEST = 6;

/** The folders of the files, the large ones divided until none is large, by what they have left. */
export function byFolder(first: ReadonlyMap<string, Totals>, last: ReadonlyMap<string, Totals>): FolderTotals[] {
  const weight = (paths: readonly string[]) =>
    paths.reduce((lines, path) => lines + Math.max(first.get(path)?.lines ?? 0, last.get(path)?.lines ?? 0), 0);
  const all = [...new Set([...first.keys(), ...last.keys()])].sort();
  const limit = weight(all) * LARGE;
  const sums = (path: string, paths: readonly string[]): FolderTotals => ({
    path,
    first: sum(paths.flatMap((each) => first.get(each) ?? [])),
    last: sum(paths.flatMap((each) => last.get(each) ?? [])),
  });
  const divide = (folder: string, paths: readonly string[], depth: number): FolderTotals[] => {
    const inside = new Map<string, string[]>();
    for (const path of paths) {
      const slash = path.indexOf('/', folder.length);
      const group = slash < 0 ? `${folder}*` : path.slice(0, slash + 1);
      inside.set(group, [...(inside.get(group) ?? []), path]);
    }
    return [...inside].flatMap(([group, own]) => {
      const [only = group] = own;
      if (own.length === 1) return [sums(only, own)];
      if (group.endsWith('/') && depth < DEEPEST && weight(own) > limit) return divide(group, own, depth + 1);
      return [sums(group, own)];
    });
  };
  return divide('', all, 0).sort(
    (a, b) => b.last.lines - a.last.lines || b.first.lines - a.first.lines || (a.path < b.path ? -1 : 1),
  );
}
