// `burndown --format svg`: lines, references and files over time, what the references are, and the commits that brought the
// largest falls. One picture for light and dark pages; no script, no font, nothing from elsewhere.
import { references } from '../../metrics/totals.ts';
import { isoDay } from '../../text/calendar.ts';
import { visible } from '../../text/printable.ts';
import { escapeXml } from '../markup/xml-escape.ts';
import {
  type Burndown,
  COUNTS,
  change,
  type Drop,
  ends,
  percent,
  primitiveSeries,
  type Series,
  spanOf,
  subjectOf,
  timeline,
} from './burndown-report.ts';
import { countTicks, dateTicks, spread } from './chart-axes.ts';
import {
  chartStyle,
  countAxis,
  dateAxis,
  type Panel,
  px,
  type Scale,
  SERIES,
  scaleOf,
  stepArea,
  stepLine,
  textAt,
} from './svg-chart.ts';

const WIDTH = 960;
const LEFT = 56;
const RIGHT = 706;
const HEADING = 76;
const COUNTS_HEIGHT = 250;
const PARTS_HEIGHT = 170;
const BETWEEN = 58;
const ROW = 24;

/** The burn-down as an SVG document. */
export function formatBurndownSvg(report: Burndown): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${drawBurndown(report, 'alone')}\n`;
}

/** The picture: by itself, or within a page that has its own heading and tells the falls in its own words. */
export function drawBurndown(report: Burndown, where: 'alone' | 'within'): string {
  const { first, last } = ends(report);
  const alone = where === 'alone';
  const top = alone ? HEADING + 24 : 40;
  const upper: Panel = { left: LEFT, right: RIGHT, top, bottom: top + COUNTS_HEIGHT };
  const lower: Panel = {
    left: LEFT,
    right: RIGHT,
    top: upper.bottom + BETWEEN,
    bottom: upper.bottom + BETWEEN + PARTS_HEIGHT,
  };
  const falls = alone && report.drops.length > 0 ? 56 + report.drops.length * ROW : 0;
  const height = lower.bottom + 36 + falls;
  const time = timeline(report);
  // The last value holds for a moment as well, so that it can be seen.
  const x = scaleOf(time.from, time.to, LEFT, RIGHT - 8);
  const xs = time.at.length === 1 ? [LEFT] : time.at.map(x);
  const dates = time.dated ? dateTicks(time.from, time.to, 8) : [];
  const title = `${subjectOf(report)}: ${first.tally.lines} → ${last.tally.lines} lines`;
  const shape = `viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="burndown" ${shape} role="img" aria-label="${escapeXml(title)}">`,
    `<style>\n${chartStyle()}\n</style>`,
    ...(alone
      ? [`<title>${escapeXml(title)}</title>`, `<rect class="paper" width="${WIDTH}" height="${height}"/>`]
      : []),
    ...(alone ? heading(report) : []),
    ...drawCounts(report, upper, xs, time.dated ? x : undefined),
    dateAxis(upper, dates, x, false),
    ...drawParts(report, lower, xs),
    dateAxis(lower, dates, x, true),
    ...(falls > 0 ? listDrops(report.drops, lower.bottom + 62) : []),
    '</svg>',
  ].join('\n');
}

function heading(report: Burndown): string[] {
  const { first, last } = ends(report);
  const [before, after] = [first.tally.lines, last.tally.lines];
  const left = `${before} → ${after} lines (${percent(before, after)}), ${references(last.tally)} references left`;
  return [
    `<text class="ink strong" x="24" y="38" font-size="20">${escapeXml(subjectOf(report))}</text>`,
    textAt(24, 60, `${left} · ${spanOf(report)}`, 'muted', 'start'),
  ];
}

/** The four counts as step lines with their names at the right, and the falls as numbers above. */
function drawCounts(report: Burndown, panel: Panel, xs: readonly number[], x: Scale | undefined): string[] {
  const series = COUNTS.map(({ label, of }) => ({ label, values: report.points.map(({ tally }) => of(tally)) }));
  const ticks = countTicks(Math.max(...series.flatMap(({ values }) => values)), 5);
  const y = scaleOf(0, ticks.at(-1) ?? 1, panel.bottom, panel.top);
  const ys = series.map(({ values }) => values.map(y));
  const floor = xs.map(() => panel.bottom);
  const lasts = ys.map((each) => each.at(-1) ?? panel.bottom);
  const places = spread(lasts, 18, panel.top + 4, panel.bottom);
  const order = series.map((_, index) => index).reverse();
  return [
    countAxis(panel, ticks, y),
    `<path class="f0" fill-opacity="0.12" d="${stepArea(xs, ys[0] ?? [], floor, panel.right)}"/>`,
    ...(x ? marks(report.drops, panel, x) : []),
    ...order.map((index) => `<path class="line l${index}" d="${stepLine(xs, ys[index] ?? [], panel.right)}"/>`),
    ...series.map(({ label, values }, index) => {
      const [from, to] = [values[0] ?? 0, values.at(-1) ?? 0];
      const at = (places[index] ?? 0) + 4;
      const link = `M${panel.right + 2} ${px(lasts[index] ?? 0)}L${panel.right + 14} ${px(at - 4)}`;
      return [
        `<path class="l${index}" fill="none" d="${link}"/>`,
        `<text class="ink" x="${panel.right + 20}" y="${px(at)}"><tspan class="strong">${to}</tspan> ${escapeXml(NAMES[label] ?? label)} <tspan class="muted small">${escapeXml(from === to ? '' : `was ${from}`)}</tspan></text>`,
      ].join('');
    }),
  ];
}

const NAMES: Readonly<Record<string, string>> = { files: 'files with it', importing: 'files import it' };

const MARK = 9;

/** A numbered mark above the chart for each fall, with a line down to where it happened. */
function marks(drops: readonly Drop[], panel: Panel, x: Scale): string[] {
  const at = drops.map(({ commit }) => x(commit.time));
  const row = panel.top - MARK - 5;
  const places = spread(at, 2 * MARK + 3, panel.left + MARK, panel.right - MARK);
  return drops.map((_, index) => {
    const [to = 0, from = 0] = [at[index], places[index]];
    const line = `<path class="rule" fill="none" d="M${px(from)} ${row + MARK}L${px(to)} ${panel.top + 6}V${panel.bottom}"/>`;
    return `${line}${badge(from, row, index)}`;
  });
}

function badge(x: number, y: number, index: number): string {
  const number = textAt(x, y + 4, String(index + 1), 'on small strong', 'middle');
  return `<circle class="mark" cx="${px(x)}" cy="${px(y)}" r="${MARK}"/>${number}`;
}

/** The references by primitive, one on top of the other, with a legend in the order of the picture. */
function drawParts(report: Burndown, panel: Panel, xs: readonly number[]): string[] {
  const series = primitiveSeries(report, SERIES);
  const title = textAt(panel.left, panel.top - 16, 'References: uses by primitive, and imports', 'ink strong', 'start');
  if (series.length === 0) return [title, textAt(panel.left, panel.top + 20, 'There are none.', 'muted', 'start')];
  const sums = xs.map((_, point) => series.reduce((sum, { values }) => sum + (values[point] ?? 0), 0));
  const ticks = countTicks(Math.max(...sums), 5);
  const y = scaleOf(0, ticks.at(-1) ?? 1, panel.bottom, panel.top);
  const floors = xs.map(() => 0);
  const areas = series.map(({ values }, index) => {
    const lower = floors.map(y);
    for (const [point, value] of values.entries()) floors[point] = (floors[point] ?? 0) + value;
    return `<path class="f${index}" fill-opacity="0.85" d="${stepArea(xs, floors.map(y), lower, panel.right)}"/>`;
  });
  return [title, countAxis(panel, ticks, y), ...areas, ...legend(series, panel)];
}

function legend(series: readonly Series[], { right, top, bottom }: Panel): string[] {
  const step = Math.min(21, (bottom - top) / series.length);
  return series.map(({ label, values }, index) => {
    const y = top + (series.length - 1 - index) * step + 4;
    const [from, to] = [values[0] ?? 0, values.at(-1) ?? 0];
    const count = from === to ? `${to}` : `${from} → ${to}`;
    const square = `<rect class="f${index}" x="${right + 20}" y="${px(y)}" width="11" height="11" rx="2"/>`;
    const text = `<tspan>${escapeXml(clip(label, 24))}</tspan> <tspan class="muted">${escapeXml(count)}</tspan>`;
    return `${square}<text class="ink small" x="${right + 38}" y="${px(y + 10)}">${text}</text>`;
  });
}

/** About what fits beside the number of a fall. */
const SUBJECT = 90;

function listDrops(drops: readonly Drop[], top: number): string[] {
  return [
    textAt(LEFT - 32, top, 'The largest falls', 'ink strong', 'start'),
    ...drops.map(({ commit, before, after }, index) => {
      const y = top + 6 + (index + 1) * ROW;
      return [
        badge(LEFT - 22, y - 4, index),
        textAt(LEFT, y, isoDay(commit.time), 'muted', 'start'),
        textAt(LEFT + 122, y, change(before.lines, after.lines), 'ink strong', 'end'),
        textAt(LEFT + 136, y, commit.id.slice(0, 10), 'muted', 'start'),
        textAt(LEFT + 238, y, clip(visible(commit.subject), SUBJECT), 'ink', 'start'),
      ].join('');
    }),
  ];
}

function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
