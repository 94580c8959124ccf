// A terminal that a test types into and looks at: tmux with a server of its own, so that nobody's sessions are touched.
import { execFileSync } from 'node:child_process';
import { ENVIRONMENT } from '../support/cli.ts';

/** A shell in a terminal. */
export interface Terminal {
  /** Types text as it stands. */
  type(text: string): void;
  /** Presses keys as tmux names them: `Enter`, `C-c`, `Down`. */
  press(...keys: readonly string[]): void;
  resize(columns: number, rows: number): void;
  screen(): string;
  /** The screen with its colours, as escape sequences. */
  coloured(): string;
  /** Waits until the screen holds a text; fails with the screen where it never does. */
  until(text: string | RegExp): Promise<string>;
  /** The process that the shell of the terminal is. */
  readonly pid: number;
  close(): void;
}

let opened = 0;

/** Opens a shell in a folder. */
export async function openTerminal(
  folder: string,
  {
    columns = 80,
    rows = 24,
    env = {},
  }: { columns?: number; rows?: number; env?: Readonly<Record<string, string>> } = {},
): Promise<Terminal> {
  const server = `degreen-test-${process.pid}-${++opened}`;
  const tmux = (...args: readonly string[]) =>
    execFileSync('tmux', ['-L', server, '-f', '/dev/null', ...args], {
      encoding: 'utf8',
      env: { ...ENVIRONMENT, ...env },
    });
  tmux(
    'new-session',
    '-d',
    '-s',
    's',
    '-x',
    String(columns),
    '-y',
    String(rows),
    '-c',
    folder,
    'bash --norc --noprofile',
  );
  // Without this tmux takes an escape for the begin of a longer key.
  tmux('set-option', '-s', 'escape-time', '0');
  const screen = () => tmux('capture-pane', '-p', '-t', 's');
  const terminal: Terminal = {
    type: (text) => void tmux('send-keys', '-t', 's', '-l', text),
    press: (...keys) => void tmux('send-keys', '-t', 's', ...keys),
    resize: (width, height) => void tmux('resize-window', '-t', 's', '-x', String(width), '-y', String(height)),
    screen,
    coloured: () => tmux('capture-pane', '-p', '-e', '-t', 's'),
    async until(text) {
      const holds = (shown: string) => (typeof text === 'string' ? shown.includes(text) : text.test(shown));
      const deadline = Date.now() + 30_000;
      for (;;) {
        const shown = screen();
        if (holds(shown)) return shown;
        if (Date.now() > deadline) throw new Error(`the screen never held ${text}:\n${shown}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    pid: Number(tmux('display-message', '-p', '-t', 's', '#{pane_pid}')),
    close() {
      try {
        tmux('kill-server');
      } catch {
        // The shell has ended, and the server with it.
      }
    },
  };
  terminal.type("PS1='$ '; clear; echo before");
  terminal.press('Enter');
  await terminal.until('before\n$');
  return terminal;
}
