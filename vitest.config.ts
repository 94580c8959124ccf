import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/full/**'],
    setupFiles: ['test/support/random-seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Most tests wait for a program that they started, so a worker more than vitest would take does not slow the others.
    maxWorkers: 2,
  },
});
