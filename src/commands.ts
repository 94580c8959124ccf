// The commands: short pipelines over the same calls. They know what is printed where, and which exit code says what.
import { resolve } from 'node:path';
import { type Choice, checkedWishes, chosenTransforms } from './choice.ts';
import {
  type DecisionsFile,
  decideByFile,
  decideByLevel,
  parseDecisions,
  type Settled,
  staleMocks,
} from './engine/decisions.ts';
import { buildLedger } from './engine/ledger.ts';
import type { Hunk } from './engine/outcomes.ts';
import { makePlan, type Plan } from './engine/plan.ts';
import { type FileChange, render, takeAlone } from './engine/render.ts';
import { UserError } from './errors.ts';
import { type Config, readConfig } from './io/config.ts';
import { locate, readText, readTree, type Tree, writeAll } from './io/files.ts';
import { dirtyFiles, headCommit } from './io/git.ts';
import { progressLine } from './io/progress.ts';
import { formatDiff, formatStat } from './output/diff.ts';
import { formatJson } from './output/json.ts';
import { formatMarkdown } from './output/markdown.ts';
import { changedLines, placeEdits, planWork, type Report, type ReportedHunk } from './output/report.ts';
import { formatSarif } from './output/sarif.ts';
import { COLOUR, NO_COLOUR, type Style, visible } from './output/style.ts';
import { formatText } from './output/text.ts';
import { loadRegistry } from './registry.ts';

/** The world as a command sees it. */
export interface World {
  readonly cwd: string;
  readonly version: string;
  readonly stdout: { write(chunk: string | Uint8Array): Promise<void>; readonly colour: boolean };
  readonly stderr: { write(chunk: string): void; readonly terminal: boolean; readonly colour: boolean };
  readStdin(): Promise<string>;
}

/** Exit codes, as the contract has them. */
export const EXIT = { done: 0, found: 1, usage: 2, bug: 70 } as const;

/** A project that was read and planned. */
export interface Prepared {
  readonly tree: Tree;
  readonly plan: Plan;
  readonly config: Config;
  readonly base: string | null;
  readonly code: number;
}

/** Reads the project and plans; says on stderr what was skipped and what went wrong. */
export async function prepare(
  world: World,
  paths: readonly string[],
  choice: Choice,
  extent: 'hunks' | 'references',
): Promise<Prepared> {
  const registry = await loadRegistry();
  const location = await locate(world.cwd, paths);
  const config = await readConfig(location.root, world.cwd, choice.config);
  const excludes = [...config.exclude, ...(choice.exclude ?? [])];
  const tree = await readTree(location, excludes, extent === 'hunks' ? 'python' : 'everything');
  const wanted = chosenTransforms(registry, choice, config);
  const wishes = checkedWishes(config, tree.files, registry);
  const bar = progressLine(world.stderr);
  const whole = makePlan(tree.files, registry, {
    extent,
    mode: config.mode,
    wishes,
    levels: config.levels,
    progress: (done, total, path) => bar.show(done, total, visible(path)),
  });
  bar.clear();
  const plan: Plan = {
    ...whole,
    hunks: whole.hunks.filter((hunk) => wanted.has(hunk.transform)),
    leftOut: new Set(whole.hunks.flatMap((hunk) => (wanted.has(hunk.transform) ? [] : [hunk.id]))),
    skipped: [...tree.skipped, ...whole.skipped],
  };
  const style = world.stderr.colour ? COLOUR : NO_COLOUR;
  for (const file of plan.skipped)
    world.stderr.write(`${style.yellow('skipped')} ${visible(file.path)}: ${visible(file.reason)}\n`);
  for (const bug of plan.bugs) {
    world.stderr.write(
      `${style.red('bug')} ${bug.path}:${bug.line}: transform ${bug.transform} failed: ${visible(bug.error)}\n`,
    );
  }
  if (plan.hunks.length > 0) sayProcess(world, plan);
  const base = tree.inGit ? await headCommit(tree.root) : null;
  return { tree, plan, config, base, code: plan.bugs.length > 0 ? EXIT.bug : EXIT.done };
}

/** Says once what the levels rest on, where the project does not show it. */
function sayProcess(world: World, plan: Plan): void {
  const { mode, calls } = plan.running;
  if (mode !== undefined || calls.length > 0) return;
  world.stderr.write(
    'note: nothing here patches the process; the levels hold for one that is fully patched, or where nothing is green (say which with `mode`)\n',
  );
}

/** Takes the hunks that flags and files say, and warns of what could not be taken as said. */
export async function decide(
  world: World,
  prepared: Prepared,
  choice: Choice,
): Promise<{ settled: Settled; code: number }> {
  const { plan, config } = prepared;
  if (choice.decisions === undefined) {
    const settled = decideByLevel(plan, choice.level ?? config.level ?? 'safe');
    warnOfMocks(world, plan, settled);
    return { settled, code: prepared.code };
  }
  const file = await readDecisions(world, choice.decisions);
  const settled = decideByFile(plan, file);
  for (const id of settled.unknown) world.stderr.write(`warning: no hunk has the id ${visible(id)} any more\n`);
  if (file.base !== null && prepared.base !== null && file.base !== prepared.base) {
    world.stderr.write(
      `note: the decisions were made at ${file.base.slice(0, 12)}, HEAD is ${prepared.base.slice(0, 12)}\n`,
    );
  }
  for (const { hunk, missing } of settled.dropped)
    world.stderr.write(`warning: ${hunk.id} is not taken without ${missing.join(', ')}\n`);
  warnOfMocks(world, plan, settled);
  return { settled, code: prepared.code || (settled.unknown.length > 0 ? EXIT.found : EXIT.done) };
}

/** Names the mocks that would replace nothing any more. */
function warnOfMocks(world: World, plan: Plan, { accepted }: Settled): void {
  for (const { path, line, text, leader, hunk, message } of staleMocks(plan, accepted)) {
    const cure = hunk ? `take ${hunk.id} as well` : (message ?? '');
    world.stderr.write(
      `warning: ${visible(path)}:${line} goes on replacing ${visible(text)}, which ${leader.path}:${leader.line} no longer uses: ${cure}\n`,
    );
  }
}

async function readDecisions(world: World, name: string): Promise<DecisionsFile> {
  const where = name === '-' ? 'standard input' : name;
  const decisions = parseDecisions(name === '-' ? await world.readStdin() : await readText(resolve(world.cwd, name)));
  if (typeof decisions !== 'string') return decisions;
  throw new UserError(
    `${where} ${decisions}`,
    'It looks like {"version": 1, "base": null, "decisions": {"<hunk id>": "accept"}}; values are "accept" and "skip".',
  );
}

/** Whether policy keeps a name bound. */
export function keepsOf(config: Config): (path: string, local: string) => boolean {
  const kept = new Set(config.keep);
  return (path, local) => kept.has(local) || kept.has(`${path}:${local}`);
}

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
  const style: Style = world.stdout.colour ? COLOUR : NO_COLOUR;
  const formats: Record<ScanFormat, () => string> = {
    text: () => formatText(report, style),
    json: () => formatJson(report),
    markdown: () => formatMarkdown(report, plan.registry.transforms),
    sarif: () => formatSarif(report, plan.registry.transforms),
  };
  await world.stdout.write(formats[options.format ?? 'text']());
  return code;
}

/** Each hunk with the lines that it alone changes, imports left out: they are a consequence of all. */
function reportHunks(plan: Plan, keeps: (path: string, local: string) => boolean): ReportedHunk[] {
  const models = new Map(plan.files.map((file) => [file.model.path, file.model]));
  return plan.hunks.flatMap((hunk) => {
    const model = models.get(hunk.path);
    if (!model) return [];
    const { own, files } = takeAlone(plan, hunk, keeps);
    const fix = files?.flatMap(({ path, edits }) => {
      const lines = models.get(path)?.source.lines;
      return lines && edits.length > 0 ? [{ path, replacements: placeEdits(lines, edits) }] : [];
    });
    return [{ hunk, ...changedLines(model.decoded.text, own), fix }];
  });
}

/** Prints what would change. */
export async function diff(
  world: World,
  paths: readonly string[],
  options: Choice & { readonly check?: boolean; readonly stat?: boolean },
): Promise<number> {
  const prepared = await prepare(world, paths, options, 'hunks');
  const { settled, code } = await decide(world, prepared, options);
  const changes = render(prepared.plan, settled.accepted, keepsOf(prepared.config));
  await world.stdout.write(options.stat ? formatStat(changes) : formatDiff(changes));
  summarise(world, prepared.plan, settled.accepted, changes, 'would change');
  if (
    !options.stat &&
    changes.length > 0 &&
    prepared.tree.inGit &&
    resolve(world.cwd).startsWith(`${prepared.tree.root}/`)
  ) {
    world.stderr.write(
      `note: the paths are relative to ${prepared.tree.root}; git apply takes the whole diff only there\n`,
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
  const { settled, code } = await decide(world, prepared, options);
  const changes = render(prepared.plan, settled.accepted, keepsOf(prepared.config));
  const { tree } = prepared;
  if (tree.inGit && !options.allowDirty) {
    const dirty = await dirtyFiles(
      tree.root,
      changes.map((change) => change.path),
    );
    if (dirty.length > 0) {
      throw new UserError(
        `uncommitted changes in ${dirty.slice(0, 5).join(', ')}${dirty.length > 5 ? ` and ${dirty.length - 5} more` : ''}; nothing was written`,
        'Commit or stash them, or say --allow-dirty.',
      );
    }
  }
  if (!tree.inGit && changes.length > 0)
    world.stderr.write('note: this is no git work tree, so only a copy of yours can bring the old files back\n');
  await writeAll(tree.root, changes);
  summarise(world, prepared.plan, settled.accepted, changes, 'changed');
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
  const files = `${changes.length} file${changes.length === 1 ? '' : 's'}`;
  const hunks = `${accepted.size} hunk${accepted.size === 1 ? '' : 's'}`;
  world.stderr.write(
    accepted.size > 0 ? `${files} ${verb}, ${hunks}: ${each.join(', ')}\n` : `nothing ${verb}: no hunk was taken\n`,
  );
  const review = left.filter((hunk) => hunk.level === 'review').length;
  if (review > 0)
    world.stderr.write(`${review} more at level review: see \`degreen scan\`, take them with --level review\n`);
}
