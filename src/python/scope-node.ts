// The node whose scope names belong to: of the grammar alone, without what is bound there.
import type { Node } from './source.ts';
import { isField, same } from './syntax.ts';

const COMPREHENSIONS = new Set([
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
]);

/**
 * The node whose scope a node's names belong to; undefined at module level.
 * @param passed - what earlier questions found on their way up.
 */
export function scopeNodeAround(from: Node, passed: Map<number, Node | undefined>): Node | undefined {
  const climbed: number[] = [];
  const found = climb(from, passed, climbed);
  for (const id of climbed) passed.set(id, found);
  return found;
}

/** Goes up until it is certain; `climbed` gets the nodes whose answer is the same, `passed` has those of earlier ones. */
function climb(from: Node, passed: ReadonlyMap<number, Node | undefined>, climbed: number[]): Node | undefined {
  // Defaults, annotations and a comprehension's first iterable are evaluated outside the scope that they are written in.
  let outside = false;
  for (let node = from, up = node.parent; up; node = up, up = node.parent) {
    // What an identifier itself is called by may be the same for another one.
    if (!outside && node !== from) {
      if (passed.has(node.id)) return passed.get(node.id);
      climbed.push(node.id);
    }
    switch (up.type) {
      case 'default_parameter':
      case 'typed_default_parameter':
        if (isField(up, 'value', node) || isField(up, 'type', node)) outside = true;
        break;
      case 'typed_parameter':
        if (isField(up, 'type', node)) outside = true;
        break;
      case 'function_definition':
      case 'lambda':
        if (isField(up, 'body', node)) return up;
        if (isField(up, 'parameters', node)) {
          if (!outside) return up;
          outside = false;
        }
        break;
      case 'class_definition':
        if (isField(up, 'body', node)) return up;
        break;
      case 'for_in_clause':
        if (isField(up, 'right', node)) {
          const comprehension = up.parent;
          const first = comprehension?.namedChildren.find((child) => child.type === 'for_in_clause');
          if (same(first, up)) outside = true;
        }
        break;
      default:
        if (COMPREHENSIONS.has(up.type)) {
          if (!outside) return up;
          outside = false;
        }
    }
  }
  return undefined;
}
