// What a reference does where it stands, read from the syntax around it.
import { contains } from '../text/edits.ts';
import { type Call, readCall } from './calls.ts';
import type { Scope } from './scopes.ts';
import type { Node } from './source.ts';
import { isField, same, spanOf, statementOf } from './syntax.ts';

/** What a reference does where it stands. */
export type Role =
  | 'import'
  | 'call'
  | 'value'
  | 'decorator'
  | 'base'
  | 'except'
  | 'annotation'
  | 'string'
  | 'attribute'
  | 'mention';

/** A call and the position of one of its arguments. */
export interface ArgumentOf {
  readonly call: Call;
  readonly index: number;
}

/** The role of an expression that names an object; `callNode` where it is called. */
export function roleOf(node: Node, callNode: Node | undefined): Role {
  if (callNode) return 'call';
  for (let at = node, up = at.parent; up; at = up, up = at.parent) {
    switch (up.type) {
      case 'decorator':
        return 'decorator';
      case 'type':
        if (up.parent?.type === 'type_parameter') continue;
        return 'annotation';
      case 'argument_list':
        return up.parent?.type === 'class_definition' ? 'base' : 'value';
      case 'except_clause':
        return 'except';
      case 'tuple':
      case 'parenthesized_expression':
      case 'as_pattern':
      case 'subscript':
      case 'generic_type':
      case 'member_type':
      case 'union_type':
      case 'type_parameter':
      case 'binary_operator':
      case 'attribute':
        continue;
      default:
        return 'value';
    }
  }
  return 'value';
}

/** The call of which an expression is an argument, and its position. */
export function argumentOf(node: Node): ArgumentOf | undefined {
  const holder = node.parent?.type === 'keyword_argument' ? node.parent : node;
  const list = holder.parent;
  if (list?.type !== 'argument_list' || list.parent?.type !== 'call') return undefined;
  const call = readCall(list.parent);
  if (!call) return undefined;
  const index = call.arguments.findIndex((argument) => contains(argument.span, spanOf(holder)));
  return index < 0 ? undefined : { call, index };
}

/** Whether `isinstance`, `issubclass`, a class pattern or a comparison of types tests against an expression. */
export function isTypeTest(node: Node): boolean {
  if (node.parent?.type === 'class_pattern') return true;
  if (node.parent?.type === 'comparison_operator') return /\b(type\(|__class__)/.test(node.parent.text);
  const item = node.parent?.type === 'tuple' ? node.parent : node;
  const call = item.parent?.type === 'argument_list' ? item.parent.parent : null;
  return /^(isinstance|issubclass)$/.test(call?.childForFieldName('function')?.text ?? '');
}

/** Whether code in a scope runs while the module is loaded. */
export function evaluatedAtImport(scope: Scope): boolean {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    if (at.kind === 'function' || at.kind === 'lambda') return false;
  }
  return true;
}

/** Whether a statement, perhaps with others of the same call, is all that the body of a `while` does. */
export function aloneInLoop(node: Node): boolean {
  const statement = statementOf(node);
  const block = statement.parent;
  if (block?.type !== 'block' || block.parent?.type !== 'while_statement') return false;
  const callee = /^[\w.]+/.exec(statement.text)?.[0] ?? '';
  return block.namedChildren.every(
    (child) =>
      /^(comment|pass_statement|continue_statement)$/.test(child.type) ||
      same(child, statement) ||
      (child.type === 'expression_statement' && callee !== '' && child.text.startsWith(`${callee}(`)),
  );
}

/** Assigning to or deleting something of the library changes it for everybody: never ours to rewrite. */
export function storeTrouble(chain: readonly Node[]): string | undefined {
  const outermost = chain[chain.length - 1];
  if (!outermost || chain.length === 1) return undefined;
  for (let node = outermost, up = node.parent; up; node = up, up = node.parent) {
    if (/^(pattern_list|tuple_pattern|list_pattern|expression_list)$/.test(up.type)) continue;
    const target = (up.type === 'assignment' || up.type === 'augmented_assignment') && isField(up, 'left', node);
    if (target) return `\`${outermost.text}\` is assigned to: the library itself is changed here`;
    if (up.type === 'delete_statement') return `\`${outermost.text}\` is deleted: the library itself is changed here`;
    return undefined;
  }
  return undefined;
}
