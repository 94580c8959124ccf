// The journal of an apply: what is to be written and what was there before, on the disk before the first file changes. It
// is made of one line with a checksum, one line of JSON, and the old contents one after the other.
import { dirname, join } from 'node:path';
import { isRecord } from '../../text/is-record.ts';
import { checksum } from '../disk/checksum.ts';
import { createFile, type Disk, removeFile, syncFolder } from '../disk/disk.ts';
import { strayFolders } from '../disk/path-containment.ts';

/** A tree that is written to, and the folder that its lock and its journal are in. */
export interface Site {
  /** Absolute, as all its files are relative to it. */
  readonly root: string;
  readonly place: string;
  readonly disk: Disk;
}

/** One file of a journal. */
export interface JournalFile {
  readonly path: string;
  /** Where its new content waits, beside it. */
  readonly temporary: string;
  /** Whether there was no such file. */
  readonly created: boolean;
  readonly before: Buffer;
  /** The checksum of its new content, and its length. */
  readonly after: string;
  readonly afterSize: number;
}

/** How a file stands: as it was, as it shall be, or as somebody else has made it. */
export type State = 'old' | 'new' | 'other';

/** A journal that is larger was not written by degreen, or cannot be. */
const LARGEST = 2 ** 30;

const TITLE = 'degreen apply journal 1';
const TEMPORARY = /^\.degreen-[0-9a-f-]+-\d+$/;

/** The file of the journal. */
export function journalFile({ place }: Pick<Site, 'place'>): string {
  return join(place, 'journal');
}

/** Writes the journal. @throws Error of the file system. */
export function writeJournal(site: Site, files: readonly JournalFile[]): void {
  const rows = files.map(({ before, ...rest }) => ({ ...rest, size: before.length }));
  const body = Buffer.concat([Buffer.from(`${JSON.stringify(rows)}\n`), ...files.map(({ before }) => before)]);
  if (body.length > LARGEST) throw new Error('it would be larger than 1 GiB');
  const head = Buffer.from(`${TITLE} ${checksum(body)}\n`);
  createFile(site.disk, journalFile(site), Buffer.concat([head, body]), { mode: 0o600, owner: undefined });
  syncFolder(site.disk, site.place);
}

/** Removes the journal: what it was about is done. @throws Error of the file system. */
export function removeJournal(site: Site): void {
  removeFile(site.disk, journalFile(site));
  syncFolder(site.disk, site.place);
}

/**
 * Reads the journal.
 * @returns undefined where there is none, an empty one where it was never finished: nothing was begun then.
 * @throws Error of the file system.
 */
export function readJournal(site: Site): readonly JournalFile[] | undefined {
  const status = site.disk.lstatSync(journalFile(site), { throwIfNoEntry: false });
  if (!status) return undefined;
  if (!status.isFile() || status.size > LARGEST + 1000) return [];
  return parseJournal(site.disk.readFileSync(journalFile(site))) ?? [];
}

function parseJournal(bytes: Buffer): JournalFile[] | undefined {
  const head = bytes.indexOf(10);
  const body = bytes.subarray(head + 1);
  if (bytes.subarray(0, Math.max(head, 0)).toString('latin1') !== `${TITLE} ${checksum(body)}`) return undefined;
  const end = body.indexOf(10);
  const rows: unknown = JSON.parse(body.subarray(0, end).toString('utf8'));
  if (!Array.isArray(rows)) return undefined;
  const files: JournalFile[] = [];
  let at = end + 1;
  for (const row of rows) {
    if (!isRow(row)) return undefined;
    const { size, ...file } = row;
    files.push({ ...file, before: body.subarray(at, at + size) });
    at += size;
  }
  return files;
}

interface Row extends Omit<JournalFile, 'before'> {
  readonly size: number;
}

/** A journal in a folder without git may come from anybody: it names files of its tree and nothing else. */
function isRow(row: unknown): row is Row {
  if (!isRecord(row)) return false;
  const { path, temporary, created, after, afterSize, size } = row;
  if (typeof path !== 'string' || typeof temporary !== 'string' || typeof after !== 'string') return false;
  if (typeof created !== 'boolean' || typeof size !== 'number' || typeof afterSize !== 'number') return false;
  const parts = path.split('/');
  if (path.includes('\0') || parts.some((part) => ['', '.', '..', '.git'].includes(part))) return false;
  const folder = dirname(path);
  const name = temporary.slice(folder === '.' ? 0 : folder.length + 1);
  return TEMPORARY.test(name) && temporary === (folder === '.' ? name : `${folder}/${name}`);
}

/** How a file of a journal stands now. @throws Error of the file system. */
export function stateOf({ root, disk }: Site, file: JournalFile): State {
  const { path, created, before, after, afterSize } = file;
  if (strayFolders(disk, root)(path) !== undefined) return 'other';
  const full = join(root, path);
  const status = disk.lstatSync(full, { throwIfNoEntry: false });
  if (!status) return created ? 'old' : 'other';
  if (!status.isFile() || ![before.length, afterSize].includes(status.size)) return 'other';
  const found = disk.readFileSync(full);
  if (checksum(found) === after) return 'new';
  return !created && found.equals(before) ? 'old' : 'other';
}

/** Whether the new content of a file waits whole. */
export function isStaged({ root, disk }: Site, file: JournalFile): boolean {
  if (strayFolders(disk, root)(file.path) !== undefined) return false;
  const full = join(root, file.temporary);
  const status = disk.lstatSync(full, { throwIfNoEntry: false });
  return (
    status?.isFile() === true && status.size === file.afterSize && checksum(disk.readFileSync(full)) === file.after
  );
}
