// `burndown`: which commits are looked at, what is counted there, and in which form that is printed.
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { NotFound, UserError } from '../errors.ts';
import { type Chosen, choose, type Range } from '../history/commit-range.ts';
import { countHistory, type HistoryCounts } from '../history/count-commits.ts';
import { type BlobCache, withBlobCache } from '../io/blob-cache.ts';
import { readConfig } from '../io/config.ts';
import { writeText } from '../io/disk/named-file.ts';
import { type Commit, type History, readHistory, secondLine } from '../io/git/commit-log.ts';
import { type ObjectReader, openObjects } from '../io/git/objects.ts';
import { ownCodeContents } from '../io/own-code.ts';
import { fitting, type Location, locate } from '../io/project-files.ts';
import { type ProgressLine, progressLine } from '../io/terminal/progress.ts';
import { type CountsJson, decodeCounts, encodeCounts } from '../metrics/counts-json.ts';
import { remainingNames } from '../metrics/remaining-names.ts';
import { findFall, largestFalls } from '../metrics/sample-commits.ts';
import { byFolder, NOTHING, totalsOf } from '../metrics/totals.ts';
import { policyKeys } from '../plan/policy.ts';
import type { Registry } from '../project/symbol-owners.ts';
import { loadRegistry } from '../registry.ts';
import { formatBurndownHtml } from '../reporters/burndown/burndown-html.ts';
import { formatBurndownJson } from '../reporters/burndown/burndown-json.ts';
import { formatBurndownMermaid } from '../reporters/burndown/burndown-mermaid.ts';
import type { Burndown, Drop, Point, ReportedCommit } from '../reporters/burndown/burndown-report.ts';
import { formatBurndownSvg } from '../reporters/burndown/burndown-svg.ts';
import { formatBurndownText } from '../reporters/burndown/burndown-text.ts';
import { styleOf } from '../reporters/markup/terminal-style.ts';
import { isoDay } from '../text/calendar.ts';
import { counted } from '../text/plural.ts';
import { type CountFile, countApart } from './count-apart.ts';
import { finishInterruptedApply } from './finish-interrupted-apply.ts';
import { EXIT, SKIPPED, type World } from './world.ts';

/** The flags of `burndown`. */
export interface BurndownOptions extends Range {
  readonly format?: BurndownFormat;
  readonly output?: string;
  readonly exclude?: readonly string[];
  readonly config?: string;
}

/** How `burndown` prints. */
export type BurndownFormat = 'text' | 'json' | 'mermaid' | 'svg' | 'html';

const NO_TERMINAL = 80;

/**
 * Prints how the references fell over the history.
 * @param columns - how wide the terminal is; undefined where there is none.
 */
export async function burndown(
  world: World,
  path: string | undefined,
  options: BurndownOptions,
  columns: number | undefined,
): Promise<number> {
  const begun = Date.now();
  const registry = await loadRegistry();
  const location = await locateHistory(world.cwd, isUnit(world.cwd, path, options) ? undefined : path);
  await finishInterruptedApply(world, location);
  const config = await readConfig(location.root, world.cwd, policyKeys(registry), options.config);
  const history = await readHistory(location.root);
  const chosen = await choose(location.root, history, options, begun / 1000);
  const bar = progressLine(world.stderr);
  const objects = openObjects(location.root, history.gitDirectory);
  const counting = countApart(registry);
  try {
    const { result, trouble } = await withBlobCache(
      history.gitDirectory,
      ownCodeContents(world.version),
      { encode: encodeCounts, decode: decodeCounts },
      (cache) => {
        const work = { world, registry, location, history, chosen, bar, objects, cache, countOne: counting.count };
        return count(work, [...config.exclude, ...(options.exclude ?? [])]);
      },
      () => {
        bar.clear();
        world.stderr.say('stopped; what was counted is kept, and the next run goes on from there');
      },
    );
    bar.clear();
    await print(world, result.report, options, columns);
    tell(world, result.report, chosen, trouble);
    sumUp(world, result.report, result.counts, (Date.now() - begun) / 1000);
  } finally {
    bar.clear();
    objects.close();
    counting.close();
  }
  return EXIT.done;
}

/** Without quotes `--every 20 commits` has a second word that looks like PATH. */
function isUnit(cwd: string, path: string | undefined, { every = '' }: BurndownOptions): boolean {
  return path !== undefined && /^commits?$/.test(path) && /^\d+$/.test(every) && !existsSync(resolve(cwd, path));
}

/** Where PATH is; one that was removed is found as well, as it may have a history. */
async function locateHistory(cwd: string, path = '.'): Promise<Location & { readonly path: string }> {
  const missing: string[] = [];
  let at = path;
  let location = await tryLocate(cwd, at);
  while (typeof location === 'string' && resolve(cwd, at) !== dirname(resolve(cwd, at))) {
    missing.unshift(basename(resolve(cwd, at)));
    at = dirname(resolve(cwd, at));
    location = await tryLocate(cwd, at);
  }
  if (typeof location === 'string') throw new UserError(location);
  if (!location.inGit) {
    if (missing.length > 0) throw new NotFound('path', path);
    throw new UserError(
      `${location.root} is in no git work tree`,
      'A burn-down shows the history that git has: run it in a clone of the project.',
    );
  }
  return { ...location, path: join(location.wanted[0] ?? '', ...missing).replace(/^\.$/, '') };
}

async function tryLocate(cwd: string, path: string): Promise<Location | string> {
  try {
    return await locate(cwd, [path]);
  } catch (error) {
    if (error instanceof NotFound && error.what === 'path') return error.message;
    throw error;
  }
}

interface Work {
  readonly world: World;
  readonly registry: Registry;
  readonly location: Location & { readonly path: string };
  readonly history: History;
  readonly chosen: Chosen;
  readonly bar: ProgressLine;
  readonly objects: ObjectReader;
  readonly countOne: CountFile;
  readonly cache: BlobCache<CountsJson>;
}

/** Counts the points, looks for the commits of the largest falls, and puts together what the formats show. */
async function count(
  work: Work,
  excludes: readonly string[],
): Promise<{ readonly report: Burndown; readonly counts: HistoryCounts }> {
  const { registry, location, history, chosen, bar, objects, cache, countOne } = work;
  let doing = { done: 0, total: chosen.points.length, text: '' };
  const counts = countHistory({
    registry,
    count: countOne,
    objects,
    cache,
    path: location.path,
    excluded: fitting(excludes),
    progress: (done, total) =>
      bar.show(doing.done, doing.total, total > 1 ? `${doing.text} file ${done} of ${total}` : doing.text),
  });
  const at = (index: number) => commitAt(history, index);
  const points: Point[] = [];
  let found = false;
  for (const [done, index] of chosen.points.entries()) {
    doing = { ...doing, done, text: isoDay(chosen.times[index] ?? 0) };
    bar.show(done, doing.total, doing.text);
    await counts.readAhead(at(index));
  }
  for (const index of chosen.points) {
    const tally = await counts.tallyAt(at(index));
    found ||= tally !== undefined;
    const tags = chosen.tags.get(index) ?? [];
    points.push({ commit: reported(history, chosen, index), tags, tally: tally ?? NOTHING });
  }
  if (!found) {
    throw new UserError(
      `no commit that was looked at has ${location.path}`,
      'Name a file or folder that git has, or begin earlier with --since.',
    );
  }
  doing = { ...doing, text: 'looking for the largest falls,' };
  const drops = await findDrops(work, counts, points);
  const first = await counts.filesAt(at(chosen.points[0] ?? 0));
  const last = await counts.filesAt(at(chosen.points.at(-1) ?? 0));
  const tallies = (files: typeof last) => new Map([...files].map(([path, each]) => [path, totalsOf(each)]));
  const unread = [...last].flatMap(([path, { unread: reason }]) => (reason === undefined ? [] : [{ path, reason }]));
  const report: Burndown = {
    version: work.world.version,
    library: [...registry.library.roots].join(', '),
    root: location.root,
    path: location.path,
    head: at(history.commits.length - 1).id,
    interval: chosen.interval,
    since: chosen.since,
    until: chosen.until,
    shallow: chosen.cut,
    points,
    drops,
    folders: byFolder(tallies(first), tallies(last)),
    left: remainingNames(last, registry),
    skipped: [...unread, ...[...counts.absent].map(([path, reason]) => ({ path, reason }))],
    rest: registry.transforms.find(({ roots = [] }) => roots.length > 0)?.id ?? '',
  };
  return { report, counts };
}

function commitAt({ commits }: History, index: number): Commit {
  const commit = commits[index];
  if (!commit) throw new Error(`no commit ${index}`);
  return commit;
}

function reported(history: History, { times }: Chosen, index: number): ReportedCommit {
  const { id, time, subject } = commitAt(history, index);
  return { id, time: times[index] ?? time, subject };
}

const MOST_DROPS = 5;

/** A stretch that fell far may have fallen in small steps: more of them are searched than are shown. */
const SEARCHED = 12;

async function findDrops(
  { location, history, chosen }: Work,
  counts: HistoryCounts,
  points: readonly Point[],
): Promise<Drop[]> {
  const linesAt = (index: number) => counts.linesAt(commitAt(history, index));
  const tallyAt = async (index: number) => (await counts.tallyAt(commitAt(history, index))) ?? NOTHING;
  const falls = largestFalls(
    points.map(({ tally }) => tally.lines),
    SEARCHED,
  );
  const found: { readonly index: number; readonly commit: ReportedCommit; readonly fall: number }[] = [];
  for (const { from, to } of falls) {
    const index = await findFall(chosen.points[from] ?? 0, chosen.points[to] ?? 0, linesAt);
    const fall = (await linesAt(index - 1)) - (await linesAt(index));
    found.push({ index, commit: reported(history, chosen, index), fall });
  }
  const shown = found
    .sort((a, b) => b.fall - a.fall)
    .slice(0, MOST_DROPS)
    .sort((a, b) => a.commit.time - b.commit.time);
  const drops: Drop[] = [];
  for (const { index, commit } of shown) {
    const subject = await titleOf(location.root, commit);
    drops.push({ commit: { ...commit, subject }, before: await tallyAt(index - 1), after: await tallyAt(index) });
  }
  return drops;
}

/** The subject without what merge commits put around it. */
async function titleOf(root: string, { id, subject }: ReportedCommit): Promise<string> {
  const gerrit = /^Merge "(.*)"(?: into .*)?$/.exec(subject)?.[1];
  if (gerrit) return gerrit;
  const pull = /^Merge pull request (#\d+)/.exec(subject)?.[1];
  const title = pull ? await secondLine(root, id) : '';
  return title === '' ? subject : `${title} (${pull})`;
}

async function print(
  world: World,
  report: Burndown,
  { format = 'text', output }: BurndownOptions,
  columns = NO_TERMINAL,
): Promise<void> {
  const { colour, mark } = world.stdout;
  const style = styleOf({ colour: colour && output === undefined, mark });
  const width = output === undefined ? columns : NO_TERMINAL;
  const formats: Record<BurndownFormat, () => string> = {
    text: () => formatBurndownText(report, style, width),
    json: () => formatBurndownJson(report),
    mermaid: () => formatBurndownMermaid(report),
    svg: () => formatBurndownSvg(report),
    html: () => formatBurndownHtml(report),
  };
  const text = formats[format]();
  if (output !== undefined && output !== '-') return writeText(resolve(world.cwd, output), text);
  await (format === 'text' ? world.stdout.print(text) : world.stdout.write(text));
}

/** A partial clone lacks thousands of files. */
const MOST_SKIPPED = 20;

/** Says on stderr what the numbers do not show. */
function tell(world: World, report: Burndown, chosen: Chosen, trouble: string | undefined): void {
  const note = (text: string) => world.stderr.say(`note: ${text}`);
  for (const each of chosen.notes) note(each);
  for (const { path, reason } of report.skipped.slice(0, MOST_SKIPPED)) world.stderr.say(`${path}: ${reason}`, SKIPPED);
  const more = report.skipped.length - MOST_SKIPPED;
  if (more > 0) note(`${counted(more, 'more file')} skipped; --format json has all`);
  if (trouble) note(`the counts could not be kept for the next run: ${trouble}`);
}

function sumUp(world: World, { points }: Burndown, { blobs }: HistoryCounts, seconds: number): void {
  const days = [points[0], points.at(-1)].map((point) => isoDay(point?.commit.time ?? 0));
  const span = days[0] === days[1] ? `of ${days[0]}` : `from ${days.join(' to ')}`;
  world.stderr.say(
    `${counted(points.length, 'point')} ${span}; blobs: ${blobs.read} read, ${blobs.kept} from the cache; ${seconds.toFixed(1)} s`,
  );
}
