// Calls and their arguments as a transform sees them: values with spans, no syntax nodes. Knows no name of any library.
import type { Span } from '../text/edits.ts';
import { numberOf } from './number-literals.ts';
import type { Node } from './source.ts';
import { isField, parentPastParentheses, spanOf } from './syntax.ts';

/** An expression, as far as a decision may depend on it. */
export interface Expression {
  readonly span: Span;
  readonly text: string;
  readonly kind: 'number' | 'string' | 'none' | 'boolean' | 'name' | 'attribute' | 'call' | 'other';
  /** The value of a numeric literal, its sign included. */
  readonly number: number | undefined;
  /** Whether it may be evaluated twice, or not at all, without anybody noticing: a literal or a plain name. */
  readonly inert: boolean;
  /** Whether it needs parentheses before it can stand where an atom must: `a if b else c`, `lambda: x`. */
  readonly loose: boolean;
}

/** One argument of a call. */
export interface Argument {
  readonly span: Span;
  /** The keyword, for `name=value`. */
  readonly name: string | undefined;
  readonly star: '' | '*' | '**';
  readonly value: Expression;
}

/** What becomes of a call's result. */
export type ResultUse = 'unused' | 'truth' | 'value';

/** One call. */
export interface Call {
  readonly span: Span;
  /** What is called: `mock.patch` in `mock.patch(x)`. */
  readonly callee: Span;
  readonly calleeText: string;
  readonly arguments: readonly Argument[];
  /** The argument list with its parentheses. */
  readonly list: Span;
  /** Whether there is nothing but white space between the parentheses. */
  readonly emptyList: boolean;
  readonly result: ResultUse;
  /** What to delete for an empty list: all but comments and parentheses; undefined where there is no argument. */
  readonly allArguments: Span | undefined;
  /** The span that deletes an argument together with one comma, comments kept. */
  spanWithComma(argument: Argument): Span;
}

/** What may stand between arguments and is none. */
const BETWEEN = new Set(['comment', 'line_continuation']);
const LITERALS = new Set(['integer', 'float', 'string', 'concatenated_string', 'none', 'true', 'false', 'identifier']);
const LOOSE = new Set([
  'conditional_expression',
  'lambda',
  'boolean_operator',
  'not_operator',
  'comparison_operator',
  'binary_operator',
  'unary_operator',
  'await',
  'named_expression',
  'yield',
]);

/** Reads any expression node. */
export function readExpression(node: Node): Expression {
  const number = numberOf(node);
  return {
    span: spanOf(node),
    text: node.text,
    kind: kindOf(node, number),
    number,
    inert: number !== undefined || LITERALS.has(node.type),
    loose: LOOSE.has(node.type),
  };
}

function kindOf(node: Node, number: number | undefined): Expression['kind'] {
  if (number !== undefined) return 'number';
  switch (node.type) {
    case 'string':
    case 'concatenated_string':
      return 'string';
    case 'none':
      return 'none';
    case 'true':
    case 'false':
      return 'boolean';
    case 'identifier':
      return 'name';
    case 'attribute':
      return 'attribute';
    case 'call':
      return 'call';
    default:
      return 'other';
  }
}

/** Reads a `call` node. */
export function readCall(node: Node): Call | undefined {
  const callee = node.childForFieldName('function');
  const list = node.childForFieldName('arguments');
  if (!callee || !list) return undefined;
  const nodes = list.type === 'argument_list' ? list.namedChildren.filter((child) => !BETWEEN.has(child.type)) : [list];
  const args = nodes.map(readArgument);
  return {
    span: spanOf(node),
    callee: spanOf(callee),
    calleeText: callee.text.replace(/\s/g, ''),
    arguments: args,
    list: spanOf(list),
    emptyList: /^\(\s*\)$/.test(list.text),
    result: resultUse(node),
    allArguments: allArguments(list, args),
    spanWithComma: (argument) => spanWithComma(list, args, argument),
  };
}

function readArgument(node: Node): Argument {
  if (node.type === 'keyword_argument') {
    const value = node.childForFieldName('value') ?? node;
    return { span: spanOf(node), name: node.childForFieldName('name')?.text, star: '', value: readExpression(value) };
  }
  if (node.type === 'list_splat' || node.type === 'dictionary_splat') {
    const value = node.firstNamedChild ?? node;
    const star = node.type === 'list_splat' ? '*' : '**';
    return { span: spanOf(node), name: undefined, star, value: readExpression(value) };
  }
  return { span: spanOf(node), name: undefined, star: '', value: readExpression(node) };
}

function allArguments(list: Node, args: readonly Argument[]): Span | undefined {
  const first = args[0];
  const last = args[args.length - 1];
  if (!first || !last) return undefined;
  if (!list.namedChildren.some((child) => child.type === 'comment'))
    return { start: list.startIndex + 1, end: list.endIndex - 1 };
  const after = list.children.find((child) => child.type === ',' && child.startIndex >= last.span.end);
  return { start: first.span.start, end: after?.endIndex ?? last.span.end };
}

function spanWithComma(list: Node, args: readonly Argument[], argument: Argument): Span {
  const index = args.indexOf(argument);
  const next = args[index + 1];
  const previous = args[index - 1];
  const commas = list.children.filter((child) => child.type === ',');
  const after = commas.find((comma) => comma.startIndex >= argument.span.end);
  if (next && after) {
    const comment = list.namedChildren.some(
      (child) => child.type === 'comment' && child.startIndex >= argument.span.end && child.endIndex <= next.span.start,
    );
    return { start: argument.span.start, end: comment ? after.endIndex : next.span.start };
  }
  if (previous) {
    const before = commas.findLast((comma) => comma.endIndex <= argument.span.start);
    return { start: before?.startIndex ?? argument.span.start, end: argument.span.end };
  }
  return { start: argument.span.start, end: after?.endIndex ?? argument.span.end };
}

/** What becomes of an expression's value where it stands. */
export function resultUse(expression: Node): ResultUse {
  const { node, parent } = parentPastParentheses(expression);
  switch (parent?.type) {
    case 'expression_statement':
      return parent.namedChildCount === 1 ? 'unused' : 'value';
    case 'if_statement':
    case 'elif_clause':
    case 'while_statement':
      return isField(parent, 'condition', node) ? 'truth' : 'value';
    case 'not_operator':
    case 'if_clause':
    case 'assert_statement':
      return 'truth';
    case 'conditional_expression':
      return parent.namedChild(1)?.id === node.id ? 'truth' : resultUse(parent);
    case 'boolean_operator':
      return resultUse(parent) === 'truth' ? 'truth' : 'value';
    default:
      return 'value';
  }
}
