// The file that holds the baseline: found, read as it is, replaced whole.
import { relative, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { DISK, reasonOf, replaceFile } from './disk/disk.ts';
import { LIMIT, readPlainText } from './disk/regular-file.ts';

/** Where a baseline is, and what it holds. */
export interface BaselineFile {
  /** Absolute. */
  readonly path: string;
  /** As the user may type it. */
  readonly shown: string;
  /** Undefined where there is none. */
  readonly text: string | undefined;
}

/**
 * Reads the baseline of a root.
 * @param named - what `--baseline` names, from the current folder; else the usual file of the root.
 * @throws UserError where it is there and cannot be read.
 */
export function readBaselineFile(root: string, cwd: string, usual: string, named: string | undefined): BaselineFile {
  const path = named === undefined ? resolve(root, usual) : resolve(cwd, named);
  const shown = named ?? (relative(cwd, path) || path);
  return { path, shown, text: readPlainText(path, shown, LIMIT.made) };
}

/**
 * Replaces the baseline, whole or not at all.
 * @throws UserError where that fails.
 */
export function writeBaselineFile({ path, shown }: BaselineFile, text: string): void {
  try {
    replaceFile(DISK, path, text);
  } catch (error) {
    throw new UserError(
      `${shown} cannot be written (${reasonOf(error)})`,
      'Fix that, or name another file with --baseline.',
    );
  }
}
