// The first screen: what there is to decide, by transform.

import { isDraft } from '../plan/hunks/level.ts';
import { counted } from '../text/plural.ts';
import { countMarks } from './accept-skip.ts';
import { type Row, row, windowAround, wrap } from './rows.ts';
import { type Session, transformRows } from './session.ts';

/** The rows of the first screen. */
export function startScreen(session: Session, width: number, height: number): Row[] {
  const rows = transformRows(session);
  const names = Math.max(9, ...rows.map(({ id = 'all' }) => id.length));
  const wide = width >= 78;
  const drafts = rows.some(({ hunks }) => hunks.some(isDraft));
  const heading = ['hunks', 'safe', 'review', ...(drafts ? ['draft'] : []), 'open', ...(wide ? ['advice'] : [])];
  const head: Row[] = [
    row(
      ['What to take out, by transform', 'strong'],
      session.filter === '' ? '' : [`   only “${session.filter}”`, 'key'],
    ),
    row(''),
    row([`   ${'transform'.padEnd(names)}${heading.map((each) => each.padStart(8)).join('')}`, 'quiet']),
  ];
  const said = wide ? explanation(session, width) : [];
  const foot = head.length + rows.length + said.length <= height ? said : [];
  const { first, shown } = windowAround(rows, session.row, Math.max(1, height - head.length - foot.length));
  const body = shown.map((each, index): Row => {
    const chosen = first + index === session.row;
    const { hunks, id = 'all', title, advice } = each;
    const safe = hunks.filter(({ level }) => level === 'safe').length;
    const { open } = countMarks(hunks, session.decisions);
    const draft = hunks.filter(isDraft).length;
    const review = hunks.length - safe - draft;
    const cells = [hunks.length, safe, review, ...(drafts ? [draft] : []), open, ...(wide ? [advice] : [])];
    const mark = hunks.length === 0 ? ' ' : open === 0 ? '✓' : '·';
    const text = `${chosen ? '▸' : ' '}${mark} ${id.padEnd(names)}${cells.map((cell) => String(cell).padStart(8)).join('')}`;
    const look = chosen ? 'chosen' : hunks.length === 0 ? 'quiet' : undefined;
    return row([text, look], wide ? [`   ${title}`, 'quiet'] : '');
  });
  return [...head, ...body, ...foot];
}

/** What the columns say, for the first visit. */
function explanation({ decisions, outline, setting }: Session, width: number): Row[] {
  const { open, all } = countMarks(outline.hunks, decisions);
  const text =
    open === all
      ? 'safe keeps behaviour; review has a note that says what to check; advice is what no hunk covers (degreen scan lists it). Nothing is written before the end.'
      : `${all - open} of ${all} decided. Nothing is written before the end: f goes there.`;
  const { skipped } = setting;
  const unread = `${counted(skipped, 'file')} could not be read: degreen scan names ${skipped === 1 ? 'it' : 'them'}.`;
  return [row(''), ...wrap(text, width, 'quiet'), ...(skipped > 0 ? wrap(unread, width, 'warning') : [])];
}
