// Whether a path of a tree really lies in it: a folder that has become a symbolic link leads elsewhere.
import { dirname, join } from 'node:path';
import type { Disk } from './disk.ts';

/** Finds the folder above a path, relative to the root, that is a link or no folder at all; undefined where none is. */
export type StrayFolder = (path: string) => string | undefined;

/** Looks at each folder once. */
export function strayFolders(disk: Pick<Disk, 'lstatSync'>, root: string): StrayFolder {
  const known = new Map<string, string | undefined>([['.', undefined]]);
  const stray = (folder: string): string | undefined => {
    if (known.has(folder)) return known.get(folder);
    const above = stray(dirname(folder));
    const real = above === undefined && disk.lstatSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory();
    const found = above ?? (real ? undefined : folder);
    known.set(folder, found);
    return found;
  };
  return (path) => stray(dirname(path));
}
