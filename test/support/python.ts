// CPython as a judge: python.py, one process for all that a test file asks.
import { fileURLToPath } from 'node:url';
import { answersOf } from './answers.ts';

const ask = answersOf('python3', ['-B', fileURLToPath(new URL('./python.py', import.meta.url))]);

/** Asks CPython whether each source is valid; the answers are null or the error. */
export function compileErrors(sources: readonly Buffer[]): (string | null)[] {
  return listOf(ask({ compile: sources.map((source) => source.toString('base64')) }));
}

/** Asks judge_names.py, which says what its request and its answer hold. */
export function askNames<Answer>(request: unknown): Answer {
  const answer = ask({ names: request });
  if (answer === undefined) throw new Error('CPython did not answer');
  return answer as Answer;
}

/** One file before and after, and the calls that were rewritten: by which transform, and where (line from 1, column from 0). */
export interface RewrittenCalls {
  readonly before: Buffer;
  readonly after: Buffer;
  readonly taken: readonly (readonly [string, number, number])[];
}

/** Asks whether files are what judge_rewrites.py makes of them; the answers are null or what is wrong. */
export function judgeRewrites(requests: readonly RewrittenCalls[]): (string | null)[] {
  const coded = requests.map(({ before, after, taken }) => ({
    before: before.toString('base64'),
    after: after.toString('base64'),
    taken,
  }));
  return listOf(ask({ rewrites: coded }));
}

/** A file before and after a block moved out of its `with`, or a name became a constant; lines from 1, columns from 0. */
export interface MovedBlock {
  readonly before: string;
  readonly after: string;
  readonly unwrap?: readonly [number, number];
  readonly fold?: readonly [number, number];
  readonly value?: boolean | null;
}

/** Asks judge_blocks.py whether files are what they should be; the answers are null or what is wrong. */
export function judgeBlocks(requests: readonly MovedBlock[]): (string | null)[] {
  const coded = requests.map(({ before, after, ...rest }) => ({
    before: Buffer.from(before).toString('base64'),
    after: Buffer.from(after).toString('base64'),
    ...rest,
  }));
  return listOf(ask({ blocks: coded }));
}

/** Runs programs by judge_makers.py: the types of what each place of each was, by the number of the place. */
export function typesAt(programs: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string[]>>[] {
  const answers = ask({ makers: programs });
  if (!Array.isArray(answers)) throw new Error('CPython did not answer');
  return answers;
}

function listOf(answers: unknown): (string | null)[] {
  if (!Array.isArray(answers)) throw new Error('CPython did not answer');
  return answers;
}
