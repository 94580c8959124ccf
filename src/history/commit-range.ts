// What --since, --until, --every and --tags mean for a history: its points, or an error that says how to ask.

import { UserError } from '../errors.ts';
import { type History, readTags, timeOfRevision } from '../io/git/commit-log.ts';
import { fittingName } from '../io/project-files.ts';
import { choosePoints, intervalOf, type SampleInterval, steadyTimes } from '../metrics/sample-commits.ts';
import { isoDay, momentOf } from '../text/calendar.ts';

/** The flags that choose points. */
export interface Range {
  readonly since?: string;
  readonly until?: string;
  readonly every?: string;
  /** A glob; true for all tags. */
  readonly tags?: string | true;
}

/** The points of a history. */
export interface Chosen {
  /** Indices of commits, ascending; never empty. */
  readonly points: readonly number[];
  /** The time of each commit, none before that of the one before. */
  readonly times: readonly number[];
  /** The tags of points, where points are tags. */
  readonly tags: ReadonlyMap<number, readonly string[]>;
  readonly interval: SampleInterval | { readonly unit: 'tags'; readonly glob: string | undefined };
  readonly since: number | undefined;
  readonly until: number | undefined;
  /** Whether the clone lacks a part of what was asked for. */
  readonly cut: boolean;
  /** What the user should know of the choice. */
  readonly notes: readonly string[];
}

const UNSHALLOW = 'It is a shallow clone: git fetch --unshallow brings the rest.';

/** So many points take a while where nothing is known yet. */
const MANY = 300;

/**
 * Chooses the points.
 * @param now - in seconds since 1970.
 * @throws UserError where the flags cannot be understood or nothing fits them.
 */
export async function choose(root: string, history: History, range: Range, now: number): Promise<Chosen> {
  const { commits, shallow } = history;
  if (range.every !== undefined && range.tags !== undefined)
    throw new UserError('--every and --tags exclude each other', 'Say which of the two the points are.');
  const interval = intervalOf(range.every ?? 'week');
  if (!interval)
    throw new UserError(
      `--every does not take \`${range.every}\``,
      'Say day, week, month, or a number of commits from 1, such as --every 20.',
    );
  const since = range.since === undefined ? undefined : await momentFrom(root, '--since', range.since, now);
  const until = range.until === undefined ? undefined : await momentFrom(root, '--until', range.until, now);
  if (since !== undefined && until !== undefined && until < since)
    throw new UserError(
      `--until (${isoDay(until)}) is before --since (${isoDay(since)})`,
      'Give the earlier day to --since.',
    );
  const times = steadyTimes(commits.map(({ time }) => time));
  const fits = (time: number) => (since === undefined || time >= since) && (until === undefined || time <= until);
  const low = times.findIndex(fits);
  const high = times.findLastIndex(fits);
  if (low < 0) throw nothingThere(times, shallow, since, until);
  const cut = shallow && low === 0;
  const notes: string[] = [];
  if (cut)
    notes.push(
      `this clone is shallow: what was before ${isoDay(times[0] ?? 0)} is missing (git fetch --unshallow brings it)`,
    );
  const base = { times, since, until, cut, notes };
  if (range.tags !== undefined) return { ...base, ...(await chooseTags(root, history, range.tags, low, high, notes)) };
  const points = choosePoints(times.slice(low, high + 1), interval).map((index) => index + low);
  if (points.length > MANY && since === undefined)
    notes.push(`${points.length} points are many; --since leaves early ones out, --every month takes fewer`);
  return { ...base, points, tags: new Map(), interval };
}

async function momentFrom(root: string, flag: string, text: string, now: number): Promise<number> {
  const edge = flag === '--since' ? 'start' : 'end';
  const moment = momentOf(text, now, edge) ?? (await timeOfRevision(root, text));
  if (moment !== undefined) return moment;
  throw new UserError(
    `${flag} does not know when \`${text}\` is`,
    'Say a day (2024-05-31), a month (2024-05), a year, "3 months ago", or a tag or commit.',
  );
}

function nothingThere(
  times: readonly number[],
  shallow: boolean,
  since: number | undefined,
  until: number | undefined,
): UserError {
  const asked = [
    ...(since === undefined ? [] : [`since ${isoDay(since)}`]),
    ...(until === undefined ? [] : [`until ${isoDay(until)}`]),
  ].join(' ');
  const there = `The commits that are there are from ${isoDay(times[0] ?? 0)} to ${isoDay(times.at(-1) ?? 0)}.`;
  return new UserError(`there is no commit ${asked}`, shallow ? `${there} ${UNSHALLOW}` : there);
}

async function chooseTags(
  root: string,
  { commits, shallow }: History,
  asked: string | true,
  low: number,
  high: number,
  notes: string[],
): Promise<Pick<Chosen, 'points' | 'tags' | 'interval'>> {
  const glob = asked === true ? undefined : asked;
  const fits = glob === undefined ? () => true : fittingName(glob);
  const all = await readTags(root);
  const wanted = new Map([...all].map(([id, names]) => [id, names.filter(fits)] as const));
  const count = [...wanted.values()].flat().length;
  if (count === 0) {
    const known = [...all.values()].flat();
    throw new UserError(
      glob === undefined ? 'the repository has no tag' : `no tag fits \`${glob}\``,
      known.length > 0
        ? `Tags are ${known.slice(-5).join(', ')}${known.length > 5 ? ' and others (git tag)' : ''}. A PATH goes before --tags.`
        : 'git fetch --tags brings those of the remote; --every week needs none.',
    );
  }
  const tags = new Map<number, readonly string[]>();
  for (let index = low; index <= high; index++) {
    const names = wanted.get(commits[index]?.id ?? '') ?? [];
    if (names.length > 0) tags.set(index, names);
  }
  const aside = count - [...tags.values()].flat().length;
  if (tags.size === 0)
    throw new UserError(
      `none of the ${count} tags is on the first-parent history of HEAD in that time`,
      shallow ? UNSHALLOW : 'Check out the branch that has them, or say --every week.',
    );
  if (aside > 0) notes.push(`${aside} tags are not on the first-parent history of HEAD in that time and are left out`);
  return { points: [...tags.keys()], tags, interval: { unit: 'tags', glob } };
}
