// Whose instance an expression is, as far as the text of its file shows it: by `self`, by the call that makes it, or by an
// annotation. Classes are known by their last names, so that a file which imports one can be asked as well.

import type { Names } from '../scopes.ts';
import type { Node, SourceFile } from '../source.ts';
import { attributesNamed, isField, same } from '../syntax.ts';
import type { Classes } from './classes.ts';

/** A file with what was read of it. */
export interface ReadFile {
  readonly source: SourceFile;
  readonly names: Names;
  readonly classes: Classes;
}

/** How many assignments an answer may go through. */
const DEEPEST = 4;

/**
 * Whether an expression is one of the classes or an instance of one (a container of instances too); undefined where that
 * is not shown.
 */
export function isOneOf(
  expression: Node | null | undefined,
  wanted: ReadonlySet<string>,
  file: ReadFile,
  depth = DEEPEST,
): boolean | undefined {
  if (!expression || depth === 0) return undefined;
  const further = (node: Node | null | undefined) => isOneOf(node, wanted, file, depth - 1);
  switch (expression.type) {
    case 'parenthesized_expression':
    case 'await':
      return further(expression.firstNamedChild);
    case 'list':
    case 'tuple':
    case 'set':
      return expression.namedChildren.some((child) => further(child) === true) ? true : undefined;
    case 'as_pattern':
      return further(expression.firstNamedChild);
    case 'call': {
      const made = lastName(expression.childForFieldName('function'));
      return made === undefined ? undefined : isClass(made, wanted, file);
    }
    case 'identifier':
      return isNamed(expression, wanted, file, further);
    case 'attribute': {
      const attribute = expression.childForFieldName('attribute')?.text ?? '';
      const made = attributesNamed(file.source, attribute).map((node) =>
        node.parent?.type === 'assignment' && isField(node.parent, 'left', node)
          ? further(node.parent.childForFieldName('right'))
          : undefined,
      );
      return made.includes(true) ? true : undefined;
    }
    default:
      return undefined;
  }
}

function isNamed(
  node: Node,
  wanted: ReadonlySet<string>,
  file: ReadFile,
  further: (node: Node | null | undefined) => boolean | undefined,
): boolean | undefined {
  const { names, classes } = file;
  const own = classes.ofReceiver(node.text, node);
  if (own !== undefined) return isClass(own, wanted, file);
  const direct = isClass(node.text, wanted, file);
  if (direct !== undefined) return direct;
  const scope = names.resolveAt(node.text, node);
  const bound = scope ? names.bindings(node.text, scope) : [];
  const answers = bound.map(({ node: target }) => {
    const { parent } = target;
    if (parent?.type === 'assignment') return further(parent.childForFieldName('right'));
    if (parent?.type === 'as_pattern_target') return further(parent.parent);
    const annotation = /^typed_(default_)?parameter$/.test(parent?.type ?? '')
      ? parent?.childForFieldName('type')
      : null;
    return annotation ? isClass(lastName(annotation.firstNamedChild) ?? '', wanted, file) : undefined;
  });
  if (answers.includes(true)) return true;
  return answers.length > 0 && answers.every((answer) => answer === false) ? false : undefined;
}

/** Whether a class by its last name is a wanted one or inherits from one; undefined for a name that is no class here. */
function isClass(name: string, wanted: ReadonlySet<string>, { classes }: ReadFile): boolean | undefined {
  if (wanted.has(name)) return true;
  if (!classes.names.has(name)) return undefined;
  const above = classes.above(name);
  return [...above].some((base) => wanted.has(base));
}

/** The last name of a dotted expression. */
export function lastName(node: Node | null | undefined): string | undefined {
  if (node?.type === 'identifier') return node.text;
  return node?.type === 'attribute' ? node.childForFieldName('attribute')?.text : undefined;
}

/** The class of the file that a receiver is, or is an instance of, as far as the text shows it. */
export function classOf(receiver: Node, { names, classes }: ReadFile): string | undefined {
  const name = receiver.text;
  const own = classes.ofReceiver(name, receiver);
  if (own) return own;
  if (classes.names.has(name)) return name;
  const scope = names.resolveAt(name, receiver);
  if (!scope) return undefined;
  const bound = names.bindings(name, scope);
  const assignment = bound.length === 1 ? bound[0]?.node.parent : undefined;
  if (assignment?.type !== 'assignment') return undefined;
  const made = assignment.childForFieldName('right');
  const callee = made?.type === 'call' ? made.childForFieldName('function')?.text : undefined;
  return callee && classes.names.has(callee) ? callee : undefined;
}

/** Whether only instances of a family have an attribute assigned to in a file. */
export function onlyBoundBy(family: ReadonlySet<string>, attribute: string, file: ReadFile): boolean {
  return attributesNamed(file.source, attribute).every((node) => {
    if (node.parent?.type !== 'assignment' || !isField(node.parent, 'left', node)) return true;
    const receiver = node.childForFieldName('object');
    const owner = receiver?.type === 'identifier' ? classOf(receiver, file) : undefined;
    return owner !== undefined && family.has(owner);
  });
}

/** The call whose function a name is the last word of: `deepcopy` in `copy.deepcopy(x)`. */
export function callBy(name: Node): Node | undefined {
  const callee = name.parent?.type === 'attribute' && isField(name.parent, 'attribute', name) ? name.parent : name;
  const call = callee.parent;
  return call?.type === 'call' && same(call.childForFieldName('function'), callee) ? call : undefined;
}
