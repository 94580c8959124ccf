// Lists and dicts as carriers of values: into which one an expression goes, and what one use of a collection does with its
// elements. Follows nothing: follow-value.ts does.
import type { Node } from '../source.ts';
import { clip, isField, parentPastParentheses, same, statementOf } from '../syntax.ts';
import { argumentsIn } from './call-sites.ts';
import { readDestination } from './value-destination.ts';

/** What kind of collection holds a value. */
export type CollectionKind = 'list' | 'dict';

/** The collection that an expression goes into, by the name or attribute that holds it. */
export interface Into {
  readonly kind: CollectionKind;
  readonly holder: Node;
}

/** What a use of a collection does. */
export type CollectionUse =
  /** The expression is one of its elements. */
  | { readonly kind: 'element'; readonly node: Node }
  /** The target is bound to one element after the other. */
  | { readonly kind: 'each'; readonly target: Node }
  /** Values that are put into it. */
  | { readonly kind: 'added'; readonly values: readonly Node[] }
  /** It is only asked, or made shorter. */
  | { readonly kind: 'kept' }
  | { readonly kind: 'leak'; readonly how: string };

const DISPLAYS = /^(list|dictionary|list_comprehension|dictionary_comprehension)$/;
/** Methods that neither give an element nor take one in. */
const QUIET = new Set(['remove', 'index', 'count', 'clear', 'reverse', 'keys']);

/** Into which collection a value goes; undefined where it is none that can be followed. */
export function collectionFor(value: Node): Into | undefined {
  const { node, parent } = parentPastParentheses(value);
  if (!parent) return undefined;
  const pair = parent.type === 'pair' && isField(parent, 'value', node) ? parent : undefined;
  const display = pair ? pair.parent : parent;
  if (display && DISPLAYS.test(display.type) && elementsOf(display)?.some((each) => same(each, node))) {
    const holder = holderOf(display);
    return holder && { kind: pair ? 'dict' : 'list', holder };
  }
  if (parent.type === 'assignment' && isField(parent, 'right', node)) {
    const target = parent.childForFieldName('left');
    const holder = target?.type === 'subscript' && !isSliced(target) ? target.childForFieldName('value') : null;
    return parent.parent?.type === 'assignment' ? undefined : holdable(holder, 'dict');
  }
  const call = parent.type === 'argument_list' ? parent.parent : null;
  const added = call && methodOf(call);
  if (!added?.values?.some((each) => same(each, node))) return undefined;
  return holdable(added.object, 'list');
}

function holdable(holder: Node | null, kind: CollectionKind): Into | undefined {
  return holder && /^(identifier|attribute)$/.test(holder.type) ? { kind, holder } : undefined;
}

/** The name or attribute that a display is assigned to, or that is extended by it. */
function holderOf(display: Node): Node | undefined {
  const { parent } = display;
  if (parent?.type === 'assignment' && isField(parent, 'right', display) && parent.parent?.type !== 'assignment')
    return holdable(parent.childForFieldName('left'), 'list')?.holder;
  const call = parent?.type === 'argument_list' ? parent.parent : null;
  const added = call && methodOf(call);
  return added && added.name === 'extend' ? holdable(added.object, 'list')?.holder : undefined;
}

/** The elements of a display, the values of a dict; undefined where others come in by a star. */
export function elementsOf(display: Node): Node[] | undefined {
  const children = display.namedChildren.filter((child) => child.type !== 'comment');
  const value = (pair: Node): Node[] => {
    const found = pair.childForFieldName('value');
    return found ? [found] : [];
  };
  switch (display.type) {
    case 'list':
      return children.some(({ type }) => type === 'list_splat') ? undefined : children;
    case 'dictionary':
      return children.every(({ type }) => type === 'pair') ? children.flatMap(value) : undefined;
    case 'list_comprehension':
      return children.slice(0, 1);
    case 'dictionary_comprehension':
      return children.slice(0, 1).flatMap(value);
    case 'call': {
      const empty = /^(list|dict)$/.test(display.childForFieldName('function')?.text ?? '');
      return empty && display.childForFieldName('arguments')?.namedChildCount === 0 ? [] : undefined;
    }
    default:
      return undefined;
  }
}

/** A call of a method, with the values that it puts into the object; of them undefined where those are not seen. */
function methodOf(call: Node): { object: Node; name: string; values: Node[] | undefined } | undefined {
  const callee = call.type === 'call' ? call.childForFieldName('function') : null;
  const object = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
  const list = call.childForFieldName('arguments');
  const name = callee?.childForFieldName('attribute')?.text ?? '';
  if (!object || list?.type !== 'argument_list') return undefined;
  const { positional, keywords, starred } = argumentsIn(list);
  const [first, second] = positional;
  if (starred || keywords.size > 0) return { object, name, values: undefined };
  if (name === 'append' || name === 'appendleft') return { object, name, values: first ? [first] : [] };
  if (name === 'insert') return { object, name, values: second ? [second] : [] };
  if (name === 'extend') return { object, name, values: first && elementsOf(first) };
  return { object, name, values: name === 'get' || name === 'pop' ? (second ? [second] : []) : undefined };
}

/** What a use of a collection does with what it holds. */
export function readCollectionUse(use: Node, kind: CollectionKind): CollectionUse[] {
  const { node, parent } = parentPastParentheses(use);
  switch (parent?.type) {
    case 'subscript':
      return isField(parent, 'value', node) ? ofSubscript(parent) : leaks(use, 'used as a key');
    case 'attribute':
      return isField(parent, 'object', node) ? ofMember(parent) : leaks(use);
    case 'for_statement':
    case 'for_in_clause':
      if (!isField(parent, 'right', node)) return leaks(use);
      return kind === 'list' ? eachOf(parent.childForFieldName('left')) : [{ kind: 'kept' }];
    case 'comparison_operator':
      return [{ kind: 'kept' }];
    case 'argument_list':
      if (parent.parent?.childForFieldName('function')?.text === 'len') return [{ kind: 'kept' }];
      return leaks(use);
    default:
      return leaks(use);
  }
}

/** How a collection goes where it is not followed; nothing where it is only looked at. */
function leaks(use: Node, how?: string): CollectionUse[] {
  const sink = readDestination(use);
  const looked = sink.kind === 'nothing' || (sink.kind === 'use' && /^(truth|identity)$/.test(sink.use.kind));
  if (!how && looked) return [{ kind: 'kept' }];
  const told = sink.kind === 'leak' || sink.kind === 'passed' || sink.kind === 'returned' ? sink.how : undefined;
  return [{ kind: 'leak', how: how ?? told ?? `its collection is used in \`${clip(statementOf(use).text)}\`` }];
}

function ofSubscript(subscript: Node): CollectionUse[] {
  const { parent } = subscript;
  const leak: CollectionUse = {
    kind: 'leak',
    how: `its collection is used in \`${clip(statementOf(subscript).text)}\``,
  };
  if (isSliced(subscript)) return [leak];
  if (parent?.type === 'delete_statement') return [{ kind: 'kept' }];
  if (parent?.type === 'assignment' && isField(parent, 'left', subscript)) {
    const right = parent.childForFieldName('right');
    return right && right.type !== 'assignment' ? [{ kind: 'added', values: [right] }] : [leak];
  }
  const stored = /^(augmented_assignment|for_statement|for_in_clause|pattern_list|tuple_pattern|as_pattern_target)$/;
  if (parent && stored.test(parent.type) && !isField(parent, 'right', subscript)) return [leak];
  return [{ kind: 'element', node: subscript }];
}

function isSliced(subscript: Node): boolean {
  return subscript.namedChildren.some(({ type }) => type === 'slice');
}

function ofMember(attribute: Node): CollectionUse[] {
  const name = attribute.childForFieldName('attribute')?.text ?? '';
  const call = attribute.parent;
  const leak: CollectionUse = { kind: 'leak', how: `\`${clip(attribute.text)}\` of its collection is not followed` };
  const method = call?.type === 'call' && isField(call, 'function', attribute) ? methodOf(call) : undefined;
  if (!call || !method) return [leak];
  switch (name) {
    case 'append':
    case 'appendleft':
    case 'insert':
    case 'extend':
      return method.values ? [{ kind: 'added', values: method.values }] : [leak];
    case 'pop':
    case 'popleft':
    case 'get':
      if (!method.values) return [leak];
      return [
        { kind: 'element', node: call },
        { kind: 'added', values: method.values },
      ];
    case 'values':
    case 'items': {
      const over = call.parent;
      if (!over || !/^for_(statement|in_clause)$/.test(over.type) || !isField(over, 'right', call)) return [leak];
      const target = over.childForFieldName('left');
      if (name === 'values') return eachOf(target);
      const names = target && /^(pattern_list|tuple_pattern)$/.test(target.type) ? target.namedChildren : [];
      return names.length === 2 ? eachOf(names[1]) : [leak];
    }
    default:
      return [QUIET.has(name) ? { kind: 'kept' } : leak];
  }
}

function eachOf(target: Node | null | undefined): CollectionUse[] {
  if (target?.type === 'identifier') return [{ kind: 'each', target }];
  return [{ kind: 'leak', how: target ? `taken apart into \`${clip(target.text)}\`` : 'iterated' }];
}

/** The collection that is asked for a value: `threads` of `threads.remove(t)`. */
export function askedFor(value: Node): Node | undefined {
  const { node, parent } = parentPastParentheses(value);
  if (parent?.type === 'comparison_operator' && !same(parent.firstNamedChild, node)) return undefined;
  if (parent?.type === 'comparison_operator') return parent.lastNamedChild ?? undefined;
  const callee = parent?.type === 'argument_list' ? parent.parent?.childForFieldName('function') : null;
  const asks = /^(remove|index|count)$/.test(callee?.childForFieldName('attribute')?.text ?? '');
  return (asks && callee?.childForFieldName('object')) || undefined;
}
