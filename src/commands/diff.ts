// `diff`: prints what would change, and writes nothing. What works it out is loaded only where nothing is kept of an earlier run.
import type { DiffOptions } from './print-diff.ts';
import { withSavedAnswer } from './saved-answer.ts';
import type { World } from './world.ts';

/** Prints what would change. */
export function diff(world: World, paths: readonly string[], options: DiffOptions): Promise<number> {
  return withSavedAnswer(world, 'diff', paths, options, async (recorder) => {
    const { printDiff } = await import('./print-diff.ts');
    return printDiff(recorder, paths, options);
  });
}
