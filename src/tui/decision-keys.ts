// The keys that decide: one hunk, the rest of a file, the rest of a transform; by hand; and back again.
import type { Hunk } from '../plan/hunks/hunk.ts';
import { isDraft } from '../plan/hunks/level.ts';
import { accept, skip } from './accept-skip.ts';
import { takeOwnText } from './edit-buffer.ts';
import { ask, type Command, inHunk, on } from './key-command.ts';
import { change, currentHunk, decide, redo, type Session, transformRows, undo, visibleHunks } from './session.ts';

/** The undecided hunks that a key which takes many is about, the current one always among them. */
function rest(session: Session, hunks: readonly Hunk[]): Hunk[] {
  return hunks.filter(({ id }) => id === session.current || !session.decisions.marks.has(id));
}

/** Without drafts, which are taken one by one. */
function proved(hunks: readonly Hunk[]): Hunk[] {
  return hunks.filter((hunk) => !isDraft(hunk));
}

const onDraft = (session: Session): boolean => inHunk(session) && isDraft(currentHunk(session));

function restOfFile(session: Session): Hunk[] {
  const path = currentHunk(session)?.path;
  return rest(
    session,
    visibleHunks(session).filter((hunk) => hunk.path === path),
  );
}

/** On the first screen the undecided hunks of the chosen row, in a hunk those of its transform. */
function restOfTransform(session: Session): Hunk[] {
  if (session.screen === 'start') {
    const hunks = transformRows(session)[session.row]?.hunks ?? [];
    return hunks.filter(({ id }) => !session.decisions.marks.has(id));
  }
  const id = currentHunk(session)?.transform;
  return rest(
    session,
    visibleHunks(session).filter((hunk) => hunk.transform === id),
  );
}

function transformName(session: Session): string {
  if (session.screen === 'start') return transformRows(session)[session.row]?.id ?? 'all';
  return currentHunk(session)?.transform ?? '';
}

const marking = { accept: { mark: accept, done: 'accepted' }, skip: { mark: skip, done: 'skipped' } };

function take(session: Session, hunks: readonly Hunk[], how: 'accept' | 'skip'): Session {
  if (hunks.length === 0) return { ...session, said: 'nothing here is undecided' };
  const { mark, done } = marking[how];
  const [first] = hunks;
  const what = hunks.length === 1 && first ? `${done} ${first.path}:${first.line}` : `${done} ${hunks.length} hunks`;
  return decide(session, mark(session.outline, session.decisions, hunks), what);
}

function current(session: Session, how: 'accept' | 'skip'): Session {
  const hunk = currentHunk(session);
  return hunk ? take(session, [hunk], how) : session;
}

function reopen(session: Session): Session {
  const { outline, decisions, current: id = '' } = session;
  const hunk = outline.byId.get(id);
  if (!hunk) return session;
  const marks = new Map(decisions.marks);
  // What was taken and rests on it is open again as well.
  const open = new Set([hunk]);
  for (const each of open) {
    marks.delete(each.id);
    for (const other of outline.dependents.get(each.id) ?? []) if (marks.get(other.id) === 'accept') open.add(other);
  }
  const what = `undecided again: ${hunk.path}:${hunk.line}`;
  return change(session, { ...decisions, marks }, what);
}

/** The commands. */
export const DECIDING: readonly Command[] = [
  {
    id: 'accept',
    keys: ['y'],
    label: 'accept',
    help: 'Accept this hunk, what it requires, and what is updated with it.',
    valid: (session) => inHunk(session) && !onDraft(session),
    run: (session) => current(session, 'accept'),
  },
  {
    id: 'accept-draft',
    keys: ['Y'],
    label: 'accept the draft',
    help: 'Accept this draft, which has no proof; nothing else takes one.',
    valid: onDraft,
    run: (session) => current(session, 'accept'),
  },
  {
    id: 'skip',
    keys: ['n'],
    label: 'skip',
    help: 'Skip this hunk, and what cannot be without it.',
    valid: inHunk,
    run: (session) => current(session, 'skip'),
  },
  {
    id: 'accept-file',
    keys: ['a'],
    label: 'rest of file',
    opposite: 'skip-file',
    help: 'Accept this hunk and the undecided ones of its file.',
    valid: inHunk,
    run: (session) => take(session, proved(restOfFile(session)), 'accept'),
  },
  {
    id: 'skip-file',
    keys: ['d'],
    label: '',
    help: 'Skip this hunk and the undecided ones of its file.',
    valid: inHunk,
    run: (session) => take(session, restOfFile(session), 'skip'),
  },
  {
    id: 'accept-transform',
    keys: ['A'],
    label: (session) =>
      session.screen === 'start' ? `accept/skip ${transformName(session)}` : `rest of ${transformName(session)}`,
    opposite: 'skip-transform',
    help: 'Accept the undecided hunks of the whole transform.',
    valid: on('start', 'hunk'),
    run: (session) => take(session, proved(restOfTransform(session)), 'accept'),
  },
  {
    id: 'skip-transform',
    keys: ['D'],
    label: '',
    help: 'Skip the undecided hunks of the whole transform.',
    valid: on('start', 'hunk'),
    run: (session) => take(session, restOfTransform(session), 'skip'),
  },
  {
    id: 'edit',
    keys: ['e'],
    label: 'edit',
    help: 'Write the new text yourself, in $VISUAL or $EDITOR; whole dotted names are imported.',
    valid: inHunk,
    run: (session) => {
      const hunk = currentHunk(session);
      return hunk ? { ...session, request: { kind: 'edit', hunk } } : session;
    },
  },
  {
    id: 'own-text',
    keys: ['E'],
    label: "degreen's text",
    help: "Take degreen's own text back where you wrote another.",
    valid: (session) => inHunk(session) && session.decisions.edits.has(session.current ?? ''),
    run: (session) => {
      const hunk = currentHunk(session);
      return hunk ? takeOwnText(session, hunk) : session;
    },
  },
  {
    id: 'assign',
    keys: ['p'],
    label: 'patch',
    help: 'Put this hunk into another patch of the series.',
    valid: inHunk,
    run: ask('patch', (session) => session.decisions.assigned.get(session.current ?? '') ?? ''),
  },
  {
    id: 'undo',
    keys: ['u', 'z'],
    label: 'undo',
    help: 'Take the last decision back.',
    valid: (session) => session.overlay === undefined && session.past.length > 0,
    run: undo,
  },
  {
    id: 'redo',
    keys: ['ctrl-r', 'U'],
    label: 'redo',
    help: 'Decide again what was undone.',
    valid: (session) => session.overlay === undefined && session.future.length > 0,
    run: redo,
  },
  {
    id: 'clear',
    keys: ['backspace'],
    label: '',
    help: 'Make this hunk undecided again.',
    valid: (session) => inHunk(session) && session.decisions.marks.has(session.current ?? ''),
    run: (session) => reopen(session),
  },
];
