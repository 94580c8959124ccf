// `patch` and `apply --commit`: a series of commits is made, proved and handed over. One machinery, three outlets.
import { join } from 'node:path';
import { type Choice, decide, EXIT, keepsOf, type Prepared, prepare, type World } from './commands.ts';
import { makeSeries, type SeriesPatch } from './engine/series.ts';
import { UserError } from './errors.ts';
import { type ChangeIds, changeIds } from './io/change-ids.ts';
import {
  type CommitDraft,
  diffStat,
  formatPatches,
  type MadeCommit,
  makeCommits,
  openWorkshop,
  type PatchFile,
  type Workshop,
} from './io/commits.ts';
import { locate } from './io/files.ts';
import {
  advance,
  mustBeAtRest,
  type OutputFolder,
  openBranch,
  openFolder,
  writeBranch,
  writeFolder,
} from './io/outlet.ts';
import { applyArguments, prove } from './io/proof.ts';
import { type Checker, findPython } from './io/python-check.ts';
import { type Identity, identityOf, mustBeCommitted, openRepository, type Repository } from './io/repository.ts';
import { withScratch } from './io/scratch.ts';
import { formatCover, formatDecisions } from './output/cover.ts';
import { formatMessage, type Message } from './output/message.ts';
import { visible } from './output/style.ts';
import { parse } from './python/source.ts';

/** The flags that shape commits. */
export interface CommitOptions {
  readonly signoff?: boolean;
  readonly changeId?: boolean;
  readonly newChangeIds?: boolean;
  readonly bug?: readonly string[];
  readonly blueprint?: string;
  readonly split?: number;
  readonly exec?: string;
}

/** The flags of `patch`. */
export interface PatchOptions extends Choice, CommitOptions {
  readonly output?: string;
  readonly topic?: string;
  readonly branch?: string;
  readonly force?: boolean;
  readonly blameIgnore?: boolean;
}

/** A series that was proved, before it is handed over. */
interface Proved {
  readonly workshop: Workshop;
  readonly patches: readonly PatchFile[];
  readonly commits: readonly MadeCommit[];
  readonly messages: readonly Message[];
  readonly identity: Identity;
  readonly ids: ChangeIds | undefined;
  /** What follows `git` to apply the patches. */
  readonly applying: readonly string[];
  readonly line: string;
  readonly tip: string;
}

type HandOver = (proved: Proved, prepared: Prepared, accepted: SeriesPatch['hunks']) => Promise<void>;

/** Writes a patch series, or makes a branch of it. */
export async function patch(world: World, paths: readonly string[], options: PatchOptions): Promise<number> {
  const { output, branch, force = false } = options;
  if (output === undefined && branch === undefined)
    throw new UserError('patch needs a place for the series', 'Say -o DIR for files, or --branch NAME for commits.');
  if (force && branch === undefined) throw new UserError('--force goes with --branch', 'Name the branch to replace.');
  const repository = await repositoryOf(world, paths);
  const folder = output === undefined ? undefined : await openFolder(world.cwd, output, repository);
  if (branch !== undefined) await openBranch(repository, branch, force);
  return series(world, paths, options, repository, async (proved, prepared, accepted) => {
    const stat = await diffStat(proved.workshop, proved.tip);
    if (folder) writeFolder(folder, filesOf(proved, prepared, accepted, options.topic, stat));
    if (branch !== undefined) await writeBranch(proved.workshop, proved.tip, branch);
    await tell(world, proved, options, folder);
  });
}

/** Commits what is taken on the current branch, one commit for each primitive. */
export async function applyCommits(
  world: World,
  paths: readonly string[],
  options: Choice & CommitOptions & { readonly allowDirty?: boolean },
): Promise<number> {
  if (options.allowDirty)
    throw new UserError('--commit and --allow-dirty exclude each other', 'Commit or stash what is there.');
  const repository = await repositoryOf(world, paths);
  await mustBeAtRest(repository);
  return series(world, paths, options, repository, async (proved) => {
    await advance(proved.workshop, proved.tip);
    await world.stdout.write(shortLog(proved));
    world.stderr.write(`${proved.line}\n`);
  });
}

async function repositoryOf(world: World, paths: readonly string[]): Promise<Repository> {
  const location = await locate(world.cwd, paths);
  return openRepository(location.root, location.inGit);
}

/** Plans, cuts, commits, proves; hands over what was proved. */
async function series(
  world: World,
  paths: readonly string[],
  options: Choice & CommitOptions,
  repository: Repository,
  handOver: HandOver,
): Promise<number> {
  const prepared = await prepare(world, paths, options, 'references');
  const { settled, code } = await decide(world, prepared, options);
  const { plan } = prepared;
  const patches = makeSeries(plan, settled.accepted, {
    keeps: keepsOf(prepared.config),
    apart: new Set(),
    split: options.split,
  });
  if (patches.length === 0) {
    world.stderr.write('nothing was written: no hunk was taken\n');
    const review = plan.hunks.filter((hunk) => hunk.level === 'review').length;
    if (review > 0)
      world.stderr.write(`${review} at level review: see \`degreen scan\`, take them with --level review\n`);
    return code;
  }
  await mustBeCommitted(repository, [...new Set(patches.flatMap((each) => each.changes.map((change) => change.path)))]);
  const author = await identityOf(repository.root, 'author');
  const committer = await identityOf(repository.root, 'committer');
  const fresh = options.newChangeIds ?? false;
  const keys = patches.map((each) => each.key);
  const ids = options.changeId || fresh ? await changeIds(repository, keys, fresh) : undefined;
  const messages = patches.map((each, index) =>
    formatMessage(each, {
      plan,
      accepted: settled.accepted,
      split: options.split,
      templates: prepared.config.patch,
      trailers: trailersOf(options, ids?.of(each.key), index === patches.length - 1, committer),
    }),
  );
  checkSubjects(prepared, messages);
  return withScratch(async (scratch) => {
    const workshop = await openWorkshop(scratch, repository, author, committer);
    const proved = await proveSeries(workshop, draftsOf(patches, messages), options.exec);
    if (typeof proved === 'string') {
      world.stderr.write(`degreen: a bug of degreen: ${visible(proved)}\nNothing was written.\n`);
      return EXIT.bug;
    }
    await handOver({ ...proved, messages, ids, identity: author }, prepared, [...settled.accepted]);
    ids?.keep();
    return code;
  });
}

/** Each patch as a commit of whole files. */
function draftsOf(patches: readonly SeriesPatch[], messages: readonly Message[]): CommitDraft[] {
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

function checkSubjects(prepared: Prepared, messages: readonly Message[]): void {
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
): Promise<Omit<Proved, 'messages' | 'ids' | 'identity'> | string> {
  const { commits, last } = await makeCommits(workshop, drafts);
  const tip = commits.at(-1)?.id ?? workshop.repository.base;
  const patches = await formatPatches(workshop, tip);
  const checker = (await findPython(workshop.scratch, workshop.env)) ?? PARSER;
  const verdict = await prove(workshop, { patches, commits, last, checker, command });
  if (!verdict.holds) return `${verdict.patch}: ${verdict.reason}`;
  const applying = applyArguments(patches);
  const count = (number: number, word: string) =>
    `${number} ${word}${number === 1 ? '' : word === 'patch' ? 'es' : 's'}`;
  const passed = command === undefined ? '' : `, \`${command}\` passed after each`;
  const line =
    `proved: ${count(patches.length, 'patch')} applied with git ${applying.join(' ')} at ${workshop.repository.base.slice(0, 7)}, ` +
    `${count(verdict.judged, 'changed file')} compiled by ${checker.name}${checker.names ? ', no new undefined name' : ''}${passed}, ` +
    'result equal to the preview';
  return { workshop, patches, commits, applying, tip, line };
}

/** Where there is no python3. Undefined names are then only what the engine sees to. */
const PARSER: Checker = {
  name: 'the parser of degreen (no python3 was found)',
  names: false,
  async check(files) {
    const problems = files.flatMap(({ path, after }) => {
      const parsed = parse(path, after.toString('latin1'));
      return 'reason' in parsed ? [`${path}: ${parsed.reason}`] : [];
    });
    return { problems, judged: files.length };
  },
};

/** What goes into the folder beside the patches, and these. */
function filesOf(
  proved: Proved,
  prepared: Prepared,
  accepted: SeriesPatch['hunks'],
  topic: string | undefined,
  stat: string,
): ReadonlyMap<string, string | Uint8Array> {
  const { plan } = prepared;
  const { base } = proved.workshop.repository;
  const taken = new Set(accepted);
  const names = proved.patches.map(({ name }) => name);
  const cover = formatCover({
    plan,
    accepted: taken,
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
    ['decisions.json', formatDecisions(plan, taken, base)],
  ]);
}

/** Names what was made on stdout, and says on stderr what was proved and what to do next. */
async function tell(
  world: World,
  proved: Proved,
  options: PatchOptions,
  folder: OutputFolder | undefined,
): Promise<void> {
  const { branch, topic, blameIgnore = false, output } = options;
  if (blameIgnore) await world.stdout.write(blameLines(proved));
  else if (folder) await world.stdout.write(proved.patches.map(({ name }) => `${join(folder.path, name)}\n`).join(''));
  else await world.stdout.write(shortLog(proved));
  world.stderr.write(`${proved.line}\n`);
  if (folder)
    world.stderr.write(`apply them with: git ${proved.applying.join(' ')} ${shellWord(output ?? '')}/*.patch\n`);
  if (branch !== undefined) world.stderr.write(`the branch ${branch} has ${proved.commits.length} new commits\n`);
  if (topic !== undefined) world.stderr.write(`send them with: git review -t ${topic}\n`);
  if (blameIgnore && branch === undefined)
    world.stderr.write('note: git am gives other hashes than these; with --branch they are those of the branch\n');
}

/** The lines for `.git-blame-ignore-revs`. */
function blameLines({ commits, messages }: Proved): string {
  return commits.map(({ id }, index) => `# ${messages[index]?.subject ?? ''}\n${id}\n`).join('');
}

function shortLog({ commits, messages }: Proved): string {
  return commits.map(({ id }, index) => `${id.slice(0, 10)} ${messages[index]?.subject ?? ''}\n`).join('');
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
