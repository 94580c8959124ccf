// What is known of a local name where it stands, beyond what it may hold anywhere: the one assignment that must have come
// last, or a condition that holds there. Only for names that nobody else can rebind meanwhile; in doubt it knows nothing.

import { numberOf } from '../../number-literals.ts';
import type { Scope } from '../../scopes.ts';
import type { Node } from '../../source.ts';
import { isField, same, statementOf } from '../../syntax.ts';
import type { FileScope } from './file-scope.ts';

/** What holds of a name at one place. */
export interface Narrowed {
  /** The target of the assignment that came last. */
  readonly target: Node | undefined;
  /** Whether a condition keeps negative numbers out. */
  readonly notNegative: boolean;
}

const NOTHING_KNOWN: Narrowed = { target: undefined, notNegative: false };
const LOOPS = new Set(['for_statement', 'while_statement']);
const OUTSIDE = new Set(['function_definition', 'lambda', 'class_definition', 'module']);
/** How many statements before a place are looked at for one that leaves. */
const MOST_EXITS = 2;

/** Looks around the use of a name whose binding is in `home`. */
export function narrow(world: FileScope, use: Node, scope: Scope, home: Scope): Narrowed {
  if (scope !== home || home.kind !== 'function') return NOTHING_KNOWN;
  const bindings = world.localBindings(use.text, home);
  if (!bindings) return NOTHING_KNOWN;
  const bound = (start: number, end: number) => (bindings[firstFrom(bindings, start)]?.startIndex ?? Infinity) < end;
  return { target: lastAssignment(use, bindings, bound), notNegative: isGuarded(use, bound) };
}

/** Whether a name is bound between two offsets. */
type Bound = (start: number, end: number) => boolean;

/** The index of the first node from an offset on, of nodes in document order. */
function firstFrom(nodes: readonly Node[], offset: number): number {
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.startIndex ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The target of the assignment that every way to the use goes through last. */
function lastAssignment(use: Node, bindings: readonly Node[], bound: Bound): Node | undefined {
  const target = bindings[firstFrom(bindings, use.startIndex) - 1];
  const statement = target && statementOf(target);
  if (!target || statement?.type !== 'expression_statement' || statement.endIndex > use.startIndex) return undefined;
  if (statement.firstNamedChild?.type !== 'assignment') return undefined;
  for (let at: Node | null = use.parent; at; at = at.parent) {
    if (same(at, statement.parent)) return target;
    if (OUTSIDE.has(at.type)) return undefined;
    if (LOOPS.has(at.type) && bound(at.startIndex, at.endIndex)) return undefined;
  }
  return undefined;
}

/** Whether the use is reached only where the name is not negative. */
function isGuarded(use: Node, bound: Bound): boolean {
  const name = use.text;
  let looped = false;
  for (let node = use, up = node.parent; up && !OUTSIDE.has(up.type); node = up, up = up.parent) {
    const condition = up.childForFieldName('condition');
    switch (up.type) {
      case 'if_statement':
      case 'elif_clause':
        if (condition && isField(up, 'consequence', node) && implies(condition, name, true))
          return !bound(node.startIndex, node.endIndex);
        break;
      case 'else_clause': {
        const test = up.parent?.type === 'if_statement' ? up.parent.childForFieldName('condition') : null;
        if (test && implies(test, name, false)) return !bound(test.startIndex, up.endIndex);
        break;
      }
      case 'while_statement':
        if (condition && isField(up, 'body', node) && implies(condition, name, true))
          return !bound(node.startIndex, looped ? node.endIndex : use.startIndex);
        looped = true;
        break;
      case 'for_statement':
        looped = true;
        break;
      case 'conditional_expression': {
        const test = up.namedChild(1);
        if (test && same(up.namedChild(0), node) && implies(test, name, true)) return true;
        if (test && same(up.namedChild(2), node) && implies(test, name, false)) return true;
        break;
      }
      case 'boolean_operator': {
        const left = up.childForFieldName('left');
        const truth = up.childForFieldName('operator')?.type === 'and';
        if (left && isField(up, 'right', node) && implies(left, name, truth)) return true;
        break;
      }
      case 'block':
        if (leftBefore(node, name, bound)) return !looped || !bound(up.startIndex, up.endIndex);
    }
  }
  return false;
}

/** Whether a statement right before leaves the block where the name is negative. */
function leftBefore(statement: Node, name: string, bound: Bound): boolean {
  let before = statement.previousNamedSibling;
  for (let step = 0; before && step < MOST_EXITS; step++, before = before.previousNamedSibling) {
    const condition = before.type === 'if_statement' ? before.childForFieldName('condition') : null;
    const last = before.childForFieldName('consequence')?.lastNamedChild;
    if (condition && last && EXITS.has(last.type) && !before.childForFieldName('alternative')) {
      if (implies(condition, name, false)) return !bound(condition.endIndex, statement.endIndex);
    }
  }
  return false;
}

const EXITS = new Set(['return_statement', 'raise_statement', 'continue_statement', 'break_statement']);
const FLIPPED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==' };
const NEGATED: Readonly<Record<string, string>> = { '<': '>=', '<=': '>' };

/** Whether a condition that is true, or false, says that a name is not negative. */
function implies(condition: Node, name: string, truth: boolean): boolean {
  const waiting: { readonly node: Node; readonly truth: boolean }[] = [{ node: condition, truth }];
  // Every part of `a and b` that is true holds, and of `a or b` that is false; nothing is made of the others.
  for (let each = waiting.pop(); each; each = waiting.pop()) {
    const { node, truth: holds } = each;
    if (node.type === 'parenthesized_expression' && node.firstNamedChild)
      waiting.push({ node: node.firstNamedChild, truth: holds });
    else if (node.type === 'not_operator') {
      const argument = node.childForFieldName('argument');
      if (argument) waiting.push({ node: argument, truth: !holds });
    } else if (node.type === 'boolean_operator') {
      if (holds !== (node.childForFieldName('operator')?.type === 'and')) continue;
      for (const side of node.namedChildren) waiting.push({ node: side, truth: holds });
    } else if (node.type === 'comparison_operator' && compares(node, name, holds)) return true;
  }
  return false;
}

/** Whether a comparison bounds a name from below by a number that is not negative. */
function compares(comparison: Node, name: string, truth: boolean): boolean {
  const parts = comparison.children.filter((child) => child.type !== 'comment');
  if (!truth && parts.length > 3) return false;
  for (let at = 0; at + 2 < parts.length; at += 2) {
    const [left, operator, right] = parts.slice(at, at + 3);
    if (!left || !operator || !right) continue;
    const sign = truth ? operator.type : (NEGATED[operator.type] ?? '');
    const flipped = truth ? (FLIPPED[operator.type] ?? '') : (NEGATED[FLIPPED[operator.type] ?? ''] ?? '');
    if (isName(left, name) && bounds(sign, right)) return true;
    if (isName(right, name) && bounds(flipped, left)) return true;
  }
  return false;
}

function bounds(operator: string, by: Node): boolean {
  const number = numberOf(by);
  return number !== undefined && number >= 0 && /^(>=?|==)$/.test(operator);
}

/** A name, or the assignment expression that gives it. */
function isName(node: Node, name: string): boolean {
  if (node.type === 'parenthesized_expression' && node.firstNamedChild) return isName(node.firstNamedChild, name);
  if (node.type === 'named_expression') return node.childForFieldName('name')?.text === name;
  return node.type === 'identifier' && node.text === name;
}
