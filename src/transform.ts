// The contract between the engine and the transforms, and the only module that a transform may import.

import type { Becomes } from './contract/becomes.ts';
import type { Patching, Policy, PolicyKey, Runner, Section, Variant } from './contract/declarations.ts';
import type { FinishView } from './contract/finish.ts';
import type { NoteText } from './contract/notes.ts';
import type { Block, Requirement, Statement } from './contract/statements.ts';
import type { Edit, Span } from './text/edits.ts';

export { type Becomes, becomes, type Calls, NOTHING } from './contract/becomes.ts';
export type {
  Coverage,
  Covered,
  Patching,
  Policy,
  PolicyKey,
  PolicyView,
  Runner,
  Section,
  Variant,
} from './contract/declarations.ts';
export { Problem, policyKey } from './contract/declarations.ts';
export type { FinishView, ProjectText } from './contract/finish.ts';
export type { NotePart, NoteText } from './contract/notes.ts';
export type { Block, BlockCall, Clause, Maker, Requirement, Statement } from './contract/statements.ts';
export type { Argument, Call, Expression } from './python/calls.ts';
export {
  type Change,
  insertAt,
  type Kept,
  keep,
  type NewLine,
  type Piece,
  remove,
  replace,
  SOFT,
  type Soft,
  type Use,
  use,
  wrap,
} from './python/changes.ts';
export type { Loop, LoopCall } from './python/dataflow/enclosing-loop.ts';
export type { NumberFacts } from './python/dataflow/intervals/interval-analysis.ts';
export type { YieldContext, YieldPlace } from './python/dataflow/pause-context.ts';
export type { Context, HandlerSetting, StatementContext } from './python/dataflow/statement-context.ts';
export type { Collection, ElsewhereUse, Escape, Value, ValueUse } from './python/dataflow/value.ts';
export type { Role } from './python/reference-role.ts';
export type { Edit, Span } from './text/edits.ts';

import type { Call, Expression } from './python/calls.ts';
import type { Change } from './python/changes.ts';
import type { NumberFacts } from './python/dataflow/intervals/interval-analysis.ts';
import type { YieldContext } from './python/dataflow/pause-context.ts';
import type { StatementContext } from './python/dataflow/statement-context.ts';
import type { ElsewhereUse, Value } from './python/dataflow/value.ts';
import type { ImportGuard } from './python/import-statements.ts';
import type { Role } from './python/reference-role.ts';

/**
 * How far a rewrite can be trusted without a look: `safe` keeps behaviour, `review` has a note that says what may change, and
 * `draft` is a text without a proof, taken only by its own id or key.
 */
export type Level = 'safe' | 'review' | 'draft';

/** One reference to an owned name, as a transform sees it. */
export interface Reference {
  /** The canonical dotted name: `lib.event.Event` also where it was reached as `lib.Event`. */
  readonly name: string;
  /** The name as it was reached: `lib.Event`. */
  readonly path: string;
  readonly role: Role;
  readonly line: number;
  /** The span of the expression that names the object: `ev.Event` of `ev.Event()`. */
  readonly span: Span;
  /** The call, where the object is called. */
  readonly call: Call | undefined;
  /** Where the object is an argument of a call: that call and its position. */
  readonly argumentOf: { readonly call: Call; readonly index: number } | undefined;
  /** Whether it is evaluated when the module is loaded: at module or class level, in a default or a decorator. */
  readonly atImport: boolean;
  /** The only statement of a loop's body. */
  readonly aloneInLoop: boolean;
  /** Whether it is what `isinstance`, `issubclass` or a comparison of types tests against. */
  readonly typeTest: boolean;
  /** The exceptions that a `try` around it catches, by their last names. */
  readonly caught: readonly string[];
  /** Other references of the file to the same object; a call is not told of the other calls. */
  readonly siblings: readonly { readonly role: Role; readonly typeTest: boolean; readonly line: number }[];
  /** The places that make such an object, or name its class as a value: of the file, or of the project. */
  makers(of: 'file' | 'project'): readonly Requirement[];
  /** The members of the object, a class, that tests replace on it. */
  replacedMembers(): ReadonlySet<string>;
  /** Whether the file reads annotations while it runs, so that their text matters. */
  readonly annotationsRead: boolean;
  /** The statement that it is part of, or that another place of its file is: that of a use by the use's span. */
  statement(at?: Span): Statement;
  /** The statement that is nothing but the call; undefined where it is part of something else. */
  ownStatement(): Statement | undefined;
  /** The block that it opens (`with`) or decides (`if`, `while`, `except`). */
  block(): Block | undefined;
  /** The body of the project's function that an expression names. */
  body(expression: Expression): Block | undefined;
  /**
   * Puts a constant in its place (its call, where it is called), and folds what that decides around it: `not`, `and`, `or`,
   * conditional expressions, `if`, `while`; undefined where a branch that stays cannot be moved out.
   */
  fold(value: boolean | null): readonly Change[] | undefined;
  /** A local name like `stem` that its scope does not have, nor any other hunk gives it. */
  freeName(stem: string): string;
  /** The syntax around it. */
  setting(): StatementContext;
  /** What the code shows of an expression of its file as a number. */
  number(expression: Expression): NumberFacts;
  /** What the statement may be there for, where it only lets others run. */
  pause(): YieldContext | undefined;
  /**
   * Follows the value that the call makes, or the object itself where it is bound to a name; `collections`: into lists and
   * dicts too.
   */
  follow(options?: { readonly collections?: boolean }): Value;
}

/** An import of a module of the library, with all that its file reaches through it. */
export interface ImportReference {
  /** The canonical dotted name: `lib.green.socket`. */
  readonly name: string;
  /** The local name that it binds. */
  readonly local: string;
  readonly line: number;
  /** What stands between it and the scope that it binds in. */
  readonly guard: ImportGuard;
  /** All that the file reaches through it, never nothing; what another transform owns is among them. */
  readonly uses: readonly Reference[];
  /** The statement that imports it. */
  statement(): Statement;
}

/**
 * What becomes of a use in another file: it means the same; it moves to another member, in a hunk of its own at level
 * review, perhaps without its arguments; or it stays behind and is broken, which `why` says in a clause.
 */
export type Fate =
  | { readonly kind: 'same' }
  | { readonly kind: 'moves'; readonly to: string; readonly note: string; readonly bare?: boolean }
  | { readonly kind: 'stays'; readonly why: string };

/** A rewrite that a person accepts or skips as one. */
export interface Proposal {
  readonly kind: 'proposal';
  readonly level: Level;
  /** One line, like `sleep(0) → time.sleep(0)`. */
  readonly title: string;
  /** For the reviewer, what changes: each of at most two lines, with a reason to count by. Required unless it is safe. */
  readonly note?: NoteText;
  /** The id of one of the transform's variants. */
  readonly variant?: string;
  /** What must be patched as long as anything in the process is green: ids of `Patching.groups`. */
  readonly relies?: readonly string[];
  /**
   * The reference only names objects (an annotation, an isinstance test): it goes with the places of the file that
   * make them, is offered only where all of those are, and requires their hunks.
   */
  readonly describes?: boolean;
  /** Objects that must be rewritten with it: where one is not, neither is this. It is never surer than they are. */
  readonly requires?: readonly Requirement[];
  /**
   * It is right only when nothing of the library is left: then it is what it says at this level, and until then what `before`
   * says.
   */
  readonly finish?: { readonly level: Level; readonly before: Advice | 'draft' };
  /** Proposals with one key, in any files, are taken together or not at all. */
  readonly together?: string;
  /** Of an answer about an import: the module that takes the place of the imported one. */
  readonly imports?: { readonly module: string };
  readonly becomes: Becomes;
  /** Other references of its file that it decides as well, by their spans: the handler of what it rewrites. */
  readonly answers?: readonly Span[];
  /** What becomes of a use of the object in another file. */
  readonly elsewhere?: (use: ElsewhereUse) => Fate;
  readonly changes: readonly Change[];
}

/** A rewrite of a text file that is no Python, accepted or skipped as one. */
export interface FileProposal extends Pick<Proposal, 'level' | 'title' | 'note'> {
  readonly path: string;
  /** At offsets of its text; no two of them, nor those of two proposals, share any of it. */
  readonly edits: readonly Edit[];
}

/** Why a reference is manual, in one sentence. */
export interface Advice {
  readonly kind: 'advice';
  readonly message: string;
  /** The same as a short clause, without the place: what is counted. Without it, the title of the group. */
  readonly reason?: string;
  /** The work that the place is part of; without it, what `groupOf` says of the name. */
  readonly group?: string;
  /** What sets the place apart from others of its group, as a clause: `around conn.getresponse()`. */
  readonly detail?: string;
}

/** A program, or a piece of one, before and after. */
export interface Example {
  readonly before: string;
  readonly after: string;
}

/** Places that a person changes by the same solution, and so plans as one. */
export interface WorkGroup {
  readonly id: string;
  /** The heading that it has together with others. */
  readonly area: string;
  readonly title: string;
  /** How it is solved, in a few short sentences. */
  readonly draft: string;
  readonly example: Example;
}

/** What `degreen explain` prints of a name. No section is empty; those of several paragraphs are lists. */
export interface Page {
  /** What it is in the standard library, or the nearest thing. */
  readonly equivalent: string;
  /** What the library's object does, and what becomes of it. */
  readonly does: readonly string[];
  readonly why: readonly string[];
  readonly example: Example;
  /** When the change is safe. */
  readonly safe: readonly string[];
  /** The same in one sentence, for a table; without it, the first of `safe`. */
  readonly brief?: string;
  /** What a person has to look at. */
  readonly look: readonly string[];
  /** Addresses of documents, and names of other pages. */
  readonly references: readonly string[];
}

/** A name that a transform owns, with the names under which the library has the same object. */
export interface OwnedName {
  readonly name: string;
  readonly aliases?: readonly string[];
}

/** One primitive: one file in transforms/, found by its name. */
export interface Transform {
  /** The file's name without its ending; what `--only` takes. */
  readonly id: string;
  /** One line: `lib.sleep → time.sleep`. */
  readonly title: string;
  /** What stands in the place of all that it owns, in a few words: `time.sleep`. */
  readonly instead?: string;
  readonly owns: readonly OwnedName[];
  /** The top-level packages whose remaining names this transform owns as well; exactly one transform has any. */
  readonly roots?: readonly string[];
  /** Owned names whose calls start, schedule or interrupt green threads. */
  readonly schedules?: readonly string[];
  /** Owned names that raise after a time into what runs: a class that is entered or started, or a function that runs its second argument. */
  readonly limits?: readonly string[];
  /** How a process is patched; of the transform that has the roots. */
  readonly patching?: Patching;
  /** What degreen may write into a project for it, into the one module of all transforms. */
  readonly helper?: readonly Section[];
  /** Where its patch stands in a series, after those with lower numbers; without it, after all; equal ones by id. */
  readonly position?: number;
  /** The variants that its hunks may have. */
  readonly variants?: readonly Variant[];
  /** The keys of the configuration that it reads. */
  readonly keys?: readonly PolicyKey<unknown>[];
  /** The members of its objects that wait; `with`, where a block does; `()` for a function that waits itself. */
  readonly waits?: readonly string[];
  /** Functions of the library that run what they are given. */
  readonly runs?: readonly Runner[];
  /** The work that it leaves to a person, in the order in which it is planned; never empty. */
  readonly work: readonly WorkGroup[];
  /** Names that stand for all that it owns in an overview; without them, the first. */
  readonly leading?: readonly string[];
  /** The group of a name wherever it stands; without it, the first. */
  groupOf?(name: string): string;
  /** Decides one reference. For the references of one followed value it is asked once, with the first construction. */
  propose(reference: Reference, policy: Policy): Proposal | Advice;
  /** What it proposes in files that are no Python where nothing is left; asked once for a project, with `--finish`. */
  finish?(project: FinishView, policy: Policy): readonly FileProposal[];
  /** Decides an import of a module that it owns, and all uses with it; all that it owns are modules then. */
  proposeImport?(imported: ImportReference, policy: Policy): Proposal | Advice;
  /** The page of an owned name, or of the transform. */
  explain(name?: string): Page;
}

/** Leaves the reference manual. */
export function advise(message: string, reason?: string): Advice {
  return { kind: 'advice', message, ...(reason === undefined ? {} : { reason }) };
}
