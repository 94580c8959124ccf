// Signals that end a run, held back while ending would leave something half done.

/** The signals by which a person or a machine ends a run. */
export const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Signals that are held back. */
export interface HeldSignals {
  /** The first that came. */
  seen(): NodeJS.Signals | undefined;
  /** Lets them have their way again. */
  release(): void;
}

/** Holds them back until they are released; what came is for the caller to act upon. */
export function holdSignals(): HeldSignals {
  let first: NodeJS.Signals | undefined;
  const note = (signal: NodeJS.Signals) => {
    first ??= signal;
  };
  for (const signal of ENDING_SIGNALS) process.on(signal, note);
  return {
    seen: () => first,
    release() {
      for (const signal of ENDING_SIGNALS) process.off(signal, note);
    },
  };
}
