// CPython's verdict on the mocks of small projects: judge_mocks.py, one process for all that is asked at once.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Files } from './golden-projects.ts';

/** The folder of the packages that stand in for what tests import. */
export const STUBS = fileURLToPath(new URL('stubs/', import.meta.url));

/** What CPython says of a project. */
export interface MockVerdict {
  /** Why a file cannot be imported, by path. */
  readonly errors: Readonly<Record<string, string>>;
  /** The calls that replace something: path, call, what the target lacks, and the first and last line. */
  readonly sites: readonly (readonly [string, string, string | null, number, number])[];
  /** The failure of each test, or null. */
  readonly tests: Readonly<Record<string, string | null>>;
}

/** Runs the tests of projects; equal projects are run once. */
export function judgeMocks(projects: readonly Files[]): MockVerdict[] {
  const keys = projects.map((files) =>
    JSON.stringify(
      Object.entries(files)
        .filter(([path]) => path.endsWith('.py'))
        .map(([path, bytes]) => [path, bytes.toString('base64')])
        .sort(),
    ),
  );
  const unique = [...new Set(keys)];
  const input = JSON.stringify(unique.map((key) => Object.fromEntries(JSON.parse(key))));
  const script = fileURLToPath(new URL('judge_mocks.py', import.meta.url));
  const verdicts: MockVerdict[] = JSON.parse(
    execFileSync('python3', [script], { input, maxBuffer: 1 << 30 }).toString(),
  );
  const byKey = new Map(unique.map((key, index) => [key, verdicts[index]]));
  return keys.map((key) => byKey.get(key) ?? { errors: { '': 'no answer' }, sites: [], tests: {} });
}
