// The terminal as the session sees it: frames go out, keys come in. It stands before there is a session, and what is typed
// meanwhile waits for it.
import { render } from 'ink';
import { App } from './app.tsx';
import type { Frame } from './frame.ts';

/** The way between the screen of the session and the one before. */
export interface Terminal {
  /** Gives an empty screen. */
  enter(): void;
  leave(): void;
  /** Stops the process as the shell's job control does; resolves when it goes on. */
  suspend(): Promise<void>;
  /** Called when the process goes on after somebody else stopped it. */
  onContinue(listener: () => void): () => void;
  /** Called with what nobody caught. */
  onCrash(listener: (error: unknown) => void): () => void;
}

/** What is drawn on. */
export interface ScreenHost {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly colour: boolean;
  /** Whether the terminal shows more than ASCII. */
  readonly unicode: boolean;
  readonly terminal: Terminal;
}

/** A terminal that shows frames. */
export interface Screen {
  /** Takes the terminal, and shows the frame; resolves once it is seen and keys are taken. */
  mount(): Promise<void>;
  /** Gives the terminal back. */
  unmount(): void;
  isMounted(): boolean;
  /** Draws all of it again: Ink does not know what became of what it drew before. */
  again(): Promise<void>;
  draw(frame: Frame): void;
  /** Gives the keys to somebody, those first that nobody took. */
  listen(onKey: (key: string) => void, onFail: (error: unknown) => void): void;
}

/** A screen that is not mounted yet. */
export function openScreen({ stdin, stdout, colour, unicode, terminal }: ScreenHost, first: Frame): Screen {
  const subscribers = new Set<() => void>();
  const waiting: string[] = [];
  let frame = first;
  let shown: ReturnType<typeof render> | undefined;
  let onKey = (key: string): void => void waiting.push(key);
  let onFail = (error: unknown): void => {
    throw error;
  };
  const draw = (next: Frame): void => {
    frame = next;
    for (const each of subscribers) each();
  };
  const frames = {
    read: () => frame,
    subscribe(listener: () => void) {
      subscribers.add(listener);
      return () => void subscribers.delete(listener);
    },
  };
  const mount = (): Promise<void> =>
    new Promise((resolve) => {
      terminal.enter();
      const onKeys = (key: string) => onKey(key);
      shown = render(<App frames={frames} colour={colour} unicode={unicode} onKey={onKeys} onShown={resolve} />, {
        stdin,
        stdout,
        exitOnCtrlC: false,
        patchConsole: false,
        maxFps: 60,
      });
      shown.waitUntilExit().catch((error: unknown) => onFail(error));
    });
  return {
    mount,
    unmount() {
      shown?.unmount();
      shown = undefined;
      terminal.leave();
    },
    isMounted: () => shown !== undefined,
    again() {
      shown?.unmount();
      return mount();
    },
    draw,
    listen(key, fail) {
      onKey = key;
      onFail = fail;
      for (const each of waiting.splice(0)) key(each);
    },
  };
}
