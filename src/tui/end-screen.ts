// The last screen: what was decided, what that would leave behind, and where it can go. And the whole diff, to look at.

import type { Hunk } from '../plan/hunks/hunk.ts';
import { patchKeys } from '../rewrite/patch-series.ts';
import { render } from '../rewrite/render.ts';
import { describeStaleName, findStaleNames } from '../rewrite/stale-names.ts';
import { unifiedDiff } from '../text/unified-diff.ts';
import { acceptedOf, countMarks } from './accept-skip.ts';
import { breakRow, type Row, row, span, wrap } from './rows.ts';
import { type Session, transformRows } from './session.ts';

/** The rows of the last screen; they scroll. */
export function endScreen(session: Session, width: number): Row[] {
  const { decisions, setting } = session;
  const rows = transformRows({ ...session, filter: '' }).filter(({ hunks }) => hunks.length > 0);
  const names = Math.max(9, ...rows.map(({ id = 'all' }) => id.length));
  const heading = ['accepted', 'skipped', 'undecided'];
  const table = rows.map(({ id = 'all', hunks }): Row => {
    const { accepted, skipped, open } = countMarks(hunks, decisions);
    const cells = [accepted, skipped, open].map((cell) => String(cell).padStart(11)).join('');
    return row([` ${id.padEnd(names)}${cells}`, id === 'all' ? 'strong' : undefined]);
  });
  return [
    row(['What was decided', 'strong']),
    row(''),
    row([` ${'transform'.padEnd(names)}${heading.map((each) => each.padStart(11)).join('')}`, 'quiet']),
    ...table,
    row(''),
    ...stale(session, width),
    ...(setting.git ? series(session, width) : []),
    ...wrap('Nothing has been written yet. Undecided hunks are left as they are.', width, 'quiet'),
    ...listed(session, 'Edited by hand', ({ id }) => decisions.edits.has(id) && decisions.marks.get(id) === 'accept'),
    ...listed(session, 'Skipped', ({ id }) => decisions.marks.get(id) === 'skip'),
    ...listed(session, 'Undecided', ({ id }) => !decisions.marks.has(id)),
  ];
}

const LONGEST_LIST = 100;

/** The hunks of which something holds, by place. */
function listed({ outline }: Session, title: string, holds: (hunk: Hunk) => boolean): Row[] {
  const hunks = outline.hunks.filter(holds);
  if (hunks.length === 0 || hunks.length === outline.hunks.length) return [];
  const rows = hunks
    .slice(0, LONGEST_LIST)
    .map(({ path, line, title: what }) => row(` ${path}:${line}  `, [what, 'quiet']));
  const more = hunks.length - rows.length;
  return [row(''), row([title, 'strong']), ...rows, ...(more > 0 ? [row([` and ${more} more`, 'quiet'])] : [])];
}

/** What would be left behind. */
function stale({ outline, decisions, setting }: Session, width: number): Row[] {
  const left = findStaleNames(outline.plan, acceptedOf(outline, decisions), setting.keeps);
  if (left.length === 0) return [];
  return [...left.flatMap((each) => wrap(`! ${describeStaleName(each)}.`, width, 'warning')), row('')];
}

/** The patches that would be made. */
function series(session: Session, width: number): Row[] {
  const { outline, decisions, setting } = session;
  const accepted = acceptedOf(outline, decisions);
  if (accepted.size === 0) return [];
  const keys = patchKeys(outline.plan, accepted, {
    keeps: setting.keeps,
    apart: setting.apart,
    split: undefined,
    assigned: decisions.assigned,
  });
  const text = [...keys].map(([key, hunks]) => `${key} (${hunks.length})`).join(', ');
  return [...wrap(`As patches: ${text}.`, width), row('')];
}

const diffs = new WeakMap<Session['decisions'], readonly string[]>();

/** The whole diff of what was accepted, as rows that scroll. */
export function diffRows({ outline, decisions, setting }: Session, width: number): Row[] {
  const lines = diffs.get(decisions) ?? diffLines();
  diffs.set(decisions, lines);
  return lines.flatMap((line) => breakRow([span(line, lookOf(line))], width));
  function diffLines(): string[] {
    const changes = render(outline.plan, acceptedOf(outline, decisions), setting.keeps);
    const text = changes.map(({ path, before, after, created }) => unifiedDiff(path, before, after, created)).join('');
    return text === ''
      ? ['Nothing was accepted.']
      : text
          .trimEnd()
          .split('\n')
          .map((line) => line.replace(/\r$/, ''));
  }
}

function lookOf(line: string) {
  if (/^(?:diff |--- |\+\+\+ )/.test(line)) return 'strong';
  if (line.startsWith('@@')) return 'key';
  if (line.startsWith('+')) return 'added';
  return line.startsWith('-') ? 'removed' : undefined;
}
