// What runs in a block or a statement: its calls in the order of evaluation, the ways out of it, and the handlers inside of it
// and around it. What it only defines, functions and lambdas, runs at another time and is left out.
import type { Node } from '../source.ts';
import { isField, same } from '../syntax.ts';
import { alwaysPasses } from './control-flow.ts';
import { loopAround } from './enclosing-loop.ts';

/** How control, or a value, leaves a block before its end. */
export type LeaveKind = 'return' | 'raise' | 'break' | 'continue' | 'yield' | 'await';

/** A way out of a block. */
export interface Leave {
  readonly kind: LeaveKind;
  readonly node: Node;
}

/** A handler, seen from a block. */
export interface HandlerClause {
  readonly where: 'inside' | 'around';
  /** The `except_clause`. */
  readonly node: Node;
}

const LATER = /^(function_definition|lambda)$/;
const LOOPS = /^(for|while)_statement$/;
const LEAVES: Readonly<Record<string, LeaveKind>> = {
  return_statement: 'return',
  raise_statement: 'raise',
  break_statement: 'break',
  continue_statement: 'continue',
  yield: 'yield',
  await: 'await',
};

/** The calls of a statement, a block or an expression, in the order in which they are evaluated. */
export function callsIn(part: Node): Node[] {
  const calls: Node[] = [];
  const visit = (node: Node): void => {
    for (const child of inOrder(node)) visit(child);
    if (node.type === 'call') calls.push(node);
  };
  visit(part);
  return calls;
}

/** The children of a node that run with it, in the order in which they do. */
function inOrder(node: Node): Node[] {
  const field = (name: string): Node[] => {
    const child = node.childForFieldName(name);
    return child ? [child] : [];
  };
  switch (node.type) {
    case 'function_definition':
    case 'lambda':
      return field('parameters').flatMap((list) => list.namedChildren.flatMap(defaultOf));
    case 'assignment':
      return [...field('right'), ...field('left'), ...field('type')];
    case 'for_statement':
    case 'for_in_clause':
      return [...field('right'), ...field('left'), ...field('body'), ...node.childrenForFieldName('alternative')];
    case 'conditional_expression': {
      const [value, test, other] = node.namedChildren.filter((child) => child.type !== 'comment');
      return [test, value, other].flatMap((child) => child ?? []);
    }
    case 'list_comprehension':
    case 'set_comprehension':
    case 'dictionary_comprehension':
    case 'generator_expression': {
      const [element, ...clauses] = node.namedChildren.filter((child) => child.type !== 'comment');
      return element ? [...clauses, element] : clauses;
    }
    default:
      return node.namedChildren;
  }
}

function defaultOf(parameter: Node): Node[] {
  const value = parameter.childForFieldName('value');
  return value ? [value] : [];
}

/** Whether every run of a block comes to a node in it, as long as nothing that it calls raises. */
export function isAlwaysRun(block: Node, node: Node): boolean {
  if (
    leavesOf(block).some(
      (each) => each.node.endIndex <= node.startIndex && /^(return|raise|break|continue)$/.test(each.kind),
    )
  )
    return false;
  return alwaysPasses(block, (each) => same(each, node));
}

/** The loop around a node that lies in a block. */
export function loopInside(block: Node, node: Node): Node | undefined {
  const loop = loopAround(node);
  return loop && block.startIndex <= loop.startIndex && loop.endIndex <= block.endIndex ? loop : undefined;
}

/** The ways out of a block; a `break` of a loop inside of it is none. */
export function leavesOf(block: Node): Leave[] {
  const found: Leave[] = [];
  const visit = (node: Node, inLoop: boolean): void => {
    if (LATER.test(node.type)) {
      for (const child of inOrder(node)) visit(child, inLoop);
      return;
    }
    const kind = LEAVES[node.type];
    if (kind && !(inLoop && /^(break|continue)$/.test(kind))) found.push({ kind, node });
    const awaits = /^(for|with)_statement$/.test(node.type) && node.firstChild?.type === 'async';
    if (awaits) found.push({ kind: 'await', node });
    // The `else` of a loop is outside of it.
    for (const child of node.namedChildren)
      visit(child, inLoop || (LOOPS.test(node.type) && isField(node, 'body', child)));
  };
  visit(block, false);
  return found;
}

/** The handlers inside of a block, in the order of the text, then those around it, the nearest first. */
export function handlerClauses(block: Node): HandlerClause[] {
  const found: HandlerClause[] = [];
  const visit = (node: Node): void => {
    if (LATER.test(node.type)) return;
    if (isHandler(node)) found.push({ where: 'inside', node });
    node.namedChildren.forEach(visit);
  };
  visit(block);
  for (let node = block, up = node.parent; up && !LATER.test(up.type); node = up, up = node.parent) {
    if (up.type !== 'try_statement' || !isField(up, 'body', node)) continue;
    for (const clause of up.namedChildren) if (isHandler(clause)) found.push({ where: 'around', node: clause });
  }
  return found;
}

function isHandler(node: Node): boolean {
  return node.type === 'except_clause' || node.type === 'except_group_clause';
}
