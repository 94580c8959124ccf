// What takes an exception on its way: handlers, context managers that let none through, and a `finally` that leaves first.
// One that raises again what it caught takes none.

import type { Node } from '../source.ts';
import { ancestor, clip, isField } from '../syntax.ts';
import { argumentsIn } from './call-sites.ts';
import { lastName } from './infer-class.ts';

/** Something that takes an exception and lets the program go on. */
export interface Handler {
  /** The last names of what it takes; `BaseException` for everything. */
  readonly takes: readonly string[];
  /** As it is written: `except Exception`. */
  readonly text: string;
  readonly node: Node;
}

const FUNCTION = /^(function_definition|lambda)$/;
/** Context managers that take exceptions which they are given. */
const TAKING = /^(suppress|assertRaises|assertRaisesRegex|assertRaisesRegexp|raises|ExpectedException)$/;

/** What takes exceptions that a node raises, nearest first, inside of the function that it is in. */
export function handlersAround(from: Node): Handler[] {
  const found: Handler[] = [];
  for (let node = from, up = node.parent; up && !FUNCTION.test(up.type); node = up, up = node.parent) {
    if (up.type === 'try_statement') found.push(...ofTry(up, node));
    if (up.type === 'with_statement' && isField(up, 'body', node)) found.push(...ofWith(up));
  }
  return found;
}

function ofTry(statement: Node, node: Node): Handler[] {
  const found: Handler[] = [];
  const inBody = isField(statement, 'body', node);
  for (const clause of statement.namedChildren) {
    if (inBody && /^except(_group)?_clause$/.test(clause.type) && !raisesAgain(clause)) {
      const value = clause.namedChildren.find((child) => child.type !== 'block' && child.type !== 'comment');
      const caught = value?.type === 'as_pattern' ? value.firstNamedChild : value;
      const text = caught ? `except ${clip(caught.text)}` : 'except';
      found.push({ takes: caught ? namesOf(caught) : ['BaseException'], text, node: clause });
    }
    if (clause.type === 'finally_clause' && clause.id !== node.id && leaves(clause))
      found.push({ takes: ['BaseException'], text: 'finally', node: clause });
  }
  return found;
}

/** The last names of an exception or of a tuple of them. */
function namesOf(caught: Node): string[] {
  if (/^(tuple|parenthesized_expression|list)$/.test(caught.type)) return caught.namedChildren.flatMap(namesOf);
  // What a variable holds may be anything.
  const name = lastName(caught);
  if (name === undefined) return caught.type === 'comment' ? [] : ['BaseException'];
  return [/^[A-Z]\w*[a-z]/.test(name) ? name : 'BaseException'];
}

/** Whether a clause raises at its end what it caught, itself or by a context manager. */
function raisesAgain(clause: Node): boolean {
  const body = clause.namedChildren.find((child) => child.type === 'block');
  const statements = body?.namedChildren.filter((child) => child.type !== 'comment') ?? [];
  const last = statements.at(-1);
  if (last?.type === 'raise_statement') return last.namedChildCount === 0;
  return statements.some(
    (each) =>
      each.type === 'with_statement' && /\bsave_and_reraise_exception\(\s*\)/.test(each.firstNamedChild?.text ?? ''),
  );
}

/** Whether a `finally` returns, which drops what was raised. */
function leaves(clause: Node): boolean {
  return clause.descendantsOfType('return_statement').some((each) => {
    const around = ancestor(each, FUNCTIONS);
    return !around || around.startIndex < clause.startIndex;
  });
}

const FUNCTIONS = new Set(['function_definition']);

function ofWith(statement: Node): Handler[] {
  const clause = statement.namedChildren.find((child) => child.type === 'with_clause');
  return (clause?.namedChildren ?? []).flatMap((item): Handler[] => {
    const value = item.childForFieldName('value') ?? item.firstNamedChild;
    const call = value?.type === 'as_pattern' ? value.firstNamedChild : value;
    return call?.type === 'call' ? ofCall(call) : [];
  });
}

/** `suppress(Exception)`, `assertRaises(Exception)`. */
export function ofCall(call: Node): Handler[] {
  if (!TAKING.test(lastName(call.childForFieldName('function')) ?? '')) return [];
  const list = call.childForFieldName('arguments');
  const { positional } = argumentsIn(list ?? call);
  const callee = lastName(call.childForFieldName('function'));
  const takes = callee === 'suppress' ? positional.flatMap(namesOf) : positional.slice(0, 1).flatMap(namesOf);
  return [{ takes, text: clip(call.text), node: call }];
}
