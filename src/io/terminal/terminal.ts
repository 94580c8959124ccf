// The terminal of an interactive program: a screen of its own, and the one before back on every way out.

/** The way between the two screens, and what signals do to it. */
export interface Terminal {
  /** Gives an empty screen. */
  enter(): void;
  leave(): void;
  /** Stops the process as a shell's job control does; resolves when it goes on. */
  suspend(): Promise<void>;
  onContinue(listener: () => void): () => void;
  onCrash(listener: (error: unknown) => void): () => void;
  /** Gives up the signals. */
  close(): void;
}

const ENTER = '\u001b[?1049h';
const CLEAR = '\u001b[2J\u001b[H\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?1049l';
const NOT_STOPPED_MS = 500;
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * Takes over a terminal.
 * @param ending - called once when a signal or a crash ends the process, after the screen is back.
 */
export function openTerminal(stdin: NodeJS.ReadStream, stdout: NodeJS.WriteStream, ending: () => void): Terminal {
  let own = false;
  const enter = () => {
    stdout.write(own ? CLEAR : ENTER + CLEAR);
    own = true;
  };
  const leave = () => {
    if (!own) return;
    own = false;
    if (stdin.isTTY) stdin.setRawMode(false);
    // What is written now must be out before the process ends or stops.
    stdout.write(LEAVE);
  };
  const ended = () => {
    leave();
    ending();
  };
  const signalled = (signal: NodeJS.Signals) => {
    ended();
    for (const each of ENDING) process.off(each, signalled);
    process.kill(process.pid, signal);
  };
  let stopping = false;
  const continued = new Set<() => void>();
  const stop = (): Promise<void> => {
    stopping = true;
    leave();
    return new Promise((resolve) => {
      const goOn = () => {
        process.off('SIGCONT', goOn);
        clearTimeout(timer);
        stopping = false;
        process.on('SIGTSTP', stopped);
        resolve();
      };
      process.on('SIGCONT', goOn);
      // A process that no shell looks after is not stopped by the signal.
      const timer = setTimeout(goOn, NOT_STOPPED_MS);
      process.off('SIGTSTP', stopped);
      // To the whole group, as the terminal sends it: who started degreen has to stop as well.
      process.kill(0, 'SIGTSTP');
    });
  };
  const resume = () => {
    if (!stopping) for (const listener of continued) listener();
  };
  const stopped = () => void stop().then(resume);
  const went = () => {
    if (!stopping) resume();
  };
  for (const signal of ENDING) process.on(signal, signalled);
  process.on('SIGTSTP', stopped);
  process.on('SIGCONT', went);
  process.on('exit', ended);
  return {
    enter,
    leave,
    suspend: stop,
    onContinue(listener) {
      continued.add(listener);
      return () => void continued.delete(listener);
    },
    onCrash(listener) {
      process.on('uncaughtException', listener);
      return () => void process.off('uncaughtException', listener);
    },
    close() {
      leave();
      for (const signal of ENDING) process.off(signal, signalled);
      process.off('SIGTSTP', stopped);
      process.off('SIGCONT', went);
      process.off('exit', ended);
    },
  };
}

/** Why nothing can be drawn here; undefined where it can. */
export function terminalTrouble(stdin: NodeJS.ReadStream, stdout: NodeJS.WriteStream): string | undefined {
  if (!stdin.isTTY || !stdout.isTTY) return 'the review needs a terminal for its input and its output';
  if (process.env.TERM === 'dumb') return 'the review needs a terminal that can move its cursor, and TERM is `dumb`';
  return undefined;
}

/** Whether the locale is one of UTF-8; where none is set, it is taken for one. */
export function showsUnicode(): boolean {
  const { LC_ALL, LC_CTYPE, LANG } = process.env;
  const locale = LC_ALL || LC_CTYPE || LANG;
  return locale === undefined || locale === '' || /utf-?8/i.test(locale);
}
