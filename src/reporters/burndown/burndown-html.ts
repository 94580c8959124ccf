// `burndown --format html`: one page with everything in it: the picture, tables, and what is left with what to do about it.
// No script and nothing from elsewhere, so that it can be sent, stored and opened anywhere. It is well-formed XML as well.
import type { RemainingName } from '../../metrics/remaining-names.ts';
import { references } from '../../metrics/totals.ts';
import { isoDay } from '../../text/calendar.ts';
import { counted } from '../../text/plural.ts';
import { escapeXml as text } from '../markup/xml-escape.ts';
import {
  type Burndown,
  COUNTS,
  change,
  ends,
  labelOf,
  type NameSeries,
  nameSeries,
  percent,
  spanOf,
  subjectOf,
} from './burndown-report.ts';
import { drawBurndown } from './burndown-svg.ts';
import { px, scaleOf, stepArea } from './svg-chart.ts';

const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1f2328;--muted:#59636e;--rule:#d8dee4;--card:#f6f8fa;--good:#1a7f37;--bad:#b42318;--line:#4269d0}
@media (prefers-color-scheme:dark){:root{--paper:#0d1117;--ink:#e6edf3;--muted:#9aa5b1;--rule:#30363d;--card:#161b22;--good:#56d364;--bad:#ff8a78;--line:#7d9bf0}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1040px;padding:32px 24px 64px;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}
h1{font-size:26px;line-height:1.25;margin:0 0 4px}
h2{font-size:19px;margin:40px 0 12px}
h3{font-size:15px;margin:0;overflow-wrap:anywhere}
p{margin:4px 0}
.muted{color:var(--muted);font-weight:400}
.cards{display:flex;flex-wrap:wrap;gap:12px;margin:20px 0}
.card{flex:1 1 180px;background:var(--card);border:1px solid var(--rule);border-radius:8px;padding:12px 16px}
.card b{display:block;font-size:26px;line-height:1.2;font-variant-numeric:tabular-nums}
svg.burndown{display:block;width:100%;height:auto}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;padding:5px 12px 5px 0;border-bottom:1px solid var(--rule);vertical-align:top}
th{color:var(--muted);font-weight:600;white-space:nowrap}
.w{width:60%}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.path{overflow-wrap:anywhere}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.92em}
.down{color:var(--good)}.up{color:var(--bad)}
.spark{width:120px;height:20px;display:block}
.spark path{fill:var(--line);fill-opacity:.65}
.left{border-top:1px solid var(--rule);padding:14px 0}
.places{columns:3 260px;list-style:none;margin:8px 0 0;padding:0;font-size:13px}
.places li{overflow-wrap:anywhere}
details{margin-top:4px}
summary{cursor:pointer;color:var(--muted)}
footer{margin-top:48px;color:var(--muted);font-size:13px}
`;

/** The burn-down as an HTML page. */
export function formatBurndownHtml(report: Burndown): string {
  const { last } = ends(report);
  return `${[
    '<!DOCTYPE html>',
    '<html xmlns="http://www.w3.org/1999/xhtml" lang="en">',
    '<head>',
    '<meta charset="utf-8"/>',
    '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
    `<title>${text(subjectOf(report))}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    `<h1>${text(subjectOf(report))}</h1>`,
    `<p class="muted">${text(spanOf(report))}; at <code>${text(last.commit.id.slice(0, 12))}</code></p>`,
    ...(report.shallow ? [`<p class="muted">The clone is shallow: what was before is missing.</p>`] : []),
    cards(report),
    drawBurndown(report, 'within'),
    ...falls(report),
    ...primitives(report),
    ...folders(report),
    ...left(report),
    ...skipped(report),
    ...points(report),
    `<footer>${text(`Made by degreen ${report.version}. Lines are counted as git grep -i does; references are imports and uses that a file shows by itself.`)}</footer>`,
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}

function cards(report: Burndown): string {
  const { first, last } = ends(report);
  const names = ['lines with the name', 'references to it', 'files with the name', 'files that import it'];
  const all = COUNTS.map(({ of }, index) => {
    const [before, after] = [of(first.tally), of(last.tally)];
    const since = before === after ? 'as at first' : `was ${before}, ${percent(before, after)}`;
    return `<div class="card"><b>${after}</b>${names[index]}<br/><span class="muted">${since}</span></div>`;
  });
  return `<div class="cards">${all.join('')}</div>`;
}

interface Column {
  readonly title: string;
  readonly kind?: 'n' | 'w';
}

/** A table; cells are markup already. */
function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const open = (tag: string, index: number) =>
    `<${tag}${columns[index]?.kind ? ` class="${columns[index].kind}"` : ''}>`;
  const head = columns.map(({ title }, index) => `${open('th', index)}${text(title)}</th>`).join('');
  const body = rows.map(
    (cells) => `<tr>${cells.map((cell, index) => `${open('td', index)}${cell}</td>`).join('')}</tr>`,
  );
  return `<div class="wide"><table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table></div>`;
}

function difference(before: number, after: number): string {
  const kind = after < before ? 'down' : after > before ? 'up' : 'muted';
  return `<span class="${kind}">${change(before, after)}</span>`;
}

const NUMBER = (title: string): Column => ({ title, kind: 'n' });
/** The column that gets the room that the others leave. */
const WIDE: Column = { title: '', kind: 'w' };

function falls({ drops }: Burndown): string[] {
  if (drops.length === 0) return [];
  const rows = drops.map(({ commit, before, after }, index) => [
    String(index + 1),
    isoDay(commit.time),
    `<code>${text(commit.id.slice(0, 10))}</code>`,
    difference(before.lines, after.lines),
    difference(references(before), references(after)),
    text(commit.subject),
  ]);
  const columns = [NUMBER(''), { title: 'date' }, { title: 'commit' }, NUMBER('lines'), NUMBER('references'), WIDE];
  return ['<h2>The largest falls</h2>', table(columns, rows)];
}

function primitives(report: Burndown): string[] {
  const series = nameSeries(report);
  if (series.length === 0) return [];
  const order = [...series].sort((a, b) => (b.values.at(-1) ?? 0) - (a.values.at(-1) ?? 0));
  const rows = order.map((each) => {
    const [first, last] = [each.values[0] ?? 0, each.values.at(-1) ?? 0];
    const name = `<code>${text(each.label)}</code>`;
    return [name, text(each.transform), String(first), String(last), difference(first, last), spark(each)];
  });
  const columns = [
    { title: 'primitive' },
    { title: 'transform' },
    NUMBER('first'),
    NUMBER('last'),
    NUMBER('change'),
    { title: '' },
  ];
  return ['<h2>References by primitive</h2>', table(columns, rows)];
}

function spark({ values }: NameSeries): string {
  const x = scaleOf(0, values.length, 0, 120);
  const y = scaleOf(0, Math.max(1, ...values), 20, 1);
  const xs = values.map((_, index) => x(index));
  const floor = values.map(() => 20);
  const area = stepArea(values.length === 1 ? [0] : xs, values.map(y), floor, 120);
  return `<svg xmlns="http://www.w3.org/2000/svg" class="spark" viewBox="0 0 ${px(120)} 20" aria-hidden="true"><path d="${area}"/></svg>`;
}

function folders(report: Burndown): string[] {
  if (report.folders.length === 0) return [];
  const rows = report.folders.map(({ path, first, last }) => [
    `<code>${text(path)}</code>`,
    String(first.lines),
    String(last.lines),
    difference(first.lines, last.lines),
    String(references(first)),
    String(references(last)),
    difference(references(first), references(last)),
  ]);
  const lines = [NUMBER('lines, first'), NUMBER('last'), NUMBER('change')];
  const columns = [{ title: 'directory' }, ...lines, NUMBER('references, first'), NUMBER('last'), NUMBER('change')];
  return ['<h2>By directory</h2>', table(columns, rows)];
}

function left(report: Burndown): string[] {
  const { mentions } = ends(report).last.tally;
  const still = mentions === 0 ? '' : ` Lines that only mention the name: ${mentions}.`;
  if (report.left.length === 0) return ['<h2>What is left</h2>', `<p>No reference is left.${still}</p>`];
  return ['<h2>What is left</h2>', ...report.left.map(leftName)];
}

const OPEN_UNTIL = 6;

function leftName({ name, transform, advice, places }: RemainingName): string {
  const items = places.map(
    ({ path, line, imported }) =>
      `<li><code>${text(path)}:${line}</code>${imported ? ' <span class="muted">import</span>' : ''}</li>`,
  );
  const list = `<ul class="places">${items.join('')}</ul>`;
  const count = counted(places.length, 'place');
  return [
    '<section class="left">',
    `<h3><code>${text(name)}</code> <span class="muted">${count}, transform ${text(transform)}</span></h3>`,
    ...(advice.equivalent ? [`<p>In the standard library: <code>${text(advice.equivalent)}</code></p>`] : []),
    ...advice.paragraphs.slice(0, 2).map((paragraph) => `<p>${prose(paragraph)}</p>`),
    places.length <= OPEN_UNTIL ? list : `<details><summary>Where</summary>${list}</details>`,
    '</section>',
  ].join('\n');
}

/** What stands between backticks is code. */
function prose(paragraph: string): string {
  const parts = paragraph.split('`');
  return parts.map((part, index) => (index % 2 === 1 ? `<code>${text(part)}</code>` : text(part))).join('');
}

function skipped(report: Burndown): string[] {
  if (report.skipped.length === 0) return [];
  const rows = report.skipped.map(({ path, reason }) => [`<code>${text(path)}</code>`, text(reason)]);
  return ['<h2>Skipped</h2>', table([{ title: 'file' }, { title: 'why' }], rows)];
}

function points(report: Burndown): string[] {
  const rows = report.points.map((point) => [
    text(isoDay(point.commit.time)),
    `<code>${text(point.commit.id.slice(0, 10))}</code>`,
    ...(report.interval.unit === 'tags' ? [text(labelOf(point))] : []),
    ...COUNTS.map(({ of }) => String(of(point.tally))),
    text(point.commit.subject),
  ]);
  const tag = report.interval.unit === 'tags' ? [{ title: 'tag' }] : [];
  const numbers = COUNTS.map(({ label }) => NUMBER(label));
  const columns = [{ title: 'date' }, { title: 'commit' }, ...tag, ...numbers, WIDE];
  const heading = `<summary>${counted(rows.length, 'point')}</summary>`;
  return ['<h2>All points</h2>', `<details>${heading}`, table(columns, rows), '</details>'];
}
