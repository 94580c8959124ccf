// Holds the session while the terminal shows it: keys in, frames out, and what must happen in the world in between.
import { render } from 'ink';
import type { Decisions } from '../rewrite/decisions.ts';
import { App } from './app.tsx';
import { takeTexts, textFor } from './edit-buffer.ts';
import { type Frame, frameOf, type Size } from './frame.ts';
import { type Keymap, press } from './key-bindings.ts';
import type { Request, Session, SessionResult } from './session.ts';

/** The way between the screen of the session and the one before. */
interface Terminal {
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

/** The world around the session. */
export interface Host {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly colour: boolean;
  /** Whether the terminal shows more than ASCII. */
  readonly unicode: boolean;
  readonly keymap: Keymap;
  readonly terminal: Terminal;
  /** Keeps the decisions and where the person is; a text says why it could not. */
  save(decisions: Decisions, current: string | undefined): string | undefined;
  /** Lets the person edit a text. */
  edit(text: string): { readonly text: string } | { readonly trouble: string };
  /** Writes the decisions to a file, and says what became of it. */
  export(file: string, decisions: Decisions): string;
  /** Why a session cannot end so; undefined where it can. */
  check(outcome: SessionResult, decisions: Decisions): Promise<string | undefined>;
}

/** How the session ended. */
export interface Reviewed {
  readonly outcome: SessionResult;
  readonly decisions: Decisions;
}

/** Runs a session to its end. The terminal is as it was before, whatever happens. */
export async function review(session: Session, host: Host): Promise<Reviewed> {
  const holder = hold(session, host);
  try {
    return await holder.ended;
  } finally {
    holder.close();
  }
}

function hold(first: Session, host: Host) {
  const { stdin, stdout, keymap, terminal } = host;
  const listeners = new Set<() => void>();
  let session = first;
  let frame: Frame = frameOf(session, keymap, sizeOf(stdout));
  let shown: ReturnType<typeof render> | undefined;
  let busy = false;
  let finish: (reviewed: Reviewed) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const ended = new Promise<Reviewed>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });

  const draw = (): void => {
    frame = frameOf(session, keymap, sizeOf(stdout));
    for (const listener of listeners) listener();
  };
  const set = (next: Session): void => {
    const { request, ...rest } = next;
    const same = next.decisions === session.decisions && next.current === session.current;
    const saved = same ? undefined : host.save(next.decisions, next.current);
    session = { ...rest, request: undefined, said: saved ?? next.said };
    draw();
    if (request) carryOut(request);
  };
  const onKey = (key: string): void => {
    if (busy) return;
    try {
      set(press(session, key, keymap, frame));
    } catch (error) {
      fail(error);
    }
  };
  const mount = (): void => {
    terminal.enter();
    draw();
    const frames = {
      read: () => frame,
      subscribe(listener: () => void) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    };
    shown = render(<App frames={frames} colour={host.colour} unicode={host.unicode} onKey={onKey} />, {
      stdin,
      stdout,
      exitOnCtrlC: false,
      patchConsole: false,
      maxFps: 60,
    });
    shown.waitUntilExit().catch(fail);
  };
  const unmount = (): void => {
    shown?.unmount();
    shown = undefined;
    terminal.leave();
  };
  const carryOut = (request: Request): void => {
    const { decisions } = session;
    if (request.kind === 'leave') finish({ outcome: request.outcome, decisions });
    else if (request.kind === 'export') set({ ...session, said: host.export(request.file, decisions) });
    else if (request.kind === 'edit') {
      unmount();
      const edited = host.edit(textFor(session, request.hunk));
      mount();
      set('trouble' in edited ? { ...session, said: edited.trouble } : takeTexts(session, request.hunk, edited.text));
    } else {
      busy = true;
      const work = request.kind === 'suspend' ? suspend() : check(request.outcome);
      work.catch(fail).finally(() => {
        busy = false;
      });
    }
  };
  const suspend = async (): Promise<void> => {
    unmount();
    await terminal.suspend();
    mount();
  };
  const check = async (outcome: SessionResult): Promise<void> => {
    const trouble = await host.check(outcome, session.decisions);
    if (trouble === undefined) finish({ outcome, decisions: session.decisions });
    else set({ ...session, said: trouble });
  };
  /** Draws everything again: Ink does not know what became of what it drew before. */
  const again = (): void => {
    if (busy || !shown) return;
    shown.unmount();
    mount();
  };
  // Ink hears of the new size as well, and must have done so before it goes.
  const resized = (): void => queueMicrotask(again);
  const release = [terminal.onContinue(again), terminal.onCrash(fail)];
  stdout.on('resize', resized);
  mount();
  // What the session begins with counts from now on.
  host.save(session.decisions, session.current);
  return {
    ended,
    close() {
      stdout.off('resize', resized);
      for (const each of release) each();
      unmount();
    },
  };
}

function sizeOf({ columns, rows }: NodeJS.WriteStream): Size {
  return { columns: columns || 80, rows: rows || 24 };
}
