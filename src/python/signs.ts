// Whether a number may be negative, as far as the text of its file shows it: by its own syntax, by what its names are
// assigned, and by what the callers of the function around it pass.
import type { Node } from './source.ts';

/** The value of a numeric literal, its sign included. */
export function numberOf(node: Node): number | undefined {
  if (node.type === 'integer' || node.type === 'float') {
    const text = node.text.replaceAll('_', '');
    if (/^0[xob]/i.test(text) || /^[\d.]+(e[+-]?\d+)?$/i.test(text)) return Number(text);
    return undefined;
  }
  if (node.type === 'parenthesized_expression' && node.namedChildCount === 1 && node.firstNamedChild) {
    return numberOf(node.firstNamedChild);
  }
  if (node.type === 'unary_operator') {
    const operand = node.childForFieldName('argument');
    const value = operand ? numberOf(operand) : undefined;
    if (value === undefined) return undefined;
    const sign = node.child(0)?.type;
    return sign === '-' ? -value : sign === '+' ? value : undefined;
  }
  return undefined;
}

/** The operands on which the sign of an expression depends; `negative` where its own syntax already allows one. */
function signOf(node: Node): 'negative' | readonly (Node | null)[] {
  switch (node.type) {
    case 'unary_operator':
      return node.child(0)?.type === '-' ? 'negative' : node.namedChildren;
    case 'binary_operator':
      return node.childForFieldName('operator')?.type === '-' ? 'negative' : node.namedChildren;
    case 'parenthesized_expression':
    case 'boolean_operator':
      return node.namedChildren;
    case 'named_expression':
      return [node.childForFieldName('value')];
    case 'conditional_expression':
      return [node.namedChild(0), node.namedChild(2)];
    case 'call': {
      const operands = node.childForFieldName('arguments')?.namedChildren ?? [];
      const name = node.childForFieldName('function')?.text ?? '';
      if (name === 'max') return operands.some((operand) => (numberOf(operand) ?? -1) >= 0) ? [] : operands;
      return /^(min|float|int|round)$/.test(name) ? operands : [];
    }
    default:
      return [];
  }
}

/** Whether the text of an expression has a minus sign that nothing covers. */
function hasMinus(text: string): boolean {
  const value = text.replace(/(['"]).*?\1|#.*|->|\de-\d/g, '');
  return value.includes('-') && !/^\s*(max\(|abs\()/.test(value);
}

/** Whether the function around a name gives it a value, a default or an argument that may be negative. */
function assignedNegative(name: Node): boolean {
  let around: Node = name;
  while (around.parent && around.type !== 'function_definition') around = around.parent;
  const assigned = new RegExp(`(?<![\\w.])${name.text}[ \\t]*(?::[^=\\n]+)?(-?)=(?!=)[ \\t]*([^\\n]*)`, 'g');
  for (const match of around.text.matchAll(assigned)) if (match[1] || hasMinus(match[2] ?? '')) return true;
  return around.type === 'function_definition' && passedNegative(around, name.text);
}

/** Whether a call of the function, anywhere in its file, passes a parameter something that may be negative. */
function passedNegative(definition: Node, parameter: string): boolean {
  const name = definition.childForFieldName('name')?.text ?? '';
  const parameters = (definition.childForFieldName('parameters')?.namedChildren ?? []).map(
    (each) => /^\w+/.exec(each.text)?.[0] ?? '',
  );
  const index = parameters.indexOf(parameter);
  if (index < 0) return false;
  const method = /^(self|cls)$/.test(parameters[0] ?? '') ? 1 : 0;
  const text = definition.tree.rootNode.text;
  for (const match of text.matchAll(new RegExp(`(?<!def\\s+)\\b${name}\\(`, 'g'))) {
    for (const [position, argument] of argumentsFrom(text, match.index + match[0].length).entries()) {
      const keyword = /^\s*(\w+)\s*=(?!=)/.exec(argument);
      const meant = keyword ? keyword[1] === parameter : position === index - method;
      if (meant && hasMinus(keyword ? argument.slice(keyword[0].length) : argument)) return true;
    }
  }
  return false;
}

/** The texts of the arguments of a call that opens before `start`. */
function argumentsFrom(text: string, start: number): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < text.length; at++) {
    const char = text[at] ?? '';
    if ('([{'.includes(char)) depth++;
    else if (depth > 0 && ')]}'.includes(char)) depth--;
    else if (depth === 0 && (char === ',' || char === ')')) {
      found.push(text.slice(from, at));
      from = at + 1;
      if (char === ')') break;
    }
  }
  return found;
}

const MOST_NAMES = 8;

/**
 * Whether an expression may be negative. Without recursion, as generated code has expressions of many thousand parts.
 */
export function mayBeNegative(expression: Node): boolean {
  const waiting: (Node | null)[] = [expression];
  let names = 0;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!node) continue;
    const number = node === expression ? undefined : numberOf(node);
    if (number !== undefined) {
      if (number < 0) return true;
      continue;
    }
    // Where more names meet than are looked up, one of them may be negative.
    if (node.type === 'identifier' && (names++ >= MOST_NAMES || assignedNegative(node))) return true;
    const sign = signOf(node);
    if (sign === 'negative') return true;
    waiting.push(...sign);
  }
  return false;
}
