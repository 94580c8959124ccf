// The tests that need the network, Debian's packages and minutes; `npm test` leaves them out.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const minutes = 60_000;

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/full/**/*.test.ts'],
    // Most tests wait for one program that they started, which uses one processor.
    maxWorkers: 2,
    testTimeout: 20 * minutes,
    hookTimeout: 10 * minutes,
    reporters: ['verbose'],
    disableConsoleIntercept: true,
  },
});
