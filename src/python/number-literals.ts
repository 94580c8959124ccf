// Numbers as they are written: the value of a numeral, in code or in a string.
import type { Node } from './source.ts';

/** The value of a numeric literal, its sign included. */
export function numberOf(node: Node): number | undefined {
  let sign = 1;
  for (let at: Node | null = node; at; ) {
    switch (at.type) {
      case 'integer':
      case 'float': {
        const value = numeral(at.text);
        return value === undefined ? undefined : sign * value;
      }
      case 'parenthesized_expression':
        if (at.namedChildCount !== 1) return undefined;
        at = at.firstNamedChild;
        continue;
      case 'unary_operator': {
        const operator = at.child(0)?.type;
        if (operator !== '-' && operator !== '+') return undefined;
        if (operator === '-') sign = -sign;
        at = at.childForFieldName('argument');
        continue;
      }
      default:
        return undefined;
    }
  }
  return undefined;
}

/** The value of a numeral of Python; undefined for an imaginary one. */
export function numeral(written: string): number | undefined {
  const text = written.replaceAll('_', '');
  if (/^0[xob]/i.test(text) || /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  return undefined;
}

/** The number that the text of a string stands for, as int(), float(), Fraction() and Decimal() read it. */
export function numberInText(text: string): number | undefined {
  const [, sign, digits = '', divisor] = /^\s*([+-]?)([\w.+-]+?)(?:\/(\d+))?\s*$/.exec(text) ?? [];
  const value = /^inf(inity)?$/i.test(digits) ? Infinity : /^\d*\.?\d/.test(digits) ? numeral(digits) : undefined;
  if (value === undefined || /^0[xob]/i.test(digits)) return undefined;
  return ((sign === '-' ? -1 : 1) * value) / (divisor === undefined ? 1 : Number(divisor));
}

/** The text of a plain string literal; undefined where something is computed in it or escaped. */
export function textOf(node: Node): string | undefined {
  if (node.type !== 'string') return undefined;
  let text = '';
  for (const child of node.namedChildren) {
    if (child.type === 'interpolation' || child.text.includes('\\')) return undefined;
    if (child.type === 'string_content') text += child.text;
  }
  return text;
}
