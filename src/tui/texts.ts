// The file that a person edits for a hunk: its places with what each was, and how it is read back. Pure; the editor is
// somebody else's.
import type { Hunk } from '../engine/outcomes.ts';
import { placesOf, replaceTexts } from '../engine/replacement.ts';
import { accept } from './choices.ts';
import { change, type Session } from './session.ts';

const HEAD = /^# --- \d+ of \d+\b.*$/m;

/** The file for a hunk: what was refused last, else the text that was written before, else degreen's own. */
export function textFor({ setting, decisions, draft }: Session, { id }: Hunk): string {
  if (draft?.id === id) return draft.text;
  const original = setting.base.hunks.find((each) => each.id === id);
  if (!original) return '';
  const places = placesOf(setting.base, original, setting.keeps);
  const known = decisions.edits.get(id);
  const parts = places.map(({ line, before, after }, index) => {
    const was = before.split('\n').map((each) => `#     ${each.trimEnd()}`);
    const head = `# --- ${index + 1} of ${places.length}, line ${line}; it was`;
    return [head, ...was, known?.[index] ?? after, ''].join('\n');
  });
  return [
    `# ${original.path}:${original.line}  ${original.title}`,
    '# Change what is under the lines that begin with #, and leave those as they are.',
    '# A whole dotted name (random.uniform, package.module.function) is imported by degreen.',
    '# An empty file changes nothing.',
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
  if (!texts || !original) return { ...session, draft: undefined, said: 'nothing was changed' };
  const places = placesOf(setting.base, original, setting.keeps);
  const edits = new Map(decisions.edits);
  const known = decisions.edits.get(id) ?? places.map(({ after }) => after);
  if (texts.length === places.length && known.every((text, index) => text === texts[index]))
    return { ...session, draft: undefined, said: 'nothing was changed' };
  const result = replaceTexts(setting.base, original, texts, setting.keeps);
  if ('reason' in result) {
    const which = places.length > 1 ? `text ${result.place + 1}, ` : '';
    const said = `not taken: ${which}line ${result.line}, column ${result.column}: ${result.reason}`;
    return { ...session, draft: { id, text: file }, said: `${said}; e goes on with it` };
  }
  const own = places.every(({ after }, index) => after === texts[index]);
  if (own) edits.delete(id);
  else edits.set(id, texts);
  const what = own ? 'has its own text again' : 'has the text that you wrote, and is accepted';
  // Who writes a text wants it: it is accepted, as a hunk that is edited in `git add -p` is staged.
  const written = { ...session, draft: undefined };
  const { decisions: accepted } = accept(session.outline, { ...decisions, edits }, own ? [] : [hunk]);
  return change(written, accepted, `${hunk.path}:${hunk.line} ${what}`);
}
