// Folders for what is only needed for a while, in the place that the system has for them. Those of runs that were killed
// are removed by the next run.
import { lstatSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { errorCode, reasonOf } from './disk.ts';
import { isGone, newProcessIdentity } from './process-identity.ts';

/** What a program says when it is not its fault, in the words of the C library and as a code. */
const NO_ROOM = /No space left on device|Disk quota exceeded|Read-only file system|\b(?:ENOSPC|EDQUOT|EROFS)\b/;
const PROBE_BYTES = 1 << 16;

/**
 * Makes a scratch folder.
 * @throws UserError where none can be made.
 */
export function scratchFolder(use: string): string {
  const prefix = `degreen-${use}-`;
  removeLeftOver(prefix);
  try {
    return realpathSync(mkdtempSync(join(tmpdir(), `${prefix}${newProcessIdentity()}-`)));
  } catch (error) {
    throw noScratch(tmpdir(), reasonOf(error));
  }
}

/**
 * Whether a failure is one of the scratch folder and not of what was done in it.
 * @param said - what failed, in its own words.
 * @returns what a person can do about it.
 */
export function scratchTrouble(folder: string, said: string): UserError | undefined {
  const words = NO_ROOM.exec(said)?.[0];
  if (words !== undefined) return noScratch(folder, words);
  const probe = join(folder, 'probe');
  try {
    writeFileSync(probe, Buffer.alloc(PROBE_BYTES));
    rmSync(probe);
    return undefined;
  } catch (error) {
    return errorCode(error) === undefined ? undefined : noScratch(folder, reasonOf(error));
  }
}

function noScratch(folder: string, reason: string): UserError {
  return new UserError(
    `there is no room to work in ${folder} (${reason}); nothing was written`,
    'Free some there, or set TMPDIR to a folder that you may write to and that has some.',
  );
}

function removeLeftOver(prefix: string): void {
  try {
    for (const name of readdirSync(tmpdir())) {
      const path = join(tmpdir(), name);
      if (!name.startsWith(prefix) || !isGone(name.slice(prefix.length))) continue;
      if (lstatSync(path).uid === process.getuid?.()) rmSync(path, { recursive: true, force: true });
    }
  } catch {
    // Others may remove them at the same time, and a place that cannot be read is told of soon enough.
  }
}
