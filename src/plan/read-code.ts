// The code around a reference as a transform may ask for it: its statement, the block that it opens, the body of a function.

import type { AnalyzedFile } from '../project/analyzed-file.ts';
import type { Made, MakersOf } from '../project/makers.ts';
import type { SymbolResolver } from '../project/resolve-symbol.ts';
import { readCall, readExpression } from '../python/calls.ts';
import { callsIn, handlerClauses, isAlwaysRun, leavesOf, loopInside } from '../python/dataflow/block-contents.ts';
import { callsWithin, type Loop } from '../python/dataflow/enclosing-loop.ts';
import { folded } from '../python/fold-constants.ts';
import { freeNames } from '../python/free-names.ts';
import type { FoundReference } from '../python/references.ts';
import type { Node, SourceFile } from '../python/source.ts';
import { besideStatement, removeHandler, removeStatement } from '../python/statement-edits.ts';
import {
  asBlock,
  blockDecidedBy,
  blocksOf,
  boundBy,
  caughtAs,
  caughtBy,
  computedBy,
  isAlone,
  itemsOf,
  type OwnBlock,
  statementKind,
  statementsOf,
  storesOf,
} from '../python/statement-parts.ts';
import { spanOf, statementOf } from '../python/syntax.ts';
import { unwrapped } from '../python/unwrap.ts';
import type {
  Becomes,
  Block,
  BlockCall,
  Change,
  Clause,
  Expression,
  Maker,
  Reference,
  Requirement,
  Span,
  Statement,
} from '../transform.ts';

/** What a transform may ask of the code around a reference. */
export type CodeAround = Pick<Reference, 'statement' | 'block' | 'body' | 'fold' | 'freeName'>;

/** A file, and what is known of the values in it. */
interface Code {
  readonly model: AnalyzedFile;
  readonly makersOf: MakersOf;
  readonly becomesOf: (place: Requirement) => Becomes | undefined;
  /** Whether it is the file that is rewritten. */
  readonly own: boolean;
}

/** The text that changes are made to: that of another file a hunk cannot change. */
function editable({ model, own }: Code): SourceFile {
  if (!own) throw new Error(`a change of code in another file, ${model.path}`);
  return model.source;
}

/** Reads the code around references of one file. */
export function readCode(
  model: AnalyzedFile,
  { callees, makersOf, becomesOf }: Pick<Code, 'makersOf' | 'becomesOf'> & { readonly callees: SymbolResolver },
): (reference: FoundReference) => CodeAround {
  const of: Code = { model, makersOf, becomesOf, own: true };
  const freeName = freeNames(model.names);
  return ({ node, callNode }) => ({
    statement: (at) => viewStatement(of, statementOf(at ? nodeAt(model, at) : node)),
    block() {
      const block = blockDecidedBy(callNode ?? node);
      return block && viewBlock(of, block);
    },
    body: (expression) => bodyOf(of, expression, callees),
    fold: (value) => folded(callNode ?? node, value, model.source),
    freeName: (stem) => freeName(stem, node),
  });
}

function nodeAt({ source }: AnalyzedFile, { start, end }: Span): Node {
  return source.root.namedDescendantForIndex(start, end);
}

/** The body of the function that an expression names, where it is certain which. */
function bodyOf(of: Code, { span }: Expression, callees: SymbolResolver): Block | undefined {
  const { model } = of;
  const meaning = callees.meaning(model, nodeAt(model, span));
  const [definition, ...others] = meaning.kind === 'defined' ? meaning.definitions : [];
  const body = definition?.node.type === 'function_definition' ? definition.node.childForFieldName('body') : null;
  const block = body && others.length === 0 ? asBlock(body) : undefined;
  return definition && block && viewBlock({ ...of, model: definition.model, own: definition.model === model }, block);
}

function viewStatement(of: Code, node: Node): Statement {
  const { source } = of.model;
  return {
    kind: statementKind(node),
    span: spanOf(node),
    line: source.lines.at(node.startIndex).line,
    get alone() {
      return isAlone(node, source);
    },
    get value() {
      const value = computedBy(node);
      return value && readExpression(value);
    },
    get binds() {
      return boundBy(node);
    },
    get stores() {
      return storesOf(node, source);
    },
    get calls() {
      return callsIn(node).flatMap((call) => viewCall(of, call, node.parent ?? node));
    },
    get blocks() {
      return blocksOf(node).map((block) => viewBlock(of, block));
    },
    remove: (options) => removeStatement(node, editable(of), options),
    before: (...pieces) => besideStatement('before', node, pieces, editable(of)),
    after: (...pieces) => besideStatement('after', node, pieces, editable(of)),
  };
}

function viewCall(of: Code, node: Node, block: Node): BlockCall[] {
  const { model, makersOf } = of;
  const { source } = model;
  const call = readCall(node);
  if (!call) return [];
  return [
    {
      call,
      get always() {
        return isAlwaysRun(block, node);
      },
      get loop(): Loop | undefined {
        const loop = loopInside(block, node);
        return loop && { line: source.lines.at(loop.startIndex).line, calls: callsWithin(loop) };
      },
      receiver() {
        const callee = node.childForFieldName('function');
        const object = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
        return object ? makersOf(model, object)?.map((made) => makerOf(of, made)) : undefined;
      },
    },
  ];
}

function makerOf({ becomesOf }: Code, { name, model: { path, source }, call, reference }: Made): Maker {
  const requirement = reference && { path, at: reference.span.start };
  return {
    name,
    path,
    line: source.lines.at(call.startIndex).line,
    requirement,
    get becomes() {
      return requirement && becomesOf(requirement);
    },
  };
}

function viewBlock(of: Code, block: OwnBlock): Block {
  const { kind, node } = block;
  return {
    kind,
    get statements() {
      return statementsOf(node).map((statement) => viewStatement(of, statement));
    },
    get leaves() {
      return leavesOf(node).map((leave) => ({
        kind: leave.kind,
        line: of.model.source.lines.at(leave.node.startIndex).line,
      }));
    },
    get clauses() {
      return handlerClauses(node).flatMap(({ where, node: clause }) => viewClause(of, clause, where));
    },
    unwrap: () => unwrapOf(block, editable(of)),
  };
}

/** The changes that move a block out, where it is all that its statement runs. */
function unwrapOf({ kind, node, header }: OwnBlock, source: SourceFile): Change[] | undefined {
  if (kind === 'with' && itemsOf(header).length !== 1) return undefined;
  const movable = /^(with|if|try)$/.test(kind) && blocksOf(header).length === 1;
  return movable ? unwrapped(header, [node], source) : undefined;
}

function viewClause(of: Code, clause: Node, where: Clause['where']): Clause[] {
  const body = clause.namedChildren.find((child) => child.type === 'block');
  const block = body && asBlock(body);
  if (!block) return [];
  return [
    {
      where,
      catches: caughtBy(clause).map(readExpression),
      name: caughtAs(clause),
      get block() {
        return viewBlock(of, block);
      },
      remove: () => removeHandler(clause, editable(of)),
    },
  ];
}
