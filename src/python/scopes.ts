// Which binding a name means. Works one name at a time over that name's occurrences, so a huge file costs what it mentions.
import { groupBy } from '../text/group-by.ts';
import { memo, weakMemo } from '../text/memoize.ts';
import { type BindingKind, type NameRole, nameRole } from './identifier-role.ts';
import { scopeNodeAround } from './scope-node.ts';
import type { Node, SourceFile } from './source.ts';
import { identifiers } from './syntax.ts';
import { offsetsOf } from './word-offsets.ts';

/** A scope of Python: what the language itself calls a block, plus comprehensions. */
export interface Scope {
  readonly kind: 'module' | 'function' | 'class' | 'lambda' | 'comprehension';
  readonly node: Node;
  readonly parent: Scope | undefined;
}

/** One place where a name stands as a name. */
export interface Occurrence {
  readonly node: Node;
  readonly kind: 'use' | 'bind' | 'global' | 'nonlocal';
  readonly binding: BindingKind | undefined;
  /** The scope in which the occurrence stands; for a binding, the scope that it binds in. */
  readonly scope: Scope;
}

/** The names of one file. */
export interface Names {
  /** All occurrences of a name, in document order. */
  occurrences(name: string): readonly Occurrence[];
  /** The bindings of a name in a scope. */
  bindings(name: string, scope: Scope): readonly Occurrence[];
  /** The occurrence of a name that a node is. */
  occurrenceAt(node: Node): Occurrence | undefined;
  /** The occurrences of a name that mean what a scope binds, in document order; those that mean none for undefined. */
  meaning(name: string, scope: Scope | undefined): readonly Occurrence[];
  /** The uses among them. */
  uses(name: string, scope: Scope | undefined): readonly Occurrence[];
  /** The scope whose binding an occurrence means; undefined for builtins, star imports and undefined names. */
  resolve(name: string, at: Occurrence): Scope | undefined;
  /** The same for a name that might be written at a node. */
  resolveAt(name: string, node: Node): Scope | undefined;
  /** The scope a node's names are looked up in first. */
  scopeAt(node: Node): Scope;
  readonly module: Scope;
}

/** What binds one name: looking a name up must not cost what the file mentions of it. */
interface NameIndex {
  readonly bound: ReadonlyMap<Scope, readonly Occurrence[]>;
  readonly declared: ReadonlyMap<Scope, 'global' | 'nonlocal'>;
}

/** Reads the names of a file on demand. */
export function readNames(source: SourceFile): Names {
  const scopes = new Map<number, Scope>();
  const module: Scope = { kind: 'module', node: source.root, parent: undefined };
  scopes.set(source.root.id, module);
  const known = new Map<string, NameIndex>();
  const all = new Map<string, readonly Occurrence[]>();
  const meant = memo((name: string) => groupBy(occurrencesOf(name), (each) => resolve(name, each)));
  const placed = memo((name: string) => new Map(occurrencesOf(name).map((each) => [each.node.startIndex, each])));
  const usesOf = memo((name: string) =>
    memo((scope: Scope | undefined) => (meant(name).get(scope) ?? []).filter(({ kind }) => kind === 'use')),
  );
  const passed = new Map<number, Node | undefined>();

  function scopeFor(node: Node | undefined): Scope {
    if (!node) return module;
    const there = scopes.get(node.id);
    if (there) return there;
    const scope: Scope = { kind: kindOf(node), node, parent: scopeFor(around(node)) };
    scopes.set(node.id, scope);
    return scope;
  }
  const scopeAt = (node: Node) => scopeFor(around(node));

  /** A use; of most, nobody asks where they stand. */
  function useOf(node: Node): Occurrence {
    let scope: Scope | undefined;
    return {
      node,
      kind: 'use',
      binding: undefined,
      get scope() {
        scope ??= scopeAt(node);
        return scope;
      },
    };
  }

  /** The same as `scopeNodeAround`; names side by side in one expression go up through it once. */
  const around = (node: Node) => scopeNodeAround(node, passed);

  function indexOf(name: string): NameIndex {
    const index = known.get(name) ?? readIndex(name);
    known.set(name, index);
    return index;
  }

  function readIndex(name: string): NameIndex {
    const read: { node: Node; role: NameRole }[] = [];
    for (const node of mayBeBindings(source, name)) {
      const role = nameRole(node);
      if (role && role !== 'use') read.push({ node, role });
    }
    const declared = new Map<Scope, 'global' | 'nonlocal'>();
    for (const { node, role } of read) {
      if (role !== 'global' && role !== 'nonlocal') continue;
      const scope = scopeAt(node);
      if (!declared.has(scope)) declared.set(scope, role);
    }
    const binds = read.flatMap(({ node, role }) =>
      role === 'use' || role === 'global' || role === 'nonlocal' ? [] : { node, binding: role, own: scopeAt(node) },
    );
    const binding = new Set(binds.map(({ own }) => own));
    // A declaration or a walrus moves a binding to an outer scope.
    const bound = binds.map(({ node, binding: kind, own }): Occurrence => {
      let scope: Scope = own;
      if (node.parent?.type === 'named_expression') {
        while (scope.kind === 'comprehension' && scope.parent) scope = scope.parent;
      }
      if (declared.get(scope) === 'global') scope = module;
      else if (declared.get(scope) === 'nonlocal') scope = outerFunction(scope, binding) ?? scope;
      return { node, kind: 'bind', binding: kind, scope };
    });
    return { bound: groupBy(bound, ({ scope }) => scope), declared };
  }

  function occurrencesOf(name: string): readonly Occurrence[] {
    const there = all.get(name);
    if (there) return there;
    const binds = new Map([...indexOf(name).bound.values()].flat().map((each) => [each.node.startIndex, each]));
    const found = identifiers(source, name).flatMap((node): Occurrence[] => {
      const bind = binds.get(node.startIndex);
      if (bind) return [bind];
      const role = nameRole(node);
      if (role === undefined) return [];
      if (role === 'global' || role === 'nonlocal')
        return [{ node, kind: role, binding: undefined, scope: scopeAt(node) }];
      return [useOf(node)];
    });
    all.set(name, found);
    return found;
  }

  /** `start`: where the look-up begins; where only the module binds the name, nobody has to know. */
  function lookUp(name: string, start: () => Scope, at: number): Scope | undefined {
    const { bound, declared } = indexOf(name);
    if (declared.size === 0 && bound.size === Number(bound.has(module))) return bound.size > 0 ? module : undefined;
    let innermost = true;
    for (let scope: Scope | undefined = start(); scope; scope = scope.parent) {
      const current: Scope = scope;
      const declaration = declared.get(current);
      if (declaration === 'global') return module;
      if (declaration === 'nonlocal') {
        innermost = false;
        continue;
      }
      if (current.kind === 'class' && !innermost) continue;
      const [first] = bound.get(current) ?? [];
      // In a class body a name means the outer one until the body binds it.
      if (first && !(current.kind === 'class' && at < statementEnd(first.node))) return current;
      // A comprehension directly in a class body sees the class scope only through its first iterable.
      if (current.kind !== 'comprehension' || current.parent?.kind === 'class') innermost = false;
    }
    return undefined;
  }

  const resolve = (name: string, at: Occurrence) =>
    at.kind === 'bind' ? at.scope : lookUp(name, () => at.scope, at.node.startIndex);

  return {
    module,
    occurrences: occurrencesOf,
    bindings: (name, scope) => indexOf(name).bound.get(scope) ?? [],
    occurrenceAt: (node) => placed(node.text).get(node.startIndex),
    meaning: (name, scope) => meant(name).get(scope) ?? [],
    uses: (name, scope) => usesOf(name)(scope),
    scopeAt,
    resolve,
    resolveAt: (name, node) => lookUp(name, () => scopeAt(node), node.startIndex),
  };
}

/**
 * The identifiers that may bind a name, or say whose it is. What stands before a dot or a call is only used, and an attribute
 * is no name: of most occurrences in a large file that shows without a look at the tree.
 */
function mayBeBindings(source: SourceFile, name: string): readonly Node[] {
  const { text, root } = source;
  return offsetsOf(source, name).flatMap((at): Node[] => {
    const next = text[at + name.length];
    if (
      text[at - 1] === '.' ||
      ((next === '.' || next === '(') && !DEFINING.test(text.slice(Math.max(0, at - 24), at))) ||
      (text[at - 1] === '(' && isFirstArgument(source, at, at + name.length))
    )
      return [];
    const node = root.descendantForIndex(at, at + name.length);
    return node.type === 'identifier' && node.startIndex === at ? [node] : [];
  });
}

/** What stands before a name that is defined, or imported by its path; and what may, where a line goes on. */
const DEFINING = /(?:\b(?:def|class|import|type)[ \t\f]*|,[ \t\f]*|\\\r?\n[ \t\f]*|^[ \t\f]*)$/;

/** Whether a name behind a parenthesis is what a call is given first: not a parameter, a capture, or bound by `:=`. */
function isFirstArgument(source: SourceFile, start: number, end: number): boolean {
  const { text } = source;
  if (!/[,).[]/.test(text[end] ?? '')) return false;
  const [, around = '', callee] = CALLED.exec(text.slice(Math.max(0, start - 100), start - 1)) ?? [];
  return callee !== undefined && !KEYWORDS.has(callee) && !/\bdef[\s\\]*$/.test(around) && !matches(source);
}

/** The word before the parenthesis of a call, and what stands before it. */
const CALLED = /^(.*\W)(\w+)$/s;
const KEYWORDS = new Set(
  'and as assert async await case del elif except for if import in is lambda match not or return while with yield'.split(
    ' ',
  ),
);

/** Whether a file may have patterns, where what looks like an argument is a name that is bound. */
const matches = weakMemo(({ text }: SourceFile) => /^[ \t\f]*case\b/m.test(text));

function statementEnd(node: Node): number {
  let at = node;
  for (let up = at.parent; up && up.type !== 'block' && up.type !== 'module'; up = at.parent) at = up;
  return at.endIndex;
}

function outerFunction(scope: Scope, binding: ReadonlySet<Scope>): Scope | undefined {
  for (let at = scope.parent; at; at = at.parent) {
    if ((at.kind === 'function' || at.kind === 'lambda') && binding.has(at)) return at;
  }
  return undefined;
}

function kindOf(node: Node): Scope['kind'] {
  if (node.type === 'class_definition') return 'class';
  if (node.type === 'lambda') return 'lambda';
  if (node.type === 'function_definition') return 'function';
  return 'comprehension';
}
