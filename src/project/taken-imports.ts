// Imports of other modules than the library's whose last use goes with text that changes take. What was unused before stays.
import type { Composition } from '../python/compose.ts';
import type { ImportedName } from '../python/import-statements.ts';
import { inAnnotation } from '../python/references.ts';
import type { Scope } from '../python/scopes.ts';
import type { Node } from '../python/source.ts';
import { spanOf } from '../python/syntax.ts';
import { offsetsOf } from '../python/word-offsets.ts';
import { compareSpans, type Span } from '../text/edits.ts';
import type { Change } from '../transform.ts';
import { type AnalyzedFile, loadedBy } from './analyzed-file.ts';
import { splitSymbol } from './dotted-names.ts';
import { type KeepsName, reasonToKeep } from './import-liveness.ts';

/** A name of one scope that nothing but imports binds. */
export interface PlainBinding {
  readonly local: string;
  readonly scope: Scope;
  readonly imports: readonly ImportedName[];
}

/** The text that changes take with all in it. */
export function takenSpans(changes: readonly Change[]): Span[] {
  return changes.flatMap(({ takes, span }) => (takes && takes !== 'layout' && span.end > span.start ? [span] : []));
}

/** The names of imports that are used in some text, without those of the library. */
export function importsUsedIn(model: AnalyzedFile, spans: readonly Span[]): PlainBinding[] {
  const { names, source, statements, bindings } = model;
  if (spans.length === 0) return [];
  const imported = new Map(statements.flatMap((each) => each.names.map((name) => [name.localNode.id, name])));
  const found = new Map<string, PlainBinding>();
  for (const node of spans.flatMap((span) => identifiersIn(source.root, span))) {
    const use = names.occurrences(node.text).find((each) => each.kind === 'use' && each.node.id === node.id);
    const scope = use && names.resolve(node.text, use);
    if (!scope || bindings.some((each) => each.local === node.text && each.scope === scope)) continue;
    const bound = names.bindings(node.text, scope).map((each) => imported.get(each.node.id));
    const own = bound.flatMap((each) => (each && isPlain(each) ? [each] : []));
    if (own.length === bound.length && own.length > 0)
      found.set(`${node.text} ${scope.node.id}`, { local: node.text, scope, imports: own });
  }
  return [...found.values()];
}

/** What is imported under conditions, or may fail to be, is there for more than its uses. */
function isPlain({ statement: { guard } }: ImportedName): boolean {
  return guard === 'none' || guard === 'type-checking';
}

function identifiersIn(root: Node, { start, end }: Span): Node[] {
  const found: Node[] = [];
  const visit = (node: Node): void => {
    if (node.endIndex <= start || node.startIndex >= end) return;
    if (node.type === 'identifier' && node.startIndex >= start && node.endIndex <= end) found.push(node);
    node.namedChildren.forEach(visit);
  };
  visit(root.descendantForIndex(start, end - 1));
  return found;
}

/** The imports that lose their last use with what the changes take, and that nothing else needs. */
export function takenWithText(
  model: AnalyzedFile,
  changes: readonly Change[],
  composed: Composition,
  keeps: KeepsName,
): ImportedName[] {
  return importsUsedIn(model, takenSpans(changes)).flatMap((binding) => {
    const uses = model.names.uses(binding.local, binding.scope).map(({ node }) => spanOf(node));
    const used = composed.goneOf(uses.sort(compareSpans)).length < uses.length;
    const held = used || namedInText(model, binding, composed) || writtenBy(model, binding, composed);
    return held || reasonToKeep(model, binding, keeps) !== undefined ? [] : binding.imports;
  });
}

/** Whether an annotation in a string, or a type comment, names it. */
function namedInText({ source }: AnalyzedFile, { local }: PlainBinding, composed: Composition): boolean {
  return offsetsOf(source, local).some((at) => {
    const node = source.root.descendantForIndex(at, at + 1);
    const typed =
      node.type === 'comment'
        ? /^#\s*type:(?!\s*ignore)/.test(node.text)
        : node.type === 'string_content' && inAnnotation(node);
    return typed && !composed.gone({ start: at, end: at + local.length });
  });
}

/** Whether new text may use it: by a symbol of what it imports, or as a word. */
function writtenBy(model: AnalyzedFile, { local, imports }: PlainBinding, { edits }: Composition): boolean {
  const loaded = new Set(imports.map((each) => loadedBy(model, each)));
  const word = new RegExp(`(?<![\\w.])${local}(?!\\w)`);
  return edits.some(
    ({ change, pieces }) =>
      change.names?.some((name) => name.split('.')[0] === local) ||
      pieces.some((piece) =>
        typeof piece === 'string'
          ? word.test(piece)
          : 'symbol' in piece && (loaded.has(piece.symbol) || loaded.has(splitSymbol(piece.symbol).module)),
      ),
  );
}
