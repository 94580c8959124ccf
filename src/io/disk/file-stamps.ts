// Whether files are still what they were, without reading them: by what the file system says of each. Git does the same.
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { DISK } from './disk.ts';
import { strayFolders } from './path-containment.ts';

/** What the file system says of many files. */
export interface Stamps {
  /** A word for each path; the same word, the same file. */
  readonly words: readonly string[];
  /** When the youngest was changed, in milliseconds; a file may change once more in the tick of its clock. */
  readonly settledAt: number;
}

const MILLION = 1_000_000n;
/** The ticks of a clock that counts finely, and of one that counts seconds or two of them, in milliseconds. */
const [FINE, COARSE] = [50, 2_100];

/** Stamps files, relative to a root. @throws Error of the file system where one cannot be looked at. */
export function stampFiles(root: string, paths: readonly string[]): Stamps {
  const strays = strayFolders(DISK, root);
  let settledAt = 0;
  const words = paths.map((path) => {
    const stray = strays(path);
    const status = stray === undefined && lstatSync(join(root, path), { throwIfNoEntry: false, bigint: true });
    if (!status) return stray ?? '';
    const { mode, size, ino, dev, mtimeNs, ctimeNs } = status;
    const changed = ctimeNs > mtimeNs ? ctimeNs : mtimeNs;
    const tick = ctimeNs % (1000n * MILLION) === 0n ? COARSE : FINE;
    settledAt = Math.max(settledAt, Number(changed / MILLION) + tick);
    return `${mode} ${size} ${ino} ${dev} ${mtimeNs} ${ctimeNs}`;
  });
  return { words, settledAt };
}
