// The cases of test/cases: small programs with what they print under the real eventlet, and what may be done with each.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** rewrite: has an equivalent; review: a person must look; manual: none, must stay; leave: it is not eventlet's. */
export type Verdict = 'rewrite' | 'review' | 'manual' | 'leave';

export interface Case {
  readonly name: string;
  readonly verdict: Verdict;
  readonly why: string;
  /** The names of eventlet that the case is about. */
  readonly apis: readonly string[];
  readonly before: string;
  readonly expected: string;
}

const root = new URL('../cases/', import.meta.url);
const read = (path: string) => readFileSync(fileURLToPath(new URL(path, root)), 'utf8');

const index: Readonly<Record<string, Pick<Case, 'verdict' | 'why' | 'apis'>>> = JSON.parse(read('index.json'));

export const cases: readonly Case[] = Object.entries(index).map(([name, { verdict, why, apis }]) => ({
  name,
  verdict,
  why,
  apis,
  before: read(`${name}/before.py`),
  expected: read(`${name}/expected.txt`),
}));
