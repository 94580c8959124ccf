// Where the value of one expression goes, read from the syntax right around it. Follows nothing: follow-value.ts does.
import { readCall, resultUse } from '../calls.ts';
import type { Node } from '../source.ts';
import { clip, isField, parentPastParentheses, same, spanOf, statementOf } from '../syntax.ts';
import type { ValueUse } from './value.ts';

/** A use without what the one who follows adds. */
export type DirectUse = Pick<ValueUse, 'kind' | 'name' | 'nameSpan' | 'span' | 'call' | 'result'>;

/** Where a value goes. `other` says that another value may come to the same place. */
export type Destination =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'use'; readonly use: DirectUse }
  | { readonly kind: 'leak'; readonly how: string }
  /** The value of `node` is the same value; it may be bound to targets on the way. */
  | { readonly kind: 'through'; readonly node: Node; readonly targets: readonly Node[]; readonly other?: string }
  | { readonly kind: 'bound'; readonly targets: readonly Node[]; readonly other?: string }
  /** An argument; a use where the callee only looks at it. */
  | { readonly kind: 'passed'; readonly node: Node; readonly how: string; readonly use?: DirectUse }
  | { readonly kind: 'returned'; readonly node: Node; readonly how: string };

const INSPECTORS = /(^|\.)(isinstance|id|hash|repr|str|bool|print|type|assertIsNone|assertIsNotNone)$/;

/** Reads where the value of an expression goes. */
export function readDestination(value: Node): Destination {
  const { node, parent } = parentPastParentheses(value);
  if (!parent) return { kind: 'nothing' };
  switch (parent.type) {
    case 'expression_statement':
    case 'delete_statement':
      return { kind: 'nothing' };
    case 'assignment': {
      if (!isField(parent, 'right', node)) return { kind: 'nothing' };
      const targets = present(parent.childForFieldName('left'));
      return parent.parent?.type === 'assignment'
        ? { kind: 'through', node: parent, targets }
        : { kind: 'bound', targets };
    }
    case 'named_expression':
      return { kind: 'through', node: parent, targets: present(parent.childForFieldName('name')) };
    case 'attribute':
      return { kind: 'use', use: attributeUse(parent) };
    case 'call':
      return {
        kind: 'use',
        use: { ...plain('called', parent), nameSpan: spanOf(node), call: readCall(parent), result: resultUse(parent) },
      };
    case 'with_item':
      return { kind: 'use', use: { ...plain('with', node), result: 'unused' } };
    case 'as_pattern':
      return { kind: 'use', use: plain('with', node) };
    case 'comparison_operator':
      if (parent.children.some((child) => /^(not )?in$/.test(child.type)))
        return { kind: 'leak', how: 'compared with `in`' };
      return { kind: 'use', use: plain('identity', node) };
    case 'interpolation':
      return { kind: 'use', use: plain('identity', node) };
    case 'boolean_operator':
    case 'conditional_expression':
      return chosen(node, parent);
    case 'argument_list':
    case 'keyword_argument':
      return passed(node, parent);
    case 'return_statement':
      return { kind: 'returned', node, how: 'returned to callers' };
    case 'yield':
      return { kind: 'returned', node, how: 'yielded' };
    case 'lambda':
      return { kind: 'leak', how: 'returned by a lambda' };
    case 'default_parameter':
    case 'typed_default_parameter': {
      const targets = present(parent.childForFieldName('name'));
      return { kind: 'bound', targets, other: 'callers may pass another value for the parameter' };
    }
    case 'for_statement':
    case 'for_in_clause':
      return { kind: 'use', use: plain('iterated', node) };
    case 'subscript':
      if (isField(parent, 'value', node)) return { kind: 'use', use: plain('subscripted', parent) };
      return { kind: 'leak', how: 'used as a key' };
    case 'list':
    case 'tuple':
      // A tuple may be the `args=` of a thread.
      return { kind: 'passed', node, how: 'put into a container' };
    case 'set':
    case 'pair':
    case 'expression_list':
    case 'list_comprehension':
    case 'set_comprehension':
    case 'dictionary_comprehension':
    case 'generator_expression':
      return { kind: 'leak', how: 'put into a container' };
    default:
      if (resultUse(node) === 'truth') return { kind: 'use', use: { ...plain('truth', node), result: 'truth' } };
      return { kind: 'leak', how: `used in \`${clip(statementOf(node).text)}\`` };
  }
}

function present(node: Node | null): Node[] {
  return node ? [node] : [];
}

/** A use that only looks at the value. */
export function lookedAt(value: Node): DirectUse {
  return plain('identity', value);
}

function plain(kind: ValueUse['kind'], node: Node): DirectUse {
  return { kind, name: '', nameSpan: spanOf(node), span: spanOf(node), call: undefined, result: 'value' };
}

/** One of several values of `or`, `and` or a conditional expression. */
function chosen(node: Node, parent: Node): Destination {
  if (resultUse(node) === 'truth') return { kind: 'use', use: { ...plain('truth', node), result: 'truth' } };
  const alone = parent.namedChildren.every(
    (child) =>
      child.type === 'none' ||
      same(child, node) ||
      (parent.type === 'conditional_expression' && same(parent.namedChild(1), child)),
  );
  const through = { kind: 'through', node: parent, targets: [] } as const;
  return alone ? through : { ...through, other: `\`${clip(parent.text)}\` may give another value` };
}

function attributeUse(attribute: Node): DirectUse {
  const nameNode = attribute.childForFieldName('attribute') ?? attribute;
  const { node, parent } = parentPastParentheses(attribute);
  const named = { name: nameNode.text, nameSpan: spanOf(nameNode) };
  if (parent?.type === 'call' && isField(parent, 'function', node)) {
    return { kind: 'method', ...named, span: spanOf(parent), call: readCall(parent), result: resultUse(parent) };
  }
  const stored =
    /^(augmented_)?assignment$/.test(parent?.type ?? '') && parent !== null && isField(parent, 'left', node);
  return {
    kind: stored ? 'store' : 'attribute',
    ...named,
    span: spanOf(attribute),
    call: undefined,
    result: resultUse(attribute),
  };
}

function passed(node: Node, parent: Node): Destination {
  const list = parent.type === 'keyword_argument' ? parent.parent : parent;
  const callee = list?.parent?.childForFieldName('function')?.text ?? 'a class statement';
  const how = `passed to \`${clip(callee)}()\``;
  return INSPECTORS.test(callee)
    ? { kind: 'passed', node, how, use: plain('identity', node) }
    : { kind: 'passed', node, how };
}
