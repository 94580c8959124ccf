// Texts that were read once and stay as they are. UPDATE_SNAPSHOTS=1 writes them; what it wrote is to be read like code.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'vitest';

/** Compares a text with its golden. */
export function expectGolden(golden: string, actual: string): void {
  if (process.env.UPDATE_SNAPSHOTS === '1') {
    mkdirSync(dirname(golden), { recursive: true });
    writeFileSync(golden, actual);
  }
  expect(existsSync(golden), `${golden} is there; UPDATE_SNAPSHOTS=1 writes it`).toBe(true);
  expect(actual).toBe(readFileSync(golden, 'utf8'));
}
