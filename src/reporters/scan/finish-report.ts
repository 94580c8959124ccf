// The end: what is offered of it, or what stands in the way, group by group. For people, and as JSON.
import { isBlocked } from '../../ledger/finish.ts';
import { counted } from '../../text/plural.ts';
import { visible } from '../../text/printable.ts';
import type { Style } from '../markup/terminal-style.ts';
import { type FinishReport, planWork } from './scan-report.ts';

/** How many places of a group are shown, and the command that shows all. */
interface Shortened {
  readonly most: number;
  readonly all: string;
}

/** The lines for people. */
export function formatFinish(report: FinishReport, style: Style, short?: Shortened): string[] {
  const { library, hunks, blockers } = report;
  if (!isBlocked(blockers)) {
    const offered =
      hunks.length > 0
        ? `${counted(hunks.length, 'hunk')} of the end ${hunks.length === 1 ? 'is' : 'are'} offered`
        : 'there is nothing that only its end takes out';
    const rows = hunks.map(({ path, line, level, title }) => `  ${visible(`${path}:${line}  ${level}  ${title}`)}`);
    return [style.bold(`nothing stands in the way of the end of ${library}: ${offered}`), ...(short ? [] : rows)];
  }
  const groups = groupsOf(report);
  const places = groups.reduce((sum, group) => sum + group.places.length, 0);
  const what = [
    ...(places > 0 ? [`${counted(places, 'place')} in ${counted(groups.length, 'group')}`] : []),
    ...(blockers.files.length > 0 ? [counted(blockers.files.length, 'file')] : []),
  ];
  const verb = places + blockers.files.length === 1 ? 'stands' : 'stand';
  const lines = [
    style.bold(`what only the end of ${library} takes out is not offered: ${what.join(' and ')} ${verb} in the way`),
  ];
  const most = short?.most ?? Number.POSITIVE_INFINITY;
  let cut = false;
  const list = (title: string, count: string, rows: readonly string[]) => {
    lines.push(`  ${style.yellow(title)} (${count})`, ...rows.slice(0, most).map((row) => `    ${visible(row)}`));
    if (rows.length > most) lines.push(`    and ${rows.length - most} more`);
    cut ||= rows.length > most;
  };
  for (const group of groups)
    list(
      group.title,
      counted(group.places.length, 'place'),
      group.places.map(({ path, line, name }) => `${path}:${line}  ${name}`),
    );
  if (blockers.files.length > 0)
    list(
      'files of which not all is known',
      counted(blockers.files.length, 'file'),
      blockers.files.map(({ path, reason }) => `${path}: ${reason}`),
    );
  if (cut && short) lines.push(`\`${short.all}\` lists all places`);
  return lines;
}

/** The `finish` field of `scan --format json`. */
export function finishJson(report: FinishReport) {
  return {
    offered: !isBlocked(report.blockers),
    hunks: report.hunks.map(({ id }) => id),
    blockers: groupsOf(report).map(({ id, title, places }) => ({
      group: id,
      title,
      places: places.map(({ path, line, column, name, message }) => ({ path, line, column, name, message })),
    })),
    files: report.blockers.files,
  };
}

/** The places by the groups of their work, in the order of planning. */
function groupsOf({ blockers, transforms }: FinishReport) {
  const groups = planWork(blockers.places, transforms).map(({ group: { id, title }, places }) => ({
    id,
    title,
    places,
  }));
  const known = new Set(groups.flatMap(({ places }) => places));
  const others = blockers.places.filter((place) => !known.has(place));
  return others.length > 0 ? [...groups, { id: null, title: 'other places', places: others }] : groups;
}
