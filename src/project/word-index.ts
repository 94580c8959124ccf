// Which files hold which words: each file is read once, however many words are asked for. What is kept of a word is a number
// that others may share, so a file that is found is looked at again before it is an answer.
import { memo } from '../text/memoize.ts';
import type { ProjectFile } from './project-file.ts';

/** Finds the files that hold a word; a word is what `\w+` fits, and else any text. */
export type WordIndex = (word: string) => readonly ProjectFile[];

const WORD = /^\w+$/;

const UNDERSCORE = 0x5f;
const BACKSLASH = 0x5c;
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
  for (const [index, { bytes }] of files.entries()) readWords(bytes, index, chains);
  return chains;
}

/** Whether bytes hold a word, as the index has it. */
export function holdsWord(bytes: Buffer, word: string): boolean {
  return WORD.test(word) ? holds(bytes, word) : bytes.includes(word);
}

/** The files of each hash, as chains through one list: a map of arrays takes ten times the memory. */
class Chains {
  readonly #mask: number;
  /** The last link of each hash, and the file that it is of; -1 for none. */
  readonly #first: Int32Array;
  readonly #newest: Int32Array;
  #file: Int32Array;
  #before: Int32Array;
  #length = 0;

  constructor(bytes: number) {
    const size = 2 ** Math.min(20, Math.max(10, Math.ceil(Math.log2(bytes / 16 + 1))));
    this.#mask = size - 1;
    this.#first = new Int32Array(size).fill(-1);
    this.#newest = new Int32Array(size).fill(-1);
    this.#file = new Int32Array(size / 2);
    this.#before = new Int32Array(size / 2);
  }

  /** Files come in their order. */
  add(hash: number, file: number): void {
    const slot = (hash ^ (hash >>> 15)) & this.#mask;
    if (this.#newest[slot] === file) return;
    this.#newest[slot] = file;
    if (this.#length === this.#file.length) {
      this.#file = doubled(this.#file);
      this.#before = doubled(this.#before);
    }
    this.#file[this.#length] = file;
    this.#before[this.#length] = this.#first[slot] ?? -1;
    this.#first[slot] = this.#length++;
  }

  files(hash: number): number[] {
    const found: number[] = [];
    const slot = (hash ^ (hash >>> 15)) & this.#mask;
    for (let at = this.#first[slot] ?? -1; at >= 0; at = this.#before[at] ?? -1) found.push(this.#file[at] ?? -1);
    return found.reverse();
  }
}

function doubled(list: Int32Array): Int32Array {
  const longer = new Int32Array(list.length * 2);
  longer.set(list);
  return longer;
}

/** One loop over the bytes, as V8 does it best. */
function readWords(bytes: Buffer, file: number, chains: Chains): void {
  let start = -1;
  let hash = 0;
  for (let at = 0; at <= bytes.length; at++) {
    const byte = at < bytes.length ? (bytes[at] ?? 0) : 0;
    if (IN_WORD[byte] !== 0) {
      if (start < 0) {
        start = at;
        hash = 0;
      }
      hash = Math.imul(hash, 0x01000193) ^ byte;
    } else if (start >= 0) {
      chains.add(hash, file);
      if (bytes[start] === UNDERSCORE || bytes[start - 1] === BACKSLASH) readParts(bytes, start, at, file, chains);
      start = -1;
    }
  }
}

/** The words that a word is read as beside itself. */
function readParts(bytes: Buffer, start: number, end: number, file: number, chains: Chains): void {
  if (bytes[start - 1] === BACKSLASH) chains.add(hashOf(bytes, start + 1, end), file);
  const mangled = mangledAt(bytes, start, end);
  if (mangled > 0) chains.add(hashOf(bytes, mangled, end), file);
}

function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = Math.imul(hash, 0x01000193) ^ (bytes[at] ?? 0);
  return hash;
}

/** Where in `_Owner__name` the name begins; 0 where a word is none such. */
function mangledAt(bytes: Buffer, start: number, end: number): number {
  if (bytes[start] !== UNDERSCORE) return 0;
  for (let at = start + 2; at < end - 1; at++) if (bytes[at] === UNDERSCORE && bytes[at + 1] === UNDERSCORE) return at;
  return 0;
}

/** Whether a file has the word, as `readWords` reads words. */
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
