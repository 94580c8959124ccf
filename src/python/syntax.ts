// Small questions about syntax nodes that several readers of Python ask. Knows the grammar's names, not what code means.
import type { Span } from '../text/edits.ts';
import type { Node, SourceFile } from './source.ts';
import { offsetsOf } from './word-offsets.ts';

/** A node's range as a span. */
export function spanOf(node: Node): Span {
  return { start: node.startIndex, end: node.endIndex };
}

/** Whether two handles name the same node of one tree. */
export function same(a: Node | null | undefined, b: Node | null | undefined): boolean {
  return !!a && !!b && a.id === b.id && a.startIndex === b.startIndex;
}

/** Whether `node` is the child of `parent` in a field. */
export function isField(parent: Node, field: string, node: Node): boolean {
  return same(parent.childForFieldName(field), node);
}

/** The parent, past parentheses. */
export function parentPastParentheses(node: Node): { readonly node: Node; readonly parent: Node | null } {
  let at = node;
  while (at.parent?.type === 'parenthesized_expression') at = at.parent;
  return { node: at, parent: at.parent };
}

/** The nearest ancestor (not the node itself) of one of the types. */
export function ancestor(node: Node, types: ReadonlySet<string>): Node | undefined {
  for (let at = node.parent; at; at = at.parent) if (types.has(at.type)) return at;
  return undefined;
}

/** The statement a node stands in: its ancestor, or itself, whose parent is a block or the module. */
export function statementOf(node: Node): Node {
  let at = node;
  for (let up = at.parent; up && up.type !== 'block' && up.type !== 'module'; up = at.parent) at = up;
  return at;
}

/** The dotted names of the definitions around a node, outermost first; empty at module level. */
export function enclosingDefinitions(node: Node): string {
  const names: string[] = [];
  for (let at = node, up = at.parent; up; at = up, up = at.parent) {
    // A decorator, a default or a base class is evaluated around the definition, but people look for it by its name.
    const decorated = up.type === 'decorated_definition' && at.type === 'decorator';
    const definition = decorated ? up.childForFieldName('definition') : up;
    if (definition?.type === 'function_definition' || definition?.type === 'class_definition') {
      names.unshift(definition.childForFieldName('name')?.text ?? '?');
    }
  }
  return names.join('.');
}

/** The last names of the exceptions that the `try` statements around a node catch, up to the function it is in. */
export function caughtAround(from: Node): string[] {
  const caught: string[] = [];
  for (let node = from, up = node.parent; up && up.type !== 'function_definition'; node = up, up = node.parent) {
    if (up.type !== 'try_statement' || !isField(up, 'body', node)) continue;
    for (const clause of up.namedChildren) {
      if (clause.type !== 'except_clause') continue;
      const value = clause.namedChildren.find((child) => child.type !== 'block' && child.type !== 'comment');
      for (const match of (value?.text ?? '').matchAll(/(\w+)\s*(?=[,)]|$| as )/g)) caught.push(match[1] ?? '');
    }
  }
  return caught;
}

/** Every identifier node spelled `name`, in document order. Attributes, keywords, strings and comments are not names. */
export function identifiers(source: SourceFile, name: string): readonly Node[] {
  const { identifiers: asked } = askedOf(source);
  const known = asked.get(name);
  if (known) return known;
  const found = offsetsOf(source, name).flatMap((at): Node[] => {
    const node = source.root.descendantForIndex(at, at + name.length);
    return node.type === 'identifier' && node.startIndex === at ? [node] : [];
  });
  asked.set(name, found);
  return found;
}

/** Every `….attribute` expression of a file. */
export function attributesNamed(source: SourceFile, attribute: string): readonly Node[] {
  const { attributes: asked } = askedOf(source);
  const known = asked.get(attribute);
  if (known) return known;
  const found = identifiers(source, attribute).flatMap((name): Node[] => {
    const { parent } = name;
    return parent?.type === 'attribute' && isField(parent, 'attribute', name) ? [parent] : [];
  });
  asked.set(attribute, found);
  return found;
}

/** The nodes of a file that were asked for by a name. */
interface Asked {
  readonly identifiers: Map<string, readonly Node[]>;
  readonly attributes: Map<string, readonly Node[]>;
}

const askedFor = new WeakMap<SourceFile, Asked>();

function askedOf(source: SourceFile): Asked {
  const known = askedFor.get(source) ?? { identifiers: new Map(), attributes: new Map() };
  askedFor.set(source, known);
  return known;
}

/** The first line of a text, short enough for a message. */
export function clip(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

/** Whether a node hands a value to whoever iterates, or takes those of another generator. */
export function isYield(node: Node): boolean {
  return node.type === 'yield';
}

/** Every `yield` in a node, those of functions in it too. */
export function yieldsIn(node: Node): Node[] {
  return node.descendantsOfType('yield');
}
