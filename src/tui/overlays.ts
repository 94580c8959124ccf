// What lies over a screen: the keys, the page of a transform, the list of files. And that list beside the screen.
import { type Note, noteText, placeText } from '../plan/hunks/note.ts';
import { visible } from '../text/printable.ts';
import { countMarks } from './accept-skip.ts';
import { COMMANDS, type Keymap, keysOf } from './key-bindings.ts';
import { type Row, row, windowAround, wrap } from './rows.ts';
import { currentHunk, type Session, transformRows, visibleFiles } from './session.ts';

const SHOWN: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  enter: '⏎',
  escape: 'esc',
};

/** A key as people read it. */
export function keyName(key: string): string {
  return SHOWN[key] ?? key.replace(/^ctrl-/, '^');
}

/** All keys, those that are valid now first. */
export function helpRows(session: Session, keymap: Keymap, width: number): Row[] {
  const under: Session = { ...session, overlay: undefined };
  const [now, other] = [true, false].map((valid) => COMMANDS.filter((each) => each.valid(under) === valid));
  const keysText = (command: (typeof COMMANDS)[number]) => keysOf(command, keymap).map(keyName).join(' ');
  const wide = Math.min(Math.max(...COMMANDS.map((command) => keysText(command).length)), width >> 1);
  const lines = (commands: typeof COMMANDS = []) =>
    commands.flatMap((command): Row[] => {
      const [first = [], ...rest] = wrap(command.help, Math.max(20, width - wide - 4));
      const lead = row([`  ${keysText(command).padEnd(wide)}  `, 'key'], ...first);
      return [lead, ...rest.map((each) => row(' '.repeat(wide + 4), ...each))];
    });
  return [
    row(['Keys', 'strong']),
    ...lines(now),
    row(''),
    row(['Elsewhere', 'strong']),
    ...lines(other),
    row(''),
    ...wrap(
      'Marks are decisions, not changes: nothing is written before the end, and every key that decides can be undone. Other keys can be set in your own configuration, under [keys].',
      width,
      'quiet',
    ),
  ];
}

/** The page of the transform of the hunk on the screen. */
export function whyRows(session: Session, width: number): Row[] {
  const hunk = session.screen === 'hunk' ? currentHunk(session) : undefined;
  const wanted = hunk?.transform ?? transformRows(session)[session.row]?.id;
  const transform = session.outline.plan.registry.transforms.find(({ id }) => id === wanted);
  if (!transform) return [];
  const page = transform.explain();
  return [
    row([`${transform.id}: ${transform.title}`, 'strong']),
    row(''),
    ...(hunk?.notes ?? []).flatMap((note) => noteRows(note, width)),
    ...(hunk && hunk.notes.length > 0 ? [row('')] : []),
    ...wrap(`In the standard library: ${page.equivalent || 'no equivalent'}`, width),
    row(''),
    ...[
      ['What it does', page.does] as const,
      ['When it is safe', page.safe] as const,
      ['What to look at', page.look] as const,
      ['Why', page.why] as const,
    ].flatMap(([title, paragraphs]) => [
      row([title, 'strong']),
      ...paragraphs.flatMap((paragraph) => wrap(paragraph, width, undefined, 2)),
      row(''),
    ]),
  ];
}

/** A note with all of its places, one a line, and what is done there. */
function noteRows(note: Note, width: number): Row[] {
  const { text, places = [], why } = note;
  if (places.length < 2 && places.every((place) => place.text === undefined))
    return wrap(`This hunk: ${noteText(note)}`, width, 'warning');
  return [
    ...wrap(`This hunk: ${text}`, width, 'warning'),
    ...places.flatMap((place) => wrap(placeText(place), width, 'warning', 2)),
    ...(why === undefined ? [] : wrap(why, width, 'warning')),
  ];
}

/** The files with how they are decided, cut so that the chosen one, else that of the hunk, is seen. */
export function fileRows(session: Session, width: number, height: number): Row[] {
  const files = visibleFiles(session);
  const path = currentHunk(session)?.path;
  const at = session.overlay === 'files' ? session.row : files.findIndex((file) => file.path === path);
  const { first, shown } = windowAround(files, at, height);
  return shown.map((file, index): Row => {
    const { open, accepted, skipped, all } = countMarks(file.hunks, session.decisions);
    const mark = open > 0 ? '·' : skipped === 0 ? '✓' : accepted === 0 ? '✗' : '±';
    const chosen = first + index === at;
    const counts = ` ${all - open}/${all}`;
    const name = visible(file.path);
    const room = width - 3 - counts.length;
    const short = name.length > room ? `…${name.slice(name.length - room + 1)}` : name;
    const look = chosen ? 'chosen' : undefined;
    return row([`${chosen ? '▸' : ' '}${mark} `, look], [short.padEnd(Math.max(0, room)), look], [counts, 'quiet']);
  });
}
