// Which code is part of what replaces an object while tests run: written into the call that replaces it, or in a function that
// is handed to that call by its name. An argument that is itself a call is over before anything is replaced.
import type { FoundReference } from '../../python/references.ts';
import type { Node } from '../../python/source.ts';
import { same, spanOf } from '../../python/syntax.ts';
import type { Span } from '../../text/edits.ts';
import type { AnalyzedFile } from '../analyzed-file.ts';

const REPLACES = /(patch|setattr|stub_out|MonkeyPatch|MockPatch)\w*(\.object)?$/;

/** The calls that replace something by code of which a reference is part. */
export function mockBodiesAround(model: AnalyzedFile, { node: from, callNode }: FoundReference): readonly Span[] {
  const found: Node[] = [];
  let evaluated = callNode !== undefined;
  for (let node = from.parent; node; node = node.parent) {
    if (node.type === 'lambda') evaluated = false;
    if (node.type === 'function_definition') {
      evaluated = false;
      found.push(...givenTo(model, node));
    }
    if (node.type === 'call' && !same(node, callNode) && !evaluated && replaces(node)) found.push(node);
  }
  return found.map(spanOf);
}

function replaces(call: Node): boolean {
  return REPLACES.test(call.childForFieldName('function')?.text ?? '');
}

/** The calls that are given a function by its name. */
function givenTo({ names }: AnalyzedFile, definition: Node): Node[] {
  const name = definition.childForFieldName('name');
  if (!name) return [];
  const scope = names.scopeAt(definition);
  return names.uses(name.text, scope).flatMap(({ node }) => {
    const holder = node.parent?.type === 'keyword_argument' ? node.parent : node;
    const call = holder.parent?.type === 'argument_list' ? holder.parent.parent : null;
    return call?.type === 'call' && replaces(call) ? [call] : [];
  });
}

/** Whether a call names a symbol by its last name. */
export function refersTo({ source }: AnalyzedFile, call: Span, symbol: string): boolean {
  return source.text.slice(call.start, call.end).includes(symbol.split('.').at(-1) ?? '');
}
