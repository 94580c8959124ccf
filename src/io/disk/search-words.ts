// Words in a file of any size: it is read in pieces of 1 MiB, and no more of it than a piece is ever held. Lines and columns
// are counted on from piece to piece, and a word may begin in one and end in the next.
import { closeSync, openSync, readSync } from 'node:fs';

/** The first place of a word on a line. */
export interface FoundWord {
  /** From 1, in UTF-16 units of the line read as UTF-8. */
  readonly line: number;
  readonly column: number;
  /** As it is written. */
  readonly text: string;
}

/** A file that can be read on from its beginning. */
export interface OpenFile {
  /** The first piece, which the next read overwrites. */
  readonly head: Buffer;
  /** The whole, copied. */
  whole(): Buffer;
  /** One place for each line that holds a word in any letter case; undefined for a binary file, which git does not search. */
  find(words: readonly string[]): readonly FoundWord[] | undefined;
}

const PIECE = 1 << 20;
/** git takes a file for binary that has a NUL in so many of its first bytes. */
const BINARY_HEAD = 8000;
const LF = 10;
const piece = Buffer.allocUnsafe(PIECE);

/**
 * Opens a file for one use of it.
 * @throws Error as the file system has it.
 */
export function withFile<Result>(path: string, use: (file: OpenFile) => Result): Result {
  const file = openSync(path, 'r');
  const read = (from: number) => {
    let filled = from;
    while (filled < PIECE) {
      const count = readSync(file, piece, filled, PIECE - filled, null);
      if (count === 0) break;
      filled += count;
    }
    return filled;
  };
  try {
    const length = read(0);
    const head = piece.subarray(0, length);
    return use({
      head,
      whole() {
        const parts = [Buffer.from(head)];
        for (let count = length; count === PIECE; ) {
          count = read(0);
          parts.push(Buffer.from(piece.subarray(0, count)));
        }
        return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
      },
      find: (words) => (head.subarray(0, BINARY_HEAD).includes(0) ? undefined : search(words, length, read)),
    });
  } finally {
    closeSync(file);
  }
}

function search(words: readonly string[], first: number, read: (from: number) => number): FoundWord[] {
  const found: FoundWord[] = [];
  const pattern = new RegExp(words.join('|'), 'gi');
  const longest = Math.max(...words.map((word) => word.length));
  let line = 1;
  /** The units of the line before the piece. */
  let before = 0;
  for (let [length, last] = [first, false]; ; ) {
    last = length < PIECE;
    // What might be the beginning of a word waits for the next piece.
    const end = last ? length : length - longest + 1;
    const text = piece.toString('latin1', 0, length);
    let from = 0;
    for (const match of text.matchAll(pattern)) {
      if (match.index >= end) break;
      const start = piece.lastIndexOf(LF, match.index) + 1;
      if (start > from) {
        line += countLines(piece, from, start);
        [from, before] = [start, 0];
      }
      if (found.at(-1)?.line === line) continue;
      found.push({ line, column: before + unitsOf(piece, from, match.index) + 1, text: match[0] });
    }
    if (last) return found;
    const start = Math.max(from, piece.subarray(0, end).lastIndexOf(LF) + 1);
    if (start > from) [line, before] = [line + countLines(piece, from, start), 0];
    before += unitsOf(piece, start, end);
    piece.copyWithin(0, end, length);
    length = read(length - end);
  }
}

function countLines(bytes: Buffer, start: number, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(LF, start); at >= 0 && at < end; at = bytes.indexOf(LF, at + 1)) count++;
  return count;
}

/** The UTF-16 units of bytes, as UTF-8 begins its characters: those of four bytes are two units. */
function unitsOf(bytes: Buffer, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if ((byte & 0xc0) !== 0x80) count += byte >= 0xf0 ? 2 : 1;
  }
  return count;
}
