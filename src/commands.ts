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
import { editsOfHunk, type FileChange, render } from './engine/render.ts';
import { UserError } from './errors.ts';
import { type Config, readConfig } from './io/config.ts';
import { type Extent, type Location, locate, readText, readTree, type Tree, writeAll } from './io/files.ts';
import { dirtyFiles, headCommit } from './io/git.ts';
import { progressLine } from './io/progress.ts';
import { formatDiff, formatStat } from './output/diff.ts';
import { formatJson } from './output/json.ts';
import { formatMarkdown } from './output/markdown.ts';
import { formatList, formatPage } from './output/page.ts';
import { changedLines, type Report, type ReportedHunk } from './output/report.ts';
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
  const prepared = await prepareAt(world, await locate(world.cwd, paths), choice, extent);
  if (prepared.plan.hunks.length > 0) sayProcess(world, prepared.plan);
  return prepared;
}

/** The same for a place that was located, without the note on what the levels rest on. */
export async function prepareAt(
  world: World,
  location: Location,
  choice: Choice,
  extent: 'hunks' | 'references',
  read: Extent = extent === 'hunks' ? 'python' : 'everything',
): Promise<Prepared> {
  const registry = await loadRegistry();
  const config = await readConfig(location.root, world.cwd, choice.config);
  const tree = await readTree(location, [...config.exclude, ...(choice.exclude ?? [])], read);
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
  const base = tree.inGit ? await headCommit(tree.root) : null;
  return { tree, plan, config, base, code: plan.bugs.length > 0 ? EXIT.bug : EXIT.done };
}

/** Says once what the levels rest on, where the project does not show it. */
function sayProcess(world: World, { running: { mode, calls } }: Plan): void {
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
  const report: Report = {
    version: world.version,
    library: [...plan.registry.library.roots].join(', '),
    root: tree.root,
    base,
    ledger: buildLedger(plan),
    hunks: reportHunks(plan, keepsOf(config)),
    process: plan.running,
    skipped: plan.skipped,
  };
  const style: Style = world.stdout.colour ? COLOUR : NO_COLOUR;
  const formats: Record<ScanFormat, () => string> = {
    text: () => formatText(report, style),
    json: () => formatJson(report),
    markdown: () => formatMarkdown(report),
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
    return [{ hunk, ...changedLines(model.decoded.text, editsOfHunk(plan, hunk, keeps)) }];
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
  const { inGit, root } = prepared.tree;
  if (!options.stat && changes.length > 0 && inGit && resolve(world.cwd).startsWith(`${root}/`)) {
    world.stderr.write(`note: the paths are relative to ${root}; git apply takes the whole diff only there\n`);
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

/** The page of a transform or of a dotted name; without a name, the list of transforms. */
export async function explain(world: World, name: string | undefined): Promise<number> {
  const registry = await loadRegistry();
  const transform = registry.transforms.find((each) => each.id === name);
  const owner = name === undefined || transform ? undefined : registry.ownerOf(name);
  const page = transform?.explain() ?? owner?.transform.explain(owner.name);
  if (name !== undefined && !page) {
    const roots = [...registry.library.roots].join(', ');
    throw new UserError(
      `nothing is known of \`${name}\``,
      `Give the id of a transform (see \`degreen explain\`) or a name of ${roots}.`,
    );
  }
  const heading = transform
    ? `${transform.id}: ${transform.title}`
    : `${owner?.name}   (transform ${owner?.transform.id})`;
  await world.stdout.write(page ? formatPage(heading, page) : formatList(registry.transforms));
  return EXIT.done;
}
