// Holds the session while the terminal shows it: keys in, frames out, and what must happen in the world in between.
import type { Decisions } from '../rewrite/decisions.ts';
import { takeTexts, textFor } from './edit-buffer.ts';
import { type Frame, frameOf, sizeOf } from './frame.ts';
import { type Keymap, press } from './key-bindings.ts';
import { openScreen, type Screen, type ScreenHost } from './screen.tsx';
import type { Request, Session, SessionResult } from './session.ts';

/** The world around the session. */
export interface Host extends ScreenHost {
  readonly keymap: Keymap;
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

/** Shows a frame while there is no session yet; resolves once it is seen and keys are kept for the session. */
export async function showEarly(frame: Frame, host: ScreenHost): Promise<Screen> {
  const screen = openScreen(host, frame);
  await screen.mount();
  return screen;
}

/**
 * Runs a session to its end. The terminal is as it was before, whatever happens.
 * @param early - the screen, where it is shown already.
 */
export async function review(session: Session, host: Host, early?: Screen): Promise<Reviewed> {
  const holder = hold(session, host, early);
  try {
    return await holder.ended;
  } finally {
    holder.close();
  }
}

function hold(first: Session, host: Host, early: Screen | undefined) {
  const { stdout, keymap, terminal } = host;
  let session = first;
  let frame: Frame = frameOf(session, keymap, sizeOf(stdout));
  const screen = early ?? openScreen(host, frame);
  let busy = false;
  let finish: (reviewed: Reviewed) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const ended = new Promise<Reviewed>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });

  const draw = (): void => {
    frame = frameOf(session, keymap, sizeOf(stdout));
    screen.draw(frame);
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
    draw();
    void screen.mount();
  };
  const carryOut = (request: Request): void => {
    const { decisions } = session;
    if (request.kind === 'leave') finish({ outcome: request.outcome, decisions });
    else if (request.kind === 'export') set({ ...session, said: host.export(request.file, decisions) });
    else if (request.kind === 'edit') {
      screen.unmount();
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
    screen.unmount();
    await terminal.suspend();
    mount();
  };
  const check = async (outcome: SessionResult): Promise<void> => {
    const trouble = await host.check(outcome, session.decisions);
    if (trouble === undefined) finish({ outcome, decisions: session.decisions });
    else set({ ...session, said: trouble });
  };
  const again = (): void => {
    if (busy || !screen.isMounted()) return;
    draw();
    void screen.again();
  };
  // Ink hears of the new size as well, and must have done so before it goes.
  const resized = (): void => queueMicrotask(again);
  const release = [terminal.onContinue(again), terminal.onCrash(fail)];
  stdout.on('resize', resized);
  if (early) draw();
  else mount();
  // What the session begins with counts from now on.
  host.save(session.decisions, session.current);
  screen.listen(onKey, fail);
  return {
    ended,
    close() {
      stdout.off('resize', resized);
      for (const each of release) each();
      screen.unmount();
    },
  };
}
