// Whether a decorator calls what it decorates at once, as one that makes the only instance of a class does. Only what the
// project defines is looked into; that of others is taken for one that wraps.
import type { Node } from '../python/source.ts';
import { ancestor, identifiers, same } from '../python/syntax.ts';
import type { AnalyzedFile } from './analyzed-file.ts';
import type { SymbolResolver } from './resolve-symbol.ts';

/** Whether the function that a decorator names calls its argument itself. */
export function callsArgument(model: AnalyzedFile, decorator: Node, callees: SymbolResolver): boolean {
  const applied = decorator.firstNamedChild;
  const callee = applied?.type === 'call' ? applied.childForFieldName('function') : applied;
  const meaning = callee ? callees.meaning(model, callee) : undefined;
  const found = meaning?.kind === 'defined' ? meaning.definitions : [];
  return found.some((each) => {
    // A decorator with arguments gives the function that decorates.
    const inner = applied?.type === 'call' ? each.node.descendantsOfType(['function_definition', 'lambda']) : [];
    return [each.node, ...inner].some((definition) => callsParameter(each.model, definition));
  });
}

const FUNCTIONS = new Set(['function_definition', 'lambda']);

/** Whether a function calls its first parameter in its own body, not in that of a function inside. */
function callsParameter({ source }: AnalyzedFile, definition: Node): boolean {
  const parameter = definition.childForFieldName('parameters')?.firstNamedChild;
  if (parameter?.type !== 'identifier') return false;
  return identifiers(source, parameter.text).some(
    (node) =>
      node.parent?.type === 'call' &&
      same(node.parent.childForFieldName('function'), node) &&
      same(ancestor(node, FUNCTIONS), definition),
  );
}
