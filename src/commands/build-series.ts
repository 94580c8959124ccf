// From decided hunks to a series of commits that is proved. What becomes of it is for others to say.

import { UserError } from '../errors.ts';
import { scratchTrouble } from '../io/disk/temporary-folder.ts';
import { type ChangeIds, changeIds } from '../io/git/change-ids.ts';
import {
  type CommitDraft,
  formatPatches,
  type MadeCommit,
  type MadeSeries,
  makeCommits,
  openWorkshop,
  type PatchFile,
  type Workshop,
} from '../io/git/commits.ts';
import { applyArguments, prove } from '../io/git/prove-series.ts';
import { type Identity, identityOf, mustBeCommitted, type Repository } from '../io/git/repository.ts';
import { type Checker, pythonChecker } from '../io/process/python-check.ts';
import { withScratch } from '../io/process/scratch-process.ts';
import { parse } from '../python/source.ts';
import { formatMessage, type Message } from '../reporters/patch/commit-message.ts';
import { formatGuardMessage } from '../reporters/patch/guard-message.ts';
import type { FileChange } from '../rewrite/file-change.ts';
import { makeSeries, type SeriesPatch, variantsApart } from '../rewrite/patch-series.ts';
import { type Decided, keepsFrom } from './decide.ts';
import type { LoadedProject } from './load-project.ts';
import { type GuardPlan, heldLine, planGuard } from './plan-guard.ts';
import { EXIT, type World } from './world.ts';

/** The flags that shape commits. */
export interface CommitOptions {
  readonly signoff?: boolean;
  readonly changeId?: boolean;
  readonly newChangeIds?: boolean;
  readonly bug?: readonly string[];
  readonly blueprint?: string;
  readonly split?: number;
  readonly exec?: string;
  readonly guard?: boolean;
}

/** A series that was proved, before it is handed over. */
export interface BuiltSeries {
  readonly workshop: Workshop;
  readonly patches: readonly PatchFile[];
  readonly commits: readonly MadeCommit[];
  readonly made: MadeSeries;
  readonly messages: readonly Message[];
  readonly identity: Identity;
  readonly ids: ChangeIds | undefined;
  /** What follows `git` to apply the patches. */
  readonly applying: readonly string[];
  readonly line: string;
  readonly tip: string;
}

/** Does something with a series that was proved. */
export type HandOver = (proved: BuiltSeries) => Promise<void>;

/** Cuts what was decided, commits, proves; hands over what was proved. */
export async function buildSeries(
  world: World,
  prepared: LoadedProject,
  { plan, settled, assigned, code }: Decided,
  options: CommitOptions,
  repository: Repository,
  handOver: HandOver,
): Promise<number> {
  const patches = makeSeries(plan, settled.accepted, {
    keeps: keepsFrom(prepared.config),
    apart: variantsApart(plan.registry, prepared.config.keys),
    split: options.split,
    assigned,
  });
  if (patches.length === 0) {
    world.stderr.say('nothing was written: no hunk was taken');
    const review = plan.hunks.filter((hunk) => hunk.level === 'review').length;
    if (review > 0) world.stderr.say(`${review} at level review: see \`degreen scan\`, take them with --level review`);
    return code;
  }
  const guard = options.guard ? guardOf(world, prepared, patches) : undefined;
  const drafted: readonly { readonly key: string; readonly changes: readonly FileChange[] }[] = [
    ...patches,
    ...(guard ? [{ key: 'guard', changes: guard.changes }] : []),
  ];
  await mustBeCommitted(repository, [...new Set(drafted.flatMap((each) => each.changes.map((change) => change.path)))]);
  const author = await identityOf(repository.root, 'author');
  const committer = await identityOf(repository.root, 'committer');
  const fresh = options.newChangeIds ?? false;
  const keys = drafted.map((each) => each.key);
  const ids = options.changeId || fresh ? await changeIds(repository, prepared.wanted, keys, fresh) : undefined;
  const trailers = (index: number) =>
    trailersOf(options, ids?.of(keys[index] ?? ''), index === keys.length - 1, committer);
  const messages = patches.map((each, index) =>
    formatMessage(each, {
      plan,
      accepted: settled.accepted,
      split: options.split,
      templates: prepared.config.patch,
      trailers: trailers(index),
    }),
  );
  checkSubjects(prepared, messages);
  const library = [...plan.registry.library.roots].join(', ');
  if (guard) messages.push(formatGuardMessage({ ...guard, library, trailers: trailers(patches.length) }));
  return withScratch(async (scratch) => {
    const workshop = await openWorkshop(scratch, repository, author, committer);
    const unparsed = guard?.changes.map(({ path }) => path).filter((path) => !path.endsWith('.py')) ?? [];
    const plain = new Set([...unparsed, ...plan.texts.keys()]);
    const proved = await proveSeries(workshop, draftsOf(drafted, messages), options.exec, plain);
    if (typeof proved === 'string') {
      const trouble = scratchTrouble(scratch.folder, proved);
      if (trouble) throw trouble;
      world.stderr.say(`degreen: a bug of degreen: ${proved}`);
      world.stderr.say('Nothing was written.');
      return EXIT.bug;
    }
    await handOver({ ...proved, messages, ids, identity: author });
    const trouble = ids?.keep();
    if (trouble) world.stderr.say(`note: the Change-Ids could not be kept for the next time: ${trouble}`);
    return code;
  });
}

/**
 * The guard for what a series takes out completely, worked out on the tree that it leaves.
 * @throws UserError where the project has no tool that could forbid names.
 */
function guardOf(world: World, { tree, plan }: LoadedProject, patches: readonly SeriesPatch[]): GuardPlan | undefined {
  const after = new Map(tree.files.map((file) => [file.path, file]));
  for (const { path, bytesAfter } of patches.flatMap(({ changes }) => changes))
    after.set(path, { ...(after.get(path) ?? { path, python: true, chosen: true }), bytes: bytesAfter });
  const touched = new Set(patches.map(({ transform }) => transform));
  const guard = planGuard([...after.values()], plan.registry, { wanted: [...touched], orWhole: true });
  const say = (line: string) => world.stderr.say(`note: ${line}`);
  for (const held of guard.bans.held) say(heldLine(held));
  for (const reason of guard.cannot) say(reason);
  if (guard.changes.length > 0) return guard;
  say(
    guard.bans.free.length === 0
      ? 'the series takes no primitive out completely, so it has no guard'
      : 'the series has no guard: there is nothing to add to what is forbidden already',
  );
  return undefined;
}

/** Each patch as a commit of whole files. */
function draftsOf(patches: readonly Pick<SeriesPatch, 'changes'>[], messages: readonly Message[]): CommitDraft[] {
  const originals = new Map<string, Buffer | undefined>();
  return patches.map((each, index) => {
    const files = each.changes.map((change) => {
      const { path } = change;
      if (!originals.has(path)) originals.set(path, change.created ? undefined : change.bytesBefore);
      return { path, bytes: change.bytesAfter, original: originals.get(path) };
    });
    return { message: messages[index]?.text ?? '', files };
  });
}

/** A bug is closed by the last patch; the ones before are parts of it. */
function trailersOf(
  options: CommitOptions,
  changeId: string | undefined,
  last: boolean,
  committer: Identity,
): readonly string[] {
  return [
    ...(options.bug ?? []).map((number) => `${last ? 'Closes' : 'Partial'}-Bug: #${number}`),
    ...(options.blueprint === undefined ? [] : [`Implements: blueprint ${options.blueprint}`]),
    ...(changeId === undefined ? [] : [`Change-Id: ${changeId}`]),
    ...(options.signoff ? [`Signed-off-by: ${committer.name} <${committer.email}>`] : []),
  ];
}

const LONGEST_SUBJECT = 72;

function checkSubjects(prepared: LoadedProject, messages: readonly Message[]): void {
  const bad = messages.find(({ subject }) => subject.length > LONGEST_SUBJECT || subject === '');
  if (bad)
    throw new UserError(
      `${prepared.config.where('subject')}: the subject \`${bad.subject}\` has ${bad.subject.length} characters`,
      `Shorten the template: a subject has 1 to ${LONGEST_SUBJECT}.`,
    );
}

/** Makes the commits and proves them; a text says which patch failed and why. */
async function proveSeries(
  workshop: Workshop,
  drafts: readonly CommitDraft[],
  command: string | undefined,
  plain: ReadonlySet<string>,
): Promise<Omit<BuiltSeries, 'messages' | 'ids' | 'identity'> | string> {
  const made = await makeCommits(workshop, drafts);
  const { commits } = made;
  const tip = commits.at(-1)?.id ?? workshop.repository.base;
  const patches = await formatPatches(workshop, tip);
  const checkers = [pythonChecker(workshop.scratch, workshop.env), parserChecker];
  const verdict = await prove(workshop, { patches, made, checkers, command, plain });
  if (!verdict.holds) return `${verdict.patch}: ${verdict.reason}`;
  const { opinion } = verdict;
  const applying = applyArguments(patches);
  const count = (number: number, word: string) =>
    `${number} ${word}${number === 1 ? '' : word === 'patch' ? 'es' : 's'}`;
  const passed = command === undefined ? '' : `, \`${command}\` passed after each`;
  const line =
    `proved: ${count(patches.length, 'patch')} applied with git ${applying.join(' ')} at ${workshop.repository.base.slice(0, 7)}, ` +
    `${count(opinion.judged, 'changed file')} compiled by ${opinion.by}${opinion.names ? ', no new undefined name' : ''}${passed}, ` +
    'result equal to the preview';
  return { workshop, patches, commits, made, applying, tip, line };
}

/** Where there is no python3. Undefined names are then only what the engine sees to. */
const parserChecker: Checker = async (files) => {
  const problems = files.flatMap(({ path, after }, file) => {
    const parsed = parse(path, after.toString('latin1'));
    return 'reason' in parsed ? [{ file, text: `${path}: ${parsed.reason}` }] : [];
  });
  return { by: 'the parser of degreen (no python3 was found)', names: false, problems, judged: files.length };
};
