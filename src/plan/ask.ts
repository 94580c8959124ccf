// Asks the transforms about the references of a file: what one is told of a reference, and what comes back.

import type { AnalyzedFile } from '../project/analyzed-file.ts';
import type { CrossFileUses } from '../project/cross-file-uses.ts';
import { splitSymbol, symbolsIn } from '../project/dotted-names.ts';
import { handlersAcrossCalls } from '../project/exception-flow.ts';
import type { ImportTime } from '../project/import-time.ts';
import type { IndirectAccess } from '../project/indirect-access.ts';
import type { MakersOf } from '../project/makers.ts';
import type { ReplacedMembers } from '../project/mocks/mocked-members.ts';
import type { Project } from '../project/project-index.ts';
import type { SymbolResolver } from '../project/resolve-symbol.ts';
import type { Owner, Registry } from '../project/symbol-owners.ts';
import { type FlowContext, followValue } from '../python/dataflow/follow-value.ts';
import type { Numbers } from '../python/dataflow/intervals/interval-analysis.ts';
import { readYieldContext } from '../python/dataflow/pause-context.ts';
import { readStatementContext } from '../python/dataflow/statement-context.ts';
import type { Value } from '../python/dataflow/value.ts';
import type { LibraryBinding } from '../python/import-bindings.ts';
import { readDefinition } from '../python/module-definitions.ts';
import type { FoundReference } from '../python/references.ts';
import { capitalize } from '../text/capitalize.ts';
import { groupBy } from '../text/group-by.ts';
import {
  type Advice,
  advise,
  type Becomes,
  type Policy,
  type Proposal,
  type Reference,
  type Requirement,
  type Transform,
} from '../transform.ts';
import type { Bug, Refusal } from './hunks/hunk.ts';
import { preserveComments } from './hunks/preserve-comments.ts';
import { type CodeAround, readCode } from './read-code.ts';
import { refusalOf } from './refusals.ts';

/** What deciding one file needs to know of the others. */
export interface Planning {
  readonly project: Project;
  readonly outOfSight: IndirectAccess;
  readonly usedElsewhere: CrossFileUses;
  readonly importTime: ImportTime;
  readonly callees: SymbolResolver;
  readonly makersOf: MakersOf;
  readonly replacedMembers: ReplacedMembers;
  /** The places that make an object: of one file, or of all. */
  readonly constructionsOf: (name: string, model: AnalyzedFile | undefined) => readonly Requirement[];
  /** What a place that makes an object becomes, as its transform answers; undefined where it stays. */
  readonly becomesOf: (place: Requirement) => Becomes | undefined;
  readonly numbersOf: (model: AnalyzedFile) => Numbers;
  readonly policy: Policy;
  /** Whether what is right only when nothing is left is proposed. */
  readonly finish: boolean;
  /** Receives the references of which something else is said where nothing is left. */
  readonly atFinish: FoundReference[];
  /** Receives the errors of transforms. */
  readonly bugs: Bug[];
}

/** What a transform says of a reference, and of the others that go with it. */
export interface Answered {
  readonly reference: FoundReference;
  readonly owner: Owner;
  readonly answer: Proposal | Advice;
  readonly value: Value | undefined;
  /** The references that the answer decides: the other constructions go with the first one, uses with their import. */
  readonly members: readonly FoundReference[];
  /** The import that it is about, where it is about one. */
  readonly imported?: LibraryBinding;
}

/** What a transform sees of the references of a file, and what one says of each. */
export interface Answers {
  see(reference: FoundReference, owner: Owner): Reference;
  answer(reference: FoundReference, owner: Owner): Answered;
}

/** Thrown through a transform that has asked about what waits for its own answer: that one is asked again. */
export class AskedInCircle extends Error {
  readonly from: FoundReference;

  constructor(from: FoundReference) {
    super('asked in a circle');
    this.from = from;
  }
}

/** Why a reference is manual whatever its transform says: a reason to count by. */
export const NAME_TROUBLE = 'what its name means here is not certain';

/** Asks about one reference after the other of a file. */
export function readAnswers(model: AnalyzedFile, registry: Registry, planning: Planning): Answers {
  const byCall = new Map(
    model.references.flatMap((each) => (each.callNode ? [[each.callNode.id, each] as const] : [])),
  );
  const siblingsOf = siblingsIn(model, registry);
  const codeAround = readCode(model, planning);
  const look = (reference: FoundReference, owner: Owner) => {
    let followed: ReturnType<typeof followValue> | undefined;
    let intoCollections = false;
    const follow: Reference['follow'] = ({ collections = false } = {}): Value => {
      if (followed && intoCollections === collections) return followed;
      intoCollections = collections;
      followed = followValue(reference, reference.callNode ?? reference.node, {
        collections,
        ...followContext(model, planning),
        runs: registry.runs,
        construction(call) {
          const other = byCall.get(call.id);
          return other && registry.ownerOf(other.path)?.name === owner.name ? other : undefined;
        },
      });
      return followed;
    };
    const read = { siblings: () => siblingsOf(reference, owner), follow, ...codeAround(reference) };
    const seen = seenAs(model, reference, owner, read, planning);
    return { seen, value: () => followed };
  };
  return {
    see: (reference, owner) => look(reference, owner).seen,
    answer(reference, owner) {
      const { seen, value } = look(reference, owner);
      const answer = ask(model, reference, owner, seen, registry, planning);
      return { reference, owner, answer, value: value(), members: value()?.members ?? [reference] };
    },
  };
}

/** What following a value asks of its file and of the project. */
function followContext(
  model: AnalyzedFile,
  { project, outOfSight, usedElsewhere, importTime, callees }: Planning,
): Omit<FlowContext, 'construction' | 'runs' | 'collections'> {
  return {
    source: model.source,
    names: model.names,
    classes: model.classes(),
    elsewhere: (kind, name, owners) => project.elsewhere(kind, name, model.path, owners),
    outOfSight: (name, family, copies) => outOfSight(model.path, name, family, copies),
    usedElsewhere: (held) => usedElsewhere(model.path, held),
    mayRunAtImport: (node) => importTime(model, node),
    handlersOf: (node) => handlersAcrossCalls(model, node, callees),
  };
}

/** Gives the other references to an object, without the calls where they are asked for of a call: one list serves all calls. */
function siblingsIn(model: AnalyzedFile, registry: Registry) {
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

/** What a transform is told of a reference. */
function seenAs(
  model: AnalyzedFile,
  reference: FoundReference,
  owner: Owner,
  { siblings, ...read }: Pick<Reference, 'follow'> & CodeAround & { readonly siblings: () => Reference['siblings'] },
  { numbersOf, replacedMembers, constructionsOf }: Planning,
): Reference {
  return {
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
    setting: () => readStatementContext(reference.node, reference.callNode),
    number: ({ span }) => numbersOf(model).of(model.source.root.namedDescendantForIndex(span.start, span.end)),
    pause: () => reference.callNode && readYieldContext(reference.callNode, model.source, model.names),
    ownStatement: () => reference.statement && read.statement(),
    ...read,
    makers: (of) => constructionsOf(owner.name, of === 'file' ? model : undefined),
    replacedMembers: () => replacedMembers(owner.name),
  };
}

function ask(
  model: AnalyzedFile,
  reference: FoundReference,
  owner: Owner,
  seen: Reference,
  registry: Registry,
  planning: Planning,
): Proposal | Advice {
  return checkedAnswer(model, reference, owner, registry, planning, {
    propose: () => owner.transform.propose(seen, planning.policy),
    refuse(answer) {
      if (reference.trouble) return { message: reference.trouble, reason: NAME_TROUBLE };
      const message = ownSymbolTrouble(model, reference, answer);
      return message === undefined ? undefined : { message, reason: 'the replacement is defined in this module' };
    },
    complete: (answer) => answer,
  });
}

/** How a transform is asked, why its answer may not stand, as a clause, and what it comes to. */
interface Asking {
  propose(): Proposal | Advice;
  refuse(answer: Proposal): Refusal | undefined;
  complete(answer: Proposal): Proposal;
}

/** What a transform says, as far as it can be carried out; its errors are reported. */
export function checkedAnswer(
  model: AnalyzedFile,
  reference: FoundReference,
  { transform }: Owner,
  registry: Registry,
  { project, finish, atFinish, bugs }: Planning,
  { propose, refuse, complete }: Asking,
): Proposal | Advice {
  try {
    const said = propose();
    if (said.kind === 'proposal' && said.finish) atFinish.push(reference);
    const answer = answerFor(said, finish);
    if (answer.kind === 'advice') return answer;
    mustBeDeclared(answer, transform, registry);
    const refused = refuse(answer);
    if (refused) return advise(`${capitalize(refused.message)}.`, refused.reason);
    const why = refusalOf(model, answer.changes, project);
    if (why) return advise(`${capitalize(why)}.`, 'other code needs the text that would change');
    return preserveComments(model.source, complete(answer));
  } catch (error) {
    if (error instanceof AskedInCircle) throw error;
    const { line } = model.source.lines.at(reference.span.start);
    bugs.push({ path: model.path, line, transform: transform.id, error: String(error) });
    return advise(`bug: transform ${transform.id} failed here (${String(error)}).`, 'a bug of degreen');
  }
}

/** @throws Error where an answer names a variant or a group that nobody declares: the transform's own fault. */
function mustBeDeclared(
  { variant, relies = [] }: Proposal,
  { id, variants = [] }: Transform,
  registry: Registry,
): void {
  if (variant !== undefined && !variants.some((each) => each.id === variant))
    throw new Error(`\`${id}\` declares no variant \`${variant}\``);
  const unknown = relies.find((group) => !registry.groups.has(group));
  if (unknown !== undefined) throw new Error(`no patching declares the group \`${unknown}\``);
}

/** What is said of a reference, where that depends on whether anything else is left. */
function answerFor(answer: Proposal | Advice, finish: boolean): Proposal | Advice {
  if (answer.kind === 'advice' || !answer.finish) return answer;
  const { finish: last, ...proposal } = answer;
  if (finish) return { ...answer, level: last.level };
  return last.before === 'draft' ? { ...proposal, level: 'draft' } : last.before;
}

/** Why a symbol of this very module cannot be used here: inside of itself, or where something else has its name. */
function ownSymbolTrouble(model: AnalyzedFile, reference: FoundReference, { changes }: Proposal): string | undefined {
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
