// Who takes an exception that is raised at a place: handlers around it, and around the calls of its function that the
// project shows, in this file and in others.
import { type Handler, handlersAround, ofCall } from '../python/dataflow/exception-handlers.ts';
import type { HandlerPlace } from '../python/dataflow/value.ts';
import type { Node } from '../python/source.ts';
import { ancestor } from '../python/syntax.ts';
import type { AnalyzedFile } from './analyzed-file.ts';
import type { SymbolResolver } from './resolve-symbol.ts';

/** How many calls are gone up, and how many places are asked. */
const MOST_CALLS = 4;
const MOST_PLACES = 200;
const FUNCTIONS = new Set(['function_definition', 'lambda']);

/** The handlers that an exception may meet, those of its own function first. */
export function handlersAcrossCalls(model: AnalyzedFile, from: Node, callees: SymbolResolver): HandlerPlace[] {
  const found: HandlerPlace[] = [];
  const seen = new Set<string>();
  const say = (at: AnalyzedFile, handlers: readonly Handler[]) =>
    found.push(
      ...handlers.map(({ takes, text, node }) => ({
        takes,
        text,
        line: at.source.lines.at(node.startIndex).line,
        path: at.path === model.path ? undefined : at.path,
        own: at.path === model.path && ancestor(node, FUNCTIONS)?.id === ancestor(from, FUNCTIONS)?.id,
      })),
    );
  const visit = (at: AnalyzedFile, node: Node, steps: number): void => {
    say(at, handlersAround(node));
    const around = ancestor(node, FUNCTIONS);
    const key = `${at.path}:${around?.startIndex}`;
    if (around?.type !== 'function_definition' || steps === MOST_CALLS || seen.has(key) || seen.size > MOST_PLACES)
      return;
    seen.add(key);
    for (const { model: other, node: name } of callees.namesOf({ model: at, node: around })) {
      const { parent } = name;
      if (parent?.type === 'call') visit(other, parent, steps + 1);
      else if (parent?.type === 'argument_list' && parent.parent?.type === 'call') say(other, ofCall(parent.parent));
    }
  };
  visit(model, from, 0);
  return found;
}
