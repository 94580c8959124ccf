// Where a word stands in a text. A few words are looked for one by one; who asks for many has all of them read at once.
import type { SourceFile } from './source.ts';

interface Words {
  readonly asked: Map<string, readonly number[]>;
  all: ReadonlyMap<string, readonly number[]> | undefined;
}

const known = new WeakMap<SourceFile, Words>();

/** Reading all words costs about as much as looking for so many. */
const FEW = 24;

/** The offsets at which a word stands by itself, in order. */
export function offsetsOf(source: SourceFile, word: string): readonly number[] {
  const words = known.get(source) ?? { asked: new Map(), all: undefined };
  known.set(source, words);
  const there = words.asked.get(word);
  if (there) return there;
  if (words.asked.size >= FEW) words.all ??= readAll(source.text);
  const found = words.all ? (words.all.get(word) ?? []) : search(source.text, word);
  words.asked.set(word, found);
  return found;
}

function search(text: string, word: string): number[] {
  const found: number[] = [];
  if (word === '') return found;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
    if (!isWordUnit(text, at - 1) && !isWordUnit(text, at + word.length)) found.push(at);
  return found;
}

function isWordUnit(text: string, index: number): boolean {
  const unit = text[index];
  return unit !== undefined && /[\p{L}\p{N}_]/u.test(unit);
}

function readAll(text: string): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}_]+/gu)) {
    const places = found.get(word);
    if (places) places.push(index);
    else found.set(word, [index]);
  }
  return found;
}
