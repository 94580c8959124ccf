// Pieces of an SVG chart: scales, step lines, step areas, axes, and the colours for light and dark. Knows no counts.

import { escapeXml } from '../markup/xml-escape.ts';
import type { Tick } from './chart-axes.ts';

/** A rectangle to draw in, in pixels. */
export interface Panel {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** From a value to a pixel. */
export type Scale = (value: number) => number;

/** A linear scale; a domain of nothing is all in the middle. */
export function scaleOf(from: number, to: number, start: number, end: number): Scale {
  if (to === from) return () => (start + end) / 2;
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

/** Series colours that tell eight series apart on white and on black. */
const COLOURS = ['#4269d0', '#e08a00', '#d9483b', '#2f9e8f', '#3a9a4b', '#d4588f', '#8f5bd6', '#8a8f98'];
const DARK_COLOURS = ['#7d9bf0', '#f0b44c', '#ff8a78', '#6fd3c4', '#73ce7e', '#ff9dc4', '#bd95f5', '#aab1bb'];

/** How many series have a colour of their own. */
export const SERIES = COLOURS.length;

const INK = { paper: '#ffffff', ink: '#1f2328', muted: '#59636e', grid: '#e4e8ec', axis: '#9aa4ae', mark: '#b45309' };
const DARK_INK: typeof INK = {
  paper: '#0d1117',
  ink: '#e6edf3',
  muted: '#9aa5b1',
  grid: '#21272e',
  axis: '#5b6570',
  mark: '#f0b44c',
};

/** The rules of a chart, light, and dark where the reader's screen is. Charts are of class `burndown`. */
export function chartStyle(): string {
  const rules = (ink: typeof INK, colours: readonly string[]) => [
    `.burndown .paper{fill:${ink.paper}}`,
    `.burndown .ink{fill:${ink.ink}}`,
    `.burndown .muted{fill:${ink.muted}}`,
    `.burndown .grid{stroke:${ink.grid}}`,
    `.burndown .axis{stroke:${ink.axis}}`,
    `.burndown .rule{stroke:${ink.mark}}`,
    `.burndown .mark{fill:${ink.mark}}`,
    `.burndown .on{fill:${ink.paper}}`,
    ...colours.map((colour, index) => `.burndown .l${index}{stroke:${colour}}.burndown .f${index}{fill:${colour}}`),
  ];
  return [
    ".burndown{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;font-size:13px}",
    '.burndown .line{fill:none;stroke-width:2;stroke-linejoin:round}',
    '.burndown .l0.line{stroke-width:2.75}',
    '.burndown .small{font-size:11.5px}',
    '.burndown .strong{font-weight:600}',
    '.burndown .rule{stroke-dasharray:2 3}',
    ...rules(INK, COLOURS),
    '@media (prefers-color-scheme:dark){',
    ...rules(DARK_INK, DARK_COLOURS),
    '}',
  ].join('\n');
}

/** A line that holds each value until the next point, and the last one until `end`. */
export function stepLine(xs: readonly number[], ys: readonly number[], end: number): string {
  const steps = xs.map((x, index) => (index === 0 ? `M${px(x)} ${px(ys[0] ?? 0)}` : `H${px(x)}V${px(ys[index] ?? 0)}`));
  return `${steps.join('')}H${px(end)}`;
}

/** The area between two step lines. */
export function stepArea(
  xs: readonly number[],
  upper: readonly number[],
  lower: readonly number[],
  end: number,
): string {
  let back = '';
  for (let index = xs.length - 1; index >= 0; index--) back += `V${px(lower[index] ?? 0)}H${px(xs[index] ?? 0)}`;
  return `${stepLine(xs, upper, end)}${back}Z`;
}

/** Lines across a panel, with their numbers at its left. */
export function countAxis({ left, right }: Panel, ticks: readonly number[], y: Scale): string {
  return ticks
    .map((tick) => {
      const at = px(y(tick));
      const line = `<line class="${tick === 0 ? 'axis' : 'grid'}" x1="${left}" x2="${right}" y1="${at}" y2="${at}"/>`;
      return `${line}${textAt(left - 8, y(tick) + 4, String(tick), 'muted small', 'end')}`;
    })
    .join('\n');
}

/** Short lines below a panel; with their dates where `labelled`. */
export function dateAxis({ bottom }: Panel, ticks: readonly Tick[], x: Scale, labelled: boolean): string {
  return ticks
    .map(({ at, label }) => {
      const line = `<line class="axis" x1="${px(x(at))}" x2="${px(x(at))}" y1="${bottom}" y2="${bottom + 5}"/>`;
      return labelled ? `${line}${textAt(x(at), bottom + 19, label, 'muted small', 'middle')}` : line;
    })
    .join('\n');
}

/** A text; it is escaped here. */
export function textAt(
  x: number,
  y: number,
  text: string,
  classes: string,
  anchor: 'start' | 'middle' | 'end',
): string {
  const where = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text class="${classes}" x="${px(x)}" y="${px(y)}"${where}>${escapeXml(text)}</text>`;
}

/** A number of pixels as short as it can be said. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
