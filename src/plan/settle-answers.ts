// Turns the answers of transforms into the hunks and refusals of one file: members, overlaps, ids, and what only describes others.

import type { AnalyzedFile } from '../project/analyzed-file.ts';
import { symbolOf } from '../project/dotted-names.ts';
import { groupOf, type Registry } from '../project/symbol-owners.ts';
import { isUse } from '../python/changes.ts';
import type { LibraryBinding } from '../python/import-bindings.ts';
import { MODULE_LEVEL } from '../python/references.ts';
import { enclosingDefinitions, same, statementOf } from '../python/syntax.ts';
import { groupBy } from '../text/group-by.ts';
import { type Advice, becomes, type Level, type Proposal } from '../transform.ts';
import type { Answered } from './ask.ts';
import { type RefusedClaims, standingAnswers } from './claims.ts';
import type { Hunk, Outcome, ReplacedImport } from './hunks/hunk.ts';
import { leastSure } from './hunks/level.ts';
import { type Note, ownNotes } from './hunks/note.ts';
import { belongsTo, makesObject } from './requirements.ts';

/** Turns answers into hunks: members' troubles, overlaps, ids, and the hunks that only describe others. */
export function settleAnswers(
  model: AnalyzedFile,
  registry: Registry,
  all: readonly Answered[],
  refused: RefusedClaims,
): Outcome[] {
  const standing = standingAnswers(model, all, refused);
  const answers = new Map(standing.answers);
  const hunks = new Map<Answered, Hunk>();
  const counts = new Map<string, number>();
  const makers = groupBy(
    all.filter(({ reference }) => makesObject(reference)),
    ({ owner }) => owner.name,
  );
  const build = (
    one: Answered,
    proposal: Proposal,
    level: Level,
    notes: readonly Note[],
    requires: readonly string[],
  ) => {
    const place = placeOf(model, one);
    const key = `${one.owner.transform.id}:${model.path}:${place.within}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    const { title, variant, changes } = proposal;
    const { path } = model;
    const { imported } = one;
    const transform = one.owner.transform.id;
    hunks.set(one, {
      id: `${key}:${count}`,
      transform,
      path,
      ...place,
      level,
      title,
      notes,
      variant,
      relies: proposal.relies ?? [],
      requires,
      needs: proposal.requires ?? [],
      together: proposal.together,
      imports: imported && proposal.imports && replacedImport(imported, proposal),
      finish: proposal.finish !== undefined,
      changes,
      becomes: proposal.becomes,
      name: one.owner.name,
      elsewhere: proposal.elsewhere,
      follows: false,
    });
  };
  for (const one of all) {
    const answer = answers.get(one);
    if (answer?.kind === 'proposal' && !answer.describes)
      build(one, answer, answer.level, ownNotes(answer, model.path), []);
  }
  for (const one of all) {
    const answer = answers.get(one);
    if (answer?.kind !== 'proposal' || !answer.describes) continue;
    const described = makers.get(one.owner.name) ?? [];
    const missing = described.find((maker) => !hunks.has(maker));
    if (missing) {
      const { line } = model.source.lines.at(missing.reference.span.start);
      answers.set(one, belongsTo(`line ${line}`));
      continue;
    }
    const made = described.map((maker) => ({
      symbol: symbolOf(hunks.get(maker)?.becomes),
      inPlace: same(statementOf(maker.reference.node), statementOf(one.reference.node)),
      hunk: hunks.get(maker),
    }));
    // An annotation of the very statement that creates an object is about that one alone.
    const own = made.filter((maker) => maker.inPlace);
    const spokenOf = own.length > 0 ? own : made;
    const leaders = spokenOf.flatMap((maker) => maker.hunk ?? []);
    const symbols = new Set(spokenOf.flatMap((maker) => maker.symbol ?? []));
    const certain = !one.reference.typeTest && leaders.length > 0 && symbols.size < 2;
    const level = leastSure([certain ? 'safe' : 'review', ...[answer, ...leaders].map((each) => each.level)]);
    const alone = leaders.length === 0 ? ownNotes(answer, model.path) : [];
    const notes = level === 'safe' ? [] : [whatToCheck(leaders, symbols), ...alone];
    const [symbol = symbolOf(answer.becomes)] = symbols;
    build(
      one,
      symbol === undefined ? answer : named(answer, symbol),
      level,
      notes,
      leaders.map((leader) => leader.id),
    );
  }
  return all.flatMap((one) => {
    const by = standing.decidedBy.get(one);
    const outcomes = outcomesOf(one, answers.get(by ?? one), hunks.get(by ?? one), registry);
    return by ? outcomes.map((each) => ({ ...each, value: undefined, decidedBy: by.reference })) : outcomes;
  });
}

/** Where a hunk stands: at its reference, or at the import that it is about. */
function placeOf({ source }: AnalyzedFile, { reference, imported }: Answered): Pick<Hunk, 'within' | 'line'> {
  const [name] = imported?.imports ?? [];
  const { line } = source.lines.at((name ?? reference).span.start);
  const within = name ? enclosingDefinitions(name.localNode) || MODULE_LEVEL : reference.within;
  return { within, line };
}

function replacedImport(binding: LibraryBinding, { imports, changes }: Proposal): ReplacedImport {
  const fallback = changes.some(({ unwraps }) => unwraps !== undefined) && binding.trouble !== undefined;
  return { binding, module: imports?.module ?? '', fallback };
}

/** A description under the name that the objects get. */
function named(answer: Proposal, symbol: string): Proposal {
  const changes = answer.changes.map((change) => ({
    ...change,
    pieces: change.pieces.map((piece) => (isUse(piece) ? { symbol } : piece)),
  }));
  return { ...answer, title: `${answer.title} → ${symbol}`, becomes: becomes(symbol), changes };
}

function whatToCheck(leaders: readonly Hunk[], symbols: ReadonlySet<string>): Note {
  const kind = 'described';
  if (leaders.length === 0) {
    const text = 'Its objects are created in other files: it is right only when those are rewritten too.';
    return { kind, text, reason: 'its objects are created in other files' };
  }
  if (symbols.size > 1) {
    const text = `The objects of this file become several classes (${[...symbols].join(', ')}): check that the right one is named.`;
    return { kind, text, reason: 'the objects of its file become several classes' };
  }
  const text = 'It follows the objects created in this file; one created elsewhere may come here too.';
  return { kind, text, reason: 'an object created elsewhere may come here' };
}

function outcomesOf(
  one: Answered,
  answer: Proposal | Advice | undefined,
  hunk: Hunk | undefined,
  registry: Registry,
): Outcome[] {
  const advice = answer?.kind === 'advice' ? answer : undefined;
  return one.members.map((reference) => ({
    reference,
    owner: registry.ownerOf(reference.path) ?? one.owner,
    hunk,
    message: advice?.message,
    reason: advice && (advice.reason ?? workTitle(one, advice)),
    task: advice && { group: advice.group ?? groupOf(one.owner), detail: advice.detail },
    value: reference === one.reference ? one.value : undefined,
  }));
}

/** What the work is called that a place is part of: what is counted where the advice gives no reason of its own. */
function workTitle({ owner: { transform, name } }: Answered, { group }: Advice): string {
  const wanted = group ?? groupOf({ transform, name });
  return transform.work.find(({ id }) => id === wanted)?.title ?? transform.title;
}
