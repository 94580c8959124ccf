// What `check` found, as text, JSON, SARIF and GitHub's workflow commands. Each names the place, the primitive, what stands
// for it in the standard library, and the command that helps.

import type { NewReference, RenamedFile } from '../../ledger/compare-baseline.ts';
import { type Fingerprint, kindOf, wordOf } from '../../ledger/fingerprints.ts';
import { visible } from '../../text/printable.ts';
import { jsonText } from '../markup/json-text.ts';
import type { Style } from '../markup/terminal-style.ts';
import type { Report } from '../scan/scan-report.ts';
import { formatSarif } from '../scan/scan-sarif.ts';

/** A new reference with what to do about it. */
export interface Finding extends NewReference {
  /** What it is in the standard library, or the nearest thing; empty where there is none. */
  readonly equivalent: string;
  /** The command that shows the rewrite, or the page. */
  readonly command: string;
}

/** What a check has to tell. */
export interface CheckReport {
  /** The scan's report: of the tree as a whole. */
  readonly report: Report;
  /** The baseline as the user knows it; null where there is none. */
  readonly baseline: string | null;
  readonly findings: readonly Finding[];
  readonly gone: readonly Fingerprint[];
  readonly renamed: readonly RenamedFile[];
  readonly kept: number;
}

/** How `check` prints. */
export type CheckFormat = 'text' | 'json' | 'sarif' | 'github';

/** Prints a check in a format. */
export function formatCheck(check: CheckReport, format: CheckFormat, style: Style): string {
  const formats: Record<CheckFormat, () => string> = {
    text: () => asText(check, style),
    json: () => asJson(check),
    sarif: () => asSarif(check),
    github: () => asGithub(check),
  };
  return formats[format]();
}

/** One sentence: what is new, and where it stands. */
function headline({ entry }: Finding): string {
  const role = entry.role === 'attribute' ? 'a use of its object' : entry.role;
  return `${entry.name} (${role}) in ${entry.within} is new`;
}

/** What to do, in one line. */
function advice({ equivalent, command, movedFrom, fingerprint, lines }: Finding): string {
  const instead = equivalent === '' ? 'it has no equivalent in the standard library' : `use ${equivalent}`;
  const which = lines.length > 1 ? `; it may be any of those at lines ${lines.join(', ')}` : '';
  const moved =
    movedFrom === undefined || movedFrom === fingerprint.within
      ? ''
      : `; one is gone from ${movedFrom}: if it only moved, degreen check --write-baseline takes it in`;
  return `${instead}; see: ${command}${which}${moved}`;
}

function asText({ findings, gone, renamed }: CheckReport, style: Style): string {
  const out: string[] = [];
  for (const finding of findings) {
    const { path, line, column } = finding.entry;
    out.push(`${style.bold(`${visible(path)}:${line}:${column}`)}: ${style.red(visible(headline(finding)))}`);
    out.push(`    ${visible(advice(finding))}`);
  }
  if (renamed.length > 0) out.push(...(out.length > 0 ? [''] : []), 'renamed, with what they had:');
  for (const { from, to, references } of renamed) out.push(`  ${visible(from)} → ${visible(to)} (${references})`);
  if (gone.length > 0) out.push(...(out.length > 0 ? [''] : []), 'gone from the baseline:');
  for (const [kind, count] of countKinds(gone)) {
    const times = count > 1 ? ` (${count})` : '';
    out.push(`  ${visible(kind.path)}: ${visible(kind.name)} in ${visible(kind.within)}${times}`);
  }
  return out.map((line) => `${line}\n`).join('');
}

/** The fingerprints that only their number sets apart, counted. */
function countKinds(fingerprints: readonly Fingerprint[]): [Fingerprint, number][] {
  const counts = new Map<string, [Fingerprint, number]>();
  for (const each of fingerprints) {
    const [first, count] = counts.get(kindOf(each)) ?? [each, 0];
    counts.set(kindOf(each), [first, count + 1]);
  }
  return [...counts.values()];
}

function asJson({ report, baseline, findings, gone, renamed, kept }: CheckReport): string {
  const body = {
    version: 1,
    tool: { name: 'degreen', version: report.version },
    root: report.root,
    base: report.base,
    baseline,
    summary: { new: findings.length, gone: gone.length, renamed: renamed.length, kept },
    new: findings.map(({ entry, fingerprint, lines, equivalent, command }) => {
      const { message, ...place } = entry;
      return { ...place, ordinal: fingerprint.ordinal, lines, equivalent, command, message };
    }),
    gone,
    renamed,
    skipped: report.skipped,
  };
  return jsonText(body);
}

/** The scan's SARIF with the new references as errors; their fingerprints let a service follow them. */
function asSarif({ report, findings }: CheckReport): string {
  const own = new Map(findings.map((finding) => [finding.entry, finding]));
  const ledger = { ...report.ledger, entries: findings.map(({ entry }) => entry) };
  return formatSarif({ ...report, ledger }, (entry) => {
    const finding = own.get(entry);
    if (!finding) return {};
    return {
      level: 'error',
      baselineState: 'new',
      message: { text: `${headline(finding)}: ${advice(finding)}.` },
      partialFingerprints: { 'degreenReference/v1': wordOf(finding.fingerprint) },
    };
  });
}

/** Workflow commands: an annotation at each place, and one notice of what is gone. */
function asGithub({ findings, gone, baseline }: CheckReport): string {
  const errors = findings.map((finding) => {
    const { path, line, endLine, column, endColumn } = finding.entry;
    // GitHub takes columns only within one line, and counts the last one in.
    const columns = line === endLine ? { col: column, endColumn: Math.max(column, endColumn - 1) } : {};
    const properties = { file: path, line, endLine, ...columns, title: headline(finding) };
    return workflowCommand('error', properties, advice(finding));
  });
  if (gone.length === 0 || baseline === null) return errors.join('');
  const says = `${gone.length} of ${baseline} are gone; degreen check --write-baseline takes them out, so that they cannot come back.`;
  return [...errors, workflowCommand('notice', { title: 'degreen check' }, says)].join('');
}

function workflowCommand(name: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const cells = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(visible(String(value)))}`);
  return `::${name} ${cells.join(',')}::${escapeData(visible(message))}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
