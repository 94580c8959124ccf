// What a name or a dotted expression means where it can mean nothing else: all that binds it is seen, in this file and in others.
import { reachedByName, reachesLocals } from '../python/dataflow/reflection.ts';
import type { Scope } from '../python/scopes.ts';
import type { Node } from '../python/source.ts';
import { attributesNamed, isField, same } from '../python/syntax.ts';
import { memo } from '../text/memoize.ts';
import type { AnalyzedFile } from './analyzed-file.ts';
import { splitSymbol } from './dotted-names.ts';
import type { IndirectAccess } from './indirect-access.ts';
import type { Project } from './project-index.ts';
import { chainOf, type FileByPath, importedAs, symbolOf } from './resolve-symbol.ts';

/** The one thing that an expression can mean. */
export type Exactly =
  /** A function or class of the project. */
  | { readonly kind: 'defined'; readonly model: AnalyzedFile; readonly node: Node }
  /** Something from outside of the project. */
  | { readonly kind: 'foreign'; readonly symbol: string }
  /** A name that something else than imports and one definition binds. */
  | { readonly kind: 'variable'; readonly model: AnalyzedFile; readonly name: string; readonly scope: Scope };

/** Whether nothing binds a name of a scope where it cannot be seen: what takes long to see may be taken for true, and looked at later. */
export type Closed = (model: AnalyzedFile, name: string, scope: Scope) => boolean;

/** Resolves names and dotted expressions. */
export interface ExactNames {
  /** Undefined where it may mean something else, or nothing that is seen. */
  of(model: AnalyzedFile, expression: Node, closed?: Closed): Exactly | undefined;
  /** Whether other files, or code that does not name it, may bind a name of a scope. */
  isOpen(model: AnalyzedFile, name: string, scope: Scope): boolean;
}

/** How often a name may be re-exported from module to module. */
const MOST_MODULES = 5;

/** Reads what names mean exactly. */
export function readExactNames(project: Project, modelOf: FileByPath, outOfSight: IndirectAccess): ExactNames {
  function ofSymbol(symbol: string, steps: number, closed: Closed): Exactly | undefined {
    for (let { module } = splitSymbol(symbol); module !== ''; { module } = splitSymbol(module)) {
      const path = project.pathOf(module);
      if (path === undefined) continue;
      const model = modelOf(path);
      const [member = '', ...more] = symbol.slice(module.length + 1).split('.');
      return model && more.length === 0 ? inScope(model, member, model.names.module, steps + 1, closed) : undefined;
    }
    const own = project.pathOf(symbol) ?? project.pathOf(symbol.split('.')[0] ?? '');
    return own === undefined ? { kind: 'foreign', symbol } : undefined;
  }

  function inScope(
    model: AnalyzedFile,
    name: string,
    scope: Scope,
    steps: number,
    closed: Closed,
  ): Exactly | undefined {
    const bound = model.names.bindings(name, scope);
    const [first] = bound;
    if (!first || steps > MOST_MODULES) return undefined;
    const imported = bound.flatMap(({ node }) => importedAs(model, node) ?? []);
    if (imported.length === bound.length) {
      if (!closed(model, name, scope)) return undefined;
      const symbols = new Set(imported.map((each) => symbolOf(model, each)));
      const [symbol] = symbols;
      return symbols.size === 1 && symbol !== undefined ? ofSymbol(symbol, steps, closed) : undefined;
    }
    const definition = first.binding === 'definition' && bound.length === 1 ? first.node.parent : null;
    if (!definition) return { kind: 'variable', model, name, scope };
    const plain = definition.parent?.type !== 'decorated_definition' && closed(model, name, scope);
    return plain ? { kind: 'defined', model, node: definition } : undefined;
  }

  const reassigned = memo((model: AnalyzedFile) =>
    memo((name: string): boolean => {
      const file = { source: model.source, names: model.names, classes: model.classes() };
      if (reachedByName(file, { attribute: name, family: new Set(), own: false }).length > 0) return true;
      const users = new Set(project.elsewhere('global', name, model.path).flatMap(({ path }) => path ?? []));
      const stored = [...users].some((path) => {
        const other = modelOf(path);
        return !other || attributesNamed(other.source, name).some(isTarget);
      });
      return stored || outOfSight(model.path, name, undefined, false).length > 0;
    }),
  );

  function isOpen(model: AnalyzedFile, name: string, scope: Scope): boolean {
    if (scope.kind === 'module') return reassigned(model)(name);
    const file = { source: model.source, names: model.names, classes: model.classes() };
    return scope.kind === 'class' || reachesLocals(scope.node, file) !== undefined;
  }

  const isClosed: Closed = (model, name, scope) => !isOpen(model, name, scope);

  return {
    isOpen,
    of(model, expression, closed = isClosed) {
      const [first, ...members] = chainOf(expression) ?? [];
      const scope = first && model.names.resolveAt(first.text, first);
      if (!first || !scope) return undefined;
      if (members.length === 0) return inScope(model, first.text, scope, 0, closed);
      const bound = model.names.bindings(first.text, scope).map(({ node }) => importedAs(model, node));
      const symbols = new Set(bound.map((each) => each && symbolOf(model, each)));
      const [symbol] = symbols;
      if (symbols.size !== 1 || symbol === undefined || !closed(model, first.text, scope)) return undefined;
      return ofSymbol([symbol, ...members.map(({ text }) => text)].join('.'), 0, closed);
    },
  };
}

const TARGETS = /^(pattern_list|tuple_pattern|list_pattern|tuple|list|expression_list|list_splat_pattern)$/;

/** Whether an expression is stored to, or deleted. */
export function isTarget(expression: Node): boolean {
  let node = expression;
  while (node.parent && TARGETS.test(node.parent.type)) node = node.parent;
  const up = node.parent;
  if (!up) return false;
  if (up.type === 'as_pattern_target' || up.type === 'delete_statement') return true;
  return /^((augmented_)?assignment|for_statement|for_in_clause)$/.test(up.type) && isField(up, 'left', node);
}

/** What a plain assignment gives to a target; undefined where something else binds it, null where nothing does. */
export function assignedTo(target: Node): Node | null | undefined {
  const { parent } = target;
  if (parent?.type === 'named_expression') return parent.childForFieldName('value');
  if (parent?.type !== 'assignment' || !same(parent.childForFieldName('left'), target)) return undefined;
  let right = parent.childForFieldName('right');
  while (right?.type === 'assignment') right = right.childForFieldName('right');
  return right;
}
