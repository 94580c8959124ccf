// Which code runs under a time limit of the library: in the body of a `with`, after a limit was started, or in a function that
// is called there, in this file or in another. Subclasses, generators that hold a limit around their `yield`, and functions
// that give one are limits as well. Only what imports and definitions show is followed.
import { readCall } from '../python/calls.ts';
import { bodyAround } from '../python/dataflow/control-flow.ts';
import type { FoundReference } from '../python/references.ts';
import type { Node } from '../python/source.ts';
import { ancestor, isField, isYield, parentPastParentheses } from '../python/syntax.ts';
import type { Span } from '../text/edits.ts';
import type { AnalyzedFile } from './analyzed-file.ts';
import type { Project } from './project-index.ts';
import { resolveReExports } from './re-exports.ts';
import { type Definition, type FileByPath, isSame, type SymbolResolver } from './resolve-symbol.ts';
import type { Stars } from './star-imports.ts';
import type { Registry } from './symbol-owners.ts';

/** The place that sets a limit. */
export interface Limit {
  readonly path: string;
  readonly line: number;
  /** What is called there: `Timeout(3)`. */
  readonly text: string;
}

/** The limits of a project. */
export interface Limits {
  /** The limit that is in force where a node runs; undefined where none is seen. */
  around(model: AnalyzedFile, node: Node): Limit | undefined;
}

/** How many calls deep code is followed. */
const MOST_CALLS = 6;

interface Region extends Span {
  readonly path: string;
  readonly body: Node;
  readonly limit: Limit;
}

const NONE: Limits = { around: () => undefined };

/** Finds what runs under limits. */
export function readLimits(
  project: Project,
  stars: Stars,
  registry: Registry,
  modelOf: FileByPath,
  callees: SymbolResolver,
): Limits {
  const names = new Set(registry.transforms.flatMap((transform) => transform.limits ?? []));
  const spellings = registry.transforms
    .flatMap(({ owns }) => owns)
    .flatMap(({ name, aliases = [] }) => (names.has(name) ? [name, ...aliases] : []));
  const last = new Set(spellings.map((name) => name.split('.').at(-1) ?? ''));
  const roots = [...registry.library.roots];
  const files = new Set([...last].flatMap((word) => project.mentioning(word)));
  const direct = [...files]
    .filter((file) => roots.some((root) => project.containing(root).has(file)))
    .flatMap(({ path }) => modelOf(path) ?? []);
  if (direct.length === 0) return NONE;
  const wanted = (target: string) => spellings.some((name) => name === target || name.startsWith(`${target}.`));
  const models = resolveReExports(direct, project, stars, registry.library, wanted, modelOf);

  const regions: Region[] = [];
  const makers: Definition[] = [];
  const pending: { readonly definition: Definition; readonly limit: Limit; readonly depth: number }[] = [];
  for (const model of models) {
    for (const reference of model.references) {
      if (names.has(registry.ownerOf(reference.path)?.name ?? '')) ofReference(model, reference);
    }
  }
  for (const maker of makers) for (const { model, node } of callees.namesOf(maker)) ofMaker(model, node);
  const limited: { readonly definition: Definition; readonly limit: Limit }[] = [];
  for (const each of pending) {
    if (limited.some(({ definition }) => isSame(definition, each.definition))) continue;
    limited.push(each);
    if (each.depth < MOST_CALLS) runsIn(each.definition.model, each.definition.node, undefined, each.limit, each.depth);
  }
  return {
    around(model, node) {
      const own = regions.find(
        ({ path, start, end, body }) =>
          path === model.path &&
          start <= node.startIndex &&
          node.endIndex <= end &&
          bodyAround(node).startIndex === body.startIndex,
      );
      if (own) return own.limit;
      for (let at: Node | null = node; at; at = at.parent) {
        if (at.type !== 'function_definition') continue;
        const here = { model, node: at };
        const found = limited.find(({ definition }) => isSame(definition, here));
        if (found) return found.limit;
      }
      return undefined;
    },
  };

  function ofReference(model: AnalyzedFile, { role, node, callNode }: FoundReference): void {
    if (role === 'base') {
      const definition = ancestor(node, CLASSES);
      if (definition) addMaker({ model, node: definition });
    }
    const seconds = callNode && readCall(callNode)?.arguments[0];
    // Without a time, it never runs out.
    if (callNode && seconds && seconds.value.kind !== 'none') ofLimit(model, callNode);
  }

  /** A name of a subclass, or of a function that makes limits. */
  function ofMaker(model: AnalyzedFile, node: Node): void {
    const holder = node.parent;
    if (holder?.type === 'call' && isField(holder, 'function', node)) ofLimit(model, holder);
    const derived =
      holder?.type === 'argument_list' && holder.parent?.type === 'class_definition' ? holder.parent : null;
    if (derived) addMaker({ model, node: derived });
  }

  function addMaker(definition: Definition): void {
    if (!makers.some((each) => isSame(each, definition))) makers.push(definition);
  }

  /** A call that makes a limit, or that runs a function under one. */
  function ofLimit(model: AnalyzedFile, node: Node): void {
    const call = readCall(node);
    if (!call) return;
    const run = call.arguments[1];
    const text = model.source.text.slice(call.span.start, call.span.end).split('\n', 1)[0] ?? '';
    const limit = { path: model.path, line: model.source.lines.at(node.startIndex).line, text };
    const given = run ? model.source.root.descendantForIndex(run.span.start, run.span.end - 1) : undefined;
    const meant = given ? callees.meaning(model, given) : undefined;
    if (meant?.kind === 'defined' && run?.name === undefined) {
      for (const definition of meant.definitions) pending.push({ definition, limit, depth: 1 });
    }
    if (given?.type === 'lambda') runsIn(model, given, undefined, limit, 1);
    const region = regionOf(model, node, limit);
    const around = ancestor(node, FUNCTIONS);
    if (around && (isReturned(node) || (region && yieldsIn(around, region)))) addMaker({ model, node: around });
    if (!region) return;
    regions.push(region);
    runsIn(model, region.body, region, limit, 0);
  }

  /** Notes the functions that are called in a part of a body. */
  function runsIn(model: AnalyzedFile, node: Node, within: Span | undefined, limit: Limit, depth: number): void {
    const visit = (each: Node): void => {
      if (each.type === 'function_definition' && each.startIndex !== node.startIndex) return;
      if (within && (each.endIndex <= within.start || within.end <= each.startIndex)) return;
      const inside = !within || (within.start <= each.startIndex && each.endIndex <= within.end);
      if (each.type === 'call' && inside) {
        for (const definition of callees.run(model, each)) pending.push({ definition, limit, depth: depth + 1 });
      }
      each.namedChildren.forEach(visit);
    };
    visit(node);
  }
}

const CLASSES = new Set(['class_definition']);
const FUNCTIONS = new Set(['function_definition']);
const WITH = new Set(['with_statement']);

/** Where a limit is in force that a call makes: the body of its `with`, or what follows up to where it is cancelled. */
function regionOf(model: AnalyzedFile, call: Node, limit: Limit): Region | undefined {
  const { parent } = parentPastParentheses(call);
  const holder = parent?.type === 'as_pattern' ? parent.parent : parent;
  const body = bodyAround(call);
  const at = { path: model.path, body, limit };
  const statement = holder?.type === 'with_item' ? ancestor(holder, WITH) : undefined;
  const inner = statement?.childForFieldName('body');
  if (inner) return { ...at, start: call.endIndex, end: inner.endIndex };
  if (parent?.type === 'raise_statement') return undefined;
  const target = parent?.type === 'assignment' ? parent.childForFieldName('left') : null;
  const text = body.text;
  const cancelled = target ? text.lastIndexOf(`${target.text}.cancel(`) : -1;
  const end = cancelled > 0 ? body.startIndex + cancelled : body.endIndex;
  return end > call.endIndex ? { ...at, start: call.endIndex, end } : undefined;
}

/** Whether a function yields while a limit is in force: what its caller does then runs under it. */
function yieldsIn(definition: Node, region: Span): boolean {
  const visit = (node: Node): boolean => {
    if (FUNCTIONS.has(node.type) && node.startIndex !== definition.startIndex) return false;
    if (isYield(node) && region.start <= node.startIndex && node.endIndex <= region.end) return true;
    return node.namedChildren.some(visit);
  };
  return visit(definition);
}

function isReturned(call: Node): boolean {
  return parentPastParentheses(call).parent?.type === 'return_statement';
}
