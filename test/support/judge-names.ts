// CPython's verdict on the names of rewritten files: judge_names.py.
import type { Hunk } from '../../src/plan/hunks/hunk.ts';
import { compose, type FlatEdit } from '../../src/python/compose.ts';
import { askNames } from './python.ts';

/** One file before and after, and how often each symbol was meant to be written. */
export interface Rewritten {
  readonly before: Buffer;
  readonly after: Buffer;
  readonly added: Readonly<Record<string, number>>;
}

/** What CPython says: the problems of each pair, and how many expressions of each file before reach into the roots. */
export interface Verdict {
  readonly problems: readonly string[];
  readonly uses: number;
}

interface Answer {
  readonly pairs: readonly (readonly string[])[];
  readonly uses: readonly number[];
}

/** Asks about all pairs; equal sources are read once. */
export function judgeNames(rewritten: readonly Rewritten[], roots: Iterable<string>): Verdict[] {
  const sources = new Map<string, number>();
  const numberOf = (bytes: Buffer): number => {
    const key = bytes.toString('base64');
    const number = sources.get(key) ?? sources.size;
    sources.set(key, number);
    return number;
  };
  const pairs = rewritten.map(({ before, after, added }) => ({
    before: numberOf(before),
    after: numberOf(after),
    added,
  }));
  const answer = askNames<Answer>({ sources: [...sources.keys()], pairs, roots: [...roots] });
  return pairs.map(({ before }, index) => ({ problems: answer.pairs[index] ?? [], uses: answer.uses[before] ?? 0 }));
}

/** How often the changes of hunks write each symbol: as often as the text is written that they stand in. */
export function symbolsOf(hunks: Iterable<Hunk>): Record<string, number> {
  const counts: Record<string, number> = {};
  count(compose([...hunks].map(({ changes }) => changes)).edits, counts);
  return counts;
}

function count(edits: readonly FlatEdit[], counts: Record<string, number>): void {
  for (const piece of edits.flatMap(({ pieces }) => pieces)) {
    if (typeof piece === 'string') continue;
    if ('copy' in piece) count(piece.edits, counts);
    // What is seen from another file is written in a string, or through a name of the project.
    if (!('symbol' in piece) || piece.seenFrom) continue;
    const named = piece.part && !piece.inPlaceOf;
    const written = named ? piece.symbol.slice(0, piece.symbol.lastIndexOf('.')) : piece.symbol.replace(/\.$/, '');
    counts[written] = (counts[written] ?? 0) + 1;
  }
}
