// `scan --format sarif`: SARIF 2.1.0 for editors and code-scanning services. One result for each reference; what a person
// has to do is a rule for each group of work, and what degreen rewrites one for each transform, with a fix for each hunk.
import type { Entry } from '../../ledger/entry.ts';
import { fingerprintsOf } from '../../ledger/fingerprints.ts';
import { isDraft } from '../../plan/hunks/level.ts';
import type { Page, Transform, WorkGroup } from '../../transform.ts';
import { formatPage, formatPageAsMarkdown } from '../explain/explain-page.ts';
import { jsonText } from '../markup/json-text.ts';
import { codeBlock, escapeProse } from '../markup/markdown-escape.ts';
import type { FileFix, Report, ReportedHunk } from './scan-report.ts';

const FINGERPRINT = 'degreenReference/v1';
const ROOT = 'SRCROOT';

/** What a result has besides, or instead. */
export type Marks = (entry: Entry) => object;

/** The report as SARIF. */
export function formatSarif(report: Report, marks: Marks = () => ({})): string {
  const rules = rulesOf(report.transforms);
  const driver = { name: 'degreen', version: report.version, semanticVersion: report.version, rules };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { uri: `file://${uriOf(report.root).replace(/\/?$/, '/')}` } },
        invocations: [invocationOf(report)],
        results: resultsOf(report, new Map(rules.map(({ id }, index) => [id, index])), marks),
      },
    ],
  };
  return jsonText(log);
}

/** One rule for each transform, and one for each group of what the last of them only explains. */
function rulesOf(transforms: readonly Transform[]) {
  return transforms.flatMap((transform) => [
    pageRule(transform, transform.explain()),
    ...(transform.roots ? transform.work.map((group) => workRule(transform, group)) : []),
  ]);
}

function pageRule({ id, title }: Transform, page: Page) {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: page.does[0] ?? title },
    help: { text: formatPage(title, page), markdown: `# ${escapeProse(title)}\n\n${formatPageAsMarkdown(page, 2)}` },
    ...helpUri(page.references),
    defaultConfiguration: { level: 'warning' },
  };
}

function workRule({ id }: Transform, { id: group, area, title, draft, example }: WorkGroup) {
  const heading = `${area}: ${title}`;
  const { before, after } = example;
  return {
    id: `${id}/${group}`,
    shortDescription: { text: heading },
    fullDescription: { text: draft },
    help: {
      text: `${heading}\n\n${draft}\n\nBefore:\n${before}\nAfter:\n${after}`,
      markdown: `# ${escapeProse(heading)}\n\n${escapeProse(draft)}\n\n${codeBlock(before)}\n\nbecomes\n\n${codeBlock(after)}\n`,
    },
    defaultConfiguration: { level: 'warning' },
  };
}

function helpUri(references: readonly string[]) {
  const [uri] = references.filter((each) => each.startsWith('https:'));
  return uri === undefined ? {} : { helpUri: uri };
}

/** What could not be read, and what failed, belongs into the report as much as what was found. */
function invocationOf({ skipped, bugs }: Report) {
  const failed = bugs.map(({ path, line, transform, error }) => ({
    level: 'error',
    message: { text: `The transform ${transform} failed: ${error}` },
    locations: [{ physicalLocation: { artifactLocation: locationOf(path), region: { startLine: line } } }],
  }));
  const left = skipped.map(({ path, reason }) => ({
    level: 'warning',
    message: { text: `Skipped: ${reason}` },
    locations: [{ physicalLocation: { artifactLocation: locationOf(path) } }],
  }));
  return { executionSuccessful: bugs.length === 0, toolExecutionNotifications: [...failed, ...left] };
}

function resultsOf(report: Report, rules: ReadonlyMap<string, number>, marks: Marks) {
  const entries = report.ledger.entries.filter((entry) => entry.verdict !== 'mention');
  const prints = fingerprintsOf(entries);
  const hunks = new Map(report.hunks.map((each) => [each.hunk.id, each]));
  const heads = headsOf(entries);
  return entries.map((entry, index) => {
    const reported = hunks.get(entry.hunk ?? '');
    const head = heads.get(entry.hunk ?? '');
    const grouped = `${entry.transform}/${entry.group}`;
    const ruleId = rules.has(grouped) ? grouped : entry.transform;
    return {
      ruleId,
      ruleIndex: rules.get(ruleId) ?? -1,
      level: levelOf(entry),
      message: { text: entry.message || reported?.hunk.title || `${entry.name} is used as ${entry.role}.` },
      locations: [{ physicalLocation: placeOf(entry), ...logicalOf(entry) }],
      ...(head && head !== entry ? { relatedLocations: [{ id: 1, physicalLocation: placeOf(head) }] } : {}),
      ...(reported && head === entry ? fixesOf(reported) : {}),
      partialFingerprints: { [FINGERPRINT]: prints[index] },
      properties: {
        name: entry.name,
        role: entry.role,
        verdict: entry.verdict,
        hunk: entry.hunk,
        ...(entry.detail ? { detail: entry.detail } : {}),
      },
      ...marks(entry),
    };
  });
}

/** The entry that stands for each hunk: it alone has the fix, so that applying all fixes applies each once. */
function headsOf(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  const heads = new Map<string, Entry>();
  for (const entry of entries) {
    if (entry.hunk === null) continue;
    const head = heads.get(entry.hunk);
    if (!head || (head.role === 'attribute' && entry.role !== 'attribute')) heads.set(entry.hunk, entry);
  }
  return heads;
}

/** An import goes with its uses and a member with its object, so neither is work of its own. */
function levelOf({ verdict, role, group }: Entry): 'note' | 'warning' {
  const follows = role === 'attribute' || (role === 'import' && group === null);
  return verdict === 'safe' || follows ? 'note' : 'warning';
}

function fixesOf({ hunk, fix }: ReportedHunk) {
  if (!fix || fix.length === 0) return {};
  return {
    fixes: [
      {
        description: { text: isDraft(hunk) ? `A draft, without a proof: ${hunk.title}` : hunk.title },
        artifactChanges: fix.map(changeOf),
      },
    ],
  };
}

function changeOf({ path, replacements }: FileFix) {
  return {
    artifactLocation: locationOf(path),
    replacements: replacements.map(({ line, column, endLine, endColumn, text }) => ({
      deletedRegion: { startLine: line, startColumn: column, endLine, endColumn },
      insertedContent: { text },
    })),
  };
}

function placeOf({ path, line, column, endLine, endColumn }: Entry) {
  return {
    artifactLocation: locationOf(path),
    region: { startLine: line, startColumn: column, endLine, endColumn },
  };
}

function logicalOf({ within }: Entry) {
  return within === '' || within.startsWith('<') ? {} : { logicalLocations: [{ fullyQualifiedName: within }] };
}

function locationOf(path: string) {
  return { uri: uriOf(path), uriBaseId: ROOT };
}

/** A path as the path of a URI: what a name may hold and a URI may not is encoded, `#`, `?` and `%` included. */
function uriOf(path: string): string {
  return path
    .split('/')
    .map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd')))
    .join('/');
}
