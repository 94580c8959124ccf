// What is said of hunks has room: two lines beside the label of the review, at most three places, and all of them by a key.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fits, type Note, noteText } from '../../src/plan/hunks/note.ts';
import { saidOf } from '../full/planned.ts';
import { planOf } from '../support/plan.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The Python files of a folder, by their paths in it. */
function filesIn(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.py'));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'latin1')]));
}

function tooLong(files: Readonly<Record<string, string>>): string[] {
  return saidOf(planOf(files)).filter((text) => !fits(text));
}

it('every note and every advice of the sample project has room', () => {
  expect(tooLong(filesIn(join(ROOT, 'sample')))).toEqual([]);
});

const cases = readdirSync(join(ROOT, 'snapshots')).flatMap((folder) =>
  Object.entries(filesIn(join(ROOT, 'snapshots', folder))).map(([path, text]) => [`${folder}/${path}`, text] as const),
);

it.each(cases)('so it has in snapshots/%s', (path, text) => {
  expect(tooLong({ [path]: text })).toEqual([]);
});

it('says what is done at its places where there is room for all of it', () => {
  const place = (text: string) => ({ path: 'pkg/mod.py', line: 7, text });
  const note = (...texts: readonly string[]): Note => ({
    kind: 'transform',
    text: 'It is also used at',
    places: texts.map(place),
    reason: 'used elsewhere',
  });
  expect(noteText(note('returned'))).toBe('It is also used at pkg/mod.py:7 (returned).');
  const long = `named in the string ${'x'.repeat(60)}`;
  expect(noteText(note(long, long))).toBe('It is also used at pkg/mod.py:7, pkg/mod.py:7.');
});

it('names at most three places, fewer where they are long, and counts the others', () => {
  const note = (path: string, count: number): Note => ({
    kind: 'mocks-updated',
    text: 'Also updated:',
    places: Array.from({ length: count }, (_, index) => ({ path, line: index + 1 })),
    why: 'Look.',
    reason: 'updated',
  });
  expect(noteText(note('a.py', 1))).toBe('Also updated: a.py:1. Look.');
  expect(noteText(note('a.py', 3))).toBe('Also updated: a.py:1, a.py:2, a.py:3. Look.');
  expect(noteText(note('a.py', 5))).toBe('Also updated: a.py:1, a.py:2, a.py:3 and 2 more. Look.');
  const long = `${'package/'.repeat(7)}a.py`;
  expect(noteText(note(long, 3))).toBe(`Also updated: ${long}:1 and 2 more. Look.`);
});
