// `scan` for an issue tracker: tables of what is left, by transform and by file.
import type { Entry } from '../engine/entries.ts';
import { visible } from '../text/visible.ts';
import { countTransforms, countVerdicts, type Report } from './report.ts';

/** The report as Markdown. */
export function formatMarkdown(report: Report): string {
  const { ledger } = report;
  const verdicts = countVerdicts(ledger.entries);
  const out = [
    `# ${report.library} in this project`,
    '',
    `${ledger.lines} lines in ${ledger.files} files, ${ledger.importingFiles} of which import it${report.base ? ` (at ${report.base.slice(0, 12)})` : ''}.`,
    '',
    '| verdict | references |',
    '| --- | ---: |',
    ...(['safe', 'review', 'manual', 'mention'] as const).map((verdict) => `| ${verdict} | ${verdicts[verdict]} |`),
    '',
    '| transform | hunks | safe | review | manual |',
    '| --- | ---: | ---: | ---: | ---: |',
  ];
  for (const [id, count] of countTransforms(ledger.entries)) {
    const hunks = report.hunks.filter((each) => each.hunk.transform === id).length;
    out.push(`| ${id} | ${hunks} | ${count.safe} | ${count.review} | ${count.manual} |`);
  }
  section(
    out,
    'Rewritten at level review',
    report.hunks.filter((each) => each.hunk.level === 'review').map((each) => each.hunk),
    (hunk) => [place(hunk.path, hunk.line), cell(hunk.title), cell(hunk.note ?? '')],
  );
  const manual = ledger.entries.filter(
    (entry) => entry.verdict === 'manual' && entry.role !== 'import' && entry.role !== 'attribute',
  );
  section(out, 'Left to a person', manual, (entry: Entry) => [
    place(entry.path, entry.line),
    `\`${entry.name}\``,
    cell(entry.message),
  ]);
  section(out, 'Skipped files', report.skipped, (file) => [`\`${cell(file.path)}\``, '', cell(file.reason)]);
  return `${out.join('\n')}\n`;
}

function section<Row>(
  out: string[],
  title: string,
  rows: readonly Row[],
  cells: (row: Row) => readonly [string, string, string],
): void {
  if (rows.length === 0) return;
  out.push('', `## ${title} (${rows.length})`, '', '| where | what | why |', '| --- | --- | --- |');
  for (const row of rows) out.push(`| ${cells(row).join(' | ')} |`);
}

function place(path: string, line: number): string {
  return `\`${cell(path)}:${line}\``;
}

function cell(text: string): string {
  return visible(text).replaceAll('|', '\\|');
}
