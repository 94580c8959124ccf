// The terminal of a review before there is a session, and what a session is drawn with.
import { openTerminal, showsUnicode, type Terminal } from '../io/terminal/terminal.ts';
import type { Frame } from '../tui/frame.ts';
import type { Screen, ScreenHost } from '../tui/screen.tsx';
import type { World } from './world.ts';

/** The terminal that a session runs on. */
export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

/** React and Ink, which nothing else loads. They read the environment when they are loaded. */
export async function loadTui() {
  const { CI, CONTINUOUS_INTEGRATION } = process.env;
  process.env.NODE_ENV ??= 'production';
  // Where these are set, Ink draws nothing; but this is a terminal, with a person at it.
  delete process.env.CI;
  delete process.env.CONTINUOUS_INTEGRATION;
  const loaded = await import('../tui/run-session.tsx');
  if (CI !== undefined) process.env.CI = CI;
  if (CONTINUOUS_INTEGRATION !== undefined) process.env.CONTINUOUS_INTEGRATION = CONTINUOUS_INTEGRATION;
  return loaded;
}

/** What a screen is drawn with. */
export function screenHost(world: World, streams: Streams, terminal: Terminal): ScreenHost {
  return { ...streams, colour: world.stdout.colour, unicode: showsUnicode(), terminal };
}

/** A screen that is shown before there is a session. */
export interface Early {
  readonly terminal: Terminal;
  readonly screen: Screen;
}

/** Shows it; `ending` as `openTerminal` has it. */
export async function showEarly(world: World, frame: Frame, streams: Streams, ending: () => void): Promise<Early> {
  const terminal = openTerminal(streams.stdin, streams.stdout, ending);
  try {
    const { showEarly: show } = await loadTui();
    return { terminal, screen: await show(frame, screenHost(world, streams, terminal)) };
  } catch (error) {
    terminal.close();
    throw error;
  }
}

/** A world whose messages wait until the screen before is back. */
export function holdBack(world: World): { readonly later: World; sayNow(): void } {
  const waiting: (() => void)[] = [];
  const stderr: World['stderr'] = {
    say: (line, head) => void waiting.push(() => world.stderr.say(line, head)),
    progress: () => undefined,
  };
  return {
    later: { ...world, stderr },
    sayNow() {
      for (const each of waiting.splice(0)) each();
    },
  };
}
