// What a name or a dotted expression means in the project: a definition of it, in this file or in another, however it was
// imported. Calls of attributes are seen on `self`, on modules, and on a name that holds one plain instance.
import type { ImportedName } from '../python/imports.ts';
import type { Node } from '../python/source.ts';
import { attributesNamed, enclosingDefinitions, isField, same } from '../python/syntax.ts';
import { type FileModel, loadedBy } from './model.ts';
import type { Project } from './project.ts';
import { splitSymbol } from './symbols.ts';

/** A function or class of the project. */
export interface Definition {
  readonly model: FileModel;
  /** The `function_definition` or `class_definition`. */
  readonly node: Node;
}

/** What an expression means, as far as imports and definitions show it. */
export type Meaning =
  | { readonly kind: 'defined'; readonly definitions: readonly Definition[] }
  /** Imported from outside of the project. */
  | { readonly kind: 'foreign'; readonly symbol: string }
  | { readonly kind: 'unknown' };

/** Reads the model of a file; undefined where it cannot be read. */
export type ModelOf = (path: string) => FileModel | undefined;

/** Resolves expressions to definitions. */
export interface Callees {
  meaning(model: FileModel, expression: Node): Meaning;
  /** The functions that a call runs: of a class its `__init__`. */
  run(model: FileModel, call: Node): readonly Definition[];
  /** The calls, in its own file and in those that import it, that run a function. */
  callersOf(definition: Definition): readonly { readonly model: FileModel; readonly call: Node }[];
}

const UNKNOWN: Meaning = { kind: 'unknown' };
/** How often a name may be handed on from module to module. */
const MOST_MODULES = 5;

/** Reads the definitions of a project where they are asked for. */
export function readCallees(project: Project, modelOf: ModelOf): Callees {
  let paths: Map<string, string> | undefined;
  function moduleModel(module: string): FileModel | undefined {
    paths ??= new Map(project.files.flatMap(({ path, python }) => (python ? [[project.moduleOf(path), path]] : [])));
    const path = paths.get(module);
    return path === undefined ? undefined : modelOf(path);
  }

  /** A dotted symbol of the project: the longest module, then a name in it. */
  function ofSymbol(symbol: string, depth: number): Meaning {
    for (let { module, member } = splitSymbol(symbol); module !== ''; { module, member } = splitSymbol(module)) {
      const model = moduleModel(module);
      if (!model) continue;
      const rest = symbol.slice(module.length + 1).split('.');
      return rest.length === 1 ? global(model, member, depth) : ofMember(model, rest, depth);
    }
    const top = symbol.split('.')[0] ?? '';
    return moduleModel(symbol) || moduleModel(top) ? UNKNOWN : { kind: 'foreign', symbol };
  }

  /** `Class.method` of a module. */
  function ofMember(model: FileModel, [first = '', second = '', ...more]: readonly string[], depth: number): Meaning {
    const holder = global(model, first, depth);
    if (holder.kind !== 'defined' || more.length > 0) return holder.kind === 'foreign' ? holder : UNKNOWN;
    const definitions = holder.definitions.flatMap((each) => methodsOf(each, second));
    return definitions.length > 0 ? { kind: 'defined', definitions } : UNKNOWN;
  }

  function global(model: FileModel, name: string, depth: number): Meaning {
    const bound = model.names.bindings(name, model.names.module).map(({ node }) => node);
    return ofBindings(model, bound, depth);
  }

  function ofBindings(model: FileModel, bound: readonly Node[], depth: number): Meaning {
    const definitions: Definition[] = [];
    for (const node of bound) {
      const holder = node.parent;
      if (/^(function|class)_definition$/.test(holder?.type ?? '') && holder) definitions.push({ model, node: holder });
      const imported = importedAs(model, node);
      if (!imported || depth >= MOST_MODULES) continue;
      const found = ofSymbol(symbolOf(model, imported), depth + 1);
      if (found.kind === 'foreign') return found;
      if (found.kind === 'defined') definitions.push(...found.definitions);
    }
    return definitions.length > 0 ? { kind: 'defined', definitions } : UNKNOWN;
  }

  function meaning(model: FileModel, expression: Node): Meaning {
    if (expression.type === 'identifier') {
      const scope = model.names.resolveAt(expression.text, expression);
      if (!scope) return UNKNOWN;
      return ofBindings(
        model,
        model.names.bindings(expression.text, scope).map(({ node }) => node),
        0,
      );
    }
    const chain = chainOf(expression);
    const [first, ...members] = chain ?? [];
    if (!first || members.length === 0) return UNKNOWN;
    const member = members.at(-1)?.text ?? '';
    const owner = members.length === 1 ? model.classes().ofReceiver(first.text, first) : undefined;
    if (owner) {
      const family = model.classes().family(owner);
      const all = [...family].flatMap((name) => classesNamed(model, name));
      const definitions = all.flatMap((each) => methodsOf(each, member));
      return definitions.length > 0 ? { kind: 'defined', definitions } : UNKNOWN;
    }
    const scope = model.names.resolveAt(first.text, first);
    const bound = scope ? model.names.bindings(first.text, scope) : [];
    const imported = bound.map(({ node }) => importedAs(model, node)).find((each) => each !== undefined);
    if (imported) return ofSymbol([symbolOf(model, imported), ...members.map(({ text }) => text)].join('.'), 0);
    // A class, or one instance of it that a name holds.
    const [only] = bound;
    const made = bound.length === 1 && only?.node.parent?.type === 'assignment' ? only.node.parent : undefined;
    const right = made?.childForFieldName('right');
    const callee = right?.type === 'call' ? right.childForFieldName('function') : null;
    const holder = callee ? meaning(model, callee) : meaning(model, first);
    if (holder.kind !== 'defined' || members.length > 1) return UNKNOWN;
    const definitions = holder.definitions.flatMap((each) => methodsOf(each, member));
    return definitions.length > 0 ? { kind: 'defined', definitions } : UNKNOWN;
  }

  function run(model: FileModel, call: Node): readonly Definition[] {
    const callee = call.childForFieldName('function');
    const found = callee ? meaning(model, callee) : UNKNOWN;
    if (found.kind !== 'defined') return [];
    return found.definitions.flatMap((each) =>
      each.node.type === 'class_definition' ? methodsOf(each, '__init__') : [each],
    );
  }

  return {
    meaning,
    run,
    callersOf(definition) {
      const name = definition.node.childForFieldName('name')?.text ?? '';
      const calls: { readonly model: FileModel; readonly call: Node }[] = [];
      for (const model of [definition.model, ...importersOf(definition)]) {
        for (const call of callsNamed(model, name)) {
          if (run(model, call).some((each) => same(each.node, definition.node) && each.model === definition.model))
            calls.push({ model, call });
        }
      }
      return calls;
    },
  };

  /** The files that may reach a definition by its outermost name. */
  function importersOf({ model, node }: Definition): FileModel[] {
    const [name = ''] = enclosingDefinitions(node.childForFieldName('name') ?? node).split('.');
    const users = new Set(project.elsewhere('global', name, model.path).map(({ path }) => path));
    return [...users].flatMap((path) => (path === undefined ? [] : (modelOf(path) ?? [])));
  }
}

function importedAs(model: FileModel, node: Node): ImportedName | undefined {
  for (const { names } of model.statements) {
    const found = names.find(({ localNode }) => same(localNode, node));
    if (found) return found;
  }
  return undefined;
}

function symbolOf(model: FileModel, imported: ImportedName): string {
  return imported.statement.level > 0 ? loadedBy(model, imported) : imported.target;
}

/** The identifiers of `a.b.c`; undefined where something else is in between. */
function chainOf(expression: Node): Node[] | undefined {
  const chain: Node[] = [];
  let at = expression;
  while (at.type === 'attribute') {
    const member = at.childForFieldName('attribute');
    const object = at.childForFieldName('object');
    if (!member || !object) return undefined;
    chain.unshift(member);
    at = object;
  }
  return at.type === 'identifier' ? [at, ...chain] : undefined;
}

function classesNamed(model: FileModel, name: string): Definition[] {
  return model.names.occurrences(name).flatMap(({ node, binding }) => {
    const holder = node.parent;
    return binding === 'definition' && holder?.type === 'class_definition' ? [{ model, node: holder }] : [];
  });
}

/** The functions of a class body by a name; those of its bases are not looked for. */
function methodsOf({ model, node }: Definition, name: string): Definition[] {
  if (node.type !== 'class_definition') return [];
  return (node.childForFieldName('body')?.namedChildren ?? []).flatMap((child) => {
    const inner = child.type === 'decorated_definition' ? child.childForFieldName('definition') : child;
    const fits = inner?.type === 'function_definition' && inner.childForFieldName('name')?.text === name;
    return fits ? [{ model, node: inner }] : [];
  });
}

/** The calls of a file whose callee has a last name. */
function callsNamed({ names, source }: FileModel, name: string): Node[] {
  const bare = names.occurrences(name).flatMap(({ node, kind }) => (kind === 'use' ? [node] : []));
  return [...bare, ...attributesNamed(source, name)].flatMap((node) => {
    const call = node.parent;
    return call?.type === 'call' && isField(call, 'function', node) ? [call] : [];
  });
}
