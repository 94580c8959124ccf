// The person's own editor on one text.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { reasonOf } from '../disk/disk.ts';
import { LIMIT, readPlain } from '../disk/regular-file.ts';
import { scratchFolder } from '../disk/temporary-folder.ts';

/**
 * Opens a text in $VISUAL, $EDITOR or vi, and waits for its end.
 * @param name - of the file, for its suffix; without folders.
 */
export function editText(text: string, name: string): Edited {
  let folder: string;
  try {
    folder = scratchFolder('edit');
  } catch (error) {
    return { trouble: error instanceof UserError ? error.message : reasonOf(error) };
  }
  try {
    return editIn(join(folder, name), text);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Edited = { readonly text: string } | { readonly trouble: string };

function editIn(file: string, text: string): Edited {
  const editor = process.env.VISUAL || process.env.EDITOR || 'vi';
  let bytes: Buffer | undefined;
  try {
    writeFileSync(file, text);
    // The shell reads the variable, as git lets it, so that it may hold arguments.
    const { status, error, signal } = spawnSync('sh', ['-c', `${editor} "$@"`, editor, file], { stdio: 'inherit' });
    if (error) return { trouble: `the editor did not start: ${error.message}` };
    if (status !== 0)
      return { trouble: `the editor \`${editor}\` ended with ${signal ?? `exit code ${status}`}: nothing was changed` };
    bytes = readPlain(file, 'what the editor saved', LIMIT.written);
  } catch (error) {
    return { trouble: `not taken: ${error instanceof UserError ? error.message : `${file}: ${reasonOf(error)}`}` };
  }
  try {
    if (!bytes) return { trouble: 'not taken: the editor removed the file' };
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes) };
  } catch {
    return { trouble: 'not taken: the editor did not save it as UTF-8' };
  }
}
