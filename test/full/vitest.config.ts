// The tests that need the network, Debian's packages and minutes; `npm test` leaves them out.
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const minutes = 60_000;

/** What takes longest, longest first: what begins last should be short, so that both workers end at about the same time. */
const LONG = ['faults', 'corpus', 'corpus-nova', 'patch', 'behaviour', 'review', 'two-runs', 'process', 'fuzz'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONG.indexOf(basename(moduleId, '.test.ts'));
      return at < 0 ? LONG.length : at;
    };
    return [...files].sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/full/**/*.test.ts'],
    // Most tests wait for one program that they started, which uses one processor.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 20 * minutes,
    hookTimeout: 10 * minutes,
    reporters: ['verbose'],
    disableConsoleIntercept: true,
  },
});
