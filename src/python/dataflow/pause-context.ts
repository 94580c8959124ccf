// What a statement that only lets others run may be there for: a loop that polls, something that was started just before, or
// what a comment above it says. Read from the syntax around it.

import type { Names } from '../scopes.ts';
import type { Node, SourceFile } from '../source.ts';
import { clip, isField, same, statementOf } from '../syntax.ts';
import { callsWithin, loopAround } from './enclosing-loop.ts';

/** A line, and what is written there. */
export interface YieldPlace {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** The surroundings of a pause. */
export interface YieldContext {
  /** What a loop around it waits for others to change. */
  readonly polled: YieldPlace | undefined;
  /** Whether it is all that the loop around it does. */
  readonly alone: boolean;
  /** The calls of the statements before it in its block, and of the one after it. */
  readonly beside: readonly { readonly line: number; readonly callee: string }[];
  /** The last line of a comment right above it. */
  readonly comment: YieldPlace | undefined;
}

/** Reads the surroundings of a call that is a statement. */
export function readYieldContext(call: Node, source: SourceFile, names: Names): YieldContext {
  const statement = statementOf(call);
  const place = (node: Node): YieldPlace => ({
    line: source.lines.at(node.startIndex).line,
    text: clip(node.text.replace(/\s+/g, ' ')),
  });
  const block = (statement.parent?.namedChildren ?? []).filter((each) => each.type !== 'comment');
  const index = block.findIndex((each) => same(each, statement));
  const beside = [...block.slice(0, index), ...block.slice(index + 1, index + 2)].flatMap((each) =>
    callsWithin(each).map(({ callee, start }) => ({ callee, line: source.lines.at(start).line })),
  );
  const above = statement.previousNamedSibling;
  const adjacent =
    above?.type === 'comment' &&
    above.endPosition.row === statement.startPosition.row - 1 &&
    above.startPosition.column === statement.startPosition.column;
  const loop = loopAround(call);
  const body = loop?.childForFieldName('body') ?? undefined;
  const polled = loop && body && polledBy(loop, body, call, names);
  return {
    polled: polled && place(polled),
    alone: body?.namedChildren.every((each) => each.type === 'comment' || same(each, statement)) ?? false,
    beside,
    comment: adjacent && above ? place(above) : undefined,
  };
}

/** What decides how long a loop around a pause goes on, where others must change it, or where the loop calls nothing else. */
function polledBy(loop: Node, body: Node, call: Node, names: Names): Node | undefined {
  const paused = call.childForFieldName('function')?.text.replace(/\s/g, '') ?? '';
  const calls = callsWithin(body).filter(({ callee }) => callee !== paused);
  const test = loop.type === 'while_statement' ? loop.childForFieldName('condition') : null;
  const tests = [...(test ? [test] : []), ...exits(body)];
  const polled = tests.find((each) => needsOthers(each, body, names));
  if (polled) return polled;
  return test && test.type !== 'true' && calls.length === 0 ? test : undefined;
}

/** The tests after which a loop is left. */
function exits(body: Node): Node[] {
  const found: Node[] = [];
  const visit = (node: Node): void => {
    if (node.type === 'function_definition' || node.type === 'class_definition') return;
    const test = node.type === 'if_statement' ? node.childForFieldName('condition') : null;
    const leaves = node
      .childForFieldName('consequence')
      ?.namedChildren.some((each) => /^(break|return)_statement$/.test(each.type));
    if (test && leaves) found.push(test);
    node.namedChildren.forEach(visit);
  };
  visit(body);
  return found;
}

/** Whether a test asks for something that the loop itself does not change: an attribute, an object, a name of an outer scope. */
function needsOthers(test: Node, body: Node, names: Names): boolean {
  const asked = new Set<string>();
  let opaque = false;
  const visit = (node: Node, called: boolean): void => {
    if (node.type === 'call') {
      const callee = node.childForFieldName('function');
      const list = node.childForFieldName('arguments')?.namedChildren ?? [];
      const object = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
      if (object) visit(object, true);
      for (const each of list) visit(each, true);
      if (!object && list.length === 0) opaque = true;
      return;
    }
    if (node.type === 'attribute' || node.type === 'subscript') {
      const object = node.childForFieldName(node.type === 'attribute' ? 'object' : 'value');
      // `self` is no object that changes, but what it holds is.
      asked.add(node.text);
      if (object && node.type === 'subscript') asked.add(object.text);
      return;
    }
    if (node.type === 'identifier') {
      const outer = names.resolveAt(node.text, node) !== names.scopeAt(node);
      if (called || (outer && names.resolveAt(node.text, node) !== undefined)) asked.add(node.text);
      return;
    }
    for (const each of node.namedChildren) visit(each, called);
  };
  visit(test, false);
  return opaque || [...asked].some((text) => !changes(body, text));
}

/** Whether a loop's body assigns to a name or attribute, or calls a method of it. */
function changes(body: Node, text: string): boolean {
  const visit = (node: Node): boolean => {
    if (node.type === 'function_definition' || node.type === 'lambda') return false;
    if (/^(augmented_)?assignment$/.test(node.type)) {
      const left = node.childForFieldName('left');
      const targets = left && /_list$|_pattern$/.test(left.type) ? left.namedChildren : [left];
      if (targets.some((each) => each?.text === text)) return true;
    }
    if (node.type === 'named_expression' && node.childForFieldName('name')?.text === text) return true;
    if (node.type === 'call') {
      const callee = node.childForFieldName('function');
      const object = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
      if (object?.text === text && !isTest(node)) return true;
    }
    return node.namedChildren.some(visit);
  };
  return visit(body);
}

/** Whether a call only decides something: it stands in the condition of a statement. */
function isTest(call: Node): boolean {
  for (let node = call, up = node.parent; up; node = up, up = node.parent) {
    if (up.type === 'block') return false;
    if (/^(if|while)_statement$|^elif_clause$/.test(up.type)) return isField(up, 'condition', node);
  }
  return false;
}
