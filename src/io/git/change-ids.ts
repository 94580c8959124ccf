// Gerrit's Change-Ids: the same for the same patch of the same series whenever it is made, so that a series made again gives
// new patch sets and not new changes. A series is one of a branch and of the paths that it is about. An id that HEAD's
// history holds is the name of a change that is there already; the patch that comes after it gets another one.
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../errors.ts';
import { isRecord } from '../../text/is-record.ts';
import { DISK, reasonOf, replaceFile } from '../disk/disk.ts';
import { LIMIT, readPlainText } from '../disk/regular-file.ts';
import { complaintOf, git } from './git.ts';
import { type Repository, rootCommit } from './repository.ts';

/** The Change-Ids of a series. */
export interface ChangeIds {
  of(key: string): string;
  /** Keeps them for the next time; to be called when the series is handed over. Gives the reason where that fails. */
  keep(): string | undefined;
}

/** The ids that a series had. */
interface KeptSeries {
  /** Empty where no branch was checked out. */
  readonly branch: string;
  readonly paths: readonly string[];
  readonly ids: ReadonlyMap<string, string>;
}

/** What is kept for a repository. */
interface Kept {
  /** The first commit as it was known at first: the oldest one of a shallow clone is not always the same. */
  readonly root: string | undefined;
  readonly series: readonly KeptSeries[];
}

const NOTHING: Kept = { root: undefined, series: [] };
/** The first version knew neither branches nor paths. */
const VERSION = 2;
const ID = /^I[0-9a-f]{40}$/;
/** Branches come and go; what was not used for so many other series is forgotten. */
const MOST_KEPT = 500;

/**
 * Finds the ids of patches.
 * @param wanted - the paths that the series is about, relative to the root.
 * @param fresh - ids that no earlier series had, where the changes of that are abandoned.
 */
export async function changeIds(
  repository: Repository,
  wanted: readonly string[],
  keys: readonly string[],
  fresh: boolean,
): Promise<ChangeIds> {
  const file = join(repository.gitDirectory, 'degreen', 'change-ids.json');
  const kept = readKept(file);
  const root = kept.root ?? (await rootCommit(repository));
  const branch = await currentBranch(repository);
  const paths = outermost(wanted);
  const own = await keptFor(repository, kept.series, branch, paths);
  const firstOf = (key: string) =>
    fresh ? hashed(randomUUID(), key) : (own?.ids.get(key) ?? hashed(root, branch, ...paths, key));
  const others = new Set(kept.series.flatMap((each) => (each === own ? [] : [...each.ids.values()])));
  const ids = await unusedIds(repository, new Map(keys.map((key) => [key, firstOf(key)])), others);
  return {
    of: (key) => ids.get(key) ?? firstOf(key),
    keep() {
      const now = { branch, paths, ids: new Map([...(own?.ids ?? []), ...ids]) };
      const series = [...kept.series.filter((each) => each !== own), now].slice(-MOST_KEPT);
      try {
        mkdirSync(dirname(file), { recursive: true });
        replaceFile(DISK, file, formatKept({ root, series }));
        return undefined;
      } catch (error) {
        return reasonOf(error);
      }
    },
  };
}

function hashed(...parts: readonly string[]): string {
  return `I${createHash('sha1').update(parts.join('\n')).digest('hex')}`;
}

/** The paths that no other one holds, in order. */
function outermost(paths: readonly string[]): string[] {
  const all = [...new Set(paths)].sort();
  return all.filter((path) => !all.some((other) => other !== path && (other === '' || path.startsWith(`${other}/`))));
}

/** The branch that is checked out; empty where none is. */
async function currentBranch({ root }: Repository): Promise<string> {
  const answer = await git(root, 'symbolic-ref', '--quiet', 'HEAD');
  return answer.stdout.toString('utf8').trim();
}

/** What was kept for a series, also under a name that its branch had before. */
async function keptFor(
  repository: Repository,
  series: readonly KeptSeries[],
  branch: string,
  paths: readonly string[],
): Promise<KeptSeries | undefined> {
  const same = series.filter((each) => each.paths.join('\0') === paths.join('\0'));
  const own = same.find((each) => each.branch === branch);
  const others = same.filter((each) => each.branch !== '');
  if (own || branch === '' || others.length === 0) return own;
  const log = await git(repository.root, 'log', '--walk-reflogs', '--no-show-signature', '--format=%gs', branch, '--');
  const former = [...log.stdout.toString('utf8').matchAll(/^Branch: renamed (\S+) to \S+$/gm)].map(([, name]) => name);
  const found = others.findLast((each) => former.includes(each.branch));
  if (!found) return undefined;
  const there = await git(repository.root, 'rev-parse', '--verify', '--quiet', found.branch);
  return there.code === 0 ? undefined : found;
}

/** The ids, each replaced by the next one as long as HEAD's history or another series has it. */
async function unusedIds(
  repository: Repository,
  ids: ReadonlyMap<string, string>,
  others: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const held = await heldByHead(repository, [...ids.values()]);
  const isUsed = (id: string) => held.has(id) || others.has(id);
  if (![...ids.values()].some(isUsed)) return ids;
  const next = new Map([...ids].map(([key, id]) => [key, isUsed(id) ? hashed(id, 'next') : id]));
  return unusedIds(repository, next, others);
}

/** Which of the ids a commit has that HEAD reaches. */
async function heldByHead({ root, base }: Repository, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const patterns = [...new Set(ids)].map((id) => `--grep=^Change-Id: ${id}`);
  const how = ['--basic-regexp', '--no-show-signature', '--format=%B'];
  const answer = await git(root, 'log', ...how, ...patterns, base, '--');
  if (answer.code !== 0) throw new UserError(`git cannot search the history: ${complaintOf(answer)}`, 'See git fsck.');
  const found = answer.stdout.toString('utf8').matchAll(/^Change-Id: (I[0-9a-f]{40})\b/gm);
  return new Set([...found].map(([, id = '']) => id));
}

function formatKept({ root, series }: Kept): string {
  const rows = series.map(({ branch, paths, ids }) => {
    return { branch, paths, ids: Object.fromEntries([...ids].sort(([a], [b]) => (a < b ? -1 : 1))) };
  });
  return `${JSON.stringify({ version: VERSION, root, series: rows }, null, 2)}\n`;
}

/** @throws UserError where what was kept is not understood. */
function readKept(file: string): Kept {
  const text = readPlainText(file, file, LIMIT.made);
  const kept = text === undefined ? NOTHING : parseKept(text);
  if (kept) return kept;
  throw new UserError(`${file} cannot be understood`, 'Remove it; the Change-Ids are made again then.');
}

function parseKept(text: string): Kept | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isRecord(parsed) && parsed.version === 1) return NOTHING;
    if (!isRecord(parsed) || !Array.isArray(parsed.series) || typeof parsed.root !== 'string') return undefined;
    const series = parsed.series.map(parseSeries);
    const whole = series.filter((each) => each !== undefined);
    return parsed.version === VERSION && whole.length === series.length
      ? { root: parsed.root, series: whole }
      : undefined;
  } catch {
    return undefined;
  }
}

function parseSeries(value: unknown): KeptSeries | undefined {
  if (!isRecord(value) || typeof value.branch !== 'string' || !Array.isArray(value.paths) || !isRecord(value.ids))
    return undefined;
  const paths = value.paths.filter((path) => typeof path === 'string');
  const ids = Object.entries(value.ids).filter((entry): entry is [string, string] => ID.test(String(entry[1])));
  return { branch: value.branch, paths, ids: new Map(ids) };
}
