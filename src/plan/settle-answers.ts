// Turns the answers of transforms into the hunks and refusals of one file: members, overlaps, ids, and what only describes others.

import type { FileModel } from '../project/analyzed-file.ts';
import { symbolOf } from '../project/dotted-names.ts';
import { groupOf, type Registry } from '../project/symbol-owners.ts';
import { isUse } from '../python/changes.ts';
import { same, statementOf } from '../python/syntax.ts';
import { groupBy } from '../text/group-by.ts';
import { type Advice, becomes, type Level, type Proposal } from '../transform.ts';
import type { Draft } from './ask.ts';
import type { Hunk, Outcome } from './hunks/hunk.ts';
import { type TakenChanges, takenChanges } from './hunks/overlap.ts';

/** Turns answers into hunks: members' troubles, overlaps, ids, and the hunks that only describe others. */
export function settleDrafts(model: FileModel, registry: Registry, drafts: readonly Draft[]): Outcome[] {
  const taken = takenChanges();
  const answers = new Map<Draft, Proposal | Advice>();
  for (const draft of drafts) answers.set(draft, checkDraft(draft, taken));
  const hunks = new Map<Draft, Hunk>();
  const counts = new Map<string, number>();
  const makers = groupBy(
    drafts.filter(({ reference }) => /^(call|value|base)$/.test(reference.role) && !reference.typeTest),
    ({ owner }) => owner.name,
  );
  const build = (
    draft: Draft,
    proposal: Proposal,
    level: Level,
    note: string | undefined,
    requires: readonly string[],
  ) => {
    const key = `${draft.owner.transform.id}:${model.path}:${draft.reference.within}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    const { title, variant, changes } = proposal;
    const { line } = model.source.lines.at(draft.reference.span.start);
    const { path } = model;
    const transform = draft.owner.transform.id;
    hunks.set(draft, {
      id: `${key}:${count}`,
      transform,
      path,
      within: draft.reference.within,
      line,
      level,
      title,
      note,
      variant,
      relies: proposal.relies ?? [],
      requires,
      changes,
      becomes: proposal.becomes,
      name: draft.owner.name,
      elsewhere: proposal.elsewhere,
      follows: false,
    });
  };
  for (const [draft, answer] of answers) {
    if (answer.kind === 'proposal' && !answer.describes) build(draft, answer, answer.level, answer.note, []);
  }
  for (const [draft, answer] of answers) {
    if (answer.kind !== 'proposal' || !answer.describes) continue;
    const described = makers.get(draft.owner.name) ?? [];
    const missing = described.find((maker) => !hunks.has(maker));
    if (missing) {
      const { line } = model.source.lines.at(missing.reference.span.start);
      answers.set(draft, {
        kind: 'advice',
        message: `It stays with the object made at line ${line}, which is not rewritten.`,
      });
      continue;
    }
    const made = described.map((maker) => ({
      symbol: symbolOf(hunks.get(maker)?.becomes),
      inPlace: same(statementOf(maker.reference.node), statementOf(draft.reference.node)),
      hunk: hunks.get(maker),
    }));
    // An annotation of the very statement that makes an object speaks of that one alone.
    const own = made.filter((maker) => maker.inPlace);
    const spokenOf = own.length > 0 ? own : made;
    const leaders = spokenOf.flatMap((maker) => maker.hunk ?? []);
    const symbols = new Set(spokenOf.flatMap((maker) => maker.symbol ?? []));
    const certain = !draft.reference.typeTest && leaders.length > 0 && symbols.size < 2;
    const level = certain && leaders.every((leader) => leader.level === 'safe') ? 'safe' : 'review';
    const alone = leaders.length === 0 && answer.note ? ` ${answer.note}` : '';
    const note = level === 'review' ? whatToCheck(leaders, symbols) + alone : undefined;
    const [symbol = symbolOf(answer.becomes)] = symbols;
    build(
      draft,
      symbol === undefined ? answer : named(answer, symbol),
      level,
      note,
      leaders.map((leader) => leader.id),
    );
  }
  return drafts.flatMap((draft) => outcomesOf(draft, answers.get(draft), hunks.get(draft), registry));
}

/** A description under the name that the objects get. */
function named(answer: Proposal, symbol: string): Proposal {
  const changes = answer.changes.map((change) => ({
    ...change,
    pieces: change.pieces.map((piece) => (isUse(piece) ? { symbol } : piece)),
  }));
  return { ...answer, title: `${answer.title} → ${symbol}`, becomes: becomes(symbol), changes };
}

function whatToCheck(leaders: readonly Hunk[], symbols: ReadonlySet<string>): string {
  if (leaders.length === 0)
    return 'The objects that it speaks of are made in other files: it is right only when those are rewritten too.';
  if (symbols.size > 1)
    return `The objects that this file makes become different classes (${[...symbols].join(', ')}): make sure that the right one is named here.`;
  return 'It goes with the objects that this file makes; one that was made elsewhere may come here too.';
}

function outcomesOf(
  draft: Draft,
  answer: Proposal | Advice | undefined,
  hunk: Hunk | undefined,
  registry: Registry,
): Outcome[] {
  const advice = answer?.kind === 'advice' ? answer : undefined;
  return draft.members.map((reference) => ({
    reference,
    owner: registry.ownerOf(reference.path) ?? draft.owner,
    hunk,
    message: advice?.message,
    task: advice && { group: advice.group ?? groupOf(draft.owner), detail: advice.detail },
    value: reference === draft.reference ? draft.value : undefined,
  }));
}

/** Refuses a proposal whose members are in trouble, or whose edits another hunk has already claimed. */
function checkDraft(draft: Draft, taken: TakenChanges): Proposal | Advice {
  const { answer } = draft;
  if (answer.kind === 'advice') return answer;
  const trouble = draft.members.find((member) => member.trouble)?.trouble;
  if (trouble) return { kind: 'advice', message: `Left as it is: ${trouble}.` };
  const clash = answer.changes.some((change) => taken.meets(change));
  if (clash) return { kind: 'advice', message: 'Left as it is: another hunk rewrites the same text.' };
  for (const change of answer.changes) taken.take(change);
  return answer;
}
