// What an answer rests on: which files were looked at, and what was asked of the others. After an edit it tells whether the
// answer is still right, by reading no more than the files that changed.
import { checksum } from '../io/disk/checksum.ts';
import { type DiskFile, type Extent, readFiles, type Search, type Tree } from '../io/project-files.ts';
import { answer, type Question, Trace } from '../project/trace.ts';

/** What an answer rests on, as it is kept; files are numbers in the list of all names. */
export interface Basis {
  readonly extent: Extent;
  readonly search: Search;
  /** What each file was read as, beside its contents. */
  readonly readAs: readonly string[];
  /** The files whose every byte may matter, each with a word for its contents; null where it could not be read. */
  readonly looked: readonly (readonly [number, string | null])[];
  /** `of` is null for all Python files. */
  readonly asked: readonly {
    readonly question: Question;
    readonly of: readonly number[] | null;
    readonly fits: readonly number[];
  }[];
}

/** A project that is read under observation. */
export interface Observation {
  /** The same project, whose files note what is asked of them. */
  observe(tree: Tree, extent: Extent, search: Search): Tree;
  /** What everything since then rests on; undefined where no project was read. */
  basis(names: readonly string[]): Basis | undefined;
}

/** So many changed files are compared with what was asked; where there are more, working it out anew takes no longer. */
const MOST_CHANGED = 200;

/** Prepares an observation. */
export function beginObservation(): Observation {
  const trace = new Trace();
  let seen: { readonly tree: Tree; readonly extent: Extent; readonly search: Search } | undefined;
  return {
    observe(tree, extent, search) {
      seen = { tree, extent, search };
      return { ...tree, files: trace.watch(tree.files) };
    },
    basis(names) {
      if (!seen) return undefined;
      const { tree, extent, search } = seen;
      const files = new Map(tree.files.map((file) => [file.path, file]));
      const numbers = new Map(names.map((name, index) => [name, index]));
      const numbered = (paths: Iterable<string>) => [...paths].flatMap((path) => numbers.get(path) ?? []);
      const looked = new Set([...trace.looked, ...tree.skipped.map(({ path }) => path)]);
      return {
        extent,
        search,
        readAs: names.map((name) => readAs(files.get(name))),
        looked: numbered(looked).map((index) => [index, contentsOf(files.get(names[index] ?? ''))]),
        asked: trace.asked.map(({ question, of, fits }) => ({
          question,
          of: of ? numbered(of) : null,
          fits: numbered(fits),
        })),
      };
    },
  };
}

/** Whether an answer is right for files of which some have changed. */
export function stillHolds(root: string, names: readonly string[], changed: readonly number[], basis: Basis): boolean {
  if (changed.length > MOST_CHANGED) return false;
  const looked = new Map(basis.looked);
  const asked = basis.asked.map(({ question, of, fits }) => ({ question, of: of && new Set(of), fits: new Set(fits) }));
  const paths = changed.flatMap((index) => names[index] ?? []);
  const { files, skipped } = readFiles(root, paths, basis.extent, basis.search);
  const now = new Map(files.map((file) => [file.path, file]));
  if (skipped.length > 0) return false;
  return changed.every((index) => {
    const file = now.get(names[index] ?? '');
    if (readAs(file) !== basis.readAs[index]) return false;
    const contents = looked.get(index);
    if (contents !== undefined) return contents !== null && contents === contentsOf(file);
    return (
      !file ||
      asked.every(({ question, of, fits }) => {
        const concerned = of ? of.has(index) : file.python;
        return !concerned || answer(question, file.bytes) === fits.has(index);
      })
    );
  });
}

function contentsOf(file: DiskFile | undefined): string | null {
  return file ? checksum(file.bytes) : null;
}

/** What is known of a file without its contents: its size too, where it is all that is said of a large one. */
function readAs(file: DiskFile | undefined): string {
  if (!file) return '';
  const { python, searched } = file;
  if (!searched) return python ? 'python' : 'text';
  return JSON.stringify([python, python ? searched.size : 0, searched.words ?? null]);
}
