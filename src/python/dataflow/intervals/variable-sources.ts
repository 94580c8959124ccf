// The unknowns of the number flow: names in their scopes, attributes of classes, results of functions. Each has sources,
// which are expressions and what becomes of their values on the way; their join is what the variable may hold.

import type { BindingKind } from '../../identifier-role.ts';
import type { Occurrence, Scope } from '../../scopes.ts';
import type { Node } from '../../source.ts';
import { isField, same } from '../../syntax.ts';
import { classAround, decorators, type FileScope } from './file-scope.ts';
import { binary } from './interval-arithmetic.ts';
import {
  ASSUMED,
  element,
  held,
  join,
  Kind,
  NONE,
  NOTHING,
  type NumberRange,
  OTHER,
  UNKNOWN,
  unsure,
} from './interval-lattice.ts';
import { passedTo } from './parameter-sources.ts';
import type { Source, Variable } from './variable.ts';

const whole = (value: NumberRange): NumberRange => value;
const constant = (amount: NumberRange): Source => ({ give: () => amount });
const of = (node: Node, give: Source['give'] = whole): Source => ({ node, give });

/** A name in the scope that binds it. */
export function nameVariable(world: FileScope, name: string, home: Scope): Variable {
  return {
    key: `name ${home.node.id} ${name}`,
    sources: () => world.names.bindings(name, home).flatMap((each) => sourcesOf(world, each)),
  };
}

/** What one assignment gives its target. */
export function targetVariable(target: Node): Variable {
  return { key: `target ${target.startIndex}`, sources: () => storeAt(target) ?? [constant(UNKNOWN)] };
}

/** An attribute of a class and its family; of any object where it is not known whose it is. */
export function attributeVariable(world: FileScope, name: string, owner: string | undefined): Variable {
  const family = owner === undefined ? undefined : world.classes.family(owner);
  return {
    key: `attribute ${family ? [...family].sort().join(' ') : '*'}.${name}`,
    sources: () => attributeSources(world, name, family),
  };
}

/** What a function or lambda gives to its callers. */
export function resultVariable(definition: Node): Variable {
  return { key: `result ${definition.id}`, sources: () => resultSources(definition) };
}

function attributeSources(world: FileScope, name: string, family: ReadonlySet<string> | undefined): Source[] {
  const found: Source[] = [];
  for (const node of world.attributes(name)) {
    const store = storeAt(node);
    if (!store) continue;
    const receiver = node.childForFieldName('object');
    const owner = receiver ? world.owner(receiver) : undefined;
    if (!family || !owner || family.has(owner)) found.push(...store);
  }
  for (const binding of world.classBindings(name)) {
    if (!family || family.has(nameOfClass(binding.scope))) found.push(...sourcesOf(world, binding));
  }
  const owners = family ?? world.classBindings(name).map(({ scope }) => nameOfClass(scope));
  for (const owner of new Set(owners)) found.push(...givenToClass(world, owner, name));
  return family && found.length > 0 ? found : [...found, constant(UNKNOWN)];
}

function nameOfClass({ node }: Scope): string {
  return node.childForFieldName('name')?.text ?? '';
}

/** What calls of a class that writes no constructor of its own store, as those of a dataclass do. */
function givenToClass(world: FileScope, owner: string, field: string): Source[] {
  if (world.methods('__init__').some((each) => each.owner === owner)) return [];
  const home = world.home(owner, world.source.root, world.names.module);
  if (!home) return [];
  return world.uses(owner, home).flatMap((use) => {
    const call = use.parent;
    if (call?.type !== 'call' || !isField(call, 'function', use)) return [];
    return (call.childForFieldName('arguments')?.namedChildren ?? []).flatMap((given) => {
      const value = given.type === 'keyword_argument' ? given.childForFieldName('value') : null;
      return value && given.childForFieldName('name')?.text === field ? [of(value)] : [];
    });
  });
}

/** The sources of a target of an assignment, a loop or a `with`; undefined where the node is no target. */
function storeAt(target: Node): Source[] | undefined {
  const path: number[] = [];
  let certain = true;
  for (let node = target, up = node.parent; up; node = up, up = node.parent) {
    switch (up.type) {
      case 'pattern_list':
      case 'tuple_pattern':
      case 'list_pattern':
      case 'tuple':
      case 'list': {
        const parts = up.namedChildren.filter((child) => child.type !== 'comment');
        if (parts.some((child) => child.type === 'list_splat_pattern')) certain = false;
        path.unshift(parts.findIndex((child) => same(child, node)));
        continue;
      }
      case 'list_splat_pattern':
      case 'as_pattern_target':
      case 'parenthesized_expression':
        continue;
      case 'assignment':
        return isField(up, 'left', node) ? assigned(up, certain ? path : undefined) : undefined;
      case 'augmented_assignment':
        return isField(up, 'left', node) ? augmented(up) : undefined;
      case 'named_expression':
        return isField(up, 'name', node) ? fieldSource(up, 'value') : undefined;
      case 'for_statement':
      case 'for_in_clause':
        return isField(up, 'left', node) ? iterated(up, certain ? path : undefined) : undefined;
      case 'as_pattern': {
        const value = up.firstNamedChild;
        // What a context manager of this file yields is what a call of it holds.
        return value ? [of(value, element)] : [];
      }
      default:
        return undefined;
    }
  }
  return undefined;
}

function fieldSource(node: Node, field: string, give: Source['give'] = whole): Source[] {
  const value = node.childForFieldName(field);
  return value ? [of(value, give)] : [];
}

function assigned(assignment: Node, path: readonly number[] | undefined): Source[] {
  let right = assignment.childForFieldName('right');
  while (right?.type === 'assignment') right = right.childForFieldName('right');
  if (!right) return [];
  const target = unpacked(right, path);
  return [of(target.node, target.whole ? whole : element)];
}

function augmented(assignment: Node): Source[] {
  const operator = assignment.childForFieldName('operator')?.type ?? '';
  const value = assignment.childForFieldName('right');
  if (!value) return [];
  return [{ node: value, again: true, give: (right, before) => binary(operator.replace(/=$/, ''), before, right) }];
}

/** The part of a display that a target in a pattern gets; where it cannot be told apart, the whole. */
function unpacked(from: Node, path: readonly number[] | undefined): { readonly node: Node; readonly whole: boolean } {
  let node = from;
  for (const [depth, index] of (path ?? []).entries()) {
    while (node.type === 'parenthesized_expression' && node.firstNamedChild) node = node.firstNamedChild;
    const parts = /^(tuple|list|expression_list)$/.test(node.type)
      ? node.namedChildren.filter((child) => child.type !== 'comment')
      : [];
    const part = parts[index];
    if (!part || parts.some((each) => each.type === 'list_splat')) return { node, whole: depth < 0 };
    node = part;
  }
  return { node, whole: path !== undefined };
}

/** What a loop gives its target: the parts of what it goes over. */
function iterated(loop: Node, path: readonly number[] | undefined): Source[] {
  const right = loop.childForFieldName('right');
  if (!right) return [];
  // Nobody else has a list that is written right here.
  if (right.type === 'list') return [of(right, (value) => element({ ...value, kinds: value.kinds & ~Kind.list }))];
  const call = right.type === 'call' ? right.childForFieldName('function')?.text : undefined;
  const given = right.childForFieldName('arguments')?.namedChildren ?? [];
  const [index] = path ?? [];
  if (call === 'enumerate' && index === 1 && given[0]) return [of(given[0], element)];
  if (call === 'enumerate' && index === 0 && given.length === 1) return [constant({ ...NOTHING, ...UP_FROM_ZERO })];
  const part = call === 'zip' && index !== undefined ? given[index] : undefined;
  if (part && !given.some((each) => each.type === 'list_splat')) return [of(part, element)];
  return [of(right, element)];
}

const UP_FROM_ZERO = { sure: { low: 0, high: Infinity }, shown: { low: 0, high: Infinity }, kinds: Kind.int };

/** What a binding gives its name. */
function sourcesOf(world: FileScope, { node, binding }: Occurrence): readonly Source[] {
  switch (binding satisfies BindingKind | undefined) {
    case 'assignment':
    case 'loop':
    case 'with':
      return storeAt(node) ?? [constant(UNKNOWN)];
    case 'parameter':
      return parameterSources(world, node);
    case 'capture':
      return captured(node);
    case 'definition':
      return defined(node);
    case 'import':
      return [imported(world, node)];
    case 'delete':
      return [];
    default:
      return [constant(OTHER)];
  }
}

function imported(world: FileScope, node: Node): Source {
  const meaning = world.meaning(node, world.names.scopeAt(node));
  const known = meaning.kind === 'library' ? world.elsewhere(meaning.name, false) : undefined;
  return constant(known ?? UNKNOWN);
}

function defined(node: Node): readonly Source[] {
  const definition = node.parent;
  const property = definition?.type === 'function_definition' && decorators(definition).some(isProperty);
  return property ? [{ variable: resultVariable(definition), give: whole }] : [constant(OTHER)];
}

/** What `case` takes out of the subject. */
function captured(node: Node): readonly Source[] {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'match_statement') return fieldSource(at, 'subject', (value) => join(value, element(value)));
  }
  return [constant(UNKNOWN)];
}

const ANNOTATED: Readonly<Record<string, number>> = {
  ...{ float: Kind.float, str: Kind.text, Fraction: Kind.fraction, Decimal: Kind.decimal, timedelta: Kind.delta },
};

function parameterSources(world: FileScope, name: Node): readonly Source[] {
  let parameter = name;
  while (parameter.parent && !/^(lambda_)?parameters$/.test(parameter.parent.type)) parameter = parameter.parent;
  const list = parameter.parent;
  const definition = list?.parent;
  if (!list || !definition) return [constant(ASSUMED)];
  const annotation = parameter.childForFieldName('type')?.text.split('.').at(-1) ?? '';
  const kinds = ANNOTATED[annotation];
  const outside = constant(kinds === undefined ? ASSUMED : { ...ASSUMED, kinds });
  const splat = /splat_pattern$/.test(parameter.type) || /splat_pattern$/.test(parameter.firstNamedChild?.type ?? '');
  if (splat) return [constant(held([ASSUMED], 'list'))];
  const fallback = fieldSource(parameter, 'value');
  const all = list.namedChildren.filter((child) => child.type !== 'comment');
  const method = definition.type === 'function_definition' && classAround(definition) !== undefined;
  const position = all.findIndex((child) => same(child, parameter));
  if (method && position === 0 && !decorators(definition).some((each) => /\bstaticmethod\b/.test(each)))
    return [constant(OTHER)];
  return [outside, ...fallback, ...passedTo(world, definition, name.text)];
}

const isProperty = (decorator: string): boolean => /\b(cached_)?property\b|\.getter\b/.test(decorator);
const KEEPS_RESULT =
  /^@\s*((\w+\.)*(cached_)?property|staticmethod|classmethod|((functools|abc|typing|contextlib)\.)?(abstractmethod|override|final|contextmanager|lru_cache|cache)\b)/;

const INNER = new Set(['function_definition', 'class_definition', 'lambda']);

/** The nodes of some types that belong to a function itself, not to one inside it. */
function own(definition: Node, types: string[]): Node[] {
  const body = definition.childForFieldName('body');
  if (!body) return [];
  return body.descendantsOfType(types).filter((node) => {
    for (let at = node.parent; at && !same(at, body); at = at.parent) if (INNER.has(at.type)) return false;
    return true;
  });
}

function resultSources(definition: Node): Source[] {
  if (definition.type === 'lambda') return fieldSource(definition, 'body');
  const strange = decorators(definition).some((each) => !KEEPS_RESULT.test(each));
  const give = (value: NumberRange) => (strange ? unsure(value) : value);
  const yields = own(definition, ['yield']);
  if (yields.length > 0) {
    const values = yields.flatMap((node) => node.firstNamedChild ?? []);
    return [
      ...values.map((node) => of(node, (value) => give(held([value], 'sequence')))),
      constant(held([], 'sequence')),
    ];
  }
  const returned = own(definition, ['return_statement']).map((statement): Source => {
    const value = statement.namedChildren.find((child) => child.type !== 'comment');
    return value ? of(value, give) : constant(NONE);
  });
  const last = definition.childForFieldName('body')?.lastNamedChild?.type;
  if (last === 'return_statement') return returned;
  // One that only raises is there to be overridden.
  if (last === 'raise_statement') return returned.length > 0 ? returned : [constant(UNKNOWN)];
  return [...returned, constant(NONE)];
}
