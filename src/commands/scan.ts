// `scan`: the ledger. What makes it is loaded only where nothing is kept of an earlier run.
import type { ScanOptions } from './print-ledger.ts';
import { withSavedAnswer } from './saved-answer.ts';
import type { World } from './world.ts';

/** Prints the ledger. */
export function scan(world: World, paths: readonly string[], options: ScanOptions): Promise<number> {
  return withSavedAnswer(world, 'scan', paths, options, async (recorder) => {
    const { printLedger } = await import('./print-ledger.ts');
    return printLedger(recorder, paths, options);
  });
}
