// What the calls in a file pass to a parameter: direct ones, through `self`, and where a function is handed to something
// that will call it with what stands beside it (Thread, spawn, partial, map). Never claims to have seen them all.
import type { Scope } from '../../scopes.ts';
import type { Node } from '../../source.ts';
import { isField, parentPastParentheses, same } from '../../syntax.ts';
import { classAround, decorators, type FileScope } from './file-scope.ts';
import { element, join, Kind, NOTHING, type NumberRange } from './interval-lattice.ts';
import type { Source } from './variable.ts';

/** Names that one function may go by before its calls are no longer looked for. */
const MOST_ALIASES = 16;

/** The arguments that a parameter gets. */
export function passedTo(world: FileScope, definition: Node, parameter: string): Source[] {
  const list = definition.childForFieldName('parameters');
  const names = (list?.namedChildren ?? []).filter((child) => child.type !== 'comment').map(parameterName);
  const method = definition.type === 'function_definition' && classAround(definition) !== undefined;
  const decorated = decorators(definition);
  const bound = method && !decorated.some((each) => /\bstaticmethod\b/.test(each)) ? 1 : 0;
  const always = decorated.some((each) => /\bclassmethod\b/.test(each));
  return mentions(world, definition).flatMap(({ node, explicit }) =>
    argumentsAt(node, parameter, names.indexOf(parameter) - (explicit && !always ? 0 : bound)),
  );
}

function parameterName(parameter: Node): string {
  const name = parameter.childForFieldName('name') ?? parameter;
  const inner = name.type === 'identifier' ? name : name.firstNamedChild;
  return /^[*]/.test(parameter.text) ? '' : (inner?.text ?? '');
}

interface Mention {
  readonly node: Node;
  /** Whether the instance is passed as the first argument. */
  readonly explicit: boolean;
}

/** The expressions that name a function, or may name it. */
function mentions(world: FileScope, definition: Node): Mention[] {
  const found = direct(world, definition);
  const seen = new Set(found.map(({ node }) => node.startIndex));
  for (let at = 0; at < found.length && at < MOST_ALIASES * 64; at++) {
    const mention = found[at];
    for (const node of mention ? aliases(world, mention.node) : []) {
      if (seen.has(node.startIndex) || seen.size > MOST_ALIASES * 64) continue;
      seen.add(node.startIndex);
      found.push({ node, explicit: mention?.explicit ?? false });
    }
  }
  return found;
}

function direct(world: FileScope, definition: Node): Mention[] {
  if (definition.type === 'lambda') return [{ node: definition, explicit: false }];
  const name = definition.childForFieldName('name')?.text ?? '';
  const owner = classAround(definition);
  if (owner === undefined) {
    const home = bindingScope(world, definition);
    return home ? world.uses(name, home).map((node) => ({ node, explicit: false })) : [];
  }
  const family = world.classes.family(owner);
  const through = world.attributes(name).flatMap((node): Mention[] => {
    const receiver = node.childForFieldName('object');
    const of = receiver ? world.owner(receiver) : undefined;
    if (of !== undefined && !family.has(of)) return [];
    return [{ node, explicit: receiver?.type === 'identifier' && world.classes.names.has(receiver.text) }];
  });
  if (name !== '__init__' && name !== '__new__') return through;
  const made = [...family].flatMap((member) => {
    const home = world.home(member, world.source.root, world.names.module);
    return home ? world.uses(member, home) : [];
  });
  return [...through, ...made.map((node) => ({ node, explicit: false }))];
}

function bindingScope(world: FileScope, definition: Node): Scope | undefined {
  const name = definition.childForFieldName('name');
  const found = name && world.names.occurrences(name.text).find((each) => same(each.node, name));
  return found ? found.scope : undefined;
}

/** Where a function goes on under another name: `run = work`, or as a parameter of a function of this file. */
function aliases(world: FileScope, mention: Node): readonly Node[] {
  const { node, parent } = parentPastParentheses(mention);
  if (parent?.type === 'assignment' && isField(parent, 'right', node)) {
    const left = parent.childForFieldName('left');
    return left?.type === 'identifier' ? usesOf(world, left) : [];
  }
  const call = parent?.type === 'argument_list' ? parent.parent : null;
  const callee = call?.type === 'call' ? call.childForFieldName('function') : null;
  if (!callee || !parent) return [];
  const meaning = world.meaning(callee, world.names.scopeAt(callee));
  if (meaning.kind !== 'functions') return [];
  const index = parent.namedChildren.findIndex((child) => same(child, node));
  return meaning.definitions.flatMap((definition) => {
    const parameter = definition.childForFieldName('parameters')?.namedChildren[index];
    return parameter?.type === 'identifier' ? usesOf(world, parameter) : [];
  });
}

function usesOf(world: FileScope, binding: Node): readonly Node[] {
  const found = world.names.occurrences(binding.text).find((each) => same(each.node, binding));
  return found ? world.uses(binding.text, found.scope) : [];
}

/** What a parameter gets where its function is called, or handed over to be called. */
function argumentsAt(mention: Node, parameter: string, position: number): Source[] {
  const { node, parent } = parentPastParentheses(mention);
  if (parent?.type === 'call' && isField(parent, 'function', node)) {
    return listed(parent.childForFieldName('arguments'), 0, parameter, position, false);
  }
  const keyword = parent?.type === 'keyword_argument' ? parent : undefined;
  const list = keyword ? keyword.parent : parent;
  if (list?.type !== 'argument_list' || list.parent?.type !== 'call') return [];
  const given = list.namedChildren.filter((child) => child.type !== 'comment');
  const from = keyword ? given.length : given.findIndex((child) => same(child, node)) + 1;
  return listed(list, from, parameter, position, true);
}

/** The arguments of a list, from one on, as they reach a parameter; `handed` where somebody else makes the call. */
function listed(list: Node | null, from: number, parameter: string, position: number, handed: boolean): Source[] {
  if (list?.type !== 'argument_list') return [];
  const found: Source[] = [];
  let index = 0;
  let spread = false;
  for (const [at, child] of list.namedChildren.filter((each) => each.type !== 'comment').entries()) {
    if (child.type === 'keyword_argument') {
      const value = child.childForFieldName('value');
      const name = child.childForFieldName('name')?.text;
      if (value && name === parameter) found.push({ node: value, give: (given) => given });
      else if (value && handed && (name === 'args' || name === 'kwargs'))
        found.push(...packed(value, parameter, position));
      continue;
    }
    if (at < from) continue;
    if (child.type === 'list_splat' || child.type === 'dictionary_splat') {
      spread = true;
      const value = child.firstNamedChild;
      if (value) found.push({ node: value, give: element });
      continue;
    }
    if (spread || index === position) found.push({ node: child, give: (given) => given });
    if (handed) found.push({ node: child, give: inside });
    index++;
  }
  return found;
}

/** What is passed as a tuple of arguments or a dictionary of them. */
function packed(value: Node, parameter: string, position: number): Source[] {
  const parts = value.namedChildren.filter((child) => child.type !== 'comment');
  if (/^(tuple|list)$/.test(value.type) && !parts.some((each) => each.type === 'list_splat')) {
    const part = parts[position];
    return part ? [{ node: part, give: (given) => given }] : [];
  }
  if (value.type === 'dictionary' && parts.every((each) => each.type === 'pair')) {
    const pair = parts.find((each) => each.childForFieldName('key')?.text.slice(1, -1) === parameter);
    const part = pair?.childForFieldName('value');
    return part ? [{ node: part, give: (given) => given }] : [];
  }
  return [{ node: value, give: element }];
}

/** What a list beside a function holds: somebody may call it with each, or with all. */
function inside(value: NumberRange): NumberRange {
  return value.kinds & (Kind.list | Kind.sequence) ? join(NOTHING, element(value)) : NOTHING;
}
