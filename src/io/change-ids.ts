// Gerrit's Change-Ids: the same for the same patch of the same project whenever it is made, so that a series made again
// gives new patch sets and not new changes. Only ids that were asked for anew are kept, in the git directory.
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import { DISK, replaceFile } from './disk.ts';
import { LIMIT, readPlainText } from './plain.ts';
import { type Repository, rootCommit } from './repository.ts';

/** The Change-Ids of a series. */
export interface ChangeIds {
  of(key: string): string;
  /** Keeps those that are new; to be called when the series is handed over. */
  keep(): void;
}

/**
 * Finds the ids of patches.
 * @param fresh - ids that no earlier series had, where the changes of that are merged or abandoned.
 */
export async function changeIds(repository: Repository, keys: readonly string[], fresh: boolean): Promise<ChangeIds> {
  const file = join(repository.gitDirectory, 'degreen', 'change-ids.json');
  const kept = readKept(file);
  const root = await rootCommit(repository);
  const derive = (key: string, salt: string) =>
    `I${createHash('sha1').update(`${root}\n${key}\n${salt}`).digest('hex')}`;
  const ids = new Map(keys.map((key) => [key, fresh ? derive(key, randomUUID()) : (kept.get(key) ?? derive(key, ''))]));
  return {
    of: (key) => ids.get(key) ?? derive(key, ''),
    keep() {
      if (!fresh) return;
      mkdirSync(dirname(file), { recursive: true });
      const all = Object.fromEntries([...kept, ...ids].sort(([a], [b]) => (a < b ? -1 : 1)));
      replaceFile(DISK, file, `${JSON.stringify({ version: 1, ids: all }, null, 2)}\n`);
    },
  };
}

function readKept(file: string): ReadonlyMap<string, string> {
  const text = readPlainText(file, file, LIMIT.made);
  if (text === undefined) return new Map();
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && 'ids' in parsed) {
      const { ids } = parsed;
      const entries = typeof ids === 'object' && ids !== null ? Object.entries(ids) : [];
      return new Map(entries.filter((entry): entry is [string, string] => /^I[0-9a-f]{40}$/.test(String(entry[1]))));
    }
  } catch {
    // Falls through to the message.
  }
  throw new UserError(`${file} cannot be understood`, 'Remove it; the Change-Ids are made anew then.');
}
