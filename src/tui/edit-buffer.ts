// The file that a person edits for a hunk: its places with what each was, and how it is read back. Pure; the editor is
// somebody else's.
import type { Hunk } from '../plan/hunks/hunk.ts';
import { placesOf } from '../rewrite/edit-places.ts';
import { replaceTexts } from '../rewrite/manual-edit.ts';
import { accept } from './accept-skip.ts';
import { change, type Session } from './session.ts';

const HEAD = /^# --- \d+ of \d+\b.*$/m;

/** The file for a hunk: what was refused last, else the text that was written before, else degreen's own. */
export function textFor({ setting, decisions, drafts }: Session, { id }: Hunk): string {
  const original = setting.base.hunks.find((each) => each.id === id);
  if (!original) return '';
  const places = placesOf(setting.base, original, setting.keeps);
  const known = drafts.get(id) ?? decisions.edits.get(id);
  const parts = places.map(({ line, before, after }, index) => {
    const was = before.split('\n').map((each) => `#     ${each.trimEnd()}`);
    const head = `# --- ${index + 1} of ${places.length}, line ${line}; it was`;
    return [head, ...was, known?.[index] ?? after, ''].join('\n');
  });
  return [
    `# ${original.path}:${original.line}  ${original.title}`,
    '# Change what is under the lines that begin with #, and leave those as they are.',
    '# A whole dotted name (random.uniform, package.module.function) is imported by degreen.',
    "# An empty file changes nothing; E in the review takes degreen's own text back.",
    '',
    ...parts,
  ].join('\n');
}

/** The texts in an edited file, one for each place; undefined where it is empty. */
function readTexts(file: string): string[] | undefined {
  if (file.trim() === '') return undefined;
  return file
    .replaceAll('\r\n', '\n')
    .split(HEAD)
    .slice(1)
    .map((part) => {
      const lines = part.split('\n').slice(1);
      const first = lines.findIndex((line) => !/^# {5}/.test(line) && line !== '#');
      return first < 0 ? '' : lines.slice(first).join('\n').trimEnd();
    });
}

/** Takes an edited file as the text of a hunk. What cannot be taken is said, with its place, and kept for the next try. */
export function takeTexts(session: Session, hunk: Hunk, file: string): Session {
  const { id } = hunk;
  const { setting, decisions } = session;
  const texts = readTexts(file);
  const original = setting.base.hunks.find((each) => each.id === id);
  const drafts = new Map(session.drafts);
  drafts.delete(id);
  if (!texts || !original) return { ...session, drafts, said: 'nothing was changed' };
  const places = placesOf(setting.base, original, setting.keeps);
  const edits = new Map(decisions.edits);
  const known = decisions.edits.get(id) ?? places.map(({ after }) => after);
  if (texts.length !== places.length)
    return { ...session, said: 'not taken: the lines that begin with “# ---” say which text is which, and must stay' };
  if (known.every((text, index) => text === texts[index])) return { ...session, drafts, said: 'nothing was changed' };
  const result = replaceTexts(setting.base, original, texts, setting.keeps);
  if ('reason' in result) {
    const which = places.length > 1 ? `text ${result.place + 1}, ` : '';
    const said = `not taken: ${which}line ${result.line}, column ${result.column}: ${result.reason}`;
    return { ...session, drafts: drafts.set(id, texts), said: `${said}; e goes on with it` };
  }
  if (places.every(({ after }, index) => after === texts[index])) return takeOwnText(session, hunk);
  edits.set(id, texts);
  // Who writes a text wants it: it is accepted, as a hunk that is edited in `git add -p` is staged.
  const { decisions: accepted } = accept(session.outline, { ...decisions, edits }, [hunk]);
  const what = `${hunk.path}:${hunk.line} has the text that you wrote, and is accepted`;
  const written = change({ ...session, drafts }, accepted, what);
  const left = session.outline.hunks.filter((each) => !written.outline.byId.has(each.id));
  if (left.length === 0) return written;
  const stranded = left.map(({ path, line }) => `${path}:${line}`).join(', ');
  return { ...written, said: `${what}; ${stranded} can no longer be updated with it` };
}

/** Puts degreen's own text back. */
export function takeOwnText(session: Session, { id, path, line }: Hunk): Session {
  const { decisions } = session;
  const edits = new Map(decisions.edits);
  const drafts = new Map(session.drafts);
  drafts.delete(id);
  edits.delete(id);
  return change({ ...session, drafts }, { ...decisions, edits }, `${path}:${line} has degreen's own text again`);
}
