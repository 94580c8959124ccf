// References: every place where a name, through any import and any scope, reaches into a library. Knows no library by name.
import { contains, type Span } from '../text/edits.ts';
import { type Call, readCall } from './calls.ts';
import type { ImportedName, ImportStatement } from './imports.ts';
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

/** The library that references are looked for. */
export interface Library {
  readonly roots: ReadonlySet<string>;
  /** The longest prefix of a dotted path that is one known object (not a module): its length in components, 0 if none. */
  knownLength(path: readonly string[]): number;
  /** One spelling for all names of one object. */
  canonical(path: string): string;
}

/** A local name that imports bind to something of the library, in one scope. */
export interface LibraryBinding {
  readonly local: string;
  readonly scope: Scope;
  /** What the name stands for: `eventlet`, `eventlet.event.Event`. */
  readonly target: string;
  readonly imports: readonly ImportedName[];
  /** Why nothing that is reached through it may be rewritten. */
  readonly trouble: string | undefined;
}

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
  readonly role: Role;
  readonly within: string;
  readonly call: Call | undefined;
  readonly callNode: Node | undefined;
  readonly argumentOf: { readonly call: Call; readonly index: number } | undefined;
  readonly atImport: boolean;
  readonly aloneInLoop: boolean;
  /** Whether it is what `isinstance`, `issubclass` or a comparison of types tests against. */
  readonly typeTest: boolean;
  /** The exceptions that a `try` around it catches, by their last names. */
  readonly caught: readonly string[];
  /** Whether the library is changed here: the object, or something of it, is assigned to or deleted. */
  readonly stored: boolean;
  /** Why this place may not be rewritten, whatever a transform thinks. */
  readonly trouble: string | undefined;
}

export const MODULE_LEVEL = '<module>';

/** The bindings of the library's names, one for each local name and scope. */
export function readBindings(
  source: SourceFile,
  names: Names,
  statements: readonly ImportStatement[],
  library: Library,
): LibraryBinding[] {
  const groups = new Map<Scope, Map<string, { imported: ImportedName; occurrence: Occurrence }[]>>();
  for (const statement of statements) {
    if (statement.level > 0) continue;
    for (const imported of statement.names) {
      if (!library.roots.has(imported.target.split('.')[0] ?? '')) continue;
      const occurrence = names.occurrences(imported.local).find((o) => o.node.id === imported.localNode.id);
      if (!occurrence) continue;
      const ofScope = groups.get(occurrence.scope) ?? new Map();
      groups.set(occurrence.scope, ofScope);
      ofScope.set(imported.local, [...(ofScope.get(imported.local) ?? []), { imported, occurrence }]);
    }
  }
  const bindings: LibraryBinding[] = [];
  for (const [scope, ofScope] of groups) {
    for (const [local, members] of ofScope) {
      const imports = members.map((member) => member.imported);
      const target = imports[0]?.target ?? '';
      bindings.push({
        local,
        scope,
        target,
        imports,
        trouble: bindingTrouble(source, names, scope, local, imports, library),
      });
    }
  }
  return bindings;
}

function bindingTrouble(
  source: SourceFile,
  names: Names,
  scope: Scope,
  local: string,
  imports: readonly ImportedName[],
  library: Library,
): string | undefined {
  const line = (node: Node) => source.lines.at(node.startIndex).line;
  const own = new Set(imports.map((imported) => imported.localNode.id));
  const other = names.bindings(local, scope).find((occurrence) => !own.has(occurrence.node.id));
  if (other) return `\`${local}\` is bound again at line ${line(other.node)}, so it is not certain what it means here`;
  const [first, ...rest] = imports;
  const object = (imported: ImportedName) => library.canonical(imported.target);
  const different = rest.find((imported) => first && object(imported) !== object(first));
  if (different) return `\`${local}\` is imported as something else at line ${line(different.localNode)}`;
  const optional = imports.find((imported) => imported.statement.guard === 'optional');
  if (optional) {
    const place = line(optional.statement.node);
    return `\`${local}\` is imported at line ${place} in a \`try\` that handles its absence; what remains of that \`try\` is for a person`;
  }
  const moved = imports.find((imported) => names.scopeAt(imported.localNode) !== scope);
  if (moved) return `\`${local}\` is imported under a \`global\` declaration at line ${line(moved.localNode)}`;
  return undefined;
}

/** All uses of the bindings, in document order. */
export function readReferences(
  source: SourceFile,
  names: Names,
  bindings: readonly LibraryBinding[],
  library: Library,
): FoundReference[] {
  const found: FoundReference[] = [];
  for (const local of new Set(bindings.map((binding) => binding.local))) {
    const ofName = bindings.filter((binding) => binding.local === local);
    for (const occurrence of names.occurrences(local)) {
      if (occurrence.kind !== 'use') continue;
      const rebound = occurrence.scope.kind === 'class' && isUnsure(names, local, occurrence);
      const scope = names.resolve(local, occurrence);
      const own = ofName.find((candidate) => candidate.scope === scope);
      // What a class body binds somewhere may already be bound, or not yet: it is ours to report, not to rewrite.
      const binding = own ?? (rebound ? ofName.find((candidate) => candidate.scope === names.module) : undefined);
      if (!binding) continue;
      const reference = readReference(names, binding, occurrence.node, library);
      const unsure = rebound && binding.scope !== occurrence.scope;
      found.push(unsure ? { ...reference, trouble: `the class body binds \`${local}\` as well` } : reference);
    }
    for (const binding of ofName) found.push(...stringAnnotations(source, names, binding, ofName, library));
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

function readReference(names: Names, binding: LibraryBinding, name: Node, library: Library): FoundReference {
  const chain = [name];
  const path = binding.target.split('.');
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
  const targetLength = binding.target.split('.').length;
  const known = library.knownLength(path);
  const length = dotted || known < targetLength ? path.length : known;
  const node = dotted ?? chain[length - targetLength] ?? name;
  const { node: outer, parent } = parentPastParentheses(node);
  const callNode = parent?.type === 'call' && isField(parent, 'function', outer) ? parent : undefined;
  return {
    binding,
    nameSpan: spanOf(name),
    span: spanOf(node),
    node,
    path: path.slice(0, length).join('.'),
    role: roleOf(node, callNode),
    within: enclosingDefinitions(name) || MODULE_LEVEL,
    call: callNode ? readCall(callNode) : undefined,
    callNode,
    argumentOf: argumentOf(outer),
    atImport: evaluatedAtImport(names.scopeAt(name)),
    aloneInLoop: aloneInLoop(node),
    typeTest: isTypeTest(outer),
    caught: caughtAround(node),
    stored: storeTrouble(chain) !== undefined,
    trouble: binding.trouble ?? storeTrouble(chain),
  };
}

function roleOf(node: Node, callNode: Node | undefined): Role {
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

function argumentOf(node: Node): FoundReference['argumentOf'] {
  const holder = node.parent?.type === 'keyword_argument' ? node.parent : node;
  const list = holder.parent;
  if (list?.type !== 'argument_list' || list.parent?.type !== 'call') return undefined;
  const call = readCall(list.parent);
  if (!call) return undefined;
  const index = call.arguments.findIndex((argument) => contains(argument.span, spanOf(holder)));
  return index < 0 ? undefined : { call, index };
}

function isTypeTest(node: Node): boolean {
  if (node.parent?.type === 'class_pattern') return true;
  if (node.parent?.type === 'comparison_operator') return /\b(type\(|__class__)/.test(node.parent.text);
  const item = node.parent?.type === 'tuple' ? node.parent : node;
  const call = item.parent?.type === 'argument_list' ? item.parent.parent : null;
  return /^(isinstance|issubclass)$/.test(call?.childForFieldName('function')?.text ?? '');
}

function evaluatedAtImport(scope: Scope): boolean {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    if (at.kind === 'function' || at.kind === 'lambda') return false;
  }
  return true;
}

function aloneInLoop(node: Node): boolean {
  const statement = statementOf(node);
  const block = statement.parent;
  if (block?.type !== 'block' || block.parent?.type !== 'while_statement') return false;
  return block.namedChildren.filter((child) => child.type !== 'comment').length === 1;
}

/** Assigning to or deleting something of the library changes it for everybody: never ours to rewrite. */
function storeTrouble(chain: readonly Node[]): string | undefined {
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

const STRINGS_END = new Set(['call', 'block', 'module']);

/** References written inside the strings of annotations, and in type comments. */
function stringAnnotations(
  source: SourceFile,
  names: Names,
  binding: LibraryBinding,
  all: readonly LibraryBinding[],
  library: Library,
): FoundReference[] {
  const found: FoundReference[] = [];
  const pattern = new RegExp(`(?<![\\w.])${binding.local}((?:\\.\\w+)*)(?!\\w)`, 'g');
  for (const match of source.text.matchAll(pattern)) {
    const content = source.root.descendantForIndex(match.index, match.index + 1);
    const typed =
      content.type === 'comment'
        ? /^#\s*type:(?!\s*ignore)/.test(content.text)
        : content.type === 'string_content' && inAnnotation(content);
    if (!typed) continue;
    const scope = names.resolveAt(binding.local, content);
    if (all.find((candidate) => candidate.scope === scope) !== binding) continue;
    const path = [...binding.target.split('.'), ...(match[1] ?? '').split('.').slice(1)];
    const targetLength = binding.target.split('.').length;
    const known = library.knownLength(path);
    const length = known >= targetLength ? known : path.length;
    const written = [binding.local, ...path.slice(targetLength, length)].join('.');
    found.push({
      binding,
      nameSpan: { start: match.index, end: match.index + binding.local.length },
      span: { start: match.index, end: match.index + written.length },
      node: content,
      path: path.slice(0, length).join('.'),
      role: 'annotation',
      within: enclosingDefinitions(content) || MODULE_LEVEL,
      call: undefined,
      callNode: undefined,
      argumentOf: undefined,
      atImport: false,
      aloneInLoop: false,
      typeTest: false,
      caught: [],
      stored: false,
      trouble: binding.trouble,
    });
  }
  return found;
}

function inAnnotation(content: Node): boolean {
  for (let at = content.parent; at && !STRINGS_END.has(at.type); at = at.parent) {
    if (at.type === 'type') return ancestor(at, STRINGS_END) !== undefined;
  }
  return false;
}

/** The names that `__all__` lists in a file, wherever it is assigned or extended at module level. */
export function exportedNames(source: SourceFile): ReadonlySet<string> {
  const exported = new Set<string>();
  for (const match of source.text.matchAll(/^__all__\b/gm)) {
    const statement = statementOf(source.root.descendantForIndex(match.index, match.index + 7));
    for (const quoted of statement.text.matchAll(/(['"])(\w+)\1/g)) exported.add(quoted[2] ?? '');
  }
  return exported;
}
