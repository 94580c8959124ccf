// `patch` and `apply --commit`: a series of commits is made, proved and handed over. One machinery, three outlets.

import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { diffStat } from '../io/git/commits.ts';
import { openRepository, type Repository } from '../io/git/repository.ts';
import {
  advance,
  openBranch,
  openFolder,
  requireNoOngoingOperation,
  writeBranch,
} from '../io/git/series-destination.ts';
import { type OutputFolder, writeFolder } from '../io/git/series-folder.ts';
import { locate } from '../io/project-files.ts';
import { formatCover } from '../reporters/patch/cover-letter.ts';
import { formatDecisions } from '../rewrite/decisions.ts';
import { counted } from '../text/plural.ts';
import { shellWord } from '../text/shell-quote.ts';
import { type BuiltSeries, buildSeries, type CommitOptions } from './build-series.ts';
import { type Decided, decide } from './decide.ts';
import { sayFinish } from './finish.ts';
import { type LoadedProject, loadProject } from './load-project.ts';
import type { Selection } from './selection.ts';
import type { World } from './world.ts';

/** The flags of `patch`. */
export interface PatchOptions extends Selection, CommitOptions {
  readonly output?: string;
  readonly topic?: string;
  readonly branch?: string;
  readonly force?: boolean;
  readonly blameIgnore?: boolean;
}

/** Writes a patch series, or makes a branch of it. */
export async function patch(world: World, paths: readonly string[], options: PatchOptions): Promise<number> {
  const repository = await outletOf(world, paths, options);
  const prepared = await loadProject(world, paths, options, 'references');
  sayFinish(world, prepared);
  return writeSeries(world, prepared, await decide(world, prepared, options), options, repository);
}

/** The repository, once it is seen that the places for the series are free. */
export async function outletOf(world: World, paths: readonly string[], options: PatchOptions): Promise<Repository> {
  const { output, branch, force = false } = options;
  if (output === undefined && branch === undefined)
    throw new UserError('patch needs a place for the series', 'Say -o DIR for files, or --branch NAME for commits.');
  if (force && branch === undefined) throw new UserError('--force goes with --branch', 'Name the branch to replace.');
  const repository = await repositoryOf(world, paths);
  if (output !== undefined) await openFolder(world.cwd, output, repository);
  if (branch !== undefined) await openBranch(repository, branch, force);
  return repository;
}

/** Writes what was decided as a series, or makes a branch of it. */
export async function writeSeries(
  world: World,
  prepared: LoadedProject,
  decided: Decided,
  options: PatchOptions,
  repository: Repository,
): Promise<number> {
  const { output, branch } = options;
  const folder = output === undefined ? undefined : await openFolder(world.cwd, output, repository);
  return buildSeries(world, prepared, decided, options, repository, async (proved) => {
    const stat = await diffStat(proved.workshop, proved.tip);
    if (folder) writeFolder(folder, filesOf(proved, decided, options.topic, stat));
    if (branch !== undefined) await writeBranch(proved.workshop, proved.tip, branch);
    await tell(world, proved, options, folder);
  });
}

/** Commits what is taken on the current branch, one commit for each primitive. */
export async function applyCommits(
  world: World,
  paths: readonly string[],
  options: Selection & CommitOptions & { readonly allowDirty?: boolean },
): Promise<number> {
  if (options.allowDirty)
    throw new UserError('--commit and --allow-dirty exclude each other', 'Commit or stash what is there.');
  const repository = await repositoryOf(world, paths);
  await requireNoOngoingOperation(repository);
  const prepared = await loadProject(world, paths, options, 'references');
  sayFinish(world, prepared);
  const decided = await decide(world, prepared, options);
  return buildSeries(world, prepared, decided, options, repository, async (proved) => {
    await advance(proved.workshop, proved.tip, proved.made);
    await world.stdout.print(shortLog(proved));
    world.stderr.say(proved.line);
  });
}

async function repositoryOf(world: World, paths: readonly string[]): Promise<Repository> {
  const location = await locate(world.cwd, paths);
  return openRepository(location.root, location.inGit);
}

/** What goes into the folder beside the patches, and these. */
function filesOf(
  proved: BuiltSeries,
  decided: Decided,
  topic: string | undefined,
  stat: string,
): ReadonlyMap<string, string | Uint8Array> {
  const { plan, settled } = decided;
  const { base } = proved.workshop.repository;
  const names = proved.patches.map(({ name }) => name);
  const marks = new Map(plan.hunks.map((hunk) => [hunk.id, settled.accepted.has(hunk) ? 'accept' : 'skip'] as const));
  const cover = formatCover({
    plan,
    accepted: settled.accepted,
    subjects: proved.messages.map(({ subject }) => subject),
    author: proved.identity.name,
    diffStat: stat,
    topic,
    command: `git ${proved.applying.join(' ')} *.patch`,
    proof: proved.line,
    base,
  });
  return new Map<string, string | Uint8Array>([
    ...proved.patches.map(({ name, bytes }) => [name, bytes] as const),
    ['series', names.map((name) => `${name}\n`).join('')],
    ['cover-letter.txt', cover],
    ['decisions.json', formatDecisions({ ...decided, marks }, base)],
  ]);
}

/** Names what was made on stdout, and says on stderr what was proved and what to do next. */
async function tell(
  world: World,
  proved: BuiltSeries,
  options: PatchOptions,
  folder: OutputFolder | undefined,
): Promise<void> {
  const { branch, topic, blameIgnore = false, output } = options;
  if (blameIgnore) await world.stdout.write(blameLines(proved));
  else if (folder)
    await world.stdout.write(proved.patches.map(({ name }) => `${join(output ?? folder.path, name)}\n`).join(''));
  else await world.stdout.print(shortLog(proved));
  world.stderr.say(proved.line);
  if (folder) world.stderr.say(`apply them with: git ${proved.applying.join(' ')} ${shellWord(output ?? '')}/*.patch`);
  if (branch !== undefined)
    world.stderr.say(`the branch ${branch} has ${counted(proved.commits.length, 'new commit')}`);
  if (topic !== undefined) world.stderr.say(`send them with: git review -t ${topic}`);
  if (blameIgnore && branch === undefined)
    world.stderr.say('note: git am gives other hashes than these; with --branch they are those of the branch');
}

/** The lines for `.git-blame-ignore-revs`. */
function blameLines({ commits, messages }: BuiltSeries): string {
  return commits.map(({ id }, index) => `# ${messages[index]?.subject ?? ''}\n${id}\n`).join('');
}

function shortLog({ commits, messages }: BuiltSeries): string {
  return commits.map(({ id }, index) => `${id.slice(0, 10)} ${messages[index]?.subject ?? ''}\n`).join('');
}
