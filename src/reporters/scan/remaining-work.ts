// What is manual, for a terminal: area by area, each group with a solution and the places that wait for it.

import { counted } from '../../text/plural.ts';
import { visible } from '../../text/printable.ts';
import { codeLines, proseLines } from '../markup/page-lines.ts';
import type { Style } from '../markup/terminal-style.ts';
import type { PlannedWork, Report } from './scan-report.ts';

/** How many rows of places a group shows, and how many lines of a file a row names; the other formats list all of them. */
const MOST_ROWS = 8;
const MOST_NUMBERS = 10;

/** The lines of the section; none where nothing is left. */
export function formatWork({ work }: Report, style: Style): string[] {
  if (work.length === 0) return [];
  const total = work.reduce((sum, { places }) => sum + places.length, 0);
  const lines = [style.bold(`left to do by hand: ${counted(total, 'place')} in ${counted(work.length, 'group')}`)];
  let area = '';
  for (const planned of work) {
    const { group, places } = planned;
    if (group.area !== area) {
      area = group.area;
      lines.push('', style.bold(area));
    } else lines.push('');
    lines.push(`  ${style.yellow(group.title)} (${counted(places.length, 'place')})`);
    lines.push(...proseLines(group.draft, '    '));
    lines.push(
      ...codeLines(group.example.before, '      -').map(style.red),
      ...codeLines(group.example.after, '      +').map(style.green),
    );
    lines.push(...placesOf(planned));
  }
  return [...lines, ''];
}

/** One line for each file and name; one for each place where there is something to say of it. */
function placesOf({ places }: PlannedWork): string[] {
  const several = new Set(places.map(({ name }) => name)).size > 1;
  const byKey = new Map<string, { path: string; lines: number[]; rest: string }>();
  for (const { path, line, name, detail } of places) {
    const rest = [several ? name : '', detail].filter((text) => text !== '').join(': ');
    const key = `${path}\0${rest}`;
    const same = byKey.get(key);
    if (same) same.lines.push(line);
    else byKey.set(key, { path, lines: [line], rest });
  }
  const rows = [...byKey.values()];
  const shown = rows.length > MOST_ROWS ? rows.slice(0, MOST_ROWS - 1) : rows;
  const out = shown.map(({ path, lines, rest }) => {
    const numbers = [...new Set(lines)];
    const more = numbers.length > MOST_NUMBERS ? ` and ${numbers.length - MOST_NUMBERS} more` : '';
    const where = `${path}:${numbers.slice(0, MOST_NUMBERS).join(', ')}${more}`;
    return `    ${visible(rest === '' ? where : `${where}  ${rest}`)}`;
  });
  const left = rows.slice(shown.length).reduce((sum, { lines }) => sum + lines.length, 0);
  return left > 0 ? [...out, `    and ${left} more (--format markdown lists all)`] : out;
}
