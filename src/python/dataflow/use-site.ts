// What is known of the place of one use of a value: its handlers, its loop, and whether it runs once for each object.

import type { Node, SourceFile } from '../source.ts';
import { ancestor, caughtAround, isField, same, spanOf, statementOf } from '../syntax.ts';
import type { Functions } from './call-sites.ts';
import { callsWithin, type Loop, type LoopCall, loopAround } from './enclosing-loop.ts';
import type { HandlerPlace, ValueUse } from './value.ts';
import type { DirectUse } from './value-destination.ts';

const WITH = new Set(['with_statement']);
const FRAMES = new Set(['function_definition', 'lambda', 'class_definition']);
/** How many functions are looked through for a loop, or for the place that makes the object. */
const MOST_CALLS = 3;

/** Reads uses. `makers` gives the places that make the object, when all are known. */
export function readUses(
  source: SourceFile,
  functions: Functions,
  handlersOf: (node: Node) => readonly HandlerPlace[],
  makers: () => readonly Node[],
): (value: Node, use: DirectUse) => Omit<ValueUse, 'through'> {
  const known = new Map<number, readonly LoopCall[]>();
  const line = (node: Node) => source.lines.at(node.startIndex).line;

  function callsOf(part: Node): readonly LoopCall[] {
    const calls = known.get(part.id) ?? callsWithin(part);
    known.set(part.id, calls);
    return calls;
  }

  /** The loop that a place is reached in: its own, or that of a call of the function that it is in. */
  function loopOf(place: Node, steps: number): Loop | undefined {
    const own = loopAround(place);
    if (own) return { line: line(own), calls: callsOf(own) };
    const from = steps < MOST_CALLS ? functions.around(place) : undefined;
    if (!from) return undefined;
    for (const { call } of functions.callSites(from).sites) {
      const loop = call && loopOf(call, steps + 1);
      if (loop) return { line: loop.line, calls: [...callsOf(from.definition), ...loop.calls] };
    }
    return undefined;
  }

  /** Whether a place runs at most once after the object was made. */
  function isOnce(place: Node, steps: number): boolean {
    const made = makers();
    const [maker] = made;
    if (made.length !== 1 || !maker) return false;
    const loop = loopAround(place);
    if (same(frameOf(place), frameOf(maker)))
      return !loop || (loop.startIndex <= maker.startIndex && maker.endIndex <= loop.endIndex);
    const from = loop || steps === MOST_CALLS ? undefined : functions.around(place);
    const calls = from && functions.callSites(from);
    const [site] = calls?.sites ?? [];
    return calls?.complete === true && calls.sites.length === 1 && site !== undefined && isOnce(site.at, steps + 1);
  }

  return (value, use) => {
    const { parent } = statementOf(value);
    const plain = use.result === 'unused' && parent !== null;
    const body = use.kind === 'with' ? ancestor(value, WITH)?.childForFieldName('body') : undefined;
    return {
      ...use,
      line: line(value),
      caught: caughtAround(value),
      block: plain ? parent.startIndex : undefined,
      body: body ? spanOf(body) : undefined,
      unless: unlessOf(statementOf(value)),
      loop: () => loopOf(value, 0),
      handlers: () => handlersOf(value),
      once: () => isOnce(value, 0),
    };
  };
}

function frameOf(node: Node): Node {
  return ancestor(node, FRAMES) ?? node.tree.rootNode;
}

/** The condition that is false where a statement runs: that of `if not x:` whose body it begins. */
function unlessOf(statement: Node): ValueUse['unless'] {
  const block = statement.parent;
  const branch = block?.parent;
  if (branch?.type !== 'if_statement' || !block || !isField(branch, 'consequence', block)) return undefined;
  const first = block.namedChildren.find((child) => child.type !== 'comment');
  const condition = branch.childForFieldName('condition');
  const asked = condition?.type === 'not_operator' ? condition.childForFieldName('argument') : null;
  return asked && same(first, statement) ? spanOf(asked) : undefined;
}
