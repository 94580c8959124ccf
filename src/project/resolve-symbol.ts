// What a name or a dotted expression means in the project: a definition of it, in this file or in another, however it was
// imported. Attributes are seen of modules, of `self`, and of names and attributes that are assigned a new instance.
import type { ImportedName } from '../python/import-statements.ts';
import type { Node } from '../python/source.ts';
import { attributesNamed, enclosingDefinitions, isField, same } from '../python/syntax.ts';
import { groupBy } from '../text/group-by.ts';
import { memo } from '../text/memoize.ts';
import { type AnalyzedFile, loadedBy } from './analyzed-file.ts';
import { splitSymbol } from './dotted-names.ts';
import type { Project } from './project-index.ts';

/** A function or class of the project. */
export interface Definition {
  readonly model: AnalyzedFile;
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
export type FileByPath = (path: string) => AnalyzedFile | undefined;

/** Resolves expressions to definitions. */
export interface SymbolResolver {
  meaning(model: AnalyzedFile, expression: Node): Meaning;
  /** The functions that a call runs: of a class its `__init__`. */
  run(model: AnalyzedFile, call: Node): readonly Definition[];
  /** The expressions that mean a function or class, in its own file and in those that import it. */
  namesOf(definition: Definition): readonly { readonly model: AnalyzedFile; readonly node: Node }[];
  /** Those of them that are called, as calls. */
  callersOf(definition: Definition): readonly { readonly model: AnalyzedFile; readonly call: Node }[];
}

const UNKNOWN: Meaning = { kind: 'unknown' };
/** How often a name may be re-exported from module to module. */
const MOST_MODULES = 5;

/** Reads the definitions of a project where they are asked for. */
export function readSymbols(project: Project, modelOf: FileByPath): SymbolResolver {
  let paths: Map<string, string> | undefined;
  function moduleModel(module: string): AnalyzedFile | undefined {
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
  function ofMember(
    model: AnalyzedFile,
    [first = '', second = '', ...more]: readonly string[],
    depth: number,
  ): Meaning {
    const holder = global(model, first, depth);
    if (holder.kind !== 'defined' || more.length > 0) return holder.kind === 'foreign' ? holder : UNKNOWN;
    const definitions = holder.definitions.flatMap((each) => methodsOf(each, second));
    return definitions.length > 0 ? { kind: 'defined', definitions } : UNKNOWN;
  }

  function global(model: AnalyzedFile, name: string, depth: number): Meaning {
    const bound = model.names.bindings(name, model.names.module).map(({ node }) => node);
    return ofBindings(model, bound, depth);
  }

  function ofBindings(model: AnalyzedFile, bound: readonly Node[], depth: number): Meaning {
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

  function meaning(model: AnalyzedFile, expression: Node): Meaning {
    if (expression.type === 'identifier') {
      const scope = model.names.resolveAt(expression.text, expression);
      if (!scope) return UNKNOWN;
      return ofBindings(
        model,
        model.names.bindings(expression.text, scope).map(({ node }) => node),
        0,
      );
    }
    const object = expression.childForFieldName('object');
    const member = expression.childForFieldName('attribute')?.text;
    if (!object || member === undefined) return UNKNOWN;
    const [first, ...members] = chainOf(expression) ?? [];
    const imported = first && importOf(model, first);
    if (imported) return ofSymbol([symbolOf(model, imported), ...members.map(({ text }) => text)].join('.'), 0);
    const definitions = classesOf(model, object, 0).flatMap((each) => methodsOf(each, member));
    return definitions.length > 0 ? { kind: 'defined', definitions } : UNKNOWN;
  }

  function importOf(model: AnalyzedFile, name: Node): ImportedName | undefined {
    const scope = model.names.resolveAt(name.text, name);
    const bound = scope ? model.names.bindings(name.text, scope) : [];
    return bound.map(({ node }) => importedAs(model, node)).find((each) => each !== undefined);
  }

  /** The classes that an expression names, or whose instance it is. */
  function classesOf(model: AnalyzedFile, expression: Node, steps: number): readonly Definition[] {
    if (steps > MOST_MODULES) return [];
    if (expression.type === 'call') {
      const callee = expression.childForFieldName('function');
      return callee ? ofClasses(meaning(model, callee)) : [];
    }
    if (expression.type === 'identifier') {
      const owner = model.classes().ofReceiver(expression.text, expression);
      if (owner) return [...model.classes().family(owner)].flatMap((name) => classesNamed(model, name));
      const scope = model.names.resolveAt(expression.text, expression);
      const bound = scope ? model.names.bindings(expression.text, scope) : [];
      const made = bound.flatMap(({ node }) => assignedTo(node)).flatMap((each) => classesOf(model, each, steps + 1));
      return made.length > 0 ? made : ofClasses(meaning(model, expression));
    }
    // What is assigned to an attribute of `self`.
    const object = expression.childForFieldName('object');
    const member = expression.childForFieldName('attribute');
    const owner = object?.type === 'identifier' ? model.classes().ofReceiver(object.text, object) : undefined;
    if (!owner || !member) return [];
    const family = model.classes().family(owner);
    return attributesNamed(model.source, member.text).flatMap((node) => {
      const receiver = node.childForFieldName('object');
      const holder = receiver?.type === 'identifier' ? model.classes().ofReceiver(receiver.text, receiver) : undefined;
      if (!holder || !family.has(holder)) return [];
      return assignedTo(node).flatMap((each) => classesOf(model, each, steps + 1));
    });
  }

  function run(model: AnalyzedFile, call: Node): readonly Definition[] {
    const callee = call.childForFieldName('function');
    const found = callee ? meaning(model, callee) : UNKNOWN;
    if (found.kind !== 'defined') return [];
    return found.definitions.flatMap((each) =>
      each.node.type === 'class_definition' ? methodsOf(each, '__init__') : [each],
    );
  }

  /** The expressions of a file that end with a name, by the definitions that they mean; each file and name is read once. */
  const meant = memo((model: AnalyzedFile) =>
    memo((name: string): ReadonlyMap<string, readonly Node[]> => {
      const pairs = expressionsNamed(model, name).flatMap((node) => {
        const found = meaning(model, node);
        return found.kind === 'defined' ? [...new Set(found.definitions.map(keyOf))].map((key) => ({ key, node })) : [];
      });
      const nodes = new Map<string, Node[]>();
      for (const [key, group] of groupBy(pairs, (pair) => pair.key))
        nodes.set(
          key,
          group.map(({ node }) => node),
        );
      return nodes;
    }),
  );

  function namesOf(definition: Definition): { readonly model: AnalyzedFile; readonly node: Node }[] {
    const name = definition.node.childForFieldName('name')?.text ?? '';
    return [definition.model, ...importersOf(definition)].flatMap((model) =>
      (meant(model)(name).get(keyOf(definition)) ?? []).map((node) => ({ model, node })),
    );
  }

  return {
    meaning,
    run,
    namesOf,
    callersOf: (definition) =>
      namesOf(definition).flatMap(({ model, node }) => {
        const call = node.parent;
        return call?.type === 'call' && isField(call, 'function', node) ? [{ model, call }] : [];
      }),
  };

  /** The files that may reach a definition by its outermost name. */
  function importersOf({ model, node }: Definition): AnalyzedFile[] {
    const [name = ''] = enclosingDefinitions(node.childForFieldName('name') ?? node).split('.');
    const users = new Set(project.elsewhere('global', name, model.path).map(({ path }) => path));
    return [...users].flatMap((path) => (path === undefined ? [] : (modelOf(path) ?? [])));
  }
}

/** Whether two definitions are one; a model may have been read twice. */
export function isSame(a: Definition, b: Definition): boolean {
  return keyOf(a) === keyOf(b);
}

function keyOf({ model, node }: Definition): string {
  return `${model.path} ${node.startIndex}`;
}

/** What a name in an import statement imports; undefined of any other name. */
export function importedAs(model: AnalyzedFile, node: Node): ImportedName | undefined {
  for (const { names } of model.statements) {
    const found = names.find(({ localNode }) => same(localNode, node));
    if (found) return found;
  }
  return undefined;
}

/** The dotted name of what an imported name is bound to. */
export function symbolOf(model: AnalyzedFile, imported: ImportedName): string {
  return imported.statement.level > 0 ? loadedBy(model, imported) : imported.target;
}

function ofClasses(meaning: Meaning): readonly Definition[] {
  if (meaning.kind !== 'defined') return [];
  return meaning.definitions.filter(({ node }) => node.type === 'class_definition');
}

/** What a plain assignment gives to a target. */
function assignedTo(target: Node): Node[] {
  const { parent } = target;
  const right =
    parent?.type === 'assignment' && isField(parent, 'left', target) ? parent.childForFieldName('right') : null;
  return right ? [right] : [];
}

/** The identifiers of `a.b.c`; undefined where something else is in between. */
export function chainOf(expression: Node): Node[] | undefined {
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

function classesNamed(model: AnalyzedFile, name: string): Definition[] {
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

/** The expressions of a file that end with a name. */
function expressionsNamed({ names, source }: AnalyzedFile, name: string): Node[] {
  const bare = names.occurrences(name).flatMap(({ node, kind }) => (kind === 'use' ? [node] : []));
  return [...bare, ...attributesNamed(source, name)];
}
