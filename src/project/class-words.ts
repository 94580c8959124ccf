// Whether a file may mention a class of another file, by the words of its text; each file is read once.
import type { ProjectFile } from './project-file.ts';

interface ClassWords {
  /** The classes that it defines itself. */
  readonly defined: ReadonlySet<string>;
  /** The names that it takes from elsewhere: imported, or behind a dot. */
  readonly taken: ReadonlySet<string>;
  /** Whether it imports all names of some module. */
  readonly star: boolean;
}

const known = new WeakMap<ProjectFile, ClassWords>();

function wordsOf(file: ProjectFile): ClassWords {
  const there = known.get(file) ?? readWords(file.bytes.toString('latin1'));
  known.set(file, there);
  return there;
}

function readWords(text: string): ClassWords {
  const defined = [...text.matchAll(/^[ \t]*class (\w+)/gm)].map(([, name = '']) => name);
  const lists = [...text.matchAll(/(?<=[\w.])[ \t]+import\b([ \t]*\([^()]*|[^\n(]*)/g)];
  const imported = lists.flatMap(([, list = '']) => list.match(/\w+/g) ?? []);
  const dotted = [...text.matchAll(/\.(\w+)/g)].map(([, name = '']) => name);
  return {
    defined: new Set(defined),
    taken: new Set([...imported, ...dotted]),
    star: /\bimport[ \t]*\*/.test(text),
  };
}

/** Whether a file that holds the name of a class may mean that one: not where it has one of that name and takes none. */
export function mayMean(file: ProjectFile, owner: string): boolean {
  const { defined, taken, star } = wordsOf(file);
  return !defined.has(owner) || star || taken.has(owner);
}
