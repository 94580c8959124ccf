// Texts that are built from constants: `'%s.name' % MOD`, `'.'.join(…)`, f-strings, names of modules. Each is kept in
// parts, with the place where a part is written.

import type { Node } from '../source.ts';
import { meantBy, type Text, type TextContext, type TextPart } from './constant-values.ts';

const HOLE: TextPart = { text: undefined, at: undefined };
const DEEPEST = 8;
const MOST = 40;

/** The texts that an expression may have; one that is not known has a part without text. */
export function readTexts(node: Node, context: TextContext, depth = 0): readonly Text[] {
  if (depth > DEEPEST) return [[HOLE]];
  const read = (each: Node) => readTexts(each, context, depth + 1);
  switch (node.type) {
    case 'string':
      return stringTexts(node, read);
    case 'concatenated_string':
      return product(node.namedChildren.map(read));
    case 'parenthesized_expression':
      return node.firstNamedChild ? read(node.firstNamedChild) : [[HOLE]];
    case 'conditional_expression': {
      const [yes, , no] = node.namedChildren;
      return yes && no ? [...read(yes), ...read(no)] : [[HOLE]];
    }
    case 'binary_operator':
      return operatorTexts(node, read);
    case 'call':
      return callTexts(node, read);
    case 'identifier':
    case 'attribute':
      return namedTexts(node, context, read);
    default:
      return [[HOLE]];
  }
}

function product(lists: readonly (readonly Text[])[]): readonly Text[] {
  let all: Text[] = [[]];
  for (const list of lists) {
    all = all.flatMap((before) => list.map((each) => [...before, ...each]));
    if (all.length > MOST) return [[HOLE]];
  }
  return all;
}

function stringTexts(node: Node, read: (node: Node) => readonly Text[]): readonly Text[] {
  const start = node.firstChild?.text ?? '';
  if (/b/i.test(start)) return [[HOLE]];
  const parts = node.namedChildren.flatMap((child): (readonly Text[])[] => {
    if (child.type === 'interpolation') {
      const expression = child.childForFieldName('expression');
      const plain = expression && child.namedChildCount === 1;
      return [plain ? read(expression) : [[HOLE]]];
    }
    if (child.type !== 'string_content') return [];
    const at = { start: child.startIndex, end: child.endIndex };
    if (!/\\|\{\{|\}\}/.test(child.text)) return [[[{ text: child.text, at }]]];
    const text = child.text.replace(/\\(?:x([\da-f]{2})|u([\da-f]{4}))/gi, (_, x, u) =>
      String.fromCodePoint(Number.parseInt(x ?? u, 16)),
    );
    return [[[/\\|\{\{|\}\}/.test(text) ? HOLE : { text, at: undefined }]]];
  });
  return product(parts);
}

function operatorTexts(node: Node, read: (node: Node) => readonly Text[]): readonly Text[] {
  const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
  const operator = node.childForFieldName('operator')?.text;
  if (!left || !right) return [[HOLE]];
  if (operator === '+') return product([read(left), read(right)]);
  if (operator !== '%') return [[HOLE]];
  const given = right.type === 'tuple' ? right.namedChildren : [right];
  const byKey = right.type === 'dictionary' ? pairsOf(right) : undefined;
  let next = 0;
  return read(left).flatMap((format) =>
    formatted(format, /%(?:\((\w+)\))?([a-zA-Z%])/g, ([, key, kind]) => {
      if (kind === '%') return [[{ text: '%', at: undefined }]];
      const value = key === undefined ? given[next++] : byKey?.get(key);
      return kind === 's' && value ? read(value) : [[HOLE]];
    }),
  );
}

function pairsOf(dictionary: Node): ReadonlyMap<string, Node> {
  const pairs = new Map<string, Node>();
  for (const pair of dictionary.namedChildren) {
    const value = pair.childForFieldName('value');
    const key = /^['"](\w+)['"]$/.exec(pair.childForFieldName('key')?.text ?? '')?.[1];
    if (value && key !== undefined) pairs.set(key, value);
  }
  return pairs;
}

function callTexts(node: Node, read: (node: Node) => readonly Text[]): readonly Text[] {
  const callee = node.childForFieldName('function');
  const receiver = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
  const list = node.childForFieldName('arguments');
  if (!receiver || list?.type !== 'argument_list') return [[HOLE]];
  const given = list.namedChildren.filter((child) => child.type !== 'comment');
  switch (callee?.childForFieldName('attribute')?.text) {
    case 'join': {
      const [items] = given;
      if (!items || !/^(list|tuple)$/.test(items.type)) return [[HOLE]];
      const elements = items.namedChildren.filter((child) => child.type !== 'comment').map(read);
      const separator = read(receiver).map((text) => text.map((part) => ({ ...part, at: undefined })));
      return product(elements.flatMap((each, index) => (index === 0 ? [each] : [separator, each])));
    }
    case 'format': {
      const positional = given.filter((each) => !/^(keyword_argument|list_splat|dictionary_splat)$/.test(each.type));
      const keywords = new Map(
        given.flatMap((each) => {
          const value = each.type === 'keyword_argument' ? each.childForFieldName('value') : null;
          return value ? [[each.childForFieldName('name')?.text ?? '', value] as const] : [];
        }),
      );
      let next = 0;
      return read(receiver).flatMap((format) =>
        formatted(format, /\{(\w*)([^{}]*)\}/g, ([, key = '', more]) => {
          const value =
            key === '' ? positional[next++] : /^\d+$/.test(key) ? positional[Number(key)] : keywords.get(key);
          return value && more === '' ? read(value) : [[HOLE]];
        }),
      );
    }
    default:
      return [[HOLE]];
  }
}

/** A format with its fields filled in. */
function formatted(format: Text, field: RegExp, fill: (match: RegExpExecArray) => readonly Text[]): readonly Text[] {
  const pieces: (readonly Text[])[] = [];
  for (const { text, at } of format) {
    if (text === undefined) return [[HOLE]];
    const slice = (start: number, end: number) => {
      const place = at && { start: at.start + start, end: at.start + end };
      if (end > start) pieces.push([[{ text: text.slice(start, end), at: place }]]);
    };
    let last = 0;
    for (const match of text.matchAll(field)) {
      slice(last, match.index);
      pieces.push(fill(match));
      last = match.index + match[0].length;
    }
    slice(last, text.length);
  }
  return product(pieces);
}

function namedTexts(node: Node, context: TextContext, read: (node: Node) => readonly Text[]): readonly Text[] {
  if (node.type === 'identifier' && node.text === '__name__') return [[{ text: context.module, at: undefined }]];
  const object = node.type === 'attribute' ? node.childForFieldName('object') : null;
  if (object && node.childForFieldName('attribute')?.text === '__name__') {
    const module = context.moduleNamed(object);
    return [[module === undefined ? HOLE : { text: module, at: undefined }]];
  }
  const constant = context.constant(node);
  if (constant) return [constant.map((part) => ({ ...part, at: undefined }))];
  const meant = meantBy(node, context);
  const texts = meant.nodes.flatMap((each) => read(each));
  // Most texts have no place anyway, and all uses of a name cost more than its bindings.
  const written = texts.some((text) => text.some(({ at }) => at !== undefined));
  const own = !written || meant.alone ? texts : texts.map((text) => text.map((part) => ({ ...part, at: undefined })));
  return meant.complete && own.length > 0 ? own : [...own, [HOLE]];
}
