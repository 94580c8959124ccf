// What is said of hunks has room: two lines beside the label of the review, at most three places, and all of them by a key.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fits, type Note, noteText } from '../../src/plan/hunks/note.ts';
import { planOf } from '../support/plan.ts';

const SAMPLE = join(import.meta.dirname, '../../sample');

it('every note of the sample project has room', () => {
  const paths = readdirSync(SAMPLE, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.py'));
  const plan = planOf(Object.fromEntries(paths.map((path) => [path, readFileSync(join(SAMPLE, path), 'utf8')])));
  const notes = plan.hunks.flatMap((hunk) => hunk.notes);
  expect(notes.length).toBeGreaterThan(10);
  expect(notes.map(noteText).filter((text) => !fits(text))).toEqual([]);
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
