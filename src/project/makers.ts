// Who made what an expression holds: the calls that give its value, by the names of what they call, over local names, globals,
// attributes of `self`, parameters with all that is given for them, and functions of the project with one `return`. No answer
// where anything else may come there; mocks aside, which take the place of anything.
import { leavesOf } from '../python/dataflow/block-contents.ts';
import type { FoundReference } from '../python/references.ts';
import type { Scope } from '../python/scopes.ts';
import type { Node } from '../python/source.ts';
import { ancestor, enclosingDefinitions, same } from '../python/syntax.ts';
import { argumentFor, findAllCalls } from './all-calls.ts';
import type { AnalyzedFile } from './analyzed-file.ts';
import { type Place, readAttributeValues } from './attribute-values.ts';
import { assignedTo, type Closed, type Exactly, readExactNames } from './exact-names.ts';
import type { IndirectAccess } from './indirect-access.ts';
import type { Project } from './project-index.ts';
import type { FileByPath } from './resolve-symbol.ts';
import type { Owner } from './symbol-owners.ts';

/** A call that makes a value. */
export interface Made {
  /** What is called: `queue.Queue`, `pkg.pool.Pool`; of the library its canonical name. */
  readonly name: string;
  readonly model: AnalyzedFile;
  readonly call: Node;
  /** The reference to the library that it calls. */
  readonly reference: FoundReference | undefined;
}

/** The calls that may have made what an expression holds, `None` left out; undefined where something else may have. */
export type MakersOf = (model: AnalyzedFile, expression: Node) => readonly Made[] | undefined;

/** How many expressions are read for one answer. */
const MOST_STEPS = 200;

const FUNCTIONS = new Set(['function_definition', 'lambda']);

/** Prepares the search. */
export function readMakers(
  project: Project,
  modelOf: FileByPath,
  outOfSight: IndirectAccess,
  ownerOf: (path: string) => Owner | undefined,
): MakersOf {
  const exact = readExactNames(project, modelOf, outOfSight);
  const allCalls = findAllCalls(project, modelOf, exact, outOfSight);
  const attributeValues = readAttributeValues(project, modelOf, outOfSight);

  /** What an expression's value comes from: further expressions, or a call that makes it; undefined where that is not seen. */
  type Step = { readonly from: readonly Place[]; readonly made?: Made };

  function step({ model, node }: Place): Step | undefined {
    const go = (...nodes: (Node | null | undefined)[]): Step => ({
      from: nodes.flatMap((each) => (each ? [{ model, node: each }] : [])),
    });
    switch (node.type) {
      case 'none':
        return go();
      case 'parenthesized_expression':
        return go(node.namedChildren.find((child) => child.type !== 'comment'));
      case 'named_expression':
        return go(node.childForFieldName('value'));
      case 'boolean_operator':
        return go(node.childForFieldName('left'), node.childForFieldName('right'));
      case 'conditional_expression': {
        const [value, , other] = node.namedChildren.filter((child) => child.type !== 'comment');
        return go(value, other);
      }
      case 'identifier': {
        const scope = model.names.resolveAt(node.text, node);
        return scope && ofVariable(model, node.text, scope);
      }
      case 'attribute':
        return ofAttribute(model, node);
      case 'call':
        return ofCall(model, node);
      default:
        return undefined;
    }
  }

  /** What the answer in work takes for true, each with how to see whether it is: that may take long. */
  let assumed: (() => boolean)[] = [];
  const closed: Closed = (model, name, scope) => {
    if (scope.kind !== 'module') return !exact.isOpen(model, name, scope);
    return assumed.push(() => !exact.isOpen(model, name, scope)) > 0;
  };

  function valuesOf(model: AnalyzedFile, owner: string, attribute: string): readonly Place[] | undefined {
    const found = attributeValues(model, owner, attribute);
    if (found) assumed.push(found.areAll);
    return found?.values;
  }

  function ofVariable(model: AnalyzedFile, name: string, scope: Scope): Step | undefined {
    const from: Place[] = [];
    if (!closed(model, name, scope)) return undefined;
    for (const { node, binding } of model.names.bindings(name, scope)) {
      const values =
        binding === 'assignment' ? assigned(model, node) : binding === 'parameter' ? given(model, node) : undefined;
      if (!values) return binding === 'import' ? imported(model, name, scope) : undefined;
      from.push(...values);
    }
    return { from };
  }

  /** What an import alone binds: a global of another file. */
  function imported(model: AnalyzedFile, name: string, scope: Scope): Step | undefined {
    const [first, ...others] = model.names.bindings(name, scope);
    const meaning = first && others.length === 0 ? exact.of(model, first.node, closed) : undefined;
    return meaning?.kind === 'variable' ? ofVariable(meaning.model, meaning.name, meaning.scope) : undefined;
  }

  function assigned(model: AnalyzedFile, target: Node): Place[] | undefined {
    const value = assignedTo(target);
    if (value === undefined) return undefined;
    return value ? [{ model, node: value }] : [];
  }

  /** What a parameter is given by all calls, and its default. */
  function given(model: AnalyzedFile, name: Node): Place[] | undefined {
    const definition = ancestor(name, FUNCTIONS);
    const { parent } = name;
    if (definition?.type !== 'function_definition' || !parent) return undefined;
    if (!/^(parameters|typed_parameter|default_parameter|typed_default_parameter)$/.test(parent.type)) return undefined;
    const fallback = parent.childForFieldName('value');
    const places: Place[] = fallback ? [{ model, node: fallback }] : [];
    const calls = allCalls(model, definition, closed);
    // Who is called by nobody that is seen is called by somebody else; and what `self` is, no argument says.
    if (!calls?.length || ownerOfSelf(model, name) !== undefined) return undefined;
    for (const each of calls) {
      const argument = argumentFor(each.call, definition, name.text);
      if (argument === undefined) return undefined;
      if (argument) places.push({ model: each.model, node: argument });
    }
    return places;
  }

  function ofAttribute(model: AnalyzedFile, node: Node): Step | undefined {
    const object = node.childForFieldName('object');
    const attribute = node.childForFieldName('attribute')?.text ?? '';
    if (object?.type === 'identifier') {
      const owner = ownerOfSelf(model, object);
      const values = owner === undefined ? undefined : valuesOf(model, owner, attribute);
      if (owner !== undefined) return values && { from: values };
    }
    const meaning = exact.of(model, node, closed);
    return meaning?.kind === 'variable' ? ofVariable(meaning.model, meaning.name, meaning.scope) : undefined;
  }

  function ownerOfSelf(model: AnalyzedFile, receiver: Node): string | undefined {
    const scope = model.names.resolveAt(receiver.text, receiver);
    const bound = scope ? model.names.bindings(receiver.text, scope) : [];
    return bound.length === 1 ? model.classes().ofReceiver(receiver.text, receiver) : undefined;
  }

  function ofCall(model: AnalyzedFile, call: Node): Step | undefined {
    const reference = model.references.find((each) => same(each.callNode, call));
    if (reference) {
      const name = reference.trouble ? undefined : ownerOf(reference.path)?.name;
      return name === undefined ? undefined : { from: [], made: { name, model, call, reference } };
    }
    const callee = call.childForFieldName('function');
    const meaning = callee ? (methodOf(model, callee) ?? exact.of(model, callee, closed)) : undefined;
    if (meaning?.kind === 'foreign')
      return { from: [], made: { name: ownerOf(meaning.symbol)?.name ?? meaning.symbol, model, call, reference } };
    if (meaning?.kind !== 'defined') return undefined;
    if (meaning.node.type !== 'class_definition') return result(meaning.model, meaning.node);
    const name = isPlainClass(meaning.node) ? nameOf(meaning) : undefined;
    return name === undefined ? undefined : { from: [], made: { name, model, call, reference } };
  }

  /** The method that `self.make` is, where no class of the family has another. */
  function methodOf(model: AnalyzedFile, callee: Node): Exactly | undefined {
    const object = callee.type === 'attribute' ? callee.childForFieldName('object') : null;
    const owner = object?.type === 'identifier' ? ownerOfSelf(model, object) : undefined;
    const name = callee.childForFieldName('attribute')?.text ?? '';
    const [value, ...others] = (owner !== undefined && valuesOf(model, owner, name)) || [];
    if (value?.node.type !== 'function_definition' || others.length > 0) return undefined;
    return value.node.parent?.type === 'decorated_definition' ? undefined : { kind: 'defined', ...value };
  }

  /** What the only `return` of a function gives. */
  function result(model: AnalyzedFile, definition: Node): Step | undefined {
    const body = definition.childForFieldName('body');
    const leaves = body ? leavesOf(body) : [];
    if (!body || definition.firstChild?.type === 'async' || leaves.some(({ kind }) => /^(yield|await)$/.test(kind)))
      return undefined;
    const values = leaves.flatMap(({ kind, node }) => (kind === 'return' ? (node.firstNamedChild ?? []) : []));
    const [value, ...others] = values.filter(({ type }) => type !== 'none' && type !== 'comment');
    if (others.length > 0) return undefined;
    return { from: value ? [{ model, node: value }] : [] };
  }

  return (model, expression) => {
    assumed = [];
    const todo: Place[] = [{ model, node: expression }];
    const seen = new Set<string>();
    const found: Made[] = [];
    for (const place of todo) {
      const key = `${place.model.path} ${place.node.startIndex} ${place.node.endIndex}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const next = seen.size > MOST_STEPS ? undefined : step(place);
      if (!next) return undefined;
      todo.push(...next.from);
      if (next.made) found.push(next.made);
    }
    // Of what is None alone, nobody made anything.
    return found.length > 0 && assumed.every((holds) => holds()) ? found : undefined;
  };
}

/** Whether a call of a class gives an instance of it. */
function isPlainClass(definition: Node): boolean {
  const statements = definition.childForFieldName('body')?.namedChildren ?? [];
  const methods = statements.map(
    (each) => (each.childForFieldName('definition') ?? each).childForFieldName('name')?.text,
  );
  const metaclass = /\bmetaclass\s*=/.test(definition.childForFieldName('superclasses')?.text ?? '');
  return !metaclass && !methods.some((name) => name === '__new__' || name === '__get__');
}

function nameOf({ model, node }: { readonly model: AnalyzedFile; readonly node: Node }): string | undefined {
  const name = node.childForFieldName('name');
  return name ? `${model.module}.${enclosingDefinitions(name)}` : undefined;
}
