// The keys that move: between hunks, rows and files, in what scrolls, and to what lies over the screen.
import { ask, type Command, type Frame, inFiles, inHunk, listed, on } from './key-command.ts';
import {
  CONTEXTS,
  currentHunk,
  goTo,
  nextOpen,
  type Session,
  transformRows,
  visibleFiles,
  visibleHunks,
} from './session.ts';

function step(session: Session, by: 1 | -1): Session {
  const hunks = visibleHunks(session);
  const at = hunks.findIndex(({ id }) => id === session.current);
  const next = hunks[at + by];
  return next ? goTo(session, next) : { ...session, said: by > 0 ? 'this is the last hunk' : 'this is the first hunk' };
}

function stepOpen(session: Session, by: 1 | -1): Session {
  const next = nextOpen(session, by);
  if (next?.id === session.current) return { ...session, said: 'no other hunk is undecided here' };
  return next ? goTo({ ...session, said: '' }, next) : { ...session, said: 'every hunk here is decided' };
}

function scroll(session: Session, { limit }: Frame, by: number): Session {
  return { ...session, scroll: Math.max(0, Math.min(limit, Math.min(session.scroll, limit) + by)) };
}

function moveRow(session: Session, by: number): Session {
  const count = inFiles(session) ? visibleFiles(session).length : transformRows(session).length;
  return { ...session, row: Math.max(0, Math.min(count - 1, session.row + by)) };
}

function enter(session: Session): Session {
  if (inFiles(session)) {
    const { hunks = [] } = visibleFiles(session)[session.row] ?? {};
    return goTo(session, hunks.find(({ id }) => !session.decisions.marks.has(id)) ?? hunks[0]);
  }
  const row = transformRows(session)[session.row];
  if (!row || row.hunks.length === 0)
    return { ...session, said: `${row?.id ?? 'This'} has only advice: see \`degreen explain\` and \`degreen scan\`` };
  const inside = { ...session, transform: row.id, said: '' };
  return goTo(inside, row.hunks.find(({ id }) => !session.decisions.marks.has(id)) ?? row.hunks[0]);
}

function openFiles(session: Session): Session {
  const path = currentHunk(session)?.path;
  const row = visibleFiles(session).findIndex((file) => file.path === path);
  return { ...session, overlay: 'files', row: Math.max(0, row) };
}

/** The commands. */
export const MOVING: readonly Command[] = [
  {
    id: 'enter',
    keys: ['enter'],
    label: 'go in',
    help: 'Go to the hunks of the chosen transform or file.',
    valid: listed,
    run: enter,
  },
  {
    id: 'next',
    keys: ['j'],
    label: (session) => (listed(session) ? 'choose' : 'undecided'),
    opposite: 'previous',
    help: 'Go to the next undecided hunk; in a list, down.',
    valid: (session) => inHunk(session) || listed(session),
    run: (session) => (listed(session) ? moveRow(session, 1) : stepOpen(session, 1)),
  },
  {
    id: 'previous',
    keys: ['k'],
    label: '',
    help: 'Go to the undecided hunk before; in a list, up.',
    valid: (session) => inHunk(session) || listed(session),
    run: (session) => (listed(session) ? moveRow(session, -1) : stepOpen(session, -1)),
  },
  {
    id: 'next-any',
    keys: ['J', 'right'],
    label: 'any',
    opposite: 'previous-any',
    help: 'Go to the next hunk, decided or not.',
    valid: inHunk,
    run: (session) => step({ ...session, said: '' }, 1),
  },
  {
    id: 'previous-any',
    keys: ['K', 'left'],
    label: '',
    help: 'Go to the hunk before, decided or not.',
    valid: inHunk,
    run: (session) => step({ ...session, said: '' }, -1),
  },
  {
    id: 'why',
    keys: ['i'],
    label: 'why',
    help: 'The notes with all their places, what the transform does, and when it is safe.',
    valid: (session) =>
      inHunk(session) || (on('start')(session) && transformRows(session)[session.row]?.id !== undefined),
    run: (session) => ({ ...session, overlay: 'why', scroll: 0 }),
  },
  {
    id: 'filter',
    keys: ['/'],
    label: 'filter',
    help: 'Show only hunks whose path, title, note or function holds a text.',
    valid: on('start', 'hunk'),
    run: ask('filter'),
  },
  {
    id: 'go',
    keys: ['g'],
    label: 'go to',
    help: 'Go to a hunk by its number, or by path:line.',
    valid: inHunk,
    run: ask('go'),
  },
  {
    id: 'files',
    keys: ['tab'],
    label: 'files',
    help: 'Choose a file.',
    valid: inHunk,
    run: openFiles,
  },
  {
    id: 'more',
    keys: ['}'],
    label: 'context',
    opposite: 'less',
    help: 'Show more lines around the change, up to the whole function.',
    valid: inHunk,
    run: (session) => ({ ...session, context: Math.min(CONTEXTS.length - 1, session.context + 1) }),
  },
  {
    id: 'less',
    keys: ['{'],
    label: '',
    help: 'Show fewer lines around the change.',
    valid: inHunk,
    run: (session) => ({ ...session, context: Math.max(0, session.context - 1) }),
  },
  {
    id: 'down',
    keys: ['down'],
    label: '',
    help: 'Scroll down; in a list, the next row.',
    valid: () => true,
    run: (session, frame) => (listed(session) ? moveRow(session, 1) : scroll(session, frame, 1)),
  },
  {
    id: 'up',
    keys: ['up'],
    label: '',
    help: 'Scroll up; in a list, the row before.',
    valid: () => true,
    run: (session, frame) => (listed(session) ? moveRow(session, -1) : scroll(session, frame, -1)),
  },
  {
    id: 'page-down',
    keys: ['ctrl-d', 'pagedown', 'space'],
    label: '',
    help: 'Scroll down by half a screen.',
    valid: () => true,
    run: (session, frame) => {
      const by = Math.max(1, frame.page >> 1);
      return listed(session) ? moveRow(session, by) : scroll(session, frame, by);
    },
  },
  {
    id: 'page-up',
    keys: ['ctrl-u', 'pageup'],
    label: '',
    help: 'Scroll up by half a screen.',
    valid: () => true,
    run: (session, frame) => {
      const by = -Math.max(1, frame.page >> 1);
      return listed(session) ? moveRow(session, by) : scroll(session, frame, by);
    },
  },
];
