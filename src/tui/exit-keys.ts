// The keys that end something: the work, what lies over the screen, the session.

import { anyAccepted, ask, type Command, on } from './key-command.ts';
import { currentHunk, goTo, type Session, toStart } from './session.ts';

/** One step back: out of what lies over the screen, out of a filter, to the screen before. */
function back(session: Session): Session {
  if (session.overlay) return { ...session, overlay: undefined, scroll: 0 };
  if (session.filter !== '') return { ...session, filter: '', said: 'the filter is off' };
  const hunk = currentHunk(session);
  if (session.screen === 'end' && session.cameFrom === 'hunk' && hunk) return goTo(session, hunk);
  return session.screen === 'start' ? session : toStart(session);
}

/** The commands. */
export const FINISHING: readonly Command[] = [
  {
    id: 'finish',
    keys: ['f'],
    label: 'finish',
    help: 'Go to the end: what was decided, and where it goes.',
    valid: on('start', 'hunk'),
    run: (session) => ({ ...session, screen: 'end', cameFrom: session.screen, scroll: 0, said: '' }),
  },
  {
    id: 'patches',
    keys: ['p'],
    label: 'write patches',
    help: 'Write a patch series, one patch for each primitive, proved with git am.',
    valid: (session) => on('end')(session) && session.setting.git && anyAccepted(session),
    run: ask('folder', ({ setting }) => setting.folder),
  },
  {
    id: 'branch',
    keys: ['b'],
    label: 'make a branch',
    help: 'Make the same commits on a new branch.',
    valid: (session) => on('end')(session) && session.setting.git && anyAccepted(session),
    run: ask('branch', () => 'degreen'),
  },
  {
    id: 'work-tree',
    keys: ['w'],
    label: 'write the files',
    help: 'Write what was accepted into the work tree.',
    valid: (session) => on('end')(session) && anyAccepted(session),
    run: ask('apply'),
  },
  {
    id: 'view',
    keys: ['v'],
    label: 'view the diff',
    help: 'Look at the whole diff of what was accepted.',
    valid: on('end'),
    run: (session) => ({ ...session, overlay: 'diff', scroll: 0 }),
  },
  {
    id: 'export',
    keys: ['s'],
    label: 'save',
    help: 'Write the decisions to a file that --decisions takes.',
    valid: (session) => session.overlay === undefined,
    run: ask('export', () => 'decisions.json'),
  },
  {
    id: 'back',
    keys: ['escape'],
    label: 'back',
    help: 'Close what is open, take a filter off, or go to the screen before.',
    valid: (session) => session.screen !== 'start' || session.overlay !== undefined || session.filter !== '',
    run: back,
  },
  {
    id: 'help',
    keys: ['?'],
    label: 'help',
    help: 'Show all keys.',
    valid: ({ overlay }) => overlay !== 'help',
    run: (session) => ({ ...session, overlay: 'help', scroll: 0 }),
  },
  {
    id: 'quit',
    keys: ['q', 'ctrl-c'],
    label: ({ overlay }) => (overlay ? 'close' : 'leave'),
    help: 'Leave; the decisions are kept, and the next review goes on with them.',
    valid: () => true,
    run: (session) =>
      session.overlay ? back(session) : { ...session, request: { kind: 'leave', outcome: { kind: 'keep' } } },
  },
  {
    id: 'suspend',
    keys: ['ctrl-z'],
    label: '',
    help: 'Go to the shell; `fg` comes back.',
    valid: () => true,
    run: (session) => ({ ...session, request: { kind: 'suspend' } }),
  },
];
