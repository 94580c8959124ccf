// Which ways lead through code: what runs on every one of them, and on which conditions a place is reached. Loops, handlers
// and the right sides of `and` and `or` may not run; what a call may raise is not considered.
import type { Node } from '../source.ts';
import { clip, isField, same } from '../syntax.ts';

/** Something that must hold, or must not, for a place to be reached. */
export interface Condition {
  /** What decides: the test of an `if`, the clause of a handler. */
  readonly test: Node;
  /** Whether the place is reached where the test holds. */
  readonly holds: boolean;
  /** The statement or expression that branches. */
  readonly branching: Node;
  /** The code that runs on this condition. */
  readonly branch: Node;
}

const RUN_LATER = new Set(['function_definition', 'lambda']);
const COMPREHENSIONS = /^(list_comprehension|set_comprehension|dictionary_comprehension|generator_expression)$/;

/** Whether every way through a statement, a block or an expression passes a node that is wanted. */
export function alwaysPasses(node: Node, wanted: (node: Node) => boolean): boolean {
  const within = (field: string): boolean => {
    const child = node.childForFieldName(field);
    return child !== null && alwaysPasses(child, wanted);
  };
  switch (node.type) {
    case 'function_definition':
    case 'lambda':
    case 'match_statement':
    case 'except_clause':
      return false;
    case 'module':
    case 'block':
      for (const child of node.namedChildren) {
        if (alwaysPasses(child, wanted)) return true;
        if (returns(child)) return false;
      }
      return false;
    case 'if_statement': {
      if (within('condition')) return true;
      const others = node.childrenForFieldName('alternative');
      if (!others.some((each) => each.type === 'else_clause')) return false;
      return within('consequence') && others.every((each) => alwaysPasses(each, wanted));
    }
    case 'elif_clause':
      return within('consequence');
    case 'while_statement':
      return within('condition');
    case 'for_statement':
      return within('right');
    case 'assert_statement':
      return node.firstNamedChild !== null && alwaysPasses(node.firstNamedChild, wanted);
    case 'boolean_operator':
      return within('left');
    case 'conditional_expression':
      return node.namedChild(1) !== null && alwaysPasses(node.namedChild(1) as Node, wanted);
    case 'try_statement': {
      const finallyClause = node.namedChildren.find((child) => child.type === 'finally_clause');
      if (finallyClause && alwaysPasses(finallyClause, wanted)) return true;
      return !node.namedChildren.some((child) => child.type === 'except_clause') && within('body');
    }
    default:
      if (COMPREHENSIONS.test(node.type)) return false;
      return wanted(node) || node.namedChildren.some((child) => alwaysPasses(child, wanted));
  }
}

/** Whether a statement may leave the function that it is in. */
function returns(statement: Node): boolean {
  if (RUN_LATER.has(statement.type) || statement.type === 'class_definition') return false;
  return statement.type === 'return_statement' || statement.namedChildren.some(returns);
}

/** The conditions on which a node is reached once the function or module around it runs, the nearest first. */
export function conditionsAround(from: Node): Condition[] {
  const found: Condition[] = [];
  for (let node = from, up = node.parent; up && !RUN_LATER.has(up.type); node = up, up = node.parent) {
    const condition = conditionOf(up, node);
    if (condition) found.push(condition);
    if (up.type === 'block') found.push(...exitsBefore(up, node));
  }
  return found;
}

/** The function, or the whole module, in whose run a node is reached. */
export function bodyAround(from: Node): Node {
  let node = from;
  while (node.parent && !(RUN_LATER.has(node.parent.type) && isField(node.parent, 'body', node))) node = node.parent;
  return node.parent ?? node;
}

/** What a compound statement or expression asks before it goes to one of its children. */
function conditionOf(up: Node, node: Node): Condition | undefined {
  const given = (test: Node | null | undefined, holds = true): Condition | undefined =>
    test && !same(test, node) ? { test, holds, branching: up, branch: node } : undefined;
  switch (up.type) {
    case 'if_statement':
      if (isField(up, 'consequence', node)) return given(up.childForFieldName('condition'));
      return node.type === 'else_clause' ? given(up.childForFieldName('condition'), false) : undefined;
    case 'elif_clause': {
      const test = up.childForFieldName('condition');
      if (!test || !up.parent || !isField(up, 'consequence', node)) return undefined;
      return { test, holds: true, branching: up.parent, branch: node };
    }
    case 'while_statement':
      return isField(up, 'body', node) ? given(up.childForFieldName('condition')) : undefined;
    case 'for_statement':
      return isField(up, 'body', node) ? given(up.childForFieldName('right')) : undefined;
    case 'case_clause':
      return given(up.namedChildren.find((child) => child.type === 'case_pattern'));
    case 'except_clause':
      return given(up.namedChildren.find((child) => child.type !== 'block' && child.type !== 'comment'));
    case 'boolean_operator':
      return isField(up, 'right', node)
        ? given(up.childForFieldName('left'), up.childForFieldName('operator')?.text !== 'or')
        : undefined;
    case 'conditional_expression':
      return given(up.namedChild(1), same(up.namedChild(0), node));
    default:
      return undefined;
  }
}

/** The conditions on which the statements above one have left the function without a result: one with a result has failed, or is done. */
function exitsBefore(block: Node, statement: Node): Condition[] {
  return exitsOf(block).filter(({ branching }) => branching.startIndex < statement.startIndex);
}

/** What was read of blocks, by tree and block: each of many statements asks for all that stand above it. */
const read = new WeakMap<object, Map<string, readonly Condition[]>>();

function exitsOf(block: Node): readonly Condition[] {
  const known = read.get(block.tree) ?? new Map<string, readonly Condition[]>();
  read.set(block.tree, known);
  const key = `${block.id} ${block.startIndex}`;
  const exits = known.get(key) ?? block.namedChildren.flatMap((child) => exitOf(child, block) ?? []);
  known.set(key, exits);
  return exits;
}

function exitOf(child: Node, block: Node): Condition | undefined {
  const test = child.type === 'if_statement' ? child.childForFieldName('condition') : null;
  const leaves =
    test &&
    child
      .childForFieldName('consequence')
      ?.namedChildren.some((each) => each.type === 'return_statement' && each.namedChildCount === 0);
  return leaves ? { test, holds: false, branching: child, branch: block } : undefined;
}

/** What a condition asks, in backticks and on one line. */
export function conditionText({ test }: Condition): string {
  return `\`${clip(test.text.replace(/\s+/g, ' '))}\``;
}
