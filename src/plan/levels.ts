// The last word on each hunk: what other places say of it, what the project wishes, and what it requires.
import { indexSpans, type Span } from '../text/edits.ts';
import type { Hunk, PlannedFile, Refusal } from './hunks/hunk.ts';
import { type AskedLevel, draftsLast, isDraft, leastSure } from './hunks/level.ts';
import type { Note } from './hunks/note.ts';
import { overlapping } from './hunks/overlap.ts';
import type { CrossFileRemark } from './hunks/remark.ts';
import type { SharedImport } from './shared-imports.ts';

/** What a project says of the levels, by transform or `transform:variant`. */
export type LevelSettings = ReadonlyMap<string, AskedLevel | 'manual'>;

/** Carries out what is said of hunks: a refusal takes one away, a note puts it at level review, a wish decides. */
export function assignLevels(
  files: readonly PlannedFile[],
  remarks: ReadonlyMap<Hunk, CrossFileRemark>,
  ties: ReadonlyMap<Hunk, SharedImport>,
  wishes: LevelSettings,
): PlannedFile[] {
  const all = [
    ...new Set(
      files.flatMap(({ outcomes, followers }) => [...outcomes, ...followers].flatMap(({ hunk }) => hunk ?? [])),
    ),
  ];
  const wishOf = (hunk: Hunk) => wishes.get(`${hunk.transform}:${hunk.variant}`) ?? wishes.get(hunk.transform);
  const refused = new Map<string, Refusal>();
  const judged = new Map<string, Hunk>();
  const clashes = overlapping(draftsLast(all));
  for (const hunk of all) {
    const remark = remarks.get(hunk);
    const wish = wishOf(hunk);
    const tie = ties.get(hunk);
    const refusal = remark?.refusal ?? clashes.get(hunk) ?? tie?.refusal;
    if (refusal) refused.set(hunk.id, refusal);
    else if (wish === 'manual')
      refused.set(hunk.id, {
        message: 'The configuration sets it to manual.',
        reason: 'the configuration sets it to manual',
      });
    else judged.set(hunk.id, levelled(tied(hunk, tie), remark?.notes ?? [], wish));
  }
  refuseWithoutRequired(
    all.map(({ id }) => id),
    refused,
    judged,
  );
  const assignLevel = <One extends { readonly hunk: Hunk | undefined; readonly message: string | undefined }>(
    one: One,
  ): One => {
    const refusal = one.hunk && refused.get(one.hunk.id);
    if (refusal) return { ...one, hunk: undefined, ...refusal };
    return { ...one, hunk: one.hunk && judged.get(one.hunk.id) };
  };
  return files.map(({ model, outcomes, followers, touches }) => {
    const following = followers.map(assignLevel);
    // What names the object of a mock is updated with the mock.
    const taken = indexSpans(following.flatMap(({ hunk, site }) => (hunk ? [{ ...site.span, hunk }] : [])));
    // A module's dictionary is named by one attribute more.
    const begun = ({ start, end }: Span) =>
      following.find(({ hunk, site }) => hunk && site.span.start === start && site.span.end <= end);
    return {
      model,
      followers: following,
      touches,
      outcomes: outcomes.map((outcome) => {
        const settled = assignLevel(outcome);
        const { span } = outcome.reference;
        const follower = settled.hunk ? undefined : (taken.around(span) ?? begun(span));
        return follower ? { ...settled, hunk: follower.hunk, message: undefined, reason: undefined } : settled;
      }),
    };
  });
}

/** The same for hunks of files that are no Python, of which no other place says anything. */
export function assignTextLevels(hunks: readonly Hunk[], wishes: LevelSettings): Hunk[] {
  return hunks.flatMap((hunk) => {
    const wish = wishes.get(hunk.transform);
    return wish === 'manual' ? [] : [levelled(hunk, [], wish)];
  });
}

function tied(hunk: Hunk, tie: SharedImport | undefined): Hunk {
  const ties = [...(tie?.requires ?? [])].filter((id) => !hunk.requires.includes(id));
  return ties.length > 0 ? { ...hunk, requires: [...hunk.requires, ...ties], ties } : hunk;
}

function levelled(hunk: Hunk, notes: readonly Note[], wish: AskedLevel | undefined): Hunk {
  const found = leastSure([hunk.level, ...(notes.length > 0 ? (['review'] as const) : [])]);
  const level = isDraft(hunk) ? hunk.level : (wish ?? found);
  const said = [...hunk.notes, ...notes];
  if (level === 'review' && found === 'safe') said.push(setBy(level));
  if (level === 'safe' && found === 'review') said.unshift(setBy(level));
  return { ...hunk, level, notes: said };
}

function setBy(level: AskedLevel): Note {
  const reason = `the configuration sets it to ${level}`;
  return { kind: 'configuration', text: `The configuration sets it to ${level}.`, reason };
}

/** What is refused takes with it what requires it, and nothing is surer than what it requires. */
export function refuseWithoutRequired(
  ids: readonly string[],
  refused: Map<string, Refusal>,
  judged: Map<string, Hunk>,
): void {
  for (let again = true; again; ) {
    again = false;
    for (const id of ids) {
      const hunk = judged.get(id);
      if (!hunk) continue;
      const { requires } = hunk;
      const lost = requires.find((other) => refused.has(other));
      if (lost) {
        refused.set(id, {
          message: `It requires ${lost}, which is manual.`,
          reason: 'it requires a hunk that is manual',
        });
        judged.delete(id);
        again = true;
        continue;
      }
      const level = leastSure([hunk.level, ...requires.flatMap((other) => judged.get(other)?.level ?? [])]);
      if (level === hunk.level) continue;
      const unsure = requires.find((other) => judged.get(other)?.level === level);
      const text = `It requires ${unsure}, which is ${level === 'draft' ? 'a draft' : 'for review'}.`;
      const note: Note = { kind: 'required', text, reason: 'it requires a hunk that is less sure' };
      judged.set(id, { ...hunk, level, notes: [...hunk.notes, note] });
      again = true;
    }
  }
}
