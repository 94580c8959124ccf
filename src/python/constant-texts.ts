// Texts that are put together of constants: `'%s.name' % MOD`, `'.'.join(…)`, f-strings, names of modules and classes,
// the elements of a loop, the arguments of a function. Each is kept in parts, with the place where a part is written.
import type { Span } from '../text/edits.ts';
import { readCall } from './calls.ts';
import type { Names } from './scopes.ts';
import type { Node, SourceFile } from './source.ts';
import { isField, same } from './syntax.ts';

/** A part of a text. */
export interface TextPart {
  /** Undefined where it is not known. */
  readonly text: string | undefined;
  /** Where it is written, without quotes; undefined where it is worked out, or written for other uses as well. */
  readonly at: Span | undefined;
}

/** One text that an expression may have. */
export type Text = readonly TextPart[];

/** What folding needs to know of a file. */
export interface TextContext {
  readonly source: SourceFile;
  readonly names: Names;
  /** The name of the file's own module. */
  readonly module: string;
  /** The module that an expression names. */
  moduleNamed(node: Node): string | undefined;
  /** What a name that is imported from a module of the project is there. */
  constant(node: Node): Text | undefined;
  /** Whether a function may be called from other files. */
  calledElsewhere(name: string): boolean;
}

/** The expressions that a name may stand for. */
export interface Meant {
  readonly nodes: readonly Node[];
  /** Whether it stands for nothing else. */
  readonly complete: boolean;
  /** Whether nothing else uses it. */
  readonly alone: boolean;
}

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
  const own = meant.alone ? texts : texts.map((text) => text.map((part) => ({ ...part, at: undefined })));
  return meant.complete && own.length > 0 ? own : [...own, [HOLE]];
}

/** The expressions that a name, or a constant of a class (`self.X`, `Class.X`), may stand for. */
export function meantBy(node: Node, context: TextContext): Meant {
  const nothing: Meant = { nodes: [], complete: false, alone: false };
  if (node.type === 'attribute') return constantOfClass(node, context) ?? nothing;
  if (node.type !== 'identifier') return nothing;
  const { names } = context;
  const scope = names.resolveAt(node.text, node);
  const bindings = scope ? names.bindings(node.text, scope) : [];
  const found = bindings.map((binding) => valuesOf(binding.node, context));
  const uses = names
    .occurrences(node.text)
    .filter((each) => each.kind === 'use' && names.resolve(node.text, each) === scope);
  return {
    nodes: found.flatMap((each) => each?.nodes ?? []),
    complete: found.length > 0 && found.every((each) => each?.complete),
    alone: uses.length === 1 && found.every((each) => each?.alone),
  };
}

/** What a binding gives to its name. */
function valuesOf(target: Node, context: TextContext): Meant | undefined {
  const parent = target.parent;
  switch (parent?.type) {
    case 'assignment': {
      const right = isField(parent, 'left', target) ? parent.childForFieldName('right') : null;
      return right ? { nodes: [right], complete: true, alone: right.type !== 'assignment' } : undefined;
    }
    case 'for_statement':
    case 'for_in_clause': {
      const items = isField(parent, 'left', target) ? parent.childForFieldName('right') : null;
      return items ? { ...elementsOf(items, context), alone: false } : undefined;
    }
    case 'parameters':
    case 'typed_parameter':
    case 'default_parameter':
    case 'typed_default_parameter':
      return argumentsFor(target, context);
    default:
      return undefined;
  }
}

function elementsOf(items: Node, context: TextContext): Omit<Meant, 'alone'> {
  if (/^(list|tuple|set)$/.test(items.type)) {
    const nodes = items.namedChildren.filter((child) => child.type !== 'comment');
    return { nodes, complete: nodes.every((child) => child.type !== 'list_splat') };
  }
  const meant = items.type === 'identifier' ? meantBy(items, context) : undefined;
  const inner = meant?.nodes
    .filter((each) => /^(list|tuple|set)$/.test(each.type))
    .map((each) => elementsOf(each, context));
  return {
    nodes: inner?.flatMap(({ nodes }) => nodes) ?? [],
    complete: meant?.complete === true && inner?.length === meant.nodes.length && inner.every((each) => each.complete),
  };
}

const DEFINITIONS = new Set(['function_definition']);

/** What callers in the file give for a parameter: by calls, by `parametrize`, or by `data`. */
function argumentsFor(parameter: Node, context: TextContext): Meant | undefined {
  let definition: Node | null = parameter;
  while (definition && !DEFINITIONS.has(definition.type)) definition = definition.parent;
  const name = definition?.childForFieldName('name')?.text;
  if (!definition || name === undefined) return undefined;
  const given =
    definition.parent?.type === 'decorated_definition'
      ? decorated(definition.parent, parameter.text, context)
      : undefined;
  if (given) return { ...given, alone: false };
  const positions = (definition.childForFieldName('parameters')?.namedChildren ?? []).map(
    (each) => each.childForFieldName('name')?.text ?? each.firstNamedChild?.text ?? each.text,
  );
  const method = /^(self|cls)$/.test(positions[0] ?? '');
  const index = positions.indexOf(parameter.text) - Number(method);
  const byDefault = parameter.parent?.childForFieldName('value');
  const nodes: Node[] = [];
  let complete = !context.calledElsewhere(name);
  for (const match of context.source.text.matchAll(new RegExp(`(?<!def\\s+)\\b${name}\\b`, 'g'))) {
    const use = context.source.root.descendantForIndex(match.index, match.index + name.length);
    const callee = use.parent?.type === 'attribute' && isField(use.parent, 'attribute', use) ? use.parent : use;
    const call =
      callee.parent?.type === 'call' && isField(callee.parent, 'function', callee) ? callee.parent : undefined;
    if (use.type !== 'identifier' || (use.parent && isField(use.parent, 'name', use))) continue;
    const value = call && argumentAt(call, index, parameter.text);
    if (value) nodes.push(value);
    else if (byDefault && call) nodes.push(byDefault);
    else complete = false;
  }
  return { nodes, complete: complete && nodes.length > 0, alone: false };
}

function argumentAt(call: Node, index: number, name: string): Node | undefined {
  const given = (call.childForFieldName('arguments')?.namedChildren ?? []).filter((child) => child.type !== 'comment');
  const keyword = given.find(
    (each) => each.type === 'keyword_argument' && each.childForFieldName('name')?.text === name,
  );
  if (keyword) return keyword.childForFieldName('value') ?? undefined;
  const positional = given[index];
  return positional && !/^(keyword_argument|list_splat|dictionary_splat)$/.test(positional.type)
    ? positional
    : undefined;
}

/** The values of a parameter that a decorator names. */
function decorated(definition: Node, name: string, context: TextContext): Omit<Meant, 'alone'> | undefined {
  for (const decorator of definition.namedChildren.filter((child) => child.type === 'decorator')) {
    const node = decorator.firstNamedChild;
    const call = node?.type === 'call' ? readCall(node) : undefined;
    const list = node?.childForFieldName('arguments')?.namedChildren ?? [];
    if (call && /(^|\.)data$/.test(call.calleeText)) return { nodes: list, complete: true };
    const [names, values] = list;
    if (!call || !/\bparametrize$/.test(call.calleeText) || !names || !values) continue;
    const listed = [...names.text.matchAll(/\w+/g)].map(([word]) => word);
    const place = listed.indexOf(name);
    if (place < 0) continue;
    const rows = elementsOf(values, context);
    if (listed.length === 1) return rows;
    const cells = rows.nodes.flatMap((row) => row.namedChildren[place] ?? []);
    return { nodes: cells, complete: rows.complete && cells.length === rows.nodes.length };
  }
  return undefined;
}

/** `X = …` in the body of the class that `self`, `cls` or a class's own name stands for. */
function constantOfClass(node: Node, { source, names }: TextContext): Meant | undefined {
  const object = node.childForFieldName('object');
  const attribute = node.childForFieldName('attribute')?.text ?? '';
  if (object?.type !== 'identifier') return undefined;
  let holder: Node | null = node;
  if (/^(self|cls)$/.test(object.text)) while (holder && holder.type !== 'class_definition') holder = holder.parent;
  else
    holder =
      source.root.namedChildren
        .map((child) => (child.type === 'decorated_definition' ? child.childForFieldName('definition') : child))
        .find((child) => child?.type === 'class_definition' && child.childForFieldName('name')?.text === object.text) ??
      null;
  const body = holder?.type === 'class_definition' ? holder.childForFieldName('body') : null;
  if (!body) return undefined;
  const bound = names.occurrences(attribute).filter((each) => each.kind === 'bind' && same(each.scope.node, holder));
  const [only] = bound;
  const assignment = only?.node.parent;
  const right = assignment?.type === 'assignment' ? assignment.childForFieldName('right') : null;
  if (!right || bound.length > 1) return undefined;
  const written = source.text.split(new RegExp(`\\.${attribute}\\b`)).length - 1;
  const stored = new RegExp(`\\.${attribute}\\s*=[^=]`).test(source.text);
  const overridden = names.occurrences(attribute).some((each) => each.kind === 'bind' && !same(each.node, only?.node));
  return { nodes: [right], complete: !stored && !overridden, alone: written === 1 };
}
