// The loop that a place stands in, and what each turn of it calls. A function that is called in a loop is not looked for here.
import type { Node } from '../source.ts';
import { isField, same } from '../syntax.ts';
import { conditionsAround } from './control-flow.ts';

/** A call in a loop. */
export interface LoopCall {
  /** What is called, without white space: `time.sleep`. */
  readonly callee: string;
  readonly start: number;
  /** Whether every turn makes it. */
  always(): boolean;
}

/** A loop around a place. */
export interface Loop {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly calls: readonly LoopCall[];
}

const COMPREHENSION = /^(list_comprehension|set_comprehension|dictionary_comprehension|generator_expression)$/;

/** The nearest loop whose turns evaluate a node, inside of the function that it is in. */
export function loopAround(from: Node): Node | undefined {
  for (let node = from, up = node.parent; up; node = up, up = node.parent) {
    if (up.type === 'function_definition' || up.type === 'lambda' || up.type === 'class_definition') return undefined;
    if (up.type === 'while_statement' && (isField(up, 'body', node) || isField(up, 'condition', node))) return up;
    if (up.type === 'for_statement' && isField(up, 'body', node)) return up;
    // The first iterable of a comprehension is evaluated once.
    const first = COMPREHENSION.test(up.type)
      ? up.namedChildren.find((each) => each.type === 'for_in_clause')
      : undefined;
    if (first && !same(node, first)) return up;
  }
  return undefined;
}

/** The calls of a loop or a body, without those of functions that it only defines. */
export function callsWithin(part: Node): LoopCall[] {
  const calls: LoopCall[] = [];
  const visit = (node: Node): void => {
    if (!same(node, part) && (node.type === 'function_definition' || node.type === 'lambda')) return;
    if (node.type === 'call') {
      const callee = node.childForFieldName('function')?.text.replace(/\s/g, '') ?? '';
      calls.push({ callee, start: node.startIndex, always: () => isAlways(node, part) });
    }
    node.namedChildren.forEach(visit);
  };
  visit(part);
  return calls;
}

/** Whether nothing inside of a loop decides if a node is reached. */
function isAlways(node: Node, part: Node): boolean {
  return conditionsAround(node).every(
    ({ branching }) =>
      same(branching, part) || branching.startIndex < part.startIndex || branching.endIndex > part.endIndex,
  );
}
