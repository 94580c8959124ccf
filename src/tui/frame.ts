// A session and a size make a frame: rows that fill the screen, and how far what scrolls can go.

import { countMarks } from './accept-skip.ts';
import { diffRows, endScreen } from './end-screen.ts';
import { hunkBody, hunkHeader } from './hunk-screen.ts';
import { COMMANDS, type Keymap, keysOf, validNow } from './key-bindings.ts';
import { type Command, inFiles, type Frame as Scrolling } from './key-command.ts';
import { fileRows, helpRows, keyName, whyRows } from './overlays.ts';
import { QUESTIONS } from './prompts.ts';
import { breakRow, fit, pad, type Row, row, rowWidth, widthOf, wrap } from './rows.ts';
import type { Session } from './session.ts';
import { startScreen } from './start-screen.ts';

/** The size of a terminal, in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** The size of a terminal; the usual one where it does not say. */
export function sizeOf({ columns, rows }: { readonly columns?: number; readonly rows?: number }): Size {
  return { columns: columns || 80, rows: rows || 24 };
}

/** What is drawn. */
export interface Frame extends Scrolling {
  readonly rows: readonly Row[];
}

/** Below this nothing useful can be shown. */
const SMALLEST: Size = { columns: 40, rows: 10 };
/** From this width on the files are listed beside the hunk. */
const WITH_PANE = 110;

/** Draws a session. One row is left free: output as tall as the terminal makes it scroll. */
export function frameOf(session: Session, keymap: Keymap, { columns, rows }: Size): Frame {
  const height = rows - 1;
  if (columns < SMALLEST.columns || rows < SMALLEST.rows) {
    const text = `needs ${SMALLEST.columns}×${SMALLEST.rows}`;
    return { rows: [fit(row(text), columns)], page: 1, limit: 0 };
  }
  const foot = footer(session, keymap, columns, rows < 14 ? 1 : 2);
  const said = saidRows(session, columns);
  const room = height - foot.length - said.length - 1;
  const main = mainRows(session, keymap, columns, room);
  const filled = Array.from({ length: room }, (_, index) => fit(main.rows[index] ?? [], columns));
  return { rows: [...filled, ...said, statusRow(session, main, columns), ...foot], page: main.page, limit: main.limit };
}

interface Main extends Frame {
  /** How many rows are above and below what is seen. */
  readonly above: number;
  readonly below: number;
}

function mainRows(session: Session, keymap: Keymap, width: number, height: number): Main {
  const { overlay, screen } = session;
  const still = (rows: readonly Row[]): Main => ({ rows, page: height, limit: 0, above: 0, below: 0 });
  if (overlay === 'help') return scrolled([], helpRows(session, keymap, width), session, height);
  if (overlay === 'why') return scrolled([], whyRows(session, width), session, height);
  if (overlay === 'diff') return scrolled([], diffRows(session, width), session, height);
  if (screen === 'start') return still(startScreen(session, width, height));
  if (screen === 'end') return scrolled([], endScreen(session, width), session, height);
  if (width < WITH_PANE)
    return overlay === 'files' ? still(fileRows(session, width, height)) : hunkScreen(session, width, height);
  const pane = Math.min(44, Math.floor(width / 3));
  const main = hunkScreen(session, width - pane - 3, height);
  const files = fileRows(session, pane, height);
  const rows = Array.from({ length: height }, (_, index): Row => {
    const line: Row = inFiles(session) ? row(['┃', 'key']) : row(['│', 'quiet']);
    return [...pad(files[index] ?? [], pane), { text: ' ' }, ...line, { text: ' ' }, ...(main.rows[index] ?? [])];
  });
  return { ...main, rows };
}

function hunkScreen(session: Session, width: number, height: number): Main {
  return scrolled(hunkHeader(session, width), hunkBody(session, width), session, height);
}

function scrolled(head: readonly Row[], body: readonly Row[], { scroll }: Session, height: number): Main {
  const page = Math.max(1, height - head.length);
  const limit = Math.max(0, body.length - page);
  const first = Math.min(scroll, limit);
  return {
    rows: [...head, ...body.slice(first, first + page)],
    page,
    limit,
    above: first,
    below: Math.max(0, body.length - page - first),
  };
}

/** What is said beside how far all is must leave room for that. */
const PROGRESS = 34;
const MOST_SAID = 3;

/** What was said last, or what is asked, where that takes rows of its own. */
function saidRows({ prompt, said }: Session, width: number): Row[] {
  if (prompt) {
    const question = row([`${QUESTIONS[prompt.kind]}: `, 'key'], prompt.text, ['█', 'quiet']);
    return breakRow(question, width).slice(-MOST_SAID);
  }
  return widthOf(said) + PROGRESS <= width ? [] : wrap(said, width, 'good').slice(0, MOST_SAID);
}

/** How far all is, whether there is more to see, and what was said where that is short. */
function statusRow({ prompt, said, outline, decisions }: Session, { above, below }: Main, width: number): Row {
  const { all, open } = countMarks(outline.hunks, decisions);
  const more = [above > 0 ? `↑${above}` : '', below > 0 ? `↓${below} more rows` : ''].filter((each) => each !== '');
  const text = ` ${[...more, `${all - open}/${all} decided`].join(' · ')}`;
  const progress = fit(row([text, more.length > 0 ? 'key' : 'quiet']), width);
  const short = !prompt && widthOf(said) + PROGRESS <= width ? said : '';
  return [...pad(row([short, 'good']), Math.max(0, width - rowWidth(progress))), ...progress];
}

/** The keys that are valid now, as many as fit; help and leaving are always among them. */
function footer(session: Session, keymap: Keymap, width: number, most: number): Row[] {
  if (session.prompt) return [row(['enter', 'key'], [' take it   ', 'quiet'], ['esc', 'key'], [' leave it', 'quiet'])];
  const { main, always } = validNow(session);
  const end = always.map((each) => keyRow(each, session, keymap));
  const rows: Row[] = [];
  let line: Row = [];
  const last = () => rows.length === most - 1;
  for (const each of main.map((command) => keyRow(command, session, keymap))) {
    const reserved = last() ? end.reduce((sum, tail) => sum + rowWidth(tail), 0) : 0;
    if (rowWidth(line) + rowWidth(each) + reserved > width) {
      if (last()) break;
      rows.push(line);
      line = [];
    }
    line = [...line, ...each];
  }
  const tail = end.flat();
  if (!last() && rowWidth(line) + rowWidth(tail) > width) return [...rows, line, tail];
  return [...rows, fit([...line, ...tail], width)];
}

function keyRow(command: Command, session: Session, keymap: Keymap): Row {
  const opposite = COMMANDS.find(({ id }) => id === command.opposite);
  const keys = [command, ...(opposite?.valid(session) ? [opposite] : [])].flatMap(
    (each) => keysOf(each, keymap)[0] ?? [],
  );
  const label = typeof command.label === 'string' ? command.label : command.label(session);
  return keys.length === 0 ? [] : row([keys.map(keyName).join('/'), 'key'], [` ${label}  `, 'quiet']);
}
