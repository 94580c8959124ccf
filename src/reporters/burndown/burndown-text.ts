// `burndown` for a terminal: a chart that is as wide as the terminal, the largest falls, the points, and what each transform has.
import { references } from '../../metrics/totals.ts';
import { isoDay } from '../../text/calendar.ts';
import { counted } from '../../text/plural.ts';
import { visible } from '../../text/printable.ts';
import type { Style } from '../markup/terminal-style.ts';
import {
  type Burndown,
  COUNTS,
  change,
  ends,
  labelOf,
  nameSeries,
  percent,
  type Series,
  subjectOf,
  timeline,
  transformSeries,
} from './burndown-report.ts';
import { countTicks, dateTicks, spread } from './chart-axes.ts';

const ROWS = 12;
const NARROWEST = 50;
const WIDEST = 160;

/** The burn-down as text for a terminal of so many columns. */
export function formatBurndownText(report: Burndown, style: Style, columns: number): string {
  const width = Math.max(NARROWEST, Math.min(columns, WIDEST));
  const out = [style.bold(headline(report)), '', ...chart(report, style, width), ''];
  out.push(...drops(report, style, width), ...points(report, style, width));
  out.push(...transforms(report, style, width), ...names(report, style, width));
  return `${out.map((line) => line.trimEnd()).join('\n')}\n`;
}

function headline(report: Burndown): string {
  const { first, last } = ends(report);
  const [before, after] = [first.tally.lines, last.tally.lines];
  const change = before === after ? `${after} lines` : `${before} → ${after} lines (${percent(before, after)})`;
  const files = counted(last.tally.files, 'file');
  return `${subjectOf(report)}: ${change} in ${files}, ${references(last.tally)} references left`;
}

const BLOCKS = ['', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

function chart(report: Burndown, style: Style, width: number): string[] {
  const lines = report.points.map(({ tally }) => tally.lines);
  const ticks = countTicks(Math.max(...lines), 4);
  const top = ticks.at(-1) ?? 1;
  const margin = Math.max(...ticks.map((tick) => String(tick).length));
  const across = width - margin - 3;
  const { at, from, to, dated } = timeline(report);
  const columnOf = (x: number) => (to === from ? 0 : Math.round(((x - from) / (to - from)) * (across - 1)));
  const starts = at.map(columnOf);
  const heights = Array.from({ length: across }, (_, column) => {
    const point = starts.findLastIndex((start) => start <= column);
    return (Math.max(0, lines[point] ?? 0) / top) * ROWS * 8;
  });
  const labels = new Map(ticks.map((tick) => [Math.round((tick / top) * ROWS), String(tick)]));
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const base = ROWS - 1 - index;
    const bar = heights.map((height) => block(height, base * 8)).join('');
    // A number stands at the upper edge of its row, which is its height.
    const label = labels.get(base + 1);
    return `${(label ?? '').padStart(margin)} ${label === undefined ? '│' : '┤'}${style.green(bar.trimEnd())}`;
  });
  const dates = (dated ? dateTicks(from, to, Math.floor(across / 14)) : []).map(({ at: moment, label }) => ({
    column: columnOf(moment),
    label,
  }));
  const marks = new Set(dates.map(({ column }) => column));
  const line = Array.from({ length: across }, (_, column) => (marks.has(column) ? '┬' : '─')).join('');
  const below = ' '.repeat(margin + 2);
  const columns = report.drops.map(({ commit }) => columnOf(commit.time));
  const falls = spread(columns, 2, 0, across - 1).map((column, index) => ({ column, label: String(index + 1) }));
  return [
    ...rows,
    `${'0'.padStart(margin)} └${line}`,
    below + place(dates, across),
    ...(falls.length > 0 && dated ? [below + style.yellow(place(falls, across))] : []),
  ];
}

/** The part of a column that is in one row; what is there at all is seen. */
function block(height: number, base: number): string {
  const eighths = Math.max(0, Math.min(8, Math.round(height - base)));
  return BLOCKS[base === 0 && height > 0 ? Math.max(1, eighths) : eighths] || ' ';
}

/** Labels at their columns; one that would touch the one before is left out. */
function place(labels: readonly { readonly column: number; readonly label: string }[], across: number): string {
  let text = '';
  for (const { column, label } of [...labels].sort((a, b) => a.column - b.column)) {
    const start = Math.max(0, Math.min(column, across - label.length));
    if (text !== '' && start <= text.length) continue;
    text = text.padEnd(start) + label;
  }
  return text;
}

/** Columns of a day, and of a short id with the space before it. */
const DATE = 10;
const COMMIT = 12;

function drops(report: Burndown, style: Style, width: number): string[] {
  if (report.drops.length === 0) return [];
  const rows = report.drops.map(({ commit, before, after }, index) => {
    const fall = change(before.lines, after.lines).padStart(5);
    const head = `${String(index + 1).padStart(2)}  ${isoDay(commit.time)}  ${commit.id.slice(0, 10)} ${fall}  `;
    return `${head}${clip(visible(commit.subject), width - head.length)}`;
  });
  return [style.bold('the largest falls'), ...rows, ''];
}

function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}

/** The points; those in which nothing changed are counted, not listed. */
function points(report: Burndown, style: Style, width: number): string[] {
  const all = report.points;
  const cells = all.map(({ tally }) => COUNTS.map(({ of }) => of(tally)));
  const numbers = (values: readonly (string | number)[]) =>
    values.map((value, index) => String(value).padStart((COUNTS[index]?.label.length ?? 0) + 2)).join('');
  const room = width - DATE - numbers(COUNTS.map(({ label }) => label)).length;
  const wanted = Math.max(0, ...all.map((point) => (point.tags.length > 0 ? labelOf(point).length : 0)));
  const tag = Math.min(wanted, room - COMMIT - 2);
  const left = (date: string, commit: string, label: string) =>
    date.padEnd(DATE) +
    (room >= COMMIT ? `  ${commit}`.padEnd(COMMIT) : '') +
    (tag > 3 ? `  ${clip(label, tag).padEnd(tag)}` : '');
  const out = [style.bold(left('date', 'commit', 'tag') + numbers(COUNTS.map(({ label }) => label)))];
  let same = 0;
  const skip = () => {
    if (same > 0) out.push(style.dim(`${' '.repeat(room >= COMMIT ? DATE + 2 : 2)}${same} more without a change`));
    same = 0;
  };
  for (const [index, point] of all.entries()) {
    const values = cells[index] ?? [];
    const inner = index > 0 && index < all.length - 1 && point.tags.length === 0;
    if (inner && cells[index - 1]?.every((value, place) => value === values[place])) {
      same++;
      continue;
    }
    skip();
    const { time, id } = point.commit;
    out.push(left(isoDay(time), id.slice(0, 10), point.tags.length > 0 ? labelOf(point) : '') + numbers(values));
  }
  return [...out, ''];
}

function transforms(report: Burndown, style: Style, width: number): string[] {
  const series = transformSeries(report);
  if (series.length === 0) return [];
  return [...table('transform', series, style, width), ''];
}

const MOST_NAMES = 15;

/** The names that the transform without a rewrite has: each is a task of its own. */
function names(report: Burndown, style: Style, width: number): string[] {
  const series = nameSeries(report).filter(({ transform }) => transform === report.rest);
  if (series.length === 0) return [];
  const shown = series.slice(0, MOST_NAMES);
  const more = series.length - shown.length;
  return [
    ...table(`of ${report.rest}`, shown, style, width),
    ...(more > 0 ? [style.dim(`and ${more} more: --format json has all`)] : []),
  ];
}

const SPARKS = 16;
/** Columns of the three numbers of a row. */
const NUMBERS = 23;

/** First, last and change of each series, with a small picture of what lies between where there is room for it. */
function table(title: string, series: readonly Series[], style: Style, columns: number): string[] {
  const labels = series.map(({ label }) => visible(label));
  const width = Math.min(Math.max(title.length, ...labels.map(({ length }) => length)), columns - NUMBERS);
  const sparks = Math.min(SPARKS, columns - width - NUMBERS - 2);
  const head = `${title.padEnd(width)}  ${'first'.padStart(6)} ${'last'.padStart(6)} ${'change'.padStart(7)}`;
  const rows = series.map(({ values }, index) => {
    const [first, last] = [values[0] ?? 0, values.at(-1) ?? 0];
    const cells = `${String(first).padStart(6)} ${String(last).padStart(6)} ${change(first, last).padStart(7)}`;
    const picture = sparks >= 4 ? `  ${style.green(spark(values, sparks))}` : '';
    return `${clip(labels[index] ?? '', width).padEnd(width)}  ${cells}${picture}`;
  });
  return [style.bold(head), ...rows];
}

function spark(values: readonly number[], most: number): string {
  const top = Math.max(1, ...values);
  const count = Math.min(most, values.length);
  const picked = Array.from({ length: count }, (_, index) =>
    count === 1 ? values[0] : values[Math.round((index / (count - 1)) * (values.length - 1))],
  );
  return picked
    .map((value = 0) => (value === 0 ? ' ' : (BLOCKS[Math.max(1, Math.round((value / top) * 8))] ?? '')))
    .join('');
}
