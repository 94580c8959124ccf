// One line on a terminal while something takes long; nothing where stderr is no terminal.

/** Where progress is shown. */
interface Terminal {
  readonly terminal: boolean;
  write(chunk: string): void;
}

/** A line that says how far it is. `text` must be free of control characters. */
export interface ProgressLine {
  show(done: number, total: number, text: string): void;
  clear(): void;
}

const SLOW_MS = 300;

/** Makes the line; it appears only when the work has taken a while. */
export function progressLine(stderr: Terminal): ProgressLine {
  if (!stderr.terminal) return { show: () => undefined, clear: () => undefined };
  const begun = Date.now();
  let shown = false;
  return {
    show(done, total, text) {
      if (Date.now() - begun < SLOW_MS) return;
      shown = true;
      stderr.write(`\r\u001b[K[${done + 1}/${total}] ${text.slice(0, 70)}`);
    },
    clear: () => (shown ? stderr.write('\r\u001b[K') : undefined),
  };
}
