// The words of files, as a regular expression finds them.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { indexWords } from '../../src/project/word-index.ts';

/** The words of a text, without an index. */
function wordsOf(text: string): Set<string> {
  return new Set(
    [...text.matchAll(/\\?\w+/g)].flatMap(([found]) => {
      const word = found.replace(/^\\/, '');
      const mangled = word.startsWith('_') ? word.indexOf('__', 2) : -1;
      return [word, ...(word === found ? [] : [word.slice(1)]), ...(mangled > 0 ? [word.slice(mangled)] : [])];
    }),
  );
}

const fileOf = (path: string, bytes: Buffer) => ({ path, bytes, python: true, chosen: true });

const PIECES = ['a', 'b', 'ab', '_', '__', '\\', 'n', ' ', '.', '\n', '\\n', 'é', '_A__b', '__b'];
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(''));

it('finds the files that hold a word, in their order', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 6 }), text, (texts, asked) => {
      const files = texts.map((each, index) => fileOf(`m${index}.py`, Buffer.from(each, 'latin1')));
      const index = indexWords(files);
      for (const word of new Set([...wordsOf(asked), ...wordsOf(texts.join(' ')), '_', 'ab'])) {
        if (!/^\w+$/.test(word)) continue;
        const expected = files.filter((_, at) => wordsOf(texts[at] ?? '').has(word));
        expect(index(word).map(({ path }) => path)).toEqual(expected.map(({ path }) => path));
      }
    }),
    { numRuns: 2000 },
  );
});

it('finds a text that is no word wherever it stands', () => {
  const files = [fileOf('a.py', Buffer.from('x.y')), fileOf('b.py', Buffer.from('x y'))];
  expect(indexWords(files)('x.').map(({ path }) => path)).toEqual(['a.py']);
});
