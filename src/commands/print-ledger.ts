// Prints the ledger: every place that knows the library, with the hunks that change them.
import { buildLedger } from '../ledger/build-ledger.ts';
import type { Plan } from '../plan/plan.ts';
import { indexPlan } from '../plan/plan-index.ts';
import { styleOf } from '../reporters/markup/terminal-style.ts';
import { formatJson } from '../reporters/scan/scan-json.ts';
import { formatMarkdown } from '../reporters/scan/scan-markdown.ts';
import { type FileFix, placeEdits, planWork, type Report, type ReportedHunk } from '../reporters/scan/scan-report.ts';
import { formatSarif } from '../reporters/scan/scan-sarif.ts';
import { formatText } from '../reporters/scan/scan-text.ts';
import { joinInsertions } from '../rewrite/reconcile-imports.ts';
import { editsAlone, editsOfHunk, type FileEdits, ownEdits } from '../rewrite/render.ts';
import { changedLines } from '../text/changed-regions.ts';
import { decide, keepsFrom } from './decide.ts';
import { finishReportOf } from './finish.ts';
import { loadProject } from './load-project.ts';
import { reportOf } from './report.ts';
import type { Selection } from './selection.ts';
import type { World } from './world.ts';

/** How `scan` prints. */
export type ScanFormat = 'text' | 'json' | 'sarif' | 'markdown';

/** The flags of `scan`. */
export type ScanOptions = Selection & { readonly format?: ScanFormat };

/** Prints the ledger. */
export async function printLedger(world: World, paths: readonly string[], options: ScanOptions): Promise<number> {
  const prepared = await loadProject(world, paths, options, 'references');
  // The ledger does not depend on decisions, but a file that is wrong is said to be.
  const code = options.decisions === undefined ? prepared.code : (await decide(world, prepared, options)).code;
  const { plan, config } = prepared;
  const ledger = buildLedger(plan);
  const { format = 'text' } = options;
  const report: Report = {
    ...reportOf(world, prepared, ledger),
    hunks: reportHunks(plan, keepsFrom(config), format === 'sarif'),
    work: planWork(ledger.entries, plan.registry.transforms),
    finish: finishReportOf(prepared),
  };
  const style = styleOf(world.stdout);
  const formats: Record<ScanFormat, () => string> = {
    text: () => formatText(report, style),
    json: () => formatJson(report),
    markdown: () => formatMarkdown(report),
    sarif: () => formatSarif(report),
  };
  const text = formats[format]();
  await (format === 'text' ? world.stdout.print(text) : world.stdout.write(text));
  return code;
}

/**
 * Each hunk with the lines that it alone changes, imports left out: they are a consequence of all.
 * @param fixes - whether all that it comes to is asked for: in its other files, too.
 */
export function reportHunks(
  plan: Plan,
  keeps: (path: string, local: string) => boolean,
  fixes: boolean,
): ReportedHunk[] {
  const { textOf } = indexPlan(plan);
  return plan.hunks.flatMap((hunk) => {
    const file = textOf(hunk.path);
    if (!file) return [];
    const alone = editsAlone(plan, hunk, keeps, fixes ? undefined : [hunk.path]);
    const fixOf = ({ path, edits }: FileEdits): FileFix[] => {
      const lines = textOf(path)?.lines;
      return lines && edits.length > 0 ? [{ path, replacements: placeEdits(lines, joinInsertions(edits)) }] : [];
    };
    const fix = fixes ? alone?.flatMap(fixOf) : undefined;
    const own = alone?.find(({ path }) => path === hunk.path);
    const edits = own ? ownEdits(hunk, own.edits) : editsOfHunk(plan, hunk, keeps);
    return [{ hunk, ...changedLines(file.text, edits), fix }];
  });
}
