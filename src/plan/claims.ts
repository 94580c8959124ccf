// Of the answers to the references of a file those that stand: each one's changes beside those of others, and what a proposal
// decides for other references.
import type { AnalyzedFile } from '../project/analyzed-file.ts';
import type { FoundReference } from '../python/references.ts';
import { capitalize } from '../text/capitalize.ts';
import { compareSpans } from '../text/edits.ts';
import { type Advice, advise, type Proposal } from '../transform.ts';
import { type Answered, NAME_TROUBLE } from './ask.ts';
import { isDraft } from './hunks/level.ts';
import { SAME_TEXT, takenChanges } from './hunks/overlap.ts';

/** Why proposals that decide other references were refused in the end, by the places of their own; those decide nothing. */
export type RefusedClaims = ReadonlyMap<string, string>;

/** Why a proposal that decides others is none, to count by. */
const TAKEN = 'another hunk decides a reference that it needs';

/** The answers as far as they count. */
export interface StandingAnswers {
  readonly answers: ReadonlyMap<Answered, Proposal | Advice>;
  /** What is decided by another proposal, and by which. */
  readonly decidedBy: ReadonlyMap<Answered, Answered>;
}

/** The place of a reference in the project. */
export function claimKey(path: string, reference: FoundReference): string {
  return `${path} ${reference.span.start}`;
}

/** Decides the answers of a file: the surer ones first, and before each one those that would decide it too. */
export function standingAnswers(
  model: AnalyzedFile,
  all: readonly Answered[],
  refused: RefusedClaims,
): StandingAnswers {
  const taken = takenChanges();
  const answers = new Map<Answered, Proposal | Advice>();
  const decidedBy = new Map<Answered, Answered>();
  const begun = new Set<Answered>();
  const claimed = new Map(all.map((one) => [one, claimsOf(one, all)]));
  const claiming = all.filter((one) => claimed.get(one)?.length);
  // Of two that would decide each other, the first one does.
  const claimers = (one: Answered) =>
    claiming.filter(
      (each) => claimed.get(each)?.includes(one) && !(claimed.get(one)?.includes(each) && isAfter(each, one)),
    );

  function decide(one: Answered): void {
    if (begun.has(one)) return;
    begun.add(one);
    // What is surer does not wait for a draft that would decide it.
    for (const each of claimers(one)) if (isDraft(one.answer) || !isDraft(each.answer)) decide(each);
    if (decidedBy.has(one)) return;
    const own = claimed.get(one) ?? [];
    const answer = checked(one, own);
    answers.set(one, answer);
    if (answer.kind !== 'proposal') return;
    for (const change of answer.changes) taken.take(change);
    for (const each of own) decidedBy.set(each, one);
  }

  function checked(one: Answered, own: readonly Answered[]): Proposal | Advice {
    const { answer } = one;
    if (answer.kind === 'advice') return answer;
    const late = refused.get(claimKey(model.path, one.reference));
    if (late !== undefined && own.length > 0) return advise(late, TAKEN);
    // Of an import the transform's own answer has been asked for it.
    const plain = [one, ...own].filter(({ imported }) => !imported);
    const trouble = plain.flatMap(({ members }) => members).find((member) => member.trouble)?.trouble;
    if (trouble) return advise(`${capitalize(trouble)}.`, NAME_TROUBLE);
    const lineOf = ({ reference }: Answered) => model.source.lines.at(reference.span.start).line;
    const other = own.find((each) => decidedBy.has(each) || answers.get(each)?.kind === 'proposal');
    const first = other && (decidedBy.get(other) ?? other);
    if (other && first) return advise(`Line ${lineOf(other)} is decided by the hunk of line ${lineOf(first)}.`, TAKEN);
    const part = own.find(({ members }) => members.some((member) => !isClaimed(answer, member)));
    if (part) return advise(`Line ${lineOf(part)} is decided with others like it.`, TAKEN);
    const clash = answer.changes.some((change) => taken.meets(change));
    return clash ? advise('Another hunk rewrites the same text.', SAME_TEXT) : answer;
  }

  const proposals = all.filter(({ answer }) => answer.kind === 'proposal');
  // A draft that is in the way of something surer is none; and advice takes no text.
  for (const one of [...proposals.filter(({ answer }) => !isDraft(answer)), ...proposals, ...all]) decide(one);
  return { answers, decidedBy };
}

/** The answers for others' references. */
function claimsOf(one: Answered, all: readonly Answered[]): readonly Answered[] {
  const { answer } = one;
  if (answer.kind === 'advice' || !answer.answers?.length) return [];
  return all.filter((each) => each !== one && each.members.some((member) => isClaimed(answer, member)));
}

function isClaimed({ answers = [] }: Proposal, { span }: FoundReference): boolean {
  return answers.some((each) => compareSpans(each, span) === 0);
}

function isAfter(one: Answered, other: Answered): boolean {
  return one.reference.span.start > other.reference.span.start;
}
