// What one expression gives, of what its parts give. Without recursion, and no deeper than a bound: generated code has
// expressions of many thousand parts, one inside the other.

import { numberInText, numberOf, textOf } from '../../number-literals.ts';
import type { Scope } from '../../scopes.ts';
import type { Node } from '../../source.ts';
import { argumentsOf, children } from './evaluate-arguments.ts';
import type { FileScope } from './file-scope.ts';
import { binary, outward, unary } from './interval-arithmetic.ts';
import {
  ANYTHING,
  between,
  element,
  held,
  isNothing,
  join,
  Kind,
  mapped,
  NONE,
  NOTHING,
  type NumberRange,
  OTHER,
  originating,
  TEXT,
  UNKNOWN,
  unsure,
} from './interval-lattice.ts';
import { attributeModel, methodModel } from './method-models.ts';
import { narrow } from './narrowing.ts';
import { constantOf, modelOf } from './stdlib-models.ts';
import type { Variable } from './variable.ts';
import { attributeVariable, nameVariable, resultVariable, targetVariable } from './variable-sources.ts';

/** What reading one expression needs. */
export interface Reading {
  readonly world: FileScope;
  /** What a variable is known to hold. */
  read(variable: Variable): NumberRange;
  /** Counts one more node; false where there were too many. */
  spend(): boolean;
}

/** The parts of an expression, and what it gives of theirs. */
interface Step {
  readonly parts: readonly Node[];
  /** The scope of the parts, where it is not that of the whole. */
  readonly scope?: Scope;
  combine(values: readonly NumberRange[]): NumberRange;
}

interface Frame {
  readonly node: Node;
  readonly scope: Scope;
  readonly step: Step;
  readonly values: NumberRange[];
}

const BIT = between(0, 1, Kind.int);
const leaf = (amount: NumberRange): Step => ({ parts: [], combine: () => amount });
const pass = (node: Node | null | undefined): Step =>
  node ? { parts: [node], combine: ([value = UNKNOWN]) => value } : leaf(UNKNOWN);

/** So deep an expression is looked into: Python's own parser takes 200 parentheses, and nobody adds more by hand. */
const DEEPEST = 200;

/** Evaluates an expression; anything may be where it is too deep or has too many parts. */
export function evaluate(root: Node, reading: Reading): NumberRange {
  const begin = (node: Node, scope: Scope): Frame => ({ node, scope, step: stepOf(node, scope, reading), values: [] });
  const frames = [begin(root, reading.world.names.scopeAt(root))];
  for (;;) {
    const frame = frames.at(-1);
    if (!frame) return UNKNOWN;
    const next = frame.step.parts[frame.values.length];
    if (next) {
      if (frames.length >= DEEPEST || !reading.spend()) return ANYTHING;
      frames.push(begin(next, frame.step.scope ?? frame.scope));
      continue;
    }
    const value = originating(frame.step.combine(frame.values), frame.node.startIndex);
    frames.pop();
    const around = frames.at(-1);
    if (!around) return value;
    around.values.push(value);
  }
}

function stepOf(node: Node, scope: Scope, reading: Reading): Step {
  const number = /^(integer|float|unary_operator)$/.test(node.type) ? numberOf(node) : undefined;
  if (number !== undefined) return leaf(literal(number, node));
  const field = (name: string) => node.childForFieldName(name);
  switch (node.type) {
    case 'true':
    case 'false':
      return leaf(between(Number(node.type === 'true'), Number(node.type === 'true'), Kind.int));
    case 'none':
      return leaf(NONE);
    case 'string':
    case 'concatenated_string':
      return leaf(written(node));
    case 'not_operator':
    case 'comparison_operator':
      return leaf(BIT);
    case 'lambda':
    case 'ellipsis':
      return leaf(OTHER);
    case 'parenthesized_expression':
    case 'await':
      return pass(children(node)[0]);
    case 'named_expression':
      return pass(field('value'));
    case 'unary_operator':
      return { ...pass(field('argument')), combine: ([value = UNKNOWN]) => unary(node.child(0)?.type ?? '', value) };
    case 'binary_operator':
      return {
        parts: [field('left') ?? node, field('right') ?? node],
        combine: ([left = UNKNOWN, right = UNKNOWN]) => binary(field('operator')?.type ?? '', left, right),
      };
    case 'boolean_operator':
      return {
        parts: [field('left') ?? node, field('right') ?? node],
        combine: ([left = UNKNOWN, right = UNKNOWN]) => chosen(field('operator')?.type ?? '', left, right),
      };
    case 'conditional_expression':
      return { parts: [node.namedChild(0) ?? node, node.namedChild(2) ?? node], combine: (values) => join(...values) };
    case 'identifier':
      return leaf(nameAt(node, scope, reading));
    case 'attribute':
      return attributeStep(node, scope, reading);
    case 'subscript':
      return subscriptStep(node, scope, reading);
    case 'call':
      return callStep(node, scope, reading);
    default:
      return displayStep(node, reading);
  }
}

function literal(number: number, node: Node): NumberRange {
  const kind = /[.eEjJ]/.test(node.text) && !/0[xX]/.test(node.text) ? Kind.float : Kind.int;
  const exact = between(number, number, kind);
  return kind === Kind.int ? mapped([exact], kind, (bounds = exact.sure) => outward(bounds)) : exact;
}

function written(node: Node): NumberRange {
  const text = textOf(node);
  const number = text === undefined ? undefined : numberInText(text);
  if (number === undefined) return TEXT;
  const exact = between(number, number, Kind.text);
  return mapped([exact], Kind.text, (bounds = exact.sure) => outward(bounds));
}

/** `a or b` is `a` where that is true; `a and b` is `a` where it is false: 0, or nothing. */
function chosen(operator: string, left: NumberRange, right: NumberRange): NumberRange {
  if (isNothing(left)) return NOTHING;
  if (operator === 'and') {
    const numbers = left.kinds & ~(Kind.list | Kind.sequence | Kind.none);
    return join(right, left.kinds & Kind.none ? NONE : NOTHING, numbers ? between(0, 0, numbers) : NOTHING);
  }
  return join({ ...left, kinds: left.kinds & ~Kind.none || Kind.none }, right);
}

function nameAt(node: Node, scope: Scope, { world, read }: Reading): NumberRange {
  const home = world.home(node.text, node, scope);
  if (!home) return constantOf(node.text) ?? UNKNOWN;
  const anywhere = read(nameVariable(world, node.text, home));
  if (anywhere.origins.negative === undefined && anywhere.origins.fraction === undefined) return anywhere;
  const { target, notNegative } = narrow(world, node, scope, home);
  const here = target ? read(targetVariable(target)) : anywhere;
  return notNegative ? clamped(here) : here;
}

/** The same value where a condition keeps negative numbers out. */
function clamped(amount: NumberRange): NumberRange {
  return mapped([amount], amount.kinds, ({ low, high } = amount.sure) => ({
    low: Math.max(low, 0),
    high: Math.max(high, 0),
  }));
}

/** Displays and comprehensions: what holds others. */
function displayStep(node: Node, reading: Reading): Step {
  switch (node.type) {
    case 'list':
    case 'set':
      return { parts: children(node), combine: (values) => held(values, 'list') };
    case 'tuple':
    case 'expression_list':
      return { parts: children(node), combine: (values) => held(values, 'sequence') };
    case 'list_splat':
    case 'dictionary_splat':
      return { ...pass(node.firstNamedChild), combine: ([value = UNKNOWN]) => element(value) };
    case 'dictionary':
      return { parts: children(node), combine: (values) => held(values, 'list') };
    case 'pair': {
      // Keys are what a loop over it gives; words are no numbers.
      const [key, value] = [node.childForFieldName('key'), node.childForFieldName('value')];
      const parts = [...(key && key.type !== 'string' ? [key] : []), ...(value ? [value] : [])];
      return { parts, combine: (values) => join(...values) };
    }
    case 'list_comprehension':
    case 'set_comprehension':
    case 'dictionary_comprehension':
    case 'generator_expression': {
      const body = node.childForFieldName('body');
      const as = node.type === 'generator_expression' ? 'sequence' : 'list';
      if (!body) return leaf(UNKNOWN);
      return { parts: [body], scope: reading.world.names.scopeAt(body), combine: (values) => held(values, as) };
    }
    default:
      return leaf(UNKNOWN);
  }
}

function subscriptStep(node: Node, scope: Scope, { world }: Reading): Step {
  const value = node.childForFieldName('value');
  if (!value) return leaf(UNKNOWN);
  const meaning = /^(identifier|attribute)$/.test(value.type) ? world.meaning(value, scope) : undefined;
  const constant = meaning?.kind === 'library' ? constantOf(meaning.name) : undefined;
  if (constant) return leaf(element(constant));
  const slice = node.childForFieldName('subscript')?.type === 'slice';
  return { parts: [value], combine: ([whole = UNKNOWN]) => (slice ? whole : element(whole)) };
}

function attributeStep(node: Node, scope: Scope, { world, read }: Reading): Step {
  const meaning = world.meaning(node, scope);
  if (meaning.kind === 'library') {
    const constant = constantOf(meaning.name) ?? world.elsewhere(meaning.name, false);
    return leaf(constant ?? UNKNOWN);
  }
  if (meaning.kind !== 'member') return leaf(UNKNOWN);
  const { name, owner, receiver } = meaning;
  if (owner !== undefined) return leaf(read(attributeVariable(world, name, owner)));
  return {
    parts: [receiver],
    combine([value = UNKNOWN]) {
      const known = attributeModel(name, value);
      if (known) return known;
      if (value.shown.low < 0 && value.kinds !== Kind.other) return ANYTHING;
      return read(attributeVariable(world, name, undefined));
    },
  };
}

function callStep(node: Node, scope: Scope, { world, read }: Reading): Step {
  const callee = node.childForFieldName('function');
  if (!callee) return leaf(UNKNOWN);
  const meaning = world.meaning(callee, scope);
  const { parts, passed } = argumentsOf(node);
  const results = (definitions: readonly Node[]) => join(...definitions.map((each) => read(resultVariable(each))));
  switch (meaning.kind) {
    case 'library': {
      const model = modelOf(meaning.name);
      if (model) return { parts, combine: (values) => model(passed(values)) };
      if (meaning.name === 'getattr') return attributeByName(world, parts, read);
      return leaf(world.elsewhere(meaning.name, true) ?? UNKNOWN);
    }
    case 'functions':
      return leaf(meaning.certain ? results(meaning.definitions) : unsure(results(meaning.definitions)));
    case 'class':
      return leaf(OTHER);
    case 'member': {
      const { name, owner, receiver, methods } = meaning;
      if (owner !== undefined && methods.length > 0) return leaf(results(methods));
      return {
        parts: [receiver, ...parts],
        combine([value = UNKNOWN, ...values]) {
          const known = methodModel(name, value, passed(values));
          if (known) return known;
          if (value.shown.low < 0 && value.kinds !== Kind.other) return ANYTHING;
          return join(unsure(results(methods)), UNKNOWN);
        },
      };
    }
    default:
      return leaf(UNKNOWN);
  }
}

/** `getattr(x, 'name', default)`. */
function attributeByName(world: FileScope, parts: readonly Node[], read: Reading['read']): Step {
  const name = parts[1] && textOf(parts[1]);
  const [fallback] = parts.slice(2);
  return {
    parts: fallback ? [fallback] : [],
    combine: ([value = NOTHING]) => join(value, name ? read(attributeVariable(world, name, undefined)) : UNKNOWN),
  };
}
