// The person's own editor on one text.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Opens a text in $VISUAL, $EDITOR or vi, and waits for its end.
 * @param name - of the file, for its suffix; without folders.
 */
export function editText(text: string, name: string): { readonly text: string } | { readonly trouble: string } {
  const folder = mkdtempSync(join(tmpdir(), 'degreen-edit-'));
  const file = join(folder, name);
  try {
    writeFileSync(file, text);
    const editor = process.env.VISUAL || process.env.EDITOR || 'vi';
    // The shell reads the variable, as git lets it, so that it may hold arguments.
    const { status, error, signal } = spawnSync('sh', ['-c', `${editor} "$@"`, editor, file], { stdio: 'inherit' });
    if (error) return { trouble: `the editor did not start: ${error.message}` };
    if (status !== 0)
      return { trouble: `the editor \`${editor}\` ended with ${signal ?? `exit code ${status}`}: nothing was changed` };
    try {
      return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(readFileSync(file)) };
    } catch {
      return { trouble: 'not taken: the editor did not save it as UTF-8' };
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
