// What was found out about git blobs, kept in the git directory. A blob never changes, so an entry holds for as long as
// degreen counts in the same way. The file is replaced as a whole: whatever stops a run leaves the last whole one.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isRecord } from '../text/is-record.ts';
import { DISK, replaceFile } from './disk/disk.ts';
import { LIMIT, readPlainText } from './disk/regular-file.ts';
import { onEndingSignal } from './process/signals.ts';

/** What is kept about blobs. */
export interface BlobCache<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

/** How a value is written and read; what cannot be read is found out again. */
export interface BlobEncoding<Value> {
  encode(value: Value): unknown;
  decode(written: unknown): Value | undefined;
}

const FORMAT = 1;
const SAVE_EVERY_MS = 4000;

/**
 * Lends the cache of a repository and saves it: now and then, at the end, and when a signal ends the run.
 * @param analysis - what the entries depend on besides the blob; those of another one are forgotten.
 * @param stopped - called when a signal ends the run, after the cache was saved.
 */
export async function withBlobCache<Value, Result>(
  gitDirectory: string,
  analysis: string,
  encoding: BlobEncoding<Value>,
  use: (cache: BlobCache<Value>) => Promise<Result>,
  stopped: () => void,
): Promise<{ readonly result: Result; readonly trouble: string | undefined }> {
  const file = join(gitDirectory, 'degreen', 'burndown.json');
  const values = readEntries(file, analysis, encoding);
  let changed = false;
  let saved = Date.now();
  let trouble: string | undefined;
  const save = () => {
    if (changed) trouble = writeEntries(file, analysis, encoding, values);
    changed = false;
    saved = Date.now();
  };
  const release = onEndingSignal((signal) => {
    save();
    stopped();
    release();
    process.kill(process.pid, signal);
  });
  try {
    const result = await use({
      get: (key) => values.get(key),
      set(key, value) {
        values.set(key, value);
        changed = true;
        if (Date.now() - saved > SAVE_EVERY_MS) save();
      },
    });
    save();
    return { result, trouble };
  } finally {
    release();
    save();
  }
}

function readEntries<Value>(file: string, analysis: string, { decode }: BlobEncoding<Value>): Map<string, Value> {
  const values = new Map<string, Value>();
  try {
    const parsed: unknown = JSON.parse(readPlainText(file, file, LIMIT.made) ?? '');
    if (!isRecord(parsed) || parsed.version !== FORMAT || parsed.analysis !== analysis) return values;
    for (const [key, written] of Object.entries(isRecord(parsed.blobs) ? parsed.blobs : {})) {
      const value = decode(written);
      if (value !== undefined) values.set(key, value);
    }
  } catch {
    // There is none, or none that can be read: it is made again.
  }
  return values;
}

/** Writes all entries; gives the reason where that fails, which is no reason to stop. */
function writeEntries<Value>(
  file: string,
  analysis: string,
  { encode }: BlobEncoding<Value>,
  values: ReadonlyMap<string, Value>,
): string | undefined {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const blobs = Object.fromEntries([...values].map(([key, value]) => [key, encode(value)]));
    replaceFile(DISK, file, `${JSON.stringify({ version: FORMAT, analysis, blobs })}\n`);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
