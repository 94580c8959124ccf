// References: every place where a name, through any import and any scope, reaches into a library. Knows no library by name.
import type { Span } from '../text/edits.ts';
import { groupBy } from '../text/group-by.ts';
import { type Call, readCall } from './calls.ts';
import type { Library, LibraryBinding } from './import-bindings.ts';
import {
  type ArgumentOf,
  aloneInLoop,
  argumentOf,
  evaluatedAtImport,
  isTypeTest,
  type Role,
  roleOf,
  storeTrouble,
} from './reference-role.ts';
import type { Names, Occurrence, Scope } from './scopes.ts';
import type { Node, SourceFile } from './source.ts';
import {
  ancestor,
  caughtAround,
  enclosingDefinitions,
  isField,
  parentPastParentheses,
  same,
  spanOf,
  statementOf,
} from './syntax.ts';

/** One place where a binding is used. */
export interface FoundReference {
  readonly binding: LibraryBinding;
  /** The local name itself: what keeps the import alive. */
  readonly nameSpan: Span;
  /** The expression up to the known object. */
  readonly span: Span;
  readonly node: Node;
  /** The dotted path as reached, without what follows the known object. */
  readonly path: string;
  /** The name of a module of the project through which it was looked up: `pkg.mod.sleep`. */
  readonly lookedUp: string | undefined;
  readonly role: Role;
  readonly within: string;
  readonly call: Call | undefined;
  readonly callNode: Node | undefined;
  readonly argumentOf: ArgumentOf | undefined;
  readonly atImport: boolean;
  readonly aloneInLoop: boolean;
  /** Whether it is what `isinstance`, `issubclass` or a comparison of types tests against. */
  readonly typeTest: boolean;
  /** The exceptions that a `try` around it catches, by their last names. */
  readonly caught: readonly string[];
  /** The statement whose only expression the call is. */
  readonly statement: Node | undefined;
  /** Whether the library is changed here: the object, or something of it, is assigned to or deleted. */
  readonly stored: boolean;
  /** Why this place may not be rewritten, whatever a transform thinks. */
  readonly trouble: string | undefined;
}

export const MODULE_LEVEL = '<module>';

/** All uses of the bindings, in document order. */
export function readReferences(
  source: SourceFile,
  names: Names,
  bindings: readonly LibraryBinding[],
  library: Library,
  facades: ReadonlyMap<string, string> = new Map(),
): FoundReference[] {
  const found: FoundReference[] = [];
  for (const [local, ofName] of groupBy(bindings, (binding) => binding.local)) {
    const inScope = new Map([...ofName].reverse().map((binding) => [binding.scope, binding]));
    for (const occurrence of names.occurrences(local)) {
      if (occurrence.kind !== 'use') continue;
      const rebound = occurrence.scope.kind === 'class' && isUnsure(names, local, occurrence);
      // What nothing in the file binds, a star import of it may.
      const scope = names.resolve(local, occurrence) ?? names.module;
      const own = inScope.get(scope);
      // What a class body binds somewhere may already be bound, or not yet: it is ours to report, not to rewrite.
      const binding = own ?? (rebound ? inScope.get(names.module) : undefined);
      if (!binding) continue;
      const reference = readReference(names, binding, occurrence.node, library, facades);
      if (!reference) continue;
      const unsure = rebound && binding.scope !== occurrence.scope;
      found.push(unsure ? { ...reference, trouble: `the class body binds \`${local}\` as well` } : reference);
    }
    if (ofName.some((binding) => !binding.shared))
      found.push(...stringAnnotations(source, names, local, inScope, library));
  }
  return found.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
}

/** Whether a class body may or may not have bound a name where it uses it: under a condition, or in a loop. */
function isUnsure(names: Names, local: string, use: Occurrence): boolean {
  const bindings = names.bindings(local, use.scope);
  if (bindings.length === 0) return false;
  const direct = (node: Node) => same(statementOf(node).parent, use.scope.node.childForFieldName('body'));
  return !bindings.every((binding) => direct(binding.node)) || ancestor(use.node, LOOPS) !== undefined;
}

const LOOPS = new Set(['for_statement', 'while_statement']);

function readReference(
  names: Names,
  binding: LibraryBinding,
  name: Node,
  library: Library,
  facades: ReadonlyMap<string, string>,
): FoundReference | undefined {
  const chain = [name];
  let path = binding.target.split('.');
  for (
    let node = name, up = node.parent;
    up?.type === 'attribute' && isField(up, 'object', node);
    node = up, up = node.parent
  ) {
    path.push(up.childForFieldName('attribute')?.text ?? '');
    chain.push(up);
  }
  // The dotted names of patterns are no attribute nodes: their parts stand side by side.
  const dotted = name.parent?.type === 'dotted_name' ? name.parent : undefined;
  if (dotted) path.push(...dotted.namedChildren.slice(1).map((child) => child.text));
  let targetLength = binding.target.split('.').length;
  let least = targetLength;
  let lookedUp: string | undefined;
  if (binding.shared) {
    const handed = handedOn(path, targetLength, facades);
    if (!handed) return undefined;
    lookedUp = path.slice(0, handed.length).join('.');
    // The names up to the one that is re-exported count as one.
    targetLength = handed.target.length - (handed.length - targetLength);
    least = handed.target.length;
    path = [...handed.target, ...path.slice(handed.length)];
  }
  const known = library.knownLength(path);
  const length = dotted || known < least ? path.length : known;
  const node = dotted ?? chain[length - targetLength] ?? name;
  const { node: outer, parent } = parentPastParentheses(node);
  const callNode = parent?.type === 'call' && isField(parent, 'function', outer) ? parent : undefined;
  return {
    binding,
    nameSpan: spanOf(name),
    span: spanOf(node),
    node,
    path: path.slice(0, length).join('.'),
    lookedUp,
    role: roleOf(node, callNode),
    within: enclosingDefinitions(name) || MODULE_LEVEL,
    call: callNode ? readCall(callNode) : undefined,
    callNode,
    argumentOf: argumentOf(outer),
    atImport: evaluatedAtImport(names.scopeAt(name)),
    aloneInLoop: aloneInLoop(node),
    typeTest: isTypeTest(outer),
    caught: caughtAround(node),
    statement: callNode && soleExpressionOf(callNode),
    stored: storeTrouble(chain) !== undefined,
    trouble: binding.trouble ?? storeTrouble(chain),
  };
}

/** The longest start of a path that a module re-exports, and what it stands for. */
function handedOn(path: readonly string[], from: number, facades: ReadonlyMap<string, string>) {
  for (let length = path.length; length > from; length--) {
    const target = facades.get(path.slice(0, length).join('.'));
    if (target) return { length, target: target.split('.') };
  }
  return undefined;
}

/** The statement that is nothing but this expression. */
function soleExpressionOf(expression: Node): Node | undefined {
  const { parent } = parentPastParentheses(expression);
  return parent?.type === 'expression_statement' && parent.namedChildCount === 1 ? parent : undefined;
}

const STRINGS_END = new Set(['call', 'block', 'module']);

/** References written inside the strings of annotations, and in type comments. */
function stringAnnotations(
  source: SourceFile,
  names: Names,
  local: string,
  inScope: ReadonlyMap<Scope, LibraryBinding>,
  library: Library,
): FoundReference[] {
  const found: FoundReference[] = [];
  const pattern = new RegExp(`(?<![\\w.])${local}((?:\\.\\w+)*)(?!\\w)`, 'g');
  for (const match of source.text.matchAll(pattern)) {
    const content = source.root.descendantForIndex(match.index, match.index + 1);
    const typed =
      content.type === 'comment'
        ? /^#\s*type:(?!\s*ignore)/.test(content.text)
        : content.type === 'string_content' && inAnnotation(content);
    if (!typed) continue;
    const binding = inScope.get(names.resolveAt(local, content) ?? names.module);
    if (!binding || binding.shared) continue;
    const path = [...binding.target.split('.'), ...(match[1] ?? '').split('.').slice(1)];
    const targetLength = binding.target.split('.').length;
    const known = library.knownLength(path);
    const length = known >= targetLength ? known : path.length;
    const written = [local, ...path.slice(targetLength, length)].join('.');
    found.push({
      binding,
      nameSpan: { start: match.index, end: match.index + local.length },
      span: { start: match.index, end: match.index + written.length },
      node: content,
      path: path.slice(0, length).join('.'),
      lookedUp: undefined,
      role: 'annotation',
      within: enclosingDefinitions(content) || MODULE_LEVEL,
      call: undefined,
      callNode: undefined,
      argumentOf: undefined,
      atImport: false,
      aloneInLoop: false,
      typeTest: false,
      caught: [],
      statement: undefined,
      stored: false,
      trouble: binding.trouble,
    });
  }
  return found;
}

/** Whether the content of a string is an annotation. */
export function inAnnotation(content: Node): boolean {
  for (let at = content.parent; at && !STRINGS_END.has(at.type); at = at.parent) {
    if (at.type === 'type') return ancestor(at, STRINGS_END) !== undefined;
  }
  return false;
}
