// What is left at the end of a history: each name with its places, and the page that says what to do about it.

import type { Registry } from '../project/symbol-owners.ts';
import type { FileCounts } from './file-counts.ts';

/** A line where a name stands. */
export interface RemainingPlace {
  readonly path: string;
  readonly line: number;
  readonly imported: boolean;
}

/** One name of the library that is still there. */
export interface RemainingName {
  readonly name: string;
  readonly transform: string;
  readonly advice: NamePage;
  readonly places: readonly RemainingPlace[];
}

/** What a person can do about a name. */
export interface NamePage {
  /** What it is in the standard library; empty where there is nothing. */
  readonly equivalent: string;
  readonly paragraphs: readonly string[];
}

/** What is only imported under its name is used under the names of what is in it. */
const IMPORTED: NamePage = {
  equivalent: '',
  paragraphs: ['Only imported: an import goes with the last use of what is reached through it.'],
};

/** The names of the files, those with the most places first. */
export function remainingNames(files: ReadonlyMap<string, FileCounts>, registry: Registry): RemainingName[] {
  const found = new Map<string, RemainingName & { places: RemainingPlace[] }>();
  for (const [path, { names }] of files) {
    for (const { name, transform, imports, uses } of names) {
      const key = `${transform} ${name}`;
      const advice = adviceOf(name, transform, registry);
      const own = found.get(key) ?? { name, transform, advice, places: [] };
      own.places.push(
        ...imports.map((line) => ({ path, line, imported: true })),
        ...uses.map((line) => ({ path, line, imported: false })),
      );
      found.set(key, own);
    }
  }
  for (const { places } of found.values())
    places.sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
  const all = [...found.values()].map((left) =>
    left.places.every(({ imported }) => imported) ? { ...left, advice: IMPORTED } : left,
  );
  return all.sort((a, b) => b.places.length - a.places.length || (a.name < b.name ? -1 : 1));
}

/** From the page of a name; where the transform is not its owner, as with an import that serves it, that of the transform. */
function adviceOf(name: string, transform: string, registry: Registry): NamePage {
  const owner = registry.ownerOf(name);
  const own = owner?.transform.id === transform ? owner.transform.explain(name) : undefined;
  const page = own ?? registry.transforms.find((each) => each.id === transform)?.explain();
  return { equivalent: page?.equivalent ?? '', paragraphs: page ? [...page.does, ...page.safe] : [] };
}
