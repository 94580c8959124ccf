// Which files hold which words: each file is read once, however many words are asked for. What is kept of a word is a number
// that others may share, so a file that is found is looked at again before it is an answer.
import { memo } from '../text/memoize.ts';
import type { ProjectFile } from './project-file.ts';

/** Finds the files that hold a word; a word is what `\w+` fits, and else any text. */
export type WordIndex = (word: string) => readonly ProjectFile[];

const WORD = /^\w+$/;

const UNDERSCORE = 0x5f;
const BACKSLASH = 0x5c;
const FACTOR = 0x01000193;
const IN_WORD = new Uint8Array(256);
for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_')
  IN_WORD[letter.charCodeAt(0)] = 1;

/**
 * Reads the words of files. A private name (`__name`) is found as `_Owner__name` too, and in a text the letter of an escape
 * (`\n`) is no part of the word behind it.
 */
export function indexWords(files: readonly ProjectFile[]): WordIndex {
  const observer = files[0]?.observer;
  const chains = observer ? observer.quietly(() => readChains(files)) : readChains(files);
  const find = (word: string): readonly ProjectFile[] => {
    if (!WORD.test(word)) return files.filter(({ bytes }) => bytes.includes(word));
    const letters = Buffer.from(word, 'latin1');
    return chains
      .files(hashOf(letters, 0, letters.length))
      .flatMap((index) => files[index] ?? [])
      .filter(({ bytes }) => holds(bytes, word));
  };
  return memo((word: string) => (observer ? observer.ofAll('word', word, () => find(word)) : find(word)));
}

function readChains(files: readonly ProjectFile[]): Chains {
  const chains = new Chains(files.reduce((sum, { bytes }) => sum + bytes.length, 0));
  for (const [index, { bytes }] of files.entries()) chains.read(bytes, index);
  return chains;
}

/** Whether bytes hold a word, as the index has it. */
export function holdsWord(bytes: Buffer, word: string): boolean {
  return WORD.test(word) ? holds(bytes, word) : bytes.includes(word);
}

/**
 * The files of each hash, as chains through one list: a map of arrays takes far more memory. The table is so small that
 * it stays in the processor's cache, and so a hash has some files of other words as well.
 */
class Chains {
  readonly #mask: number;
  /** The last link of each hash, and the file that it is of, both counted from 1; 0 for none. */
  readonly #last: Int32Array;
  readonly #newest: Int32Array;
  #file: Int32Array;
  #before: Int32Array;
  #length = 1;

  constructor(bytes: number) {
    const size = 2 ** Math.min(20, Math.max(10, Math.ceil(Math.log2(bytes / 512 + 1))));
    this.#mask = size - 1;
    this.#last = new Int32Array(size);
    this.#newest = new Int32Array(size);
    this.#file = new Int32Array(size);
    this.#before = new Int32Array(size);
  }

  /** Reads the words of a file; files come in their order. */
  read(bytes: Buffer, index: number): void {
    this.#makeRoom(bytes.length);
    const parted: number[] = [];
    this.#length = readWords(
      bytes,
      index + 1,
      this.#last,
      this.#newest,
      this.#file,
      this.#before,
      this.#length,
      parted,
    );
    for (let at = 0; at < parted.length; at += 2)
      this.#readParts(bytes, parted[at] ?? 0, parted[at + 1] ?? 0, index + 1);
  }

  /** The files that may hold the word of a hash. */
  files(hash: number): number[] {
    const found: number[] = [];
    for (let at = this.#last[this.#slot(hash)] ?? 0; at > 0; at = this.#before[at] ?? 0)
      found.push((this.#file[at] ?? 0) - 1);
    return found.reverse();
  }

  #slot(hash: number): number {
    return (hash ^ (hash >>> 15)) & this.#mask;
  }

  #add(hash: number, file: number): void {
    const slot = this.#slot(hash);
    if (this.#newest[slot] === file) return;
    this.#newest[slot] = file;
    this.#file[this.#length] = file;
    this.#before[this.#length] = this.#last[slot] ?? 0;
    this.#last[slot] = this.#length++;
  }

  /** The words that a word is read as beside itself. */
  #readParts(bytes: Buffer, start: number, end: number, file: number): void {
    if (bytes[start - 1] === BACKSLASH) this.#add(hashOf(bytes, start + 1, end), file);
    const mangled = mangledAt(bytes, start, end);
    if (mangled > 0) this.#add(hashOf(bytes, mangled, end), file);
  }

  /** A file adds each hash once, and a word has at most three. */
  #makeRoom(bytes: number): void {
    const most = this.#length + Math.min(this.#mask + 1, 3 * bytes);
    if (most <= this.#file.length) return;
    this.#file = longer(this.#file, most);
    this.#before = longer(this.#before, most);
  }
}

/** One loop that calls nothing, over arrays that are its own arguments: anything else takes twice the time. */
function readWords(
  bytes: Buffer,
  file: number,
  last: Int32Array,
  newest: Int32Array,
  files: Int32Array,
  before: Int32Array,
  from: number,
  parted: number[],
): number {
  const mask = last.length - 1;
  const end = bytes.length;
  let length = from;
  for (let at = 0; ; ) {
    while (at < end && IN_WORD[bytes[at] ?? 0] === 0) at++;
    if (at >= end) return length;
    const start = at;
    let hash = 0;
    let byte = bytes[at] ?? 0;
    do {
      hash = Math.imul(hash, FACTOR) ^ byte;
      if (++at >= end) break;
      byte = bytes[at] ?? 0;
    } while (IN_WORD[byte] !== 0);
    const slot = (hash ^ (hash >>> 15)) & mask;
    if (newest[slot] !== file) {
      newest[slot] = file;
      files[length] = file;
      before[length] = last[slot] ?? 0;
      last[slot] = length++;
    }
    if (bytes[start] === UNDERSCORE || bytes[start - 1] === BACKSLASH) parted.push(start, at);
  }
}

function longer(list: Int32Array, least: number): Int32Array {
  const longer = new Int32Array(Math.max(list.length * 2, least));
  longer.set(list);
  return longer;
}

function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = Math.imul(hash, FACTOR) ^ (bytes[at] ?? 0);
  return hash;
}

/** Where in `_Owner__name` the name begins; 0 where a word is none such. */
function mangledAt(bytes: Buffer, start: number, end: number): number {
  if (bytes[start] !== UNDERSCORE) return 0;
  for (let at = start + 2; at < end - 1; at++) if (bytes[at] === UNDERSCORE && bytes[at + 1] === UNDERSCORE) return at;
  return 0;
}

/** Whether a file has the word, as `Chains.read` reads words. */
function holds(bytes: Buffer, word: string): boolean {
  for (let at = bytes.indexOf(word); at >= 0; at = bytes.indexOf(word, at + 1)) {
    if (IN_WORD[bytes[at + word.length] ?? 0] !== 0) continue;
    let start = at;
    while (IN_WORD[bytes[start - 1] ?? 0] !== 0) start--;
    if (start === at || (start === at - 1 && bytes[start - 1] === BACKSLASH)) return true;
    if (mangledAt(bytes, start, at + word.length) === at) return true;
  }
  return false;
}
