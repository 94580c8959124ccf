// Why changes cannot be made whatever else is taken: they would take away what other code needs.
import type { AnalyzedFile } from '../project/analyzed-file.ts';
import type { Project } from '../project/project-index.ts';
import { type Change, shapeOf } from '../python/changes.ts';
import { type Composition, compose } from '../python/compose.ts';
import { nameRole } from '../python/identifier-role.ts';
import type { Occurrence, Scope } from '../python/scopes.ts';
import type { Node } from '../python/source.ts';
import { ancestor, isYield, spanOf, yieldsIn } from '../python/syntax.ts';
import type { Span } from '../text/edits.ts';

/** Why changes that are made together are refused, as a clause; undefined where nothing stands against them. */
export function refusalOf(model: AnalyzedFile, changes: readonly Change[], project: Project): string | undefined {
  const composed = compose([changes]);
  const gone = composed.edits.flatMap((edit) => nodesIn(model, edit));
  return (
    lostName(model, changes, composed, gone, project) ??
    lostMeaning(model, composed, gone) ??
    boundTwice(model, changes, composed) ??
    movedCopy(model, changes)
  );
}

/** The nodes that wholly lie in a text that goes. */
function nodesIn({ source: { root } }: AnalyzedFile, { start, end }: Span): Node[] {
  if (start === end) return [];
  const found: Node[] = [];
  const visit = (node: Node): void => {
    if (node.endIndex <= start || node.startIndex >= end) return;
    if (node.startIndex >= start && node.endIndex <= end) found.push(node);
    node.namedChildren.forEach(visit);
  };
  visit(root.descendantForIndex(start, Math.max(start, end - 1)));
  return found;
}

const BINDS_NOT = new Set([undefined, 'use', 'global', 'nonlocal', 'delete']);

/** A name that has its value from text that goes, and is used elsewhere. */
function lostName(
  model: AnalyzedFile,
  changes: readonly Change[],
  composed: Composition,
  gone: readonly Node[],
  project: Project,
): string | undefined {
  const { names, source, path } = model;
  const bound = new Set(changes.flatMap(({ binds = [] }) => binds));
  for (const node of gone) {
    if (node.type !== 'identifier' || BINDS_NOT.has(nameRole(node)) || bound.has(node.text)) continue;
    const name = node.text;
    const own = names.occurrences(name).find((each) => each.node.startIndex === node.startIndex);
    if (!own || isGone(composed, own.scope.node) || !composed.gone(spanOf(node))) continue;
    if (names.bindings(name, own.scope).some((each) => !isGone(composed, each.node))) continue;
    const use = names.uses(name, own.scope).find((each) => !isGone(composed, each.node));
    if (use)
      return `\`${name}\` has its value from here, and line ${source.lines.at(use.node.startIndex).line} uses it`;
    if (own.scope.kind === 'class') return `\`${name}\` is a name of its class, which others may use`;
    if (own.scope.kind !== 'module') continue;
    const [other] = project.elsewhere('global', name, path);
    if (other) return `\`${name}\` has its value from here, and ${other.path}:${other.line} uses it`;
  }
  return undefined;
}

function isGone(composed: Composition, node: Node): boolean {
  return composed.gone(spanOf(node));
}

const DECLARATIONS = /^(global|nonlocal)_statement$/;

/** A declaration of names, or the only `yield` of a function, which makes it a generator. */
function lostMeaning({ source }: AnalyzedFile, composed: Composition, gone: readonly Node[]): string | undefined {
  for (const node of gone) {
    const inside = functionAround(node);
    if (!inside || isGone(composed, inside)) continue;
    if (DECLARATIONS.test(node.type)) return `line ${source.lines.at(node.startIndex).line} says where names are bound`;
    if (!isYield(node)) continue;
    const others = yieldsIn(inside).filter((each) => functionAround(each)?.id === inside.id);
    if (others.every((each) => isGone(composed, each)))
      return `line ${source.lines.at(node.startIndex).line} has the only \`yield\` of its function`;
  }
  return undefined;
}

const FUNCTIONS = new Set(['function_definition', 'lambda']);

function functionAround(node: Node): Node | undefined {
  return ancestor(node, FUNCTIONS);
}

/** A name that new text binds where it means something already. */
function boundTwice(model: AnalyzedFile, changes: readonly Change[], composed: Composition): string | undefined {
  const { names, source } = model;
  for (const { binds = [], statement, span } of changes) {
    for (const name of binds) {
      const scope = names.scopeAt(source.root.descendantForIndex((statement ?? span).start));
      const all = names.occurrences(name).filter((each) => isIn(each, scope) || names.resolve(name, each) === scope);
      const rebinds = all.some((each) => each.kind === 'bind' && isGone(composed, each.node));
      const other = rebinds ? undefined : all.find((each) => !isGone(composed, each.node));
      if (other)
        return `it would bind \`${name}\`, which line ${source.lines.at(other.node.startIndex).line} has already`;
    }
  }
  return undefined;
}

function isIn(occurrence: Occurrence, scope: Scope): boolean {
  return occurrence.scope === scope;
}

/** A text that would be written in another scope than the one that it stands in. */
function movedCopy({ names, source }: AnalyzedFile, changes: readonly Change[]): string | undefined {
  const scopeOf = ({ start, end }: Span) =>
    names.scopeAt(source.root.namedDescendantForIndex(start, Math.max(start, end - 1)));
  for (const change of changes) {
    const moved = shapeOf(change).copies.find((copy) => scopeOf(copy) !== scopeOf(change.statement ?? change.span));
    if (moved) return `\`${source.text.slice(moved.start, moved.end)}\` would move into another scope`;
  }
  return undefined;
}
