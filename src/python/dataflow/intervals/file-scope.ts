// One file as the number flow sees it: where its functions, classes and names are defined, each found once. And what an
// expression that is called or read stands for, through imports, aliases and `self`.

import { type ImportedName, readImports } from '../../import-statements.ts';
import type { Names, Occurrence, Scope } from '../../scopes.ts';
import type { Node, SourceFile } from '../../source.ts';
import { ancestor, attributesNamed, isField } from '../../syntax.ts';
import type { Classes } from '../classes.ts';
import { classOf } from '../infer-class.ts';
import type { NumberRange } from './interval-lattice.ts';

/** A file, and what is known of the modules that it imports. */
export interface NumberContext {
  readonly source: SourceFile;
  readonly names: Names;
  readonly classes: Classes;
  /** The absolute dotted name of what an import binds. */
  absolute(imported: ImportedName): string;
  /** What a global of another module holds, or what its function gives; undefined where that is not seen. */
  elsewhere(dotted: string, called: boolean): NumberRange | undefined;
}

/** What an expression stands for. */
export type NumberMeaning =
  /** Something of a library or of another module, by its dotted name; a builtin has no dot. */
  | { readonly kind: 'library'; readonly name: string }
  /** Functions and lambdas of this file. */
  | { readonly kind: 'functions'; readonly definitions: readonly Node[]; readonly certain: boolean }
  | { readonly kind: 'class'; readonly name: string }
  /** An attribute of an object; `owner` where its class is of this file, `methods` what may be meant when it is called. */
  | {
      readonly kind: 'member';
      readonly name: string;
      readonly receiver: Node;
      readonly owner: string | undefined;
      readonly methods: readonly Node[];
    }
  | { readonly kind: 'unknown' };

/** A method of the file. */
interface Method {
  readonly definition: Node;
  readonly owner: string;
}

/** The file, read on demand. */
export interface FileScope extends NumberContext {
  /** The scope whose binding a name means. */
  home(name: string, node: Node, scope: Scope): Scope | undefined;
  /** The bindings of a name, in order; undefined where one stands elsewhere, as by `nonlocal`, and runs who knows when. */
  localBindings(name: string, home: Scope): readonly Node[] | undefined;
  /** Bindings of a name in class bodies. */
  classBindings(name: string): readonly Occurrence[];
  /** Uses of a name that mean the binding of a scope. */
  uses(name: string, home: Scope): readonly Node[];
  attributes(name: string): readonly Node[];
  methods(name: string): readonly Method[];
  owner(receiver: Node): string | undefined;
  meaning(expression: Node, scope: Scope): NumberMeaning;
}

const CLASS = new Set(['class_definition']);
const UNKNOWN: NumberMeaning = { kind: 'unknown' };
/** So many names may stand for one another before it is no longer followed. */
const MOST_ALIASES = 8;

/** Prepares a file; nothing is read before it is asked for. */
export function readWorld(context: NumberContext): FileScope {
  const { source, names, classes } = context;
  const local = new Map<string, readonly Node[] | undefined>();
  let imports: Map<number, ImportedName> | undefined;
  let methods: Map<string, Method[]> | undefined;

  const home = (name: string, node: Node, scope: Scope) =>
    names.resolve(name, { node, kind: 'use', binding: undefined, scope });

  function importedAt(binding: Occurrence): string | undefined {
    imports ??= new Map(
      readImports(source).flatMap((statement) =>
        statement.names.map((each) => [each.localNode.startIndex, each] as const),
      ),
    );
    const found = imports.get(binding.node.startIndex);
    return found && context.absolute(found);
  }

  function methodsNamed(name: string): readonly Method[] {
    if (!methods) {
      methods = new Map();
      for (const definition of source.root.descendantsOfType('function_definition')) {
        const owner = classAround(definition);
        const called = definition.childForFieldName('name')?.text;
        if (!owner || !called) continue;
        const there = methods.get(called);
        if (there) there.push({ definition, owner });
        else methods.set(called, [{ definition, owner }]);
      }
    }
    return methods.get(name) ?? [];
  }

  /** The class that an expression is, or is an instance of; `super()` is of the class around it. */
  function ownerOf(receiver: Node): string | undefined {
    if (receiver.type === 'identifier') return classOf(receiver, context);
    const callee = receiver.type === 'call' ? receiver.childForFieldName('function') : null;
    if (callee?.type !== 'identifier') return undefined;
    if (callee.text !== 'super') return classes.names.has(callee.text) ? callee.text : undefined;
    return ancestor(receiver, CLASS)?.childForFieldName('name')?.text;
  }

  function ofName(node: Node, scope: Scope): NumberMeaning | { readonly next: Node } {
    const found = home(node.text, node, scope);
    if (!found) return { kind: 'library', name: node.text };
    const all = names.bindings(node.text, found);
    const definitions = all.flatMap(({ node: { parent }, binding }) =>
      binding === 'definition' && parent?.type === 'function_definition' ? [parent] : [],
    );
    if (definitions.length > 0) return { kind: 'functions', definitions, certain: definitions.length === all.length };
    if (all.some(({ binding }) => binding === 'import')) {
      const name = all.map((each) => (each.binding === 'import' ? importedAt(each) : undefined)).find(Boolean);
      return name ? { kind: 'library', name } : UNKNOWN;
    }
    const [only] = all;
    if (all.length !== 1 || !only) return UNKNOWN;
    if (only.binding === 'definition') return { kind: 'class', name: node.text };
    const parent = only.node.parent;
    const right = parent?.type === 'assignment' && isField(parent, 'left', only.node) ? parent : undefined;
    const value = right?.childForFieldName('right');
    if (value?.type === 'lambda') return { kind: 'functions', definitions: [value], certain: true };
    return value?.type === 'identifier' || value?.type === 'attribute' ? { next: value } : UNKNOWN;
  }

  function member(node: Node, chain: readonly string[], base: Node): NumberMeaning {
    const name = chain.at(-1) ?? '';
    const receiver = chain.length === 1 ? base : (node.childForFieldName('object') ?? base);
    const owner = ownerOf(receiver);
    const family = owner === undefined ? undefined : classes.family(owner);
    const meant = methodsNamed(name).filter((each) => !family || family.has(each.owner));
    return { kind: 'member', name, receiver, owner, methods: meant.map((each) => each.definition) };
  }

  function meaning(expression: Node, scope: Scope): NumberMeaning {
    let at = expression;
    let here = scope;
    for (let step = 0; step < MOST_ALIASES; step++) {
      const { base, chain } = chainOf(at);
      if (base.type === 'lambda' && chain.length === 0)
        return { kind: 'functions', definitions: [base], certain: true };
      if (base.type !== 'identifier') return chain.length > 0 ? member(at, chain, base) : UNKNOWN;
      const found = ofName(base, here);
      if ('next' in found) {
        if (chain.length > 0) return member(at, chain, base);
        at = found.next;
        here = names.scopeAt(at);
        continue;
      }
      if (found.kind === 'library') return { kind: 'library', name: [found.name, ...chain].join('.') };
      return chain.length === 0 ? found : member(at, chain, base);
    }
    return UNKNOWN;
  }

  return {
    ...context,
    home,
    localBindings(name, of) {
      const key = `${of.node.id} ${name}`;
      if (!local.has(key)) {
        const nodes = names.bindings(name, of).map(({ node }) => node);
        local.set(key, nodes.every((node) => names.scopeAt(node) === of) ? nodes : undefined);
      }
      return local.get(key);
    },
    classBindings: (name) =>
      names.occurrences(name).filter((each) => each.kind === 'bind' && each.scope.kind === 'class'),
    uses: (name, of) =>
      names
        .occurrences(name)
        .filter((each) => each.kind === 'use' && home(name, each.node, each.scope) === of)
        .map((each) => each.node),
    attributes: (name) => attributesNamed(source, name),
    methods: methodsNamed,
    owner: ownerOf,
    meaning,
  };
}

/** The name of the class in whose body a function is defined. */
export function classAround(definition: Node): string | undefined {
  const holder = definition.parent?.type === 'decorated_definition' ? definition.parent : definition;
  const around = holder.parent?.parent;
  return around?.type === 'class_definition' ? around.childForFieldName('name')?.text : undefined;
}

/** The expression that a chain of attributes begins with, and their names. */
function chainOf(node: Node): { readonly base: Node; readonly chain: string[] } {
  const chain: string[] = [];
  let base = node;
  for (;;) {
    if (base.type === 'parenthesized_expression' && base.namedChildCount === 1 && base.firstNamedChild) {
      base = base.firstNamedChild;
      continue;
    }
    const object = base.type === 'attribute' ? base.childForFieldName('object') : null;
    if (!object) return { base, chain };
    chain.unshift(base.childForFieldName('attribute')?.text ?? '');
    base = object;
  }
}

/** The texts of a function's decorators. */
export function decorators(definition: Node): string[] {
  const { parent } = definition;
  if (parent?.type !== 'decorated_definition') return [];
  return parent.namedChildren.filter((child) => child.type === 'decorator').map((child) => child.text);
}
