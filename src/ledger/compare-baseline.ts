// What is new against a baseline, what is gone from it, and which files only have another name. Knows no disk: what is in
// scope and which files there are is said by the caller.
import { groupBy } from '../text/group-by.ts';
import { type Fingerprint, type KnownReference, keyOf, kindOf } from './fingerprints.ts';

/** A reference that the baseline has not. */
export interface NewReference extends KnownReference {
  /** Where the baseline knows some of its kind: the lines of all, as any of them may be the one that was added. */
  readonly lines: readonly number[];
  /** Where the same file had one of the same name that is gone, so that it may only have moved. */
  readonly movedFrom: string | undefined;
}

/** A file whose references are those of one that is no longer there. */
export interface RenamedFile {
  readonly from: string;
  readonly to: string;
  readonly references: number;
}

/** A tree against a baseline. */
export interface Comparison {
  readonly added: readonly NewReference[];
  readonly gone: readonly Fingerprint[];
  readonly renamed: readonly RenamedFile[];
  /** How many are as the baseline has them. */
  readonly kept: number;
}

/** What a comparison is about. */
export interface CheckScope {
  /** Whether a reference counts, by its path and name; entries out of scope are neither new nor gone. */
  covers(fingerprint: Fingerprint): boolean;
  /** Whether the tree has a file, in scope or not. */
  exists(path: string): boolean;
}

/** Compares the references of a tree with a baseline. */
export function compareWithBaseline(
  references: readonly KnownReference[],
  baseline: readonly Fingerprint[],
  scope: CheckScope,
): Comparison {
  const current = references.filter(({ fingerprint }) => scope.covers(fingerprint));
  const renamed = findRenamed(references, baseline, scope);
  const nameNow = new Map(renamed.map(({ from, to }) => [from, to]));
  const expected = baseline.map((each) => ({ ...each, path: nameNow.get(each.path) ?? each.path }));
  const known = new Set(expected.map(keyOf));
  const there = new Set(references.map(({ fingerprint }) => keyOf(fingerprint)));
  const gone = expected.filter((each) => scope.covers(each) && !there.has(keyOf(each)));
  const added = current.filter(({ fingerprint }) => !known.has(keyOf(fingerprint)));
  const isNew = new Set<KnownReference>(added);
  const ofKind = groupBy(current, ({ fingerprint }) => kindOf(fingerprint));
  const linesOf = ({ fingerprint }: KnownReference): readonly number[] => {
    const alike = ofKind.get(kindOf(fingerprint)) ?? [];
    return alike.every((each) => isNew.has(each)) ? [] : alike.map(({ entry }) => entry.line);
  };
  return {
    added: added.map((each) => ({
      ...each,
      lines: linesOf(each),
      movedFrom: gone.find(({ path, name }) => path === each.fingerprint.path && name === each.fingerprint.name)
        ?.within,
    })),
    gone,
    renamed: renamed.filter(({ to }) => current.some(({ fingerprint }) => fingerprint.path === to)),
    kept: current.length - added.length,
  };
}

/**
 * A file that the baseline does not know, each of whose references a file had that is no longer there, is that file under
 * another name. One that has more is not: what is new in it could not be told from what moved.
 */
function findRenamed(
  references: readonly KnownReference[],
  baseline: readonly Fingerprint[],
  { exists }: CheckScope,
): RenamedFile[] {
  const before = groupByPath(baseline);
  const now = groupByPath(references.map(({ fingerprint }) => fingerprint));
  const free = new Map([...before].filter(([path]) => !exists(path)));
  const renamed: RenamedFile[] = [];
  for (const [to, kinds] of [...now].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (before.has(to)) continue;
    const fitting = [...free].filter(([, had]) => [...kinds].every((each) => had.has(each)));
    const missing = ([, had]: (typeof fitting)[number]) => had.size - kinds.size;
    // Of several the one with the same name in another folder, then the one with the least that is gone.
    const [best] = fitting.sort(
      (a, b) => Number(nameOf(b[0]) === nameOf(to)) - Number(nameOf(a[0]) === nameOf(to)) || missing(a) - missing(b),
    );
    if (!best) continue;
    free.delete(best[0]);
    renamed.push({ from: best[0], to, references: kinds.size });
  }
  return renamed;
}

function groupByPath(fingerprints: readonly Fingerprint[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const each of fingerprints)
    groups.set(each.path, (groups.get(each.path) ?? new Set()).add(keyOf({ ...each, path: '' })));
  return groups;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The baseline of a tree: what is in scope as the tree has it, and the rest as it was. */
export function renewBaseline(
  references: readonly KnownReference[],
  baseline: readonly Fingerprint[],
  scope: CheckScope,
  renamed: readonly RenamedFile[],
): Fingerprint[] {
  const left = new Set(renamed.map(({ from }) => from));
  const rest = baseline.filter((each) => !scope.covers(each) && !left.has(each.path));
  return [...rest, ...references.map(({ fingerprint }) => fingerprint).filter((each) => scope.covers(each))];
}
