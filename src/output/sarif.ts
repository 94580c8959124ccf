// `scan --format sarif`: SARIF 2.1.0 for code-scanning services. One rule for each transform, one result for each reference.

import type { Entry } from '../engine/entries.ts';
import type { Transform } from '../transform.ts';
import type { Report } from './report.ts';

const LEVELS = { safe: 'note', review: 'warning', manual: 'warning', mention: 'none' } as const;

/**
 * The report as SARIF.
 * @param marks - what a result has besides, or instead, by its entry.
 */
export function formatSarif(
  report: Report,
  transforms: readonly Transform[],
  marks: (entry: Entry) => object = () => ({}),
): string {
  const titles = new Map(report.hunks.map(({ hunk }) => [hunk.id, hunk.title]));
  const results = report.ledger.entries
    .filter((entry) => entry.verdict !== 'mention')
    .map((entry) => ({
      ruleId: entry.transform,
      level: LEVELS[entry.verdict],
      message: { text: entry.message || titles.get(entry.hunk ?? '') || `${entry.name} is used as ${entry.role}.` },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: encodeURI(entry.path), uriBaseId: 'SRCROOT' },
            region: {
              startLine: entry.line,
              startColumn: entry.column,
              endLine: entry.endLine,
              endColumn: entry.endColumn,
            },
          },
        },
      ],
      properties: { name: entry.name, role: entry.role, verdict: entry.verdict, hunk: entry.hunk },
      ...marks(entry),
    }));
  const rules = transforms.map((transform) => {
    const page = transform.explain();
    return {
      id: transform.id,
      shortDescription: { text: transform.title },
      fullDescription: { text: page.paragraphs[0] ?? transform.title },
      help: { text: page.paragraphs.join('\n\n') },
    };
  });
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'degreen', version: report.version, rules } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { uri: `file://${encodeURI(report.root)}/` } },
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}
