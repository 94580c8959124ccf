// The screen of one hunk: where it is, what it changes, what that means, what goes with it, and what it does to the imports.
import type { Hunk } from '../plan/hunks/hunk.ts';
import { noteText } from '../plan/hunks/note.ts';
import { tokensOfLine } from '../python/lexer.ts';
import { type Context, type ImportEffect, importEffect, previewHunk, type ShownLine } from '../rewrite/preview.ts';
import { accept, acceptedOf } from './accept-skip.ts';
import { breakRow, fit, type Look, type Row, row, type StyledText, span, spread, wrap } from './rows.ts';
import { CONTEXTS, currentHunk, type Session, visibleHunks } from './session.ts';

/** The rows above what scrolls. */
export function hunkHeader(session: Session, width: number): Row[] {
  const hunk = currentHunk(session);
  if (!hunk) return [];
  const hunks = visibleHunks(session);
  const number = `${hunks.indexOf(hunk) + 1}/${hunks.length}`;
  const where = hunk.within === '' ? '' : `  in ${hunk.within}`;
  const patch = session.decisions.assigned.get(hunk.id);
  const left = row([`(${number}) `, 'strong'], [`${hunk.path}:${hunk.line}`, 'strong'], [where, 'quiet']);
  const [mark, look] = markOf(session, hunk);
  const level = row([hunk.level, hunk.level === 'safe' ? 'good' : 'warning'], [` · ${hunk.transform}`, 'quiet']);
  return [
    spread(left, row([mark, look]), width),
    spread(row(hunk.title, patch === undefined ? '' : [`  → patch ${patch}`, 'key']), level, width),
    row(['─'.repeat(width), 'quiet']),
  ];
}

function markOf({ decisions }: Session, { id }: Hunk): readonly [string, Look] {
  const mark = decisions.marks.get(id);
  const edited = decisions.edits.has(id) ? ' edited' : '';
  if (mark === 'accept') return [`✓ accepted${edited}`, 'good'];
  return mark === 'skip' ? [`✗ skipped${edited}`, 'bad'] : [`· undecided${edited}`, 'quiet'];
}

/** The rows that scroll. */
export function hunkBody(session: Session, width: number): Row[] {
  const hunk = currentHunk(session);
  if (!hunk) return [];
  const lines = linesOf(session, hunk);
  const digits = Math.max(3, ...lines.map(({ number = 0 }) => String(number).length));
  return [
    ...lines.flatMap((line) => codeRows(line, digits, width)),
    row(''),
    ...hunk.notes.flatMap((note, index) =>
      labelled(index === 0 ? 'note' : '', noteText(note), width, hunk.level === 'safe' ? undefined : 'warning'),
    ),
    ...goesWith(session, hunk).flatMap(([label, text]) => labelled(label, text, width)),
    ...importRows(session, hunk, width),
  ];
}

const LABEL = 9;

function labelled(label: string, text: string, width: number, look?: Look): Row[] {
  const rows = wrap(text, Math.max(10, width - LABEL), look);
  return rows.map((each, index) => [{ text: (index === 0 ? label : '').padEnd(LABEL), look: 'quiet' }, ...each]);
}

/** What this hunk needs, and what comes along with it. */
function goesWith({ outline, decisions }: Session, hunk: Hunk): [string, string][] {
  const said = ({ id, path, line, title }: Hunk) => {
    const mark = decisions.marks.get(id);
    return `${mark === 'accept' ? '✓' : mark === 'skip' ? '✗' : '·'} ${path}:${line}  ${title}`;
  };
  const stillNeeded = (ids: readonly string[]) => {
    const [first] = ids.flatMap((id) => outline.byId.get(id) ?? []);
    if (!first) return '';
    return `, once ${first.path}:${first.line}${ids.length > 1 ? ` and ${ids.length - 1} more` : ''} is accepted too`;
  };
  const required = hunk.requires.flatMap((id) => outline.byId.get(id) ?? []);
  const followers = outline.dependents.get(hunk.id) ?? [];
  return [
    ...required.map((each, index): [string, string] => [index === 0 ? 'requires' : '', said(each)]),
    ...followers.map((each, index): [string, string] => [
      index === 0 ? 'moves' : '',
      `${said(each)}${stillNeeded(each.requires.filter((id) => id !== hunk.id && decisions.marks.get(id) !== 'accept'))}`,
    ]),
  ];
}

/** What becomes of the imports with this hunk, given all that is accepted; and without it, where that is different. */
function importRows(session: Session, hunk: Hunk, width: number): Row[] {
  const { now, taken: after } = effectOf(session, hunk);
  const taken = session.decisions.marks.get(hunk.id) === 'accept';
  const rows = effectRows('imports', taken ? '' : 'if accepted: ', after, width);
  const same = taken || isNothing(now) || JSON.stringify(now) === JSON.stringify(after);
  return same ? rows : [...rows, ...effectRows('', 'as it is: ', now, width)];
}

function isNothing({ removed, added }: ImportEffect): boolean {
  return removed.length + added.length === 0;
}

function effectRows(label: string, said: string, effect: ImportEffect, width: number): Row[] {
  if (isNothing(effect)) return labelled(label, `${said}none come, none go`, width);
  const lines = [
    ...effect.added.map((line) => ['added', `+ ${line}`] as const),
    ...effect.removed.map((line) => ['removed', `- ${line}`] as const),
  ];
  return lines.flatMap(([look, line], index) => {
    const before = index === 0 ? label.padEnd(LABEL) + said : ' '.repeat(LABEL + said.length);
    const room = Math.max(10, width - before.length);
    return wrap(line, room, look).map((each, at): Row => {
      const lead = at === 0 ? before : ' '.repeat(before.length + 2);
      return fit(row([lead, 'quiet'], ...each), width);
    });
  });
}

const effects = new WeakMap<Session['decisions'], Map<string, { now: ImportEffect; taken: ImportEffect }>>();

function effectOf({ outline, decisions, setting }: Session, hunk: Hunk): { now: ImportEffect; taken: ImportEffect } {
  const known = effects.get(decisions) ?? new Map();
  effects.set(decisions, known);
  const found = known.get(hunk.id);
  if (found) return found;
  const { plan } = outline;
  const after = accept(outline, decisions, [hunk]).decisions;
  const effect = {
    now: importEffect(plan, acceptedOf(outline, decisions), setting.keeps, hunk.path),
    taken: importEffect(plan, acceptedOf(outline, after), setting.keeps, hunk.path),
  };
  known.set(hunk.id, effect);
  return effect;
}

const previews = new WeakMap<Hunk, Map<Context, readonly ShownLine[]>>();

function linesOf({ outline, setting, context }: Session, hunk: Hunk): readonly ShownLine[] {
  const known = previews.get(hunk) ?? new Map();
  previews.set(hunk, known);
  const around: Context = CONTEXTS[context] ?? 'function';
  const lines = known.get(around) ?? previewHunk(outline.plan, hunk, setting.keeps, around);
  known.set(around, lines);
  return lines;
}

const SIGNS = { context: ' ', removed: '-', added: '+', gap: ' ' } as const;

/** One line of code, on as many rows as it needs. */
function codeRows(line: ShownLine, digits: number, width: number): Row[] {
  if (line.kind === 'gap') return [row([`${' '.repeat(digits)} ⋯`, 'quiet'])];
  const number = String(line.number ?? '').padStart(digits);
  const look = line.kind === 'context' ? 'quiet' : line.kind;
  const gutter: StyledText[] = [
    { text: `${number} `, look: 'quiet' },
    { text: `${SIGNS[line.kind]} `, look },
  ];
  const spans = [...gutter, ...codeSpans(line)];
  // What only stands around the change must not push it off the screen.
  return line.kind === 'context' ? [fit(spans, width)] : breakRow(spans, width, digits + 3);
}

const LOOKS: Readonly<Record<string, Look | undefined>> = {
  keyword: 'keyword',
  string: 'string',
  comment: 'quiet',
  definition: 'definition',
  decorator: 'keyword',
};

/** The tokens of a line, with the parts that the change is about set apart. */
function codeSpans({ kind, text, inside, changed }: ShownLine): StyledText[] {
  const part: Look = kind === 'removed' ? 'removed-part' : 'added-part';
  const spans: { text: string; look: Look | undefined }[] = [];
  let at = 0;
  for (const token of tokensOfLine(text, inside).tokens) {
    for (let done = 0; done < token.text.length; ) {
      const here = at + done;
      const own = changed.find(({ start, end }) => start <= here && here < end);
      const next = changed.find(({ start }) => start > here);
      const stop = Math.min(token.text.length, (own?.end ?? next?.start ?? Number.POSITIVE_INFINITY) - at);
      spans.push({ text: token.text.slice(done, stop), look: own ? part : LOOKS[token.kind] });
      done = stop;
    }
    at += token.text.length;
  }
  return spans.map((each) => span(each.text, each.look));
}
