// `scan` for a terminal: what can be rewritten, what is manual and why, what only mentions the name.
import type { Entry } from '../../ledger/entry.ts';
import type { Hunk } from '../../plan/hunks/hunk.ts';
import { isDraft } from '../../plan/hunks/level.ts';
import { visible } from '../../text/printable.ts';
import type { Style } from '../markup/terminal-style.ts';
import { formatFinish } from './finish-report.ts';
import { formatWork } from './remaining-work.ts';
import { countTransforms, countVerdicts, draftLines, draftsAt, type Report } from './scan-report.ts';

/** The report as text. */
export function formatText(report: Report, style: Style): string {
  const { entries } = report.ledger;
  const out: string[] = [];
  const hunks = new Map(report.hunks.map(({ hunk }) => [hunk.id, hunk]));
  const drafts = draftsAt(report);
  let path = '';
  for (const entry of entries) {
    if (entry.verdict === 'mention') continue;
    if (entry.path !== path) {
      if (path !== '') out.push('');
      path = entry.path;
      out.push(style.bold(visible(path)));
    }
    out.push(entryLine(entry, hunks.get(entry.hunk ?? ''), style));
    const draft = drafts.get(entry);
    for (const { sign, text } of draft ? draftLines(draft) : [])
      out.push(`${' '.repeat(17)}${(sign === '-' ? style.red : style.green)(sign + visible(text))}`);
  }
  if (out.length > 0) out.push('');
  out.push(...formatWork(report, style));
  out.push(...summary(report, style));
  if (report.finish) out.push('', ...formatFinish(report.finish, style));
  return `${out.join('\n')}\n`;
}

function entryLine(entry: Entry, decided: Hunk | undefined, style: Style): string {
  const mark = {
    safe: style.green('safe  '),
    review: style.yellow('review'),
    manual: style.red('manual'),
    mention: 'mention',
  }[entry.verdict];
  const hunk = entry.role === 'attribute' ? undefined : decided;
  const what = hunk ? hunk.title : `${entry.name} (${entry.role})`;
  const why = entry.role === 'attribute' ? '' : entry.message;
  return `  ${String(entry.line).padStart(5)}  ${mark}  ${visible(what)}${why ? style.dim(` — ${visible(why)}`) : ''}`;
}

function summary(report: Report, style: Style): string[] {
  const { ledger } = report;
  const verdicts = countVerdicts(ledger.entries);
  const lines = [
    `${ledger.lines} lines with the name in ${ledger.files} files, ${ledger.importingFiles} of which import it; ` +
      `${ledger.entries.length} references: ${verdicts.safe} safe, ${verdicts.review} review, ${verdicts.manual} manual, ${verdicts.mention} mentions.`,
  ];
  const counts = [...countTransforms(report)];
  const anyDraft = counts.some(([, { draft }]) => draft !== undefined);
  const width = Math.max(...counts.map(([id]) => id.length), 'transform'.length);
  if (counts.length > 0) {
    lines.push(
      '',
      `${'transform'.padEnd(width)}  ${'hunks'.padStart(6)} ${'safe'.padStart(6)} ${'review'.padStart(6)} ${'manual'.padStart(6)}${anyDraft ? ` ${'draft'.padStart(6)}` : ''}`,
    );
    for (const [id, count] of counts) {
      const hunks = report.hunks.filter((each) => each.hunk.transform === id && !isDraft(each.hunk));
      const apart = countedApart(report, id).join(', ');
      const cells = [hunks.length, count.safe, count.review, count.manual, ...(anyDraft ? [count.draft ?? 0] : [])].map(
        (cell) => String(cell).padStart(6),
      );
      lines.push(`${id.padEnd(width)}  ${cells.join(' ')}${apart === '' ? '' : style.dim(`   (${apart})`)}`);
    }
  }
  lines.push(...patches(report, style));
  if (report.skipped.length > 0) {
    lines.push('', style.bold('skipped'));
    for (const file of report.skipped) lines.push(`  ${visible(file.path)}: ${visible(file.reason)}`);
  }
  return lines;
}

/** How many hunks of a transform are of variants that are counted apart. */
function countedApart({ hunks, transforms }: Report, id: string): string[] {
  const variants = transforms.find((each) => each.id === id)?.variants ?? [];
  return variants.flatMap((variant) => {
    const count = hunks.filter(({ hunk }) => hunk.transform === id && hunk.variant === variant.id).length;
    return variant.counted !== undefined && count > 0 ? [`${count} of the hunks ${variant.counted}`] : [];
  });
}

const MOST_IMPORTERS = 8;

/** Where processes are patched, as every level rests on it. */
function patches({ process }: Report, style: Style): string[] {
  if (process.calls.length === 0 && process.mode === undefined) return [];
  const said = process.mode === undefined ? '' : ` (by the configuration the process is ${process.mode})`;
  const lines = ['', `${style.bold('where the process is patched')}${said}`];
  for (const call of process.calls) {
    const groups = Object.keys(call.covers);
    const left = groups.filter((group) => !call.covers[group]);
    const what = left.length > 0 ? style.yellow(`without ${left.join(' and ')}`) : `${groups.join(' and ')} included`;
    const given = call.given ? ` with ${call.given}` : '';
    lines.push(`  ${visible(call.path)}:${call.line}${visible(given)}: ${what}${call.testsOnly ? ', for tests' : ''}`);
  }
  const importers = new Map(
    process.calls.flatMap((call) => call.loadedBy.map(({ path, line }) => [`${path}:${line}`, call.path] as const)),
  );
  for (const [place, path] of [...importers].slice(0, MOST_IMPORTERS))
    lines.push(`  ${visible(place)}: imports ${visible(path)}`);
  if (importers.size > MOST_IMPORTERS) lines.push(`  and ${importers.size - MOST_IMPORTERS} more that import it`);
  return lines;
}
