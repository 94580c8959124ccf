// The functions of one file as carriers of values: which parameter an argument becomes, and who calls a function.
// Sees direct calls, methods through `self`, and functions handed to what starts them in another thread.

import type { Names } from '../scopes.ts';
import type { Node, SourceFile } from '../source.ts';
import { attributesNamed, isField, same } from '../syntax.ts';
import type { Classes } from './classes.ts';

/** A function of the file, and how it is reached. */
export interface LocalFunction {
  /** The `function_definition`. */
  readonly definition: Node;
  readonly name: string;
  /** The class whose method it is. */
  readonly owner: string | undefined;
}

/** One place that calls a function, with the arguments as they reach its parameters. */
export interface CallSite {
  /** The call that runs the function, or hands it to what does. */
  readonly at: Node;
  /** The call whose value is the function's result; undefined where the result goes elsewhere (a thread). */
  readonly call: Node | undefined;
  readonly positional: readonly Node[];
  readonly keywords: ReadonlyMap<string, Node>;
}

/** What is known of all calls of a function. */
export interface CallSites {
  readonly sites: readonly CallSite[];
  /** Whether these are all: nobody else gets hold of the function. */
  readonly complete: boolean;
}

/** Functions of one file. */
export interface Functions {
  /** The function that gets an argument, and the name of its parameter; undefined where that is not certain. */
  receiverOf(argument: Node): { readonly to: LocalFunction; readonly parameter: Node } | undefined;
  /** The function around a node, if its body is where the node runs. */
  around(node: Node): LocalFunction | undefined;
  callSites(of: LocalFunction): CallSites;
  /** The argument of a site that becomes a parameter; undefined where the default is taken. */
  argumentFor(of: LocalFunction, site: CallSite, parameter: string): Node | undefined;
}

/** Functions of the standard library that run an argument with those that follow it: its position, by their last names. */
const STARTERS: ReadonlyMap<string, number> = new Map([
  ['submit', 0],
  ['apply_async', 0],
  ['start_new_thread', 0],
  ['partial', 0],
]);

/** Reads the functions of a file; `usedElsewhere` says whether another file calls one, `runners` are what else runs an argument. */
export function readFunctions(
  source: SourceFile,
  names: Names,
  classes: Classes,
  usedElsewhere: (of: LocalFunction) => boolean,
  runners: ReadonlyMap<string, number>,
): Functions {
  /** The function that an expression names. */
  function named(expression: Node): LocalFunction | undefined {
    if (expression.type === 'identifier') {
      const scope = names.resolveAt(expression.text, expression);
      if (!scope || scope.kind === 'class') return undefined;
      const bound = names.bindings(expression.text, scope);
      const definition = bound.length === 1 ? bound[0]?.node.parent : undefined;
      return definition ? asFunction(definition, undefined) : undefined;
    }
    const receiver = expression.type === 'attribute' ? expression.childForFieldName('object') : null;
    if (receiver?.type !== 'identifier') return undefined;
    const owner = classes.ofReceiver(receiver.text, receiver);
    const method = expression.childForFieldName('attribute')?.text;
    return owner && method ? methodOf(owner, method) : undefined;
  }

  function methodOf(owner: string, method: string): LocalFunction | undefined {
    const found: LocalFunction[] = [];
    for (const match of source.text.matchAll(new RegExp(`\\bdef[ \\t]+${method}\\b`, 'g'))) {
      const definition = source.root.descendantForIndex(match.index).parent;
      const around = definition?.parent?.parent;
      const name = around?.type === 'class_definition' ? around.childForFieldName('name')?.text : undefined;
      const known = name && classes.family(owner).has(name) && definition ? asFunction(definition, name) : undefined;
      if (known) found.push(known);
    }
    return found.length === 1 ? found[0] : undefined;
  }

  function asFunction(definition: Node, owner: string | undefined): LocalFunction | undefined {
    if (definition.type !== 'function_definition' || definition.parent?.type === 'decorated_definition')
      return undefined;
    const name = definition.childForFieldName('name')?.text;
    return name && !isGenerator(definition) ? { definition, name, owner } : undefined;
  }

  /** The call that a node is an argument of, seen as a call of a local function. */
  function siteAt(call: Node): { of: LocalFunction; site: CallSite } | undefined {
    const callee = call.childForFieldName('function');
    const list = call.childForFieldName('arguments');
    if (!callee || list?.type !== 'argument_list') return undefined;
    const { positional, keywords, starred } = argumentsIn(list);
    const direct = named(callee);
    if (direct) return starred ? undefined : { of: direct, site: { at: call, call, positional, keywords } };
    const target = keywords.get('target');
    const runs = target && /(^|\.)(Thread|Process|Timer)$/.test(callee.text) ? named(target) : undefined;
    if (runs) {
      const args = keywords.get('args');
      if (keywords.has('kwargs') || (args && args.type !== 'tuple' && args.type !== 'list')) return undefined;
      const given = args?.namedChildren.filter((child) => child.type !== 'comment') ?? [];
      return { of: runs, site: { at: call, call: undefined, positional: given, keywords: new Map() } };
    }
    const last = /\w+$/.exec(callee.text)?.[0] ?? '';
    const at = runners.get(last) ?? STARTERS.get(last);
    const given = at === undefined ? undefined : positional[at];
    const started = given && named(given);
    const rest = positional.slice((at ?? 0) + 1);
    return started && !starred
      ? { of: started, site: { at: call, call: undefined, positional: rest, keywords } }
      : undefined;
  }

  function parametersOf(of: LocalFunction): Node[] {
    const all =
      of.definition.childForFieldName('parameters')?.namedChildren.filter((child) => child.type !== 'comment') ?? [];
    return of.owner ? all.slice(1) : all;
  }

  function argumentFor(of: LocalFunction, site: CallSite, parameter: string): Node | undefined {
    const index = parametersOf(of).findIndex((each) => nameOf(each)?.text === parameter);
    return site.keywords.get(parameter) ?? site.positional[index];
  }

  return {
    receiverOf(argument) {
      const call = callAround(argument);
      const found = call && siteAt(call);
      if (!found) return undefined;
      for (const parameter of parametersOf(found.of)) {
        const name = nameOf(parameter);
        if (name && same(argumentFor(found.of, found.site, name.text), argument))
          return { to: found.of, parameter: name };
      }
      return undefined;
    },
    around(node) {
      for (let at = node.parent; at; at = at.parent) {
        if (at.type === 'lambda') return undefined;
        if (at.type !== 'function_definition') continue;
        const holder = at.parent?.parent;
        const owner = holder?.type === 'class_definition' ? holder.childForFieldName('name')?.text : undefined;
        return asFunction(at, owner);
      }
      return undefined;
    },
    callSites(of) {
      const sites: CallSite[] = [];
      let complete = !usedElsewhere(of) && !/^__/.test(of.name);
      for (const mention of mentions(of)) {
        const call =
          mention.parent?.type === 'call' && isField(mention.parent, 'function', mention)
            ? mention.parent
            : callAround(mention);
        const found = call && siteAt(call);
        if (found && same(found.of.definition, of.definition)) sites.push(found.site);
        else complete = false;
      }
      return { sites, complete };
    },
    argumentFor,
  };

  /** Every expression that may name the function. */
  function mentions(of: LocalFunction): readonly Node[] {
    if (of.owner) return attributesNamed(source, of.name);
    const name = of.definition.childForFieldName('name');
    const scope = name && names.scopeAt(of.definition);
    return names
      .occurrences(of.name)
      .filter((occurrence) => occurrence.kind === 'use' && names.resolve(of.name, occurrence) === scope)
      .map((occurrence) => occurrence.node);
  }
}

function isGenerator(definition: Node): boolean {
  return /^async\b/.test(definition.text) || /\byield\b/.test(definition.childForFieldName('body')?.text ?? '');
}

function nameOf(parameter: Node): Node | undefined {
  if (parameter.type === 'identifier') return parameter;
  if (parameter.type === 'typed_parameter')
    return parameter.firstNamedChild?.type === 'identifier' ? parameter.firstNamedChild : undefined;
  return parameter.childForFieldName('name') ?? undefined;
}

/** The call whose argument list, `args=` tuple included, holds a node directly. */
function callAround(node: Node): Node | undefined {
  let at = node;
  if (at.parent?.type === 'tuple' || at.parent?.type === 'list') at = at.parent;
  if (at.parent?.type === 'keyword_argument') at = at.parent;
  const list = at.parent;
  return list?.type === 'argument_list' && list.parent?.type === 'call' ? list.parent : undefined;
}

/** The arguments of a list, by position and by name. */
export function argumentsIn(list: Node): { positional: Node[]; keywords: Map<string, Node>; starred: boolean } {
  const positional: Node[] = [];
  const keywords = new Map<string, Node>();
  let starred = false;
  for (const child of list.namedChildren) {
    if (child.type === 'comment') continue;
    if (child.type === 'keyword_argument') {
      const name = child.childForFieldName('name')?.text;
      const value = child.childForFieldName('value');
      if (name && value) keywords.set(name, value);
    } else if (child.type === 'list_splat' || child.type === 'dictionary_splat') starred = true;
    else positional.push(child);
  }
  return { positional, keywords, starred };
}
