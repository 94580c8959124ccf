// A text file that a person named on the command line: read where it is a plain one, written whole or not at all.
import { lstatSync, writeFileSync } from 'node:fs';
import { UserError } from '../../errors.ts';
import { DISK, reasonOf, replaceFile } from './disk.ts';
import { LIMIT, readPlainText } from './regular-file.ts';

/**
 * Reads it.
 * @param shown - as the person named it.
 * @throws UserError where that cannot be done.
 */
export function readText(path: string, shown: string): string {
  const text = readPlainText(path, shown, LIMIT.made);
  if (text === undefined) throw new UserError(`${shown} cannot be read: there is no such file`);
  return text;
}

/**
 * Writes it.
 * @throws UserError where that cannot be done.
 */
export function writeText(path: string, text: string): void {
  try {
    // What is no plain file, such as /dev/stdout or a pipe, is written to as it is.
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (status && !status.isFile()) writeFileSync(path, text);
    else replaceFile(DISK, path, text);
  } catch (error) {
    throw new UserError(
      `${path} cannot be written (${reasonOf(error)})`,
      'Name a file in a folder that is there and that you may write to.',
    );
  }
}
