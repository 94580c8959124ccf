// Answers of commands, kept in the git directory, each under a word that says what was asked. An entry is a file that is only
// ever replaced as a whole, so that runs side by side, and killed ones, do no harm.
import { lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checksum } from './disk/checksum.ts';
import { DISK, removeQuietly, replaceFile } from './disk/disk.ts';

const FORMAT = 1;
const MOST_ENTRIES = 24;
const MOST_BYTES = 32 << 20;

/** The answer under a word, which whoever asks must check; undefined where there is none, or none that is whole. */
export function readAnswer(gitDirectory: string, key: string): unknown {
  try {
    const text = readFileSync(fileFor(gitDirectory, key), 'utf8');
    const end = text.indexOf('\n');
    if (text.slice(0, end) !== headFor(text.slice(end + 1))) return undefined;
    return JSON.parse(text.slice(end + 1));
  } catch {
    return undefined;
  }
}

/** Keeps an answer that JSON can hold, and forgets the oldest where they are too many. What cannot be written is not kept. */
export function saveAnswer(gitDirectory: string, key: string, answer: object): void {
  try {
    const body = JSON.stringify(answer);
    if (body.length > MOST_BYTES / 4) return;
    mkdirSync(folderOf(gitDirectory), { recursive: true });
    replaceFile(DISK, fileFor(gitDirectory, key), `${headFor(body)}\n${body}`);
    forgetOldest(folderOf(gitDirectory));
  } catch {
    // The next run works it out again.
  }
}

function folderOf(gitDirectory: string): string {
  return join(gitDirectory, 'degreen', 'answers');
}

function fileFor(gitDirectory: string, key: string): string {
  return join(folderOf(gitDirectory), key);
}

function headFor(body: string): string {
  return `degreen answer ${FORMAT} ${checksum(body)}`;
}

function forgetOldest(folder: string): void {
  const entries = readdirSync(folder)
    .flatMap((name) => {
      const path = join(folder, name);
      const status = lstatSync(path, { throwIfNoEntry: false });
      return status ? [{ path, size: status.size, at: status.mtimeMs }] : [];
    })
    .sort((a, b) => b.at - a.at);
  let bytes = 0;
  for (const [index, { path, size }] of entries.entries()) {
    bytes += size;
    if (index >= MOST_ENTRIES || bytes > MOST_BYTES) removeQuietly(DISK, path);
  }
}
