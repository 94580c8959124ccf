// What a module defines under a name: a function and what it must be given, a class and its methods, or something else.
import { readImports } from './import-statements.ts';
import { type Names, readNames } from './scopes.ts';
import { type Node, parse, type SourceFile } from './source.ts';

/** A name of a module. */
export type Definition =
  | { readonly kind: 'function'; readonly plain: boolean; readonly calls: ReadonlySet<string> }
  | { readonly kind: 'class'; readonly methods: ReadonlySet<string>; readonly closed: boolean }
  | { readonly kind: 'other' };

/** Reads the definition of a name at module level; undefined where there is none, or the text cannot be parsed. */
export function definitionOf(text: string, name: string): Definition | undefined {
  const source = parse('', text);
  return 'reason' in source ? undefined : readDefinition(source, readNames(source), name);
}

/** The same of a file that is parsed. */
export function readDefinition(source: SourceFile, names: Names, name: string): Definition | undefined {
  const [binding] = names.bindings(name, names.module);
  if (!binding) return readImports(source).some((statement) => statement.star) ? { kind: 'other' } : undefined;
  const node = binding.node.parent;
  if (node?.type === 'function_definition')
    return { kind: 'function', plain: isPlain(node), calls: reached(source, name) };
  return node?.type === 'class_definition' ? classOf(node) : { kind: 'other' };
}

/** Whether a function can be called without an argument, and runs then. */
function isPlain(node: Node): boolean {
  const parameters = node.childForFieldName('parameters')?.namedChildren ?? [];
  const required = parameters.some(
    (each) => /^(identifier|typed_parameter)$/.test(each.type) && !/^\*/.test(each.text),
  );
  return !required && !/^async\b/.test(node.text);
}

function classOf(node: Node): Definition {
  const methods = new Set<string>();
  for (const child of node.childForFieldName('body')?.namedChildren ?? []) {
    const inner = child.type === 'decorated_definition' ? child.childForFieldName('definition') : child;
    const assigned = inner?.type === 'expression_statement' ? inner.firstNamedChild : null;
    const name =
      inner?.type === 'function_definition' ? inner.childForFieldName('name') : assigned?.childForFieldName('left');
    if (name) methods.add(name.text);
  }
  const bases = node.childForFieldName('superclasses')?.namedChildren ?? [];
  return {
    kind: 'class',
    methods,
    closed: bases.every((base) => base.text === 'object' || base.type === 'keyword_argument'),
  };
}

/** The functions of the module that run when one of them does, as far as plain calls show it. */
function reached(source: SourceFile, from: string): Set<string> {
  const bodies = new Map<string, string>();
  for (const node of source.root.namedChildren) {
    const definition = node.type === 'decorated_definition' ? node.childForFieldName('definition') : node;
    const name = definition?.type === 'function_definition' ? definition.childForFieldName('name')?.text : undefined;
    if (name) bodies.set(name, definition?.childForFieldName('body')?.text ?? '');
  }
  const found = new Set([from]);
  for (const name of found) {
    for (const call of (bodies.get(name) ?? '').matchAll(/(?<![\w.])(\w+)\(/g))
      if (bodies.has(call[1] ?? '')) found.add(call[1] ?? '');
  }
  return found;
}
