// What a command printed, kept in the git directory under a word for all that it depends on. An entry is a file that is
// written whole and never changed, so that runs side by side, and killed ones, do no harm.
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../text/is-record.ts';
import { DISK, removeQuietly, replaceFile } from './disk/disk.ts';

/** One thing that was printed. */
export type Printed =
  /** `bytes`: in base64. */
  | { readonly to: 'print' | 'write' | 'bytes'; readonly text: string }
  | {
      readonly to: 'say';
      readonly text: string;
      readonly head?: { readonly word: string; readonly look: 'red' | 'yellow' };
    };

/** An answer as it is kept. */
export interface SavedAnswer {
  readonly code: number;
  /** What stood for the control character of colours. */
  readonly mark: string;
  readonly printed: readonly Printed[];
}

const FORMAT = 1;
const MOST_ENTRIES = 24;
const MOST_BYTES = 32 << 20;

/** The answer under a word; undefined where there is none, or none that is whole. */
export function readAnswer(gitDirectory: string, key: string): SavedAnswer | undefined {
  try {
    const text = readFileSync(fileFor(gitDirectory, key), 'utf8');
    const end = text.indexOf('\n');
    if (text.slice(0, end) !== headFor(text.slice(end + 1))) return undefined;
    const answer: unknown = JSON.parse(text.slice(end + 1));
    return isAnswer(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps an answer, and forgets the oldest where they are too many. What cannot be written is not kept. */
export function saveAnswer(gitDirectory: string, key: string, answer: SavedAnswer): void {
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
  return `degreen answer ${FORMAT} ${createHash('sha256').update(body).digest('hex')}`;
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

function isAnswer(value: unknown): value is SavedAnswer {
  return (
    isRecord(value) &&
    typeof value.code === 'number' &&
    typeof value.mark === 'string' &&
    Array.isArray(value.printed) &&
    value.printed.every(
      (each: unknown) => isRecord(each) && typeof each.to === 'string' && typeof each.text === 'string',
    )
  );
}
