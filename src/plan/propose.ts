// Asks the transforms about every reference of a file and turns their answers into hunks.

import type { FileModel } from '../project/analyzed-file.ts';
import type { UsedElsewhere } from '../project/cross-file-uses.ts';
import { splitSymbol, symbolOf, symbolsIn } from '../project/dotted-names.ts';
import { handlersOf } from '../project/exception-flow.ts';
import type { ImportTime } from '../project/import-time.ts';
import type { OutOfSight } from '../project/indirect-access.ts';
import type { ReplacedMembers } from '../project/mocks/mocked-members.ts';
import type { Project } from '../project/project-index.ts';
import type { Callees } from '../project/resolve-symbol.ts';
import { groupOf, type Owner, type Registry } from '../project/symbol-owners.ts';
import { followValue } from '../python/dataflow/follow-value.ts';
import type { Numbers } from '../python/dataflow/intervals/interval-analysis.ts';
import { readPause } from '../python/dataflow/pause-context.ts';
import { readSetting } from '../python/dataflow/statement-context.ts';
import type { Value } from '../python/dataflow/value.ts';
import { readDefinition } from '../python/module-definitions.ts';
import type { FoundReference } from '../python/references.ts';
import { same, statementOf } from '../python/syntax.ts';
import { groupBy } from '../text/group-by.ts';
import { type Advice, becomes, type Level, type Policy, type Proposal, type Reference } from '../transform.ts';
import { withoutStatement } from './hunks/delete-statement.ts';
import type { Bug, Hunk, Outcome, PlannedFile } from './hunks/hunk.ts';
import { type TakenSpans, takenSpans } from './hunks/overlap.ts';
import { besides } from './hunks/preserve-comments.ts';

interface Draft {
  readonly reference: FoundReference;
  readonly owner: Owner;
  readonly answer: Proposal | Advice;
  readonly value: Value | undefined;
  /** The other constructions that go with the first one. */
  readonly members: readonly FoundReference[];
}

/** What deciding one file needs to know of the others. */
interface Planning {
  readonly project: Project;
  readonly outOfSight: OutOfSight;
  readonly usedElsewhere: UsedElsewhere;
  readonly importTime: ImportTime;
  readonly callees: Callees;
  readonly replacedMembers: ReplacedMembers;
  readonly numbersOf: (model: FileModel) => Numbers;
  readonly policy: Policy;
  /** Receives the errors of transforms. */
  readonly bugs: Bug[];
}

/** Decides every reference of one file. */
export function planFile(model: FileModel, registry: Registry, planning: Planning): PlannedFile {
  const { project, outOfSight, usedElsewhere, importTime, callees } = planning;
  const drafts = new Map<FoundReference, Draft>();
  const covered = new Map<FoundReference, Draft>();
  const byCall = new Map(
    model.references.flatMap((each) => (each.callNode ? [[each.callNode.id, each] as const] : [])),
  );
  const siblingsOf = siblingsIn(model, registry);
  for (const reference of model.references) {
    if (covered.has(reference)) continue;
    const owner = registry.ownerOf(reference.path);
    if (!owner) continue;
    let followed: ReturnType<typeof followValue> | undefined;
    const follow = (): Value => {
      followed ??= followValue(reference, reference.callNode ?? reference.node, {
        source: model.source,
        names: model.names,
        classes: model.classes(),
        construction(call) {
          const other = byCall.get(call.id);
          return other && registry.ownerOf(other.path)?.name === owner.name ? other : undefined;
        },
        elsewhere: (kind, name, owners) => project.elsewhere(kind, name, model.path, owners),
        outOfSight: (name, family, copies) => outOfSight(model.path, name, family, copies),
        usedElsewhere: (held) => usedElsewhere(model.path, held),
        mayRunAtImport: (node) => importTime(model, node),
        handlersOf: (node) => handlersOf(model, node, callees),
      });
      return followed;
    };
    const answer = ask(model, reference, owner, { siblings: () => siblingsOf(reference, owner), follow }, planning);
    const draft: Draft = { reference, owner, answer, value: followed, members: followed?.members ?? [reference] };
    drafts.set(reference, draft);
    for (const member of draft.members) if (member !== reference) covered.set(member, draft);
  }
  return { model, followers: [], touches: [], outcomes: settleDrafts(model, registry, [...drafts.values()]) };
}

/** Gives the other references to an object, without the calls where they are asked for of a call: one list serves all calls. */
function siblingsIn(model: FileModel, registry: Registry) {
  const seen = (each: FoundReference) => {
    return { role: each.role, typeTest: each.typeTest, line: model.source.lines.at(each.span.start).line };
  };
  let groups: ReadonlyMap<string | undefined, readonly FoundReference[]> | undefined;
  const withoutCalls = new Map<string, Reference['siblings']>();
  return (of: FoundReference, { name }: Owner): Reference['siblings'] => {
    groups ??= groupBy(model.references, (each) => registry.ownerOf(each.path)?.name);
    const own = groups.get(name) ?? [];
    if (of.role !== 'call') return own.filter((each) => each !== of).map(seen);
    const known = withoutCalls.get(name) ?? own.filter(({ role }) => role !== 'call').map(seen);
    withoutCalls.set(name, known);
    return known;
  };
}

function ask(
  model: FileModel,
  reference: FoundReference,
  owner: Owner,
  { siblings, follow }: Pick<Reference, 'follow'> & { readonly siblings: () => Reference['siblings'] },
  { numbersOf, replacedMembers, policy, bugs }: Planning,
): Proposal | Advice {
  const seen: Reference = {
    name: owner.name,
    path: reference.path,
    role: reference.role,
    line: model.source.lines.at(reference.span.start).line,
    span: reference.span,
    call: reference.call,
    argumentOf: reference.argumentOf,
    atImport: reference.atImport,
    aloneInLoop: reference.aloneInLoop,
    typeTest: reference.typeTest,
    caught: reference.caught,
    get siblings() {
      return siblings();
    },
    annotationsRead: model.annotationsRead,
    setting: () => readSetting(reference.node, reference.callNode),
    number: ({ span }) => numbersOf(model).of(model.source.root.namedDescendantForIndex(span.start, span.end)),
    pause: () => reference.callNode && readPause(reference.callNode, model.source, model.names),
    withoutStatement: withoutStatement(model, reference),
    follow,
    replacedMembers: () => replacedMembers(owner.name),
  };
  const { trouble } = reference;
  try {
    const answer = owner.transform.propose(seen, policy);
    if (answer.kind === 'advice') return answer;
    const why = trouble ?? ownSymbolTrouble(model, reference, answer);
    return why === undefined
      ? besides(model.source, seen, answer)
      : { kind: 'advice', message: `Left as it is: ${why}.` };
  } catch (error) {
    const { line } = model.source.lines.at(reference.span.start);
    bugs.push({ path: model.path, line, transform: owner.transform.id, error: String(error) });
    return { kind: 'advice', message: `bug: transform ${owner.transform.id} failed here (${String(error)}).` };
  }
}

/** Why a symbol of this very module cannot be used here: inside of itself, or where something else has its name. */
function ownSymbolTrouble(model: FileModel, reference: FoundReference, { changes }: Proposal): string | undefined {
  for (const symbol of changes.flatMap(symbolsIn)) {
    const { module, member } = splitSymbol(symbol);
    if (module !== model.module) continue;
    const around = reference.within.split('.')[0] ?? '';
    const definition = readDefinition(model.source, model.names, member);
    if (around === member || (definition?.kind === 'function' && definition.calls.has(around)))
      return `it is part of \`${member}\` itself`;
    if (reference.atImport)
      return `it runs while \`${model.module}\` is loaded, when \`${member}\` may not be defined yet`;
    if (model.names.resolveAt(member, reference.node) !== model.names.module)
      return `\`${member}\` means something else here`;
  }
  return undefined;
}

/** Turns answers into hunks: members' troubles, overlaps, ids, and the hunks that only describe others. */
function settleDrafts(model: FileModel, registry: Registry, drafts: readonly Draft[]): Outcome[] {
  const taken = takenSpans();
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
    pieces: change.pieces.map((piece) => (typeof piece === 'string' ? piece : { symbol })),
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
function checkDraft(draft: Draft, taken: TakenSpans): Proposal | Advice {
  const { answer } = draft;
  if (answer.kind === 'advice') return answer;
  const trouble = draft.members.find((member) => member.trouble)?.trouble;
  if (trouble) return { kind: 'advice', message: `Left as it is: ${trouble}.` };
  const clash = answer.changes.some(({ span }) => taken.meets(span));
  if (clash) return { kind: 'advice', message: 'Left as it is: another hunk rewrites the same text.' };
  for (const { span } of answer.changes) taken.take(span);
  return answer;
}
