// Runs Python programs with the real eventlet or without any: behave.py, one interpreter for all that is asked at once.
import { fileURLToPath } from 'node:url';
import { run } from './tree.ts';

const python = process.env.DEGREEN_PYTHON ?? '/usr/bin/python3';
const runner = fileURLToPath(new URL('behave.py', import.meta.url));

/** Why programs cannot be run with the library; undefined where they can. */
export function missingEventlet(): Promise<string | undefined> {
  return run(python, ['-c', 'import eventlet']).then(
    () => undefined,
    () => 'needs python3-eventlet',
  );
}

/** A program that is run. */
export interface Program {
  readonly name: string;
  readonly source: string;
  /** Whether everything is monkey-patched before it starts. */
  readonly patched: boolean;
  /** Where it runs, with the modules that are there; nowhere in particular without it. */
  readonly folder?: string;
  readonly args?: readonly string[];
}

/** What became of it. */
export interface Result {
  readonly name: string;
  readonly status: number | 'timeout';
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs programs, each in its own process: with the real eventlet, or where importing it fails. */
export async function results(
  where: 'eventlet' | 'native',
  programs: readonly Program[],
  seconds = 30,
): Promise<readonly Result[]> {
  const input = JSON.stringify({ seconds, programs });
  return JSON.parse((await run(python, ['-W', 'ignore', runner, where], { input })).stdout.toString());
}
