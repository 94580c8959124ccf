// Whether code may run while modules are loaded, before the process is patched: who calls the function around it, over the
// whole project and through any number of calls, until one of them stands at module level. A method is known by its name
// alone where its receiver is not known; where that goes too far the answer is yes.

import { readCall } from '../python/calls.ts';
import { callBy, isOneOf } from '../python/dataflow/infer-class.ts';
import { isTypeTest } from '../python/reference-role.ts';
import type { Scope } from '../python/scopes.ts';
import type { Node } from '../python/source.ts';
import { ancestor, attributesNamed, identifiers, isField, same, statementOf } from '../python/syntax.ts';
import type { Patching } from '../transform.ts';
import { type AnalyzedFile, loadedBy } from './analyzed-file.ts';
import { callsArgument } from './calling-decorators.ts';
import { splitSymbol } from './dotted-names.ts';
import type { Project } from './project-index.ts';
import type { FileByPath, SymbolResolver } from './resolve-symbol.ts';

/** Whether a node of a file may run while a module is loaded, and no patch is seen to come first. */
export type ImportTime = (model: AnalyzedFile, node: Node) => boolean;

/** One place of a file. */
interface Place {
  readonly model: AnalyzedFile;
  readonly node: Node;
}

/** A function that may be called, or a class of which something may be made. */
interface Called {
  readonly model: AnalyzedFile;
  readonly definition: Node;
  readonly instance: 'object' | 'subclass' | undefined;
}

/** So many functions and classes are looked at for one place, and so many files for one of them. */
const MOST_DEFINITIONS = 60;
const MOST_FILES = 40;
const NO_CALLS = new Set(['type', 'except_clause', 'import_statement', 'import_from_statement']);
const CLASSES = new Set(['class_definition']);

/** Prepares the question for a project. */
export function readImportTime(
  project: Project,
  modelOf: FileByPath,
  callees: SymbolResolver,
  patching: Patching | undefined,
): ImportTime {
  return (model, node) => {
    /** Nearest callers first; it grows while it is gone through. */
    const called: Called[] = [];
    if (runs({ model, node })) return true;
    for (const each of called) {
      if (called.length > MOST_DEFINITIONS) return true;
      const found = each.instance ? makers(each) : callers(each);
      if (found === 'too many' || found.some(runs)) return true;
    }
    return false;

    /** Whether a place runs while its module is loaded; the function around it is looked at later. */
    function runs(place: Place): boolean {
      const scope = functionScope(place.model.names.scopeAt(place.node));
      if (isPatchedBefore(place, scope?.node ?? place.model.source.root, patching)) return false;
      if (!scope) return true;
      add({ model: place.model, definition: scope.node, instance: undefined });
      return false;
    }

    function add(one: Called): void {
      const known = called.some((each) => each.instance === one.instance && same(each.definition, one.definition));
      if (!known) called.push(one);
    }

    /** Who calls a function. */
    function callers({ model: of, definition }: Called): readonly Place[] | 'too many' {
      if (definition.type === 'lambda') return lambdaPlaces(of, definition);
      const name = definition.childForFieldName('name')?.text ?? '';
      const scope = of.names.scopeAt(definition);
      const decorated = decoratedPlaces(of, definition);
      const special = /^__\w+__$/.test(name);
      if (scope.kind === 'class' && special) {
        add({ model: of, definition: scope.node, instance: name === '__init_subclass__' ? 'subclass' : 'object' });
        return decorated;
      }
      if (scope.kind === 'module' && special) return [{ model: of, node: definition }];
      const used = scope.kind === 'class' ? methodPlaces(of, scope.node, name) : mentions(of, name, scope);
      return used === 'too many' ? used : [...decorated, ...used];
    }

    /** Who makes an instance of a class, or a class that inherits from it. */
    function makers({ model: of, definition, instance }: Called): readonly Place[] | 'too many' {
      const name = definition.childForFieldName('name')?.text ?? '';
      const own = identifiers(of.source, 'cls').filter(
        (each) => callBy(each) && same(ancestor(each, CLASSES), definition),
      );
      const used = mentions(of, name, of.names.scopeAt(definition));
      if (used === 'too many') return used;
      return [
        ...decoratedPlaces(of, definition),
        ...own.map((each) => ({ model: of, node: each })),
        ...used.flatMap((place) => made(place, instance)),
      ];
    }

    /** Where a mention of a class runs something of it. */
    function made({ model: of, node: name }: Place, instance: Called['instance']): readonly Place[] {
      const expression = ownExpression(name);
      const { parent } = expression;
      if (ancestor(expression, NO_CALLS) || isTypeTest(expression)) return [];
      if (parent?.type === 'argument_list' && parent.parent?.type === 'class_definition') {
        if (instance === 'subclass') return [{ model: of, node: parent.parent }];
        add({ model: of, definition: parent.parent, instance });
        return [];
      }
      if (parent?.type === 'keyword_argument' && parent.parent?.parent?.type === 'class_definition')
        return [{ model: of, node: parent.parent.parent }];
      const member = parent?.type === 'attribute' && isField(parent, 'object', expression) ? parent : undefined;
      return member && member.parent?.type !== 'call' ? [] : [{ model: of, node: name }];
    }
  };

  function lambdaPlaces(of: AnalyzedFile, lambda: Node): readonly Place[] | 'too many' {
    const target = lambda.parent?.type === 'assignment' ? lambda.parent.childForFieldName('left') : null;
    if (target?.type !== 'identifier') return [{ model: of, node: lambda }];
    return mentions(of, target.text, of.names.scopeAt(target));
  }

  /** Where a definition is decorated by something of the project that calls what it is given. */
  function decoratedPlaces(of: AnalyzedFile, definition: Node): readonly Place[] {
    const node = definition.parent?.type === 'decorated_definition' ? definition.parent : undefined;
    const decorators = node?.namedChildren.filter((child) => child.type === 'decorator') ?? [];
    return node && decorators.some((each) => callsArgument(of, each, callees)) ? [{ model: of, node }] : [];
  }

  /** Where the files that know of a class use an attribute by a method's name. */
  function methodPlaces(of: AnalyzedFile, definition: Node, method: string): readonly Place[] | 'too many' {
    const owner = definition.childForFieldName('name')?.text ?? '';
    const family = of.classes().family(owner);
    const knowing = new Set([owner, splitSymbol(of.module).member].flatMap((word) => project.mentioning(word)));
    const words = method === 'run' ? ['run', 'start'] : [method];
    const files = words.flatMap((word) =>
      project
        .mentioning(word)
        .filter((file) => file.path === of.path || knowing.has(file))
        .map(({ path }) => ({ path, word })),
    );
    if (files.length > MOST_FILES) return 'too many';
    return files.flatMap(({ path, word }): Place[] => {
      const model = modelOf(path);
      if (!model) return [];
      const read = { source: model.source, names: model.names, classes: model.classes() };
      return attributesNamed(model.source, word)
        .filter((node) => isOneOf(node.childForFieldName('object'), family, read) !== false)
        .map((node) => ({ model, node }));
    });
  }

  /** Where a name of a scope is used: in its file, and of a module in all that import it. */
  function mentions(of: AnalyzedFile, name: string, scope: Scope): readonly Place[] | 'too many' {
    const own = usesOf(of, name, (found) => found === scope);
    if (scope.kind !== 'module') return own;
    const others = project.mentioning(name).filter(({ path }) => path !== of.path);
    if (others.length > MOST_FILES) return 'too many';
    return [...own, ...others.flatMap(({ path }) => mentionsIn(path, of, name))];
  }

  function mentionsIn(path: string, of: AnalyzedFile, name: string): Place[] {
    const model = modelOf(path);
    if (!model) return [];
    const found: Place[] = [];
    for (const imported of model.statements.flatMap((statement) => statement.names)) {
      const loaded = loadedBy(model, imported);
      const scope = model.names.scopeAt(imported.localNode);
      if (loaded.endsWith(`.${name}`) && mayBeOf(of, model, imported.localNode))
        found.push(...usesOf(model, imported.local, (each) => each === scope));
    }
    const stars = model.statements.some(({ star }) => star);
    if (stars) found.push(...usesOf(model, name, (scope) => scope === undefined));
    for (const node of attributesNamed(model.source, name)) {
      const base = baseOf(node);
      const scope = base && model.names.resolveAt(base.text, base);
      const bound = scope && base ? model.names.bindings(base.text, scope) : [];
      if (bound.length > 0 && bound.every(({ binding }) => binding === 'import')) found.push({ model, node });
    }
    return found;
  }

  /** Whether an imported name may be one that a file defines. */
  function mayBeOf(of: AnalyzedFile, model: AnalyzedFile, local: Node): boolean {
    const meaning = callees.meaning(model, local);
    if (meaning.kind === 'defined') return meaning.definitions.some((each) => each.model.path === of.path);
    return meaning.kind === 'unknown';
  }
}

/** The innermost function or lambda whose call runs a scope. */
function functionScope(scope: Scope): Scope | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent)
    if (at.kind === 'function' || at.kind === 'lambda') return at;
  return undefined;
}

function usesOf(model: AnalyzedFile, name: string, wanted: (scope: Scope | undefined) => boolean): Place[] {
  const { names } = model;
  return names
    .occurrences(name)
    .filter((occurrence) => occurrence.kind === 'use' && wanted(names.resolve(name, occurrence)))
    .map(({ node }) => ({ model, node }));
}

/** The first name of a dotted expression. */
function baseOf(attribute: Node): Node | undefined {
  let at: Node | null = attribute;
  while (at?.type === 'attribute') at = at.childForFieldName('object');
  return at?.type === 'identifier' ? at : undefined;
}

/** The dotted expression that ends with a name: `jobs.Jobs` for `Jobs`. */
function ownExpression(node: Node): Node {
  const { parent } = node;
  return parent?.type === 'attribute' && isField(parent, 'attribute', node) ? parent : node;
}

/** Whether a call that patches all whose objects do not change later stands above a place, as a statement of the same body or of one around it. */
function isPatchedBefore({ model, node }: Place, body: Node, patching: Patching | undefined): boolean {
  if (!patching) return false;
  return identifiers(model.source, splitSymbol(patching.name).member).some((name) => {
    const call = callBy(name);
    if (!call || call.endIndex > node.startIndex || call.startIndex < body.startIndex) return false;
    const statement = statementOf(call);
    const block = statement.parent;
    const around = block && block.startIndex <= node.startIndex && node.endIndex <= block.endIndex;
    if (!around || !same(statement.firstNamedChild, call)) return false;
    const covered = patching.covers(readCall(call)?.arguments ?? []);
    return patching.groups.every(({ id, bindsObjects }) => !bindsObjects || covered[id] === 'yes');
  });
}
