// The names that an expression may spell: a string, one that is put together, or a name that is bound to such strings.
// What is not written down may be anything.
import type { Names } from '../scopes.ts';
import type { Node } from '../source.ts';

/** The names that an expression may spell. */
export interface BuiltName {
  /** Whether nothing is left open. */
  readonly literal: boolean;
  /** How many characters of it are known. */
  readonly known: number;
  mayBe(name: string): boolean;
}

/** A text that is known, or undefined for one that is not. */
type Part = string | undefined;

/** Reads the names that an expression may spell. */
export function builtName(expression: Node, names: Names): BuiltName {
  const spellings = spellingsOf(expression, names);
  return {
    literal: spellings.every((parts) => parts.every((part) => part !== undefined)),
    known: Math.max(0, ...spellings.map((parts) => parts.join('').length)),
    mayBe: (name) => spellings.some((parts) => fits(parts, name)),
  };
}

/** Whether a name has the known parts one after the other, with anything where a part is open. */
function fits(parts: readonly Part[], name: string): boolean {
  let at = 0;
  let open = false;
  for (const [index, part] of parts.entries()) {
    if (part === undefined) {
      open = true;
      continue;
    }
    const last = parts.slice(index + 1).every((each) => each === '');
    const found = open && last ? name.length - part.length : open ? name.indexOf(part, at) : at;
    if (found < at || !name.startsWith(part, found)) return false;
    at = found + part.length;
    if (part !== '') open = false;
  }
  return open || at === name.length;
}

const OPEN: readonly (readonly Part[])[] = [[undefined]];

function spellingsOf(expression: Node, names: Names): readonly (readonly Part[])[] {
  switch (expression.type) {
    case 'string':
    case 'concatenated_string':
      return [stringParts(expression)];
    case 'parenthesized_expression':
      return expression.firstNamedChild ? spellingsOf(expression.firstNamedChild, names) : OPEN;
    case 'binary_operator':
      return joined(expression, names);
    case 'call':
      return formatted(expression);
    case 'identifier':
      return bound(expression, names) ?? OPEN;
    default:
      return OPEN;
  }
}

function stringParts(node: Node): Part[] {
  if (node.type === 'concatenated_string') return node.namedChildren.flatMap(stringParts);
  return node.namedChildren.flatMap((child): Part[] => {
    if (child.type === 'string_content') return [child.text];
    return child.type === 'interpolation' ? [undefined] : [];
  });
}

/** `'a' + b`, `'_%s' % x`. */
function joined(node: Node, names: Names): readonly (readonly Part[])[] {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  const operator = node.childForFieldName('operator')?.text;
  if (!left || !right) return OPEN;
  if (operator === '%' && /string$/.test(left.type))
    return [opened(stringParts(left), /%(?:\(\w*\))?[-#0 +\d.]*[a-z]/)];
  if (operator !== '+') return OPEN;
  const ends = spellingsOf(right, names);
  return spellingsOf(left, names).flatMap((start) => ends.map((end) => [...start, ...end]));
}

/** `'_{}'.format(x)`, `'_'.join(x)`. */
function formatted(call: Node): readonly (readonly Part[])[] {
  const callee = call.childForFieldName('function');
  const text = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
  if (!text || !/string$/.test(text.type) || callee?.childForFieldName('attribute')?.text !== 'format') return OPEN;
  return [opened(stringParts(text), /\{[^{}]*\}/)];
}

/** Texts whose fields are open. */
function opened(parts: readonly Part[], field: RegExp): Part[] {
  return parts.flatMap((part) =>
    part === undefined
      ? [undefined]
      : part.split(field).flatMap((piece, index): Part[] => (index === 0 ? [piece] : [undefined, piece])),
  );
}

/** What a name is bound to, where those are all strings: by assignments, or by loops over them. */
function bound(name: Node, names: Names): readonly (readonly Part[])[] | undefined {
  const scope = names.resolveAt(name.text, name);
  const values = scope ? names.bindings(name.text, scope).map(({ node }) => valuesOf(node)) : [];
  if (values.length === 0 || values.some((each) => each === undefined)) return undefined;
  return values.flatMap((each) => each ?? []).map(stringParts);
}

/** The strings that a binding gives; undefined where it gives something else. */
function valuesOf(target: Node): readonly Node[] | undefined {
  const { parent } = target;
  const right = /^(assignment|for_statement|for_in_clause)$/.test(parent?.type ?? '')
    ? parent?.childForFieldName('right')
    : undefined;
  if (!right) return undefined;
  const given =
    parent?.type === 'assignment' ? [right] : /^(tuple|list|set)$/.test(right.type) ? right.namedChildren : [];
  return given.length > 0 && given.every((each) => /string$/.test(each.type)) ? given : undefined;
}
