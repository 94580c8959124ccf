// Every call of a function or class of the project, where all of them are seen: nobody else gets hold of it.
import { argumentsIn } from '../python/dataflow/call-sites.ts';
import { reachedByName } from '../python/dataflow/reflection.ts';
import type { Node } from '../python/source.ts';
import { ancestor, attributesNamed, identifiers, isField, same } from '../python/syntax.ts';
import type { AnalyzedFile } from './analyzed-file.ts';
import type { Closed, ExactNames } from './exact-names.ts';
import type { IndirectAccess } from './indirect-access.ts';
import type { Project } from './project-index.ts';
import type { FileByPath } from './resolve-symbol.ts';

/** A call, in its file. */
export interface CallPlace {
  readonly model: AnalyzedFile;
  readonly call: Node;
}

/** Finds all calls of the function that a `function_definition` is; undefined where there may be others. */
export type AllCalls = (model: AnalyzedFile, definition: Node, closed?: Closed) => readonly CallPlace[] | undefined;

const STATEMENTS = new Set(['import_statement', 'import_from_statement', 'future_import_statement']);
const TYPES = new Set(['type']);

/** Prepares the search. */
export function findAllCalls(
  project: Project,
  modelOf: FileByPath,
  exact: ExactNames,
  outOfSight: IndirectAccess,
): AllCalls {
  /** Of what a file's identifiers of a name are: the calls, or undefined where one is something else. */
  function callsIn(
    model: AnalyzedFile,
    home: AnalyzedFile,
    definition: Node,
    name: string,
    closed: Closed | undefined,
  ): CallPlace[] | undefined {
    const calls: CallPlace[] = [];
    for (const node of identifiers(model.source, name)) {
      const { parent } = node;
      if (ancestor(node, STATEMENTS)) {
        if (parent?.parent?.type === 'aliased_import') return undefined;
        continue;
      }
      if (same(node, definition.childForFieldName('name')) && model.path === home.path) continue;
      if (parent?.type === 'keyword_argument' && isField(parent, 'name', node)) continue;
      const expression = parent?.type === 'attribute' && isField(parent, 'attribute', node) ? parent : node;
      const binds =
        expression === node &&
        model.names.occurrences(name).some((each) => same(each.node, node) && each.kind !== 'use');
      if (binds) continue;
      const meaning = exact.of(model, expression, closed);
      if (!meaning) return undefined;
      const isIt = meaning.kind === 'defined' && meaning.model.path === home.path && same(meaning.node, definition);
      if (!isIt) continue;
      const call = expression.parent;
      if (call?.type === 'call' && isField(call, 'function', expression)) calls.push({ model, call });
      else if (!onlyAsked(expression)) return undefined;
    }
    return calls;
  }

  function ofName(model: AnalyzedFile, definition: Node, closed: Closed | undefined): CallPlace[] | undefined {
    const name = definition.childForFieldName('name')?.text ?? '';
    if (definition.parent?.type === 'decorated_definition') return undefined;
    const scope = model.names.scopeAt(definition);
    if (scope.kind === 'class') return undefined;
    const others = scope.kind === 'module' ? project.mentioning(name).filter(({ path }) => path !== model.path) : [];
    const calls: CallPlace[] = [];
    for (const path of [model.path, ...others.map((each) => each.path)]) {
      const each = path === model.path ? model : modelOf(path);
      const found = each && callsIn(each, model, definition, name, closed);
      if (!found) return undefined;
      calls.push(...found);
    }
    return calls;
  }

  /** Calls of a method through `self`, where it is reached in no other way. */
  function ofMethod(model: AnalyzedFile, definition: Node, owner: string): CallPlace[] | undefined {
    const name = definition.childForFieldName('name')?.text ?? '';
    const family = model.classes().family(owner);
    const file = { source: model.source, names: model.names, classes: model.classes() };
    if (definition.parent?.type === 'decorated_definition' || /^__/.test(name)) return undefined;
    if (project.elsewhere('attribute', name, model.path, family).length > 0) return undefined;
    if (reachedByName(file, { attribute: name, family, own: true }).length > 0) return undefined;
    if (outOfSight(model.path, name, family, false).length > 0) return undefined;
    const calls: CallPlace[] = [];
    for (const node of attributesNamed(model.source, name)) {
      const receiver = node.childForFieldName('object');
      const own = receiver?.type === 'identifier' ? model.classes().ofReceiver(receiver.text, receiver) : undefined;
      const call = node.parent;
      if (own === undefined || call?.type !== 'call' || !isField(call, 'function', node)) return undefined;
      if (family.has(own)) calls.push({ model, call });
    }
    return calls;
  }

  return (model, definition, closed) => {
    const scope = model.names.scopeAt(definition);
    if (scope.kind !== 'class') return ofName(model, definition, closed);
    if (definition.childForFieldName('name')?.text !== '__init__')
      return ofMethod(model, definition, scope.node.childForFieldName('name')?.text ?? '');
    if (definition.parent?.type === 'decorated_definition' || attributesNamed(model.source, '__init__').length > 0)
      return undefined;
    return ofName(model, scope.node, closed);
  };
}

/** Whether an expression is only asked for: in an annotation, or by `isinstance`. */
function onlyAsked(expression: Node): boolean {
  if (ancestor(expression, TYPES)) return true;
  const call = expression.parent?.type === 'argument_list' ? expression.parent.parent : null;
  return /^(isinstance|issubclass)$/.test(call?.childForFieldName('function')?.text ?? '');
}

/** The argument that a call gives for a parameter: null where it gives none, undefined where that is not certain. */
export function argumentFor(call: Node, definition: Node, parameter: string): Node | null | undefined {
  const list = call.childForFieldName('arguments');
  if (list?.type !== 'argument_list') return undefined;
  const { positional, keywords, starred } = argumentsIn(list);
  if (starred) return undefined;
  const own = definition.childForFieldName('parameters')?.namedChildren ?? [];
  const listed = own.filter(({ type }) => type !== 'comment' && type !== 'positional_separator');
  const method = definition.parent?.parent?.type === 'class_definition';
  const after = listed.findIndex(
    ({ type, firstNamedChild }) =>
      /^(keyword_separator|list_splat_pattern)$/.test(type) || firstNamedChild?.type === 'list_splat_pattern',
  );
  const placed = (after < 0 ? listed : listed.slice(0, after)).slice(method ? 1 : 0);
  const index = placed.findIndex(
    (each) => (each.childForFieldName('name') ?? each.firstNamedChild ?? each).text === parameter,
  );
  return keywords.get(parameter) ?? (index < 0 ? null : (positional[index] ?? null));
}
