// The statement that an expression is part of, as far as a plan for it may depend on that: a `with` and what waits in its
// body, a handler and its neighbours, a name that holds the object. Read from syntax alone; values are not followed.
import type { Node } from '../source.ts';
import { caughtBy } from '../statement-parts.ts';
import { ancestor, isField, parentPastParentheses, same } from '../syntax.ts';

/** The syntax around one reference. */
export interface StatementContext {
  /** The `with` statement of which it is an item, also through `stack.enter_context(…)`. */
  readonly context: Context | undefined;
  /** What holds the object: an assignment, or the `as` of a `with`. */
  readonly held: Held | undefined;
  /** The handler that names it. */
  readonly clause: HandlerSetting | undefined;
  /** Whether it is what a `raise` raises. */
  readonly raised: boolean;
  /** Whether it stands in a tuple, beside others. */
  readonly inTuple: boolean;
  /** The attribute that is read of it: `__init__` of `Base.__init__(self)`. */
  readonly member: string | undefined;
  /** The name under which it is given to a call or assigned: `side_effect` of `m.side_effect = [X()]`. */
  readonly givenAs: string | undefined;
}

/** A `with` statement around code. */
export interface Context {
  /** What the body calls and iterates over, each once: `conn.getresponse()`, `for … in pile`. */
  readonly runs: readonly string[];
  /** Whether the body hands values out while it is entered. */
  readonly yields: boolean;
}

/** A name or attribute that holds an object. */
export interface Held {
  readonly name: string;
  /** What is used of it by that name, each once: `cancel`. */
  readonly members: readonly string[];
}

/** The `except` clause that names an exception, among its neighbours. */
export interface HandlerSetting {
  /** The other exceptions that it names. */
  readonly beside: readonly string[];
  /** What the clauses above it catch. */
  readonly above: readonly string[];
  /** The lines of the `try` body, from 1. */
  readonly from: number;
  readonly to: number;
}

/** Reads the setting of an expression that names an object; `call` where it is called. */
export function readStatementContext(named: Node, call: Node | undefined): StatementContext {
  const made = call ?? named;
  const { node, parent } = parentPastParentheses(made);
  const context = contextOf(node);
  const clause = call ? undefined : clauseOf(named);
  return {
    context: context && readContext(context.statement, context.entering),
    held: heldBy(node),
    clause: clause && readClause(clause, named),
    raised: parent?.type === 'raise_statement' && !isField(parent, 'cause', node),
    inTuple: parent?.type === 'tuple' || parent?.type === 'expression_list',
    member: memberOf(node),
    givenAs: givenAs(made),
  };
}

/** The `with` statement whose item an expression is; that of a call which enters it counts too. */
function contextOf(node: Node): { readonly statement: Node; readonly entering?: Node } | undefined {
  const { parent } = parentPastParentheses(node);
  const holder = parent?.type === 'as_pattern' ? parent.parent : parent;
  const own = holder?.type === 'with_item' ? ancestor(holder, WITH) : undefined;
  if (own) return { statement: own };
  const entering = parent?.type === 'argument_list' && parent.namedChildCount === 1 ? parent.parent : null;
  const callee = entering?.childForFieldName('function')?.text ?? '';
  const statement = entering && /\.enter_(async_)?context$/.test(callee) ? ancestor(entering, WITH) : undefined;
  return entering && statement ? { statement, entering } : undefined;
}

const WITH = new Set(['with_statement']);
const OWN_BODY = new Set(['function_definition', 'class_definition', 'lambda']);

/** Built-in functions that neither wait nor run code of the project. */
const QUICK = new Set(
  'abs bool bytearray bytes callable chr enumerate float format getattr hasattr hash id int isinstance issubclass iter len ord print range repr round setattr str super type vars zip'.split(
    ' ',
  ),
);

function readContext(statement: Node, entering: Node | undefined): Context {
  const body = statement.childForFieldName('body');
  const runs = new Set<string>();
  let yields = false;
  const visit = (node: Node): void => {
    if (OWN_BODY.has(node.type) || same(node, entering)) return;
    if (node.type === 'yield') yields = true;
    if (node.type === 'for_statement' || node.type === 'for_in_clause') {
      const over = chainOf(node.childForFieldName('right'));
      if (over !== '' && !over.endsWith(')')) runs.add(`for … in ${over}`);
    }
    if (node.type === 'call') {
      const callee = chainOf(node.childForFieldName('function'));
      if (callee !== '' && !QUICK.has(callee)) runs.add(`${callee}()`);
      for (const list of argumentsAlong(node)) list.namedChildren.forEach(visit);
      return;
    }
    node.namedChildren.forEach(visit);
  };
  body?.namedChildren.forEach(visit);
  return { runs: [...runs], yields };
}

/** The argument lists of a call and of the calls that its callee is made of. */
function argumentsAlong(call: Node): Node[] {
  const lists: Node[] = [];
  for (
    let node: Node | null = call;
    node;
    node = node.childForFieldName(node.type === 'call' ? 'function' : 'object')
  ) {
    const list = node.type === 'call' ? node.childForFieldName('arguments') : null;
    if (list) lists.unshift(list);
  }
  return lists;
}

/** A callee without the arguments of its own calls; empty where it is no chain of names. */
function chainOf(node: Node | null): string {
  switch (node?.type) {
    case 'identifier':
      return node.text;
    case 'attribute': {
      const holder = node.childForFieldName('object');
      // What a literal does, such as joining, takes no time to speak of.
      if (holder?.type === 'string') return '';
      const object = chainOf(holder);
      const member = node.childForFieldName('attribute')?.text ?? '';
      return object === '' ? `….${member}` : `${object}.${member}`;
    }
    case 'call':
      return `${chainOf(node.childForFieldName('function'))}()`;
    default:
      return '';
  }
}

function heldBy(node: Node): Held | undefined {
  const { parent } = parentPastParentheses(node);
  const target =
    parent?.type === 'as_pattern'
      ? parent.childForFieldName('alias')?.firstNamedChild
      : parent?.type === 'assignment' && isField(parent, 'right', node)
        ? parent.childForFieldName('left')
        : undefined;
  if (target?.type !== 'identifier' && target?.type !== 'attribute') return undefined;
  const around = ancestor(target, target.type === 'attribute' ? CLASSES : FUNCTIONS) ?? rootOf(target);
  return { name: target.text, members: membersUsed(around, target.text) };
}

const FUNCTIONS = new Set(['function_definition']);
const CLASSES = new Set(['class_definition']);

function rootOf(node: Node): Node {
  let at = node;
  while (at.parent) at = at.parent;
  return at;
}

/** The attributes that are read of a name somewhere in a node, by the text alone. */
function membersUsed(around: Node, name: string): string[] {
  const pattern = new RegExp(`(?<![\\w.])${name.replaceAll('.', '\\.')}\\.(\\w+)`, 'g');
  return [...new Set([...around.text.matchAll(pattern)].map((match) => match[1] ?? ''))];
}

function clauseOf(node: Node): Node | undefined {
  for (let at: Node | null = node.parent; at; at = at.parent) {
    if (at.type === 'except_clause') return at;
    if (at.type === 'block') return undefined;
  }
  return undefined;
}

function readClause(clause: Node, named: Node): HandlerSetting {
  const body = clause.parent?.childForFieldName('body');
  const clauses = clause.parent?.namedChildren.filter((child) => child.type === 'except_clause') ?? [];
  const above = clauses.slice(
    0,
    Math.max(
      0,
      clauses.findIndex((each) => same(each, clause)),
    ),
  );
  return {
    beside: caughtBy(clause).flatMap((node) => (same(node, named) ? [] : node.text)),
    above: above.flatMap((each) => caughtBy(each).map((node) => node.text)),
    from: (body?.startPosition.row ?? 0) + 1,
    to: (body?.endPosition.row ?? 0) + 1,
  };
}

function memberOf(node: Node): string | undefined {
  const { parent } = node;
  return parent?.type === 'attribute' && isField(parent, 'object', node)
    ? parent.childForFieldName('attribute')?.text
    : undefined;
}

/** The last name of the keyword or target that an expression, perhaps in a list, is given to. */
function givenAs(node: Node): string | undefined {
  for (let at = node, up = at.parent; up; at = up, up = at.parent) {
    if (/^(list|tuple|expression_list|parenthesized_expression)$/.test(up.type)) continue;
    if (up.type === 'keyword_argument') return up.childForFieldName('name')?.text;
    if (up.type === 'assignment' && isField(up, 'right', at))
      return /\w+$/.exec(up.childForFieldName('left')?.text ?? '')?.[0];
    return undefined;
  }
  return undefined;
}
