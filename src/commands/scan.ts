// The commands: short pipelines over the same calls. They know what is printed where, and which exit code says what.
import { resolve } from 'node:path';
import { Interrupted, UserError } from '../errors.ts';
import { siteOf } from '../io/apply/recovery.ts';
import { writeAll } from '../io/apply/write-files.ts';
import { dirtyFiles } from '../io/git/git.ts';
import { buildLedger } from '../ledger/build-ledger.ts';
import type { Hunk } from '../plan/hunks/hunk.ts';
import type { Plan } from '../plan/plan.ts';
import { styleOf } from '../reporters/markup/terminal-style.ts';
import { formatDiff, formatStat } from '../reporters/patch/format-diff.ts';
import { formatJson } from '../reporters/scan/scan-json.ts';
import { formatMarkdown } from '../reporters/scan/scan-markdown.ts';
import { placeEdits, planWork, type Report, type ReportedHunk } from '../reporters/scan/scan-report.ts';
import { formatSarif } from '../reporters/scan/scan-sarif.ts';
import { formatText } from '../reporters/scan/scan-text.ts';
import { editsAlone, editsOfHunk, type FileChange, ownEdits, render } from '../rewrite/render.ts';
import { changedLines } from '../text/changed-regions.ts';
import { counted } from '../text/plural.ts';
import { type Decided, decide, EXIT, keepsOf, type Prepared, prepare, type World } from './load-project.ts';
import type { Choice } from './selection.ts';

/** How `scan` prints. */
export type ScanFormat = 'text' | 'json' | 'sarif' | 'markdown';

/** Prints the ledger. */
export async function scan(
  world: World,
  paths: readonly string[],
  options: Choice & { readonly format?: ScanFormat },
): Promise<number> {
  const prepared = await prepare(world, paths, options, 'references');
  // The ledger does not depend on decisions, but a file that is wrong is said to be.
  const code = options.decisions === undefined ? prepared.code : (await decide(world, prepared, options)).code;
  const { plan, tree, base, config } = prepared;
  const ledger = buildLedger(plan);
  const report: Report = {
    version: world.version,
    library: [...plan.registry.library.roots].join(', '),
    root: tree.root,
    base,
    ledger,
    hunks: reportHunks(plan, keepsOf(config)),
    work: planWork(ledger.entries, plan.registry.transforms),
    process: plan.running,
    skipped: plan.skipped,
    bugs: plan.bugs,
  };
  const style = styleOf(world.stdout);
  const formats: Record<ScanFormat, () => string> = {
    text: () => formatText(report, style),
    json: () => formatJson(report),
    markdown: () => formatMarkdown(report, plan.registry.transforms),
    sarif: () => formatSarif(report, plan.registry.transforms),
  };
  const { format = 'text' } = options;
  const text = formats[format]();
  await (format === 'text' ? world.stdout.print(text) : world.stdout.write(text));
  return code;
}

/** Each hunk with the lines that it alone changes, imports left out: they are a consequence of all. */
function reportHunks(plan: Plan, keeps: (path: string, local: string) => boolean): ReportedHunk[] {
  const models = new Map(plan.files.map((file) => [file.model.path, file.model]));
  return plan.hunks.flatMap((hunk) => {
    const model = models.get(hunk.path);
    if (!model) return [];
    const alone = editsAlone(plan, hunk, keeps);
    const fix = alone?.flatMap(({ path, edits }) => {
      const lines = models.get(path)?.source.lines;
      return lines && edits.length > 0 ? [{ path, replacements: placeEdits(lines, edits) }] : [];
    });
    const own = alone?.find(({ path }) => path === hunk.path);
    const edits = own ? ownEdits(hunk, own.edits) : editsOfHunk(plan, hunk, keeps);
    return [{ hunk, ...changedLines(model.decoded.text, edits), fix }];
  });
}

/** Prints what would change. */
export async function diff(
  world: World,
  paths: readonly string[],
  options: Choice & { readonly check?: boolean; readonly stat?: boolean },
): Promise<number> {
  const prepared = await prepare(world, paths, options, 'hunks');
  const { plan, settled, code } = await decide(world, prepared, options);
  const changes = render(plan, settled.accepted, keepsOf(prepared.config));
  await (options.stat ? world.stdout.print(formatStat(changes)) : world.stdout.write(formatDiff(changes)));
  summarise(world, plan, settled.accepted, changes, 'would change');
  if (
    !options.stat &&
    changes.length > 0 &&
    prepared.tree.inGit &&
    resolve(world.cwd).startsWith(`${prepared.tree.root}/`)
  ) {
    world.stderr.say(
      `note: the paths are relative to ${prepared.tree.root}; git apply takes the whole diff only there`,
    );
  }
  if (code !== EXIT.done) return code;
  return options.check && changes.length > 0 ? EXIT.found : EXIT.done;
}

/** Writes what is taken into the work tree. */
export async function apply(
  world: World,
  paths: readonly string[],
  options: Choice & { readonly allowDirty?: boolean },
): Promise<number> {
  const prepared = await prepare(world, paths, options, 'hunks');
  return applyDecided(world, prepared, await decide(world, prepared, options), options.allowDirty ?? false);
}

/**
 * Sees to it that no file which would be written has changes that are not committed.
 * @throws UserError which names them.
 */
export async function mustBeClean({ inGit, root }: Prepared['tree'], changes: readonly FileChange[]): Promise<void> {
  if (!inGit) return;
  const paths = changes.map((change) => change.path);
  const dirty = await dirtyFiles(root, paths);
  if (dirty.length === 0) return;
  throw new UserError(
    `uncommitted changes in ${dirty.slice(0, 5).join(', ')}${dirty.length > 5 ? ` and ${dirty.length - 5} more` : ''}; nothing was written`,
    'Commit or stash them, or say --allow-dirty.',
  );
}

/** Writes what was decided into the work tree: all files or none. */
export async function applyDecided(
  world: World,
  { tree, config }: Prepared,
  { plan, settled, code }: Decided,
  allowDirty: boolean,
): Promise<number> {
  const changes = render(plan, settled.accepted, keepsOf(config));
  if (!allowDirty) await mustBeClean(tree, changes);
  if (!tree.inGit && changes.length > 0)
    world.stderr.say('note: this is no git work tree, so only a copy of yours can bring the old files back');
  const signal = await writeAll(await siteOf(tree), changes, () =>
    summarise(world, plan, settled.accepted, changes, 'changed'),
  );
  if (signal) throw new Interrupted(signal, `${signal} came while the files were written; all of them are`);
  return code;
}

function summarise(
  world: World,
  plan: Plan,
  accepted: ReadonlySet<Hunk>,
  changes: readonly FileChange[],
  verb: string,
): void {
  const left = plan.hunks.filter((hunk) => !accepted.has(hunk));
  const counts = new Map<string, number>();
  for (const hunk of accepted) counts.set(hunk.transform, (counts.get(hunk.transform) ?? 0) + 1);
  const each = [...counts].sort().map(([id, count]) => `${id} ${count}`);
  const files = counted(changes.length, 'file');
  const hunks = counted(accepted.size, 'hunk');
  world.stderr.say(
    accepted.size > 0 ? `${files} ${verb}, ${hunks}: ${each.join(', ')}` : `nothing ${verb}: no hunk was taken`,
  );
  const review = left.filter((hunk) => hunk.level === 'review').length;
  if (review > 0)
    world.stderr.say(`${review} more at level review: see \`degreen scan\`, take them with --level review`);
}
