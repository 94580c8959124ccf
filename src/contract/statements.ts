// Statements and blocks as a transform sees them: what is in them, what runs in them, and how they are left.
import type { Call, Expression } from '../python/calls.ts';
import type { Change, Piece } from '../python/changes.ts';
import type { LeaveKind } from '../python/dataflow/block-contents.ts';
import type { Loop } from '../python/dataflow/enclosing-loop.ts';
import type { BlockKind, StatementKind, Store } from '../python/statement-parts.ts';
import type { Span } from '../text/edits.ts';
import type { Becomes } from './becomes.ts';

/** One statement. */
export interface Statement {
  readonly kind: StatementKind;
  readonly span: Span;
  /** From 1. */
  readonly line: number;
  /** Whether nothing but a comment shares its lines. */
  readonly alone: boolean;
  /** What it evaluates, assigns, returns or raises, where that is one expression. */
  readonly value: Expression | undefined;
  /** The names that it binds where it stands. */
  readonly binds: readonly string[];
  /** What it stores to: names, attributes, elements. */
  readonly stores: readonly Store[];
  /** In the order of evaluation, without those of functions that it defines. */
  readonly calls: readonly BlockCall[];
  readonly blocks: readonly Block[];
  /** Takes it out; `comment`: with the comment right above it. */
  remove(options?: { readonly comment?: boolean }): Change;
  /** Inserts before it, where it is alone. */
  before(...pieces: readonly Piece[]): Change;
  /** Inserts at the end of its last line, behind a comment, where it is alone. */
  after(...pieces: readonly Piece[]): Change;
}

/** A call that runs in a statement or a block. */
export interface BlockCall {
  readonly call: Call;
  /** Whether every run of the block (of a statement's own call: of the statement) comes here, if nothing raises. */
  readonly always: boolean;
  /** The loop around it, inside of the block. */
  readonly loop: Loop | undefined;
  /** All that may have made the object whose method it calls; undefined where something else may have. */
  receiver(): readonly Maker[] | undefined;
}

/** A call that makes a value. */
export interface Maker {
  /** What was called: `queue.Queue`, `lib.queue.LightQueue`, `pkg.pool.Pool`. */
  readonly name: string;
  readonly path: string;
  readonly line: number;
  /**
   * Where it is an object of the library that has a hunk; undefined as well where that one in turn asks about the one that asks.
   */
  readonly becomes: Becomes | undefined;
  /** For `requires`, where it is an object of the library; of others nothing is required. */
  readonly requirement: Requirement | undefined;
}

/** A place of the project that a proposal can require to be rewritten. Only the engine makes and reads one. */
export interface Requirement {
  readonly path: string;
  readonly at: number;
}

/** The statements under one header. */
export interface Block {
  readonly kind: BlockKind;
  readonly statements: readonly Statement[];
  /** Where control or a value leaves it before its end. */
  readonly leaves: readonly { readonly kind: LeaveKind; readonly line: number }[];
  /** Handlers inside of it, in the order of the text, then those around it, the nearest first. */
  readonly clauses: readonly Clause[];
  /**
   * Its header goes, and its statements move out; undefined where the `with` has other items, where tabs and spaces are mixed,
   * or where other branches stand beside it.
   */
  unwrap(): readonly Change[] | undefined;
}

/** One `except`. */
export interface Clause {
  readonly where: 'inside' | 'around';
  /** What it catches; nothing where it catches everything. */
  readonly catches: readonly Expression[];
  /** Of `except X as name`. */
  readonly name: string | undefined;
  readonly block: Block;
  /** Takes it out of its `try`, which is unwrapped where it has nothing else left; undefined where that cannot be. */
  remove(): readonly Change[] | undefined;
}
