// The world as a command sees it: where it prints, and which exit code says what.

import type { Head, Messages, Output } from '../io/terminal/streams.ts';
import type { Registry } from '../project/symbol-owners.ts';
import type { Observation } from './answer-basis.ts';

/** The world as a command sees it. */
export interface World {
  readonly cwd: string;
  readonly version: string;
  /** The transforms; without it, those of `transforms/`. */
  readonly registry?: Registry;
  readonly stdout: Output;
  readonly stderr: Messages;
  readStdin(): Promise<string>;
  /** Sees what is asked of the project; only where somebody wants to know. */
  readonly observation?: Observation;
}

/** Exit codes, as the contract has them. */
export const EXIT = { done: 0, found: 1, usage: 2, bug: 70 } as const;

/** What stands before a file that was left out, with the reason. */
export const SKIPPED: Head = { word: 'skipped', look: 'yellow' };

/** What stands before a transform that failed, with its error. */
export const BUG: Head = { word: 'bug', look: 'red' };
