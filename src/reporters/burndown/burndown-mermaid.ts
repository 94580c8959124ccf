// `burndown --format mermaid`: a gantt chart used as bars, for places that draw Mermaid: issues, wikis, Markdown pages. One
// section for each point, the bar is what remains.
import { type Burndown, ends, labelOf, percent, subjectOf } from './burndown-report.ts';

/** The burn-down as the source of a Mermaid chart. */
export function formatBurndownMermaid(report: Burndown): string {
  const { first, last } = ends(report);
  const fall = percent(first.tally.lines, last.tally.lines);
  const out = [
    'gantt',
    `    title ${plain(`Lines with ${subjectOf(report)} (${fall})`)}`,
    '    dateFormat X',
    '    axisFormat %s',
  ];
  const labels = report.points.map(labelOf);
  for (const [index, { commit, tally }] of report.points.entries()) {
    const [label = '', { lines }] = [labels[index], tally];
    // Sections of one name would become one.
    const same = labels.filter((each) => each === label).length > 1;
    const name = same ? `${label} ${commit.id.slice(0, 7)}` : label;
    out.push(`    section ${plain(name)}`, `    ${lines} : 0, ${lines}`);
  }
  return `${out.join('\n')}\n`;
}

/** Text in which nothing is Mermaid's own: what could be, such as a comment's `%%`, is written as an entity. */
function plain(text: string): string {
  return text.replace(/%{2,}|[^\p{L}\p{N} ._/+()%,\u2212-]/gu, (signs) =>
    [...signs].map((sign) => `#${sign.codePointAt(0)};`).join(''),
  );
}
