// The line that a person writes at the bottom of the screen, and what becomes of it.
import { PATCH_NAME } from '../rewrite/decisions.ts';
import { change, currentHunk, goTo, type Prompt, type Session, type SessionResult, visibleHunks } from './session.ts';

/** What stands before each line. */
export const QUESTIONS: Readonly<Record<Prompt['kind'], string>> = {
  filter: 'show only (path or text; empty: all)',
  go: 'go to (number, or path:line)',
  patch: 'into which patch (empty: where it belongs)',
  folder: 'write the patches to the folder',
  branch: 'make the branch',
  export: 'write the decisions to',
  apply: 'write it into the work tree (enter: yes, esc: no)',
};

/** One key in a prompt. */
export function editPrompt(session: Session, prompt: Prompt, key: string): Session {
  const { text } = prompt;
  const write = (next: string): Session => ({ ...session, prompt: { ...prompt, text: next }, said: '' });
  if (prompt.kind === 'apply' && key !== 'enter') return { ...session, prompt: undefined, said: 'nothing was written' };
  if (key === 'escape' || key === 'ctrl-c') return { ...session, prompt: undefined, said: '' };
  if (key === 'enter') return submit({ ...session, prompt: undefined, said: '' }, prompt);
  if (key === 'backspace') return write([...text].slice(0, -1).join(''));
  if (key === 'ctrl-u') return write('');
  if (key === 'ctrl-w') return write(text.replace(/\S*\s*$/, ''));
  if (key === 'space') return write(`${text} `);
  return [...key].length === 1 ? write(text + key) : session;
}

function submit(session: Session, { kind, text }: Prompt): Session {
  const line = text.trim();
  if (kind === 'filter') return filterBy(session, line);
  if (kind === 'patch') return assign(session, line);
  if (kind === 'apply') return { ...session, request: { kind: 'check', outcome: { kind: 'apply' } } };
  if (line === '') return session;
  if (kind === 'go') return goToPlace(session, line);
  if (kind === 'export') return { ...session, request: { kind: 'export', file: line } };
  const outcome: SessionResult = kind === 'folder' ? { kind: 'patches', folder: line } : { kind: 'branch', name: line };
  return { ...session, request: { kind: 'check', outcome } };
}

function filterBy(session: Session, filter: string): Session {
  const filtered = { ...session, filter, row: session.screen === 'start' ? 0 : session.row };
  const hunks = visibleHunks(filtered);
  if (hunks.length === 0) return { ...session, said: `no hunk holds \`${filter}\`` };
  if (session.screen !== 'hunk' || hunks.some(({ id }) => id === session.current)) return filtered;
  return goTo(filtered, hunks.find(({ id }) => !session.decisions.marks.has(id)) ?? hunks[0]);
}

function goToPlace(session: Session, text: string): Session {
  const hunks = visibleHunks(session);
  if (/^\d+$/.test(text)) {
    const hunk = hunks[Number(text) - 1];
    return hunk ? goTo(session, hunk) : { ...session, said: `there are ${hunks.length} hunks here` };
  }
  const [, path = text, line] = /^(.*?)(?::(\d+))?$/.exec(text) ?? [];
  const found = hunks.filter((hunk) => hunk.path.includes(path));
  const near = line === undefined ? found[0] : (found.find((hunk) => hunk.line >= Number(line)) ?? found.at(-1));
  return near ? goTo(session, near) : { ...session, said: `no hunk is at \`${text}\`` };
}

function assign(session: Session, name: string): Session {
  const hunk = currentHunk(session);
  if (!hunk) return session;
  if (name !== '' && !PATCH_NAME.test(name))
    return { ...session, said: 'a patch is named by 1 to 40 letters, digits and . : @ / _ -' };
  if (hunk.follows)
    return { ...session, said: `it is decided with the hunk that it mocks: ${placesOf(session, hunk.requires)}` };
  const assigned = new Map(session.decisions.assigned);
  if (name === '') assigned.delete(hunk.id);
  else assigned.set(hunk.id, name);
  const what = name === '' ? 'back in its own patch' : `into the patch ${name}`;
  const moving = (session.outline.dependents.get(hunk.id) ?? []).map(({ id }) => id);
  const along = moving.length > 0 ? `, and with it ${placesOf(session, moving)}` : '';
  return change(session, { ...session.decisions, assigned }, `${hunk.path}:${hunk.line} goes ${what}${along}`);
}

function placesOf({ outline }: Session, ids: readonly string[]): string {
  const hunks = ids.flatMap((id) => outline.byId.get(id) ?? []);
  const shown = hunks.slice(0, 3).map(({ path, line }) => `${path}:${line}`);
  return `${shown.join(', ')}${hunks.length > 3 ? ` and ${hunks.length - 3} more` : ''}`;
}
