// Mocks and imports that others take the place of: what is reached by a local name stays valid, as that stays bound; what is
// mocked on a module that the test imports itself is updated with that import, which requires the hunks of the code that it mocks.

import { symbolOf } from '../../project/dotted-names.ts';
import type { PatchSite } from '../../project/mocks/patch-site.ts';
import { contains } from '../../text/edits.ts';
import { becomesAt } from '../hunks/becomes-at.ts';
import type { DependentHunk, Hunk, Outcome, PlannedFile } from '../hunks/hunk.ts';
import type { AffectedReferences, MockTarget } from './resolve-target.ts';

/** Whether a target is reached by the local name of an import that another one takes the place of. */
export function staysValid({ via }: MockTarget): boolean {
  const hunks = via?.file.outcomes.flatMap(({ hunk }) => hunk ?? []) ?? [];
  return hunks.some(({ imports }) => imports?.binding === via?.binding);
}

/** A mock on a module that its own file imports. */
export interface OwnImportMock {
  /** The id of the hunk that rewrites that import. */
  readonly id: string;
  /** The hunks of what it mocks elsewhere. */
  readonly requires: readonly string[];
  /** Why the import must stay. */
  readonly refusal: string | undefined;
  readonly follower: readonly DependentHunk[];
}

/** The mock of a site whose object is reached by an import that its own file's hunk rewrites. */
export function byOwnImport(
  { model, outcomes }: PlannedFile,
  site: PatchSite,
  felt: readonly AffectedReferences[],
): OwnImportMock | undefined {
  const named = outcomes.find(({ reference, hunk }) => hunk?.imports && contains(site.span, reference.nameSpan));
  const own = named?.hunk;
  if (!own) return undefined;
  const { line } = model.source.lines.at(site.span.start);
  const others = felt.filter(({ outcome }) => outcome.hunk !== own);
  const [first] = others;
  const stays = others.find(({ outcome }) => !outcome.hunk);
  const leaders = [...new Set(others.flatMap(({ outcome }) => outcome.hunk ?? []))];
  const path = first?.outcome.reference.path ?? '';
  const symbol = first?.outcome.hunk && symbolOf(becomesAt(first.outcome.hunk, first.outcome.reference));
  const base = { site, line, leaders, uses: false, distant: false, path, name: path, message: undefined };
  return {
    id: own.id,
    requires: leaders.map(({ id }) => id),
    refusal: stays && `Line ${line} mocks what ${placeOf(stays)} still uses.`,
    follower: leaders.length > 0 && !stays ? [{ ...base, symbol, hunk: own }] : [],
  };
}

function placeOf({ file: { model }, outcome }: AffectedReferences): string {
  return `${model.path}:${model.source.lines.at(outcome.reference.span.start).line}`;
}

/** The files with what the hunks of such imports require, and without those that must stay. */
export function tieOwnImports(files: readonly PlannedFile[], mocks: readonly OwnImportMock[]): PlannedFile[] {
  if (mocks.length === 0) return [...files];
  const refused = new Map(mocks.flatMap(({ id, refusal }) => (refusal ? [[id, refusal] as const] : [])));
  const tied = new Map<string, Hunk>();
  for (const hunk of files.flatMap(({ outcomes }) => outcomes.flatMap((each) => each.hunk ?? []))) {
    const own = mocks.filter(({ id }) => id === hunk.id).flatMap(({ requires }) => requires);
    if (own.length > 0) tied.set(hunk.id, { ...hunk, requires: [...new Set([...hunk.requires, ...own])] });
  }
  const now = (hunk: Hunk): Hunk => tied.get(hunk.id) ?? hunk;
  const refusalOf = ({ hunk }: Outcome | DependentHunk) => hunk && refused.get(hunk.id);
  const settled = (one: Outcome): Outcome => {
    const message = refusalOf(one);
    if (message === undefined) return { ...one, hunk: one.hunk && now(one.hunk) };
    return { ...one, hunk: undefined, message, reason: 'what it mocks still uses the module of the library' };
  };
  const follower = (one: DependentHunk): DependentHunk => {
    const message = refusalOf(one);
    const leaders = one.leaders.map(now);
    return message === undefined
      ? { ...one, leaders, hunk: one.hunk && now(one.hunk) }
      : { ...one, leaders, hunk: undefined, message };
  };
  return files.map((file) => ({
    ...file,
    outcomes: file.outcomes.map(settled),
    followers: file.followers.map(follower),
  }));
}
