// Where code reaches a global by the text of its name: getattr, a module's dictionary, and text that is executed.
import type { Node, SourceFile } from '../source.ts';
import { same } from '../syntax.ts';

/**
 * The expression that takes a global of a module by its name as a string: `getattr(mod, 'x')`, `vars(mod)['x']`.
 * @param first - the name at which the module's expression begins; `rest` is what follows it, as `.sub.module`.
 */
export function byName(first: Node, rest: string, name: string): Node | undefined {
  let node = first;
  for (const word of rest.split('.').slice(1)) {
    const up = node.parent;
    if (up?.type !== 'attribute' || up.childForFieldName('attribute')?.text !== word) return undefined;
    node = up;
  }
  const list = node.parent?.type === 'argument_list' ? node.parent : undefined;
  const callee = list?.parent?.childForFieldName('function')?.text ?? '';
  if (list?.parent && same(list.namedChild(0), node)) {
    if (/attr$/.test(callee)) return isText(list.namedChild(1), name) ? list.parent : undefined;
    return callee === 'vars' ? itemOf(list.parent, name) : undefined;
  }
  const up = node.parent;
  return up?.type === 'attribute' && up.childForFieldName('attribute')?.text === '__dict__'
    ? itemOf(up, name)
    : undefined;
}

/** Where a file reaches a name of its own by text: `exec('x()')`, `globals()['x']`. */
export function byOwnText(source: SourceFile, name: string): Node | undefined {
  const word = new RegExp(`(?<![\\w.])${name}\\b`);
  for (const match of source.text.matchAll(/\b(exec|eval|compile|globals|vars|locals)\s*\(/g)) {
    const callee = source.root.descendantForIndex(match.index, match.index + 1);
    const call = callee.parent;
    if (call?.type !== 'call' || !same(call.childForFieldName('function'), callee)) continue;
    const given = call.childForFieldName('arguments');
    if (/^(exec|eval|compile)$/.test(callee.text)) {
      if (given?.descendantsOfType('string').some((text) => word.test(text.text))) return call;
      continue;
    }
    const item = given?.namedChildCount === 0 ? itemOf(call, name) : undefined;
    if (item) return item;
  }
  return undefined;
}

/** `mapping['x']`, or `mapping.get('x')`. */
function itemOf(mapping: Node, name: string): Node | undefined {
  const up = mapping.parent;
  if (up?.type === 'subscript') return isText(up.childForFieldName('subscript'), name) ? up : undefined;
  const call = up?.type === 'attribute' ? up.parent : undefined;
  return call?.type === 'call' && isText(call.childForFieldName('arguments')?.namedChild(0), name) ? call : undefined;
}

function isText(node: Node | null | undefined, text: string): boolean {
  return node?.type === 'string' && node.text.slice(1, -1) === text;
}
