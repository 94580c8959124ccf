// Which files hold which words: each file is read once, however many words are asked for.
import type { ProjectFile } from './project-file.ts';

/** Finds the files that hold a word; a word is what `\w+` fits, and else any text. */
export type WordIndex = (word: string) => readonly ProjectFile[];

/**
 * Reads the words of files. A private name (`__name`) is found as `_Owner__name` too, and in a text the letter of an escape
 * (`\n`) is no part of the word behind it.
 */
export function indexWords(files: readonly ProjectFile[]): WordIndex {
  const holders = new Map<string, ProjectFile[]>();
  for (const file of files) {
    const add = (word: string) => {
      const known = holders.get(word);
      if (!known) holders.set(word, [file]);
      else if (known.at(-1) !== file) known.push(file);
    };
    for (const found of new Set(file.bytes.toString('latin1').match(/\\?\w+/g))) {
      const word = found.startsWith('\\') ? found.slice(1) : found;
      add(word);
      if (word !== found) add(word.slice(1));
      const mangled = word.startsWith('_') ? word.indexOf('__', 2) : -1;
      if (mangled > 0) add(word.slice(mangled));
    }
  }
  return (word) => {
    if (/^\w+$/.test(word)) return holders.get(word) ?? [];
    return files.filter(({ bytes }) => bytes.includes(word));
  };
}
