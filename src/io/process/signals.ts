// Signals that end a run, heard, or held back while ending would leave something half done.

/** The signals by which a person or a machine ends a run. */
const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Calls a listener for each of them until what is given back is called. */
export function onEndingSignal(listener: (signal: NodeJS.Signals) => void): () => void {
  for (const signal of ENDING_SIGNALS) process.on(signal, listener);
  return () => {
    for (const signal of ENDING_SIGNALS) process.off(signal, listener);
  };
}

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
  const release = onEndingSignal((signal) => {
    first ??= signal;
  });
  return { seen: () => first, release };
}
