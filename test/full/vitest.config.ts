// The tests that need the network, Debian's packages and minutes; `npm test` leaves them out.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const minutes = 60_000;

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/full/**/*.test.ts'],
    // The tests measure and use all processors themselves.
    fileParallelism: false,
    testTimeout: 20 * minutes,
    hookTimeout: 10 * minutes,
    reporters: ['verbose'],
    disableConsoleIntercept: true,
  },
});
