// One line on a terminal while something takes long; nothing where stderr is no terminal.
import type { Messages } from './streams.ts';

/** A line that says how far it is. */
export interface ProgressLine {
  show(done: number, total: number, text: string): void;
  clear(): void;
}

const SLOW_MS = 300;

/** Makes the line; it appears only when the work has taken a while. */
export function progressLine(stderr: Messages): ProgressLine {
  const begun = Date.now();
  let shown = false;
  return {
    show(done, total, text) {
      if (Date.now() - begun < SLOW_MS) return;
      shown = true;
      stderr.progress(`[${done + 1}/${total}] ${text.slice(0, 70)}`);
    },
    clear: () => (shown ? stderr.progress(undefined) : undefined),
  };
}
