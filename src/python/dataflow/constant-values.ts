// The expressions that a name may stand for where a file shows it: constants of modules and classes, the elements of a loop,
// the arguments of a function.
import type { Span } from '../../text/edits.ts';
import { readCall } from '../calls.ts';
import type { Names, Scope } from '../scopes.ts';
import type { Node, SourceFile } from '../source.ts';
import { isField, same } from '../syntax.ts';

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

/** The expressions that a name, or a constant of a class (`self.X`, `Class.X`), may stand for. */
export function meantBy(node: Node, context: TextContext): Meant {
  const nothing: Meant = { nodes: [], complete: false, alone: false };
  if (node.type === 'attribute') return constantOfClass(node, context) ?? nothing;
  if (node.type !== 'identifier') return nothing;
  const scope = context.names.resolveAt(node.text, node);
  if (!scope) return meantByName(node.text, undefined, context);
  const ofScope = known.get(scope) ?? new Map<string, Meant>();
  known.set(scope, ofScope);
  const meant = ofScope.get(node.text) ?? meantByName(node.text, scope, context);
  ofScope.set(node.text, meant);
  return meant;
}

/** What was worked out already: a scope is of one file, and `self` is asked for at every use. */
const known = new WeakMap<Scope, Map<string, Meant>>();

function meantByName(name: string, scope: Scope | undefined, context: TextContext): Meant {
  const { names } = context;
  const bindings = scope ? names.bindings(name, scope) : [];
  const found = bindings.map((binding) => valuesOf(binding.node, context));
  return {
    nodes: found.flatMap((each) => each?.nodes ?? []),
    complete: found.length > 0 && found.every((each) => each?.complete),
    // Asked for only where a text may be rewritten: all uses of a name cost more than its bindings.
    get alone() {
      return found.every((each) => each?.alone) && names.uses(name, scope).length === 1;
    },
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
  // What a method is called on is not among its arguments.
  if (method && index < 0) return undefined;
  const byDefault = parameter.parent?.childForFieldName('value');
  const nodes: Node[] = [];
  let complete = true;
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
  return { nodes, complete: complete && nodes.length > 0 && !context.calledElsewhere(name), alone: false };
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
