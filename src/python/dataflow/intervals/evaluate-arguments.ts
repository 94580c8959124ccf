// The arguments of a call as its evaluation takes them: the expressions, and what their values are to a model.
import type { Node } from '../../source.ts';
import type { Passed } from './function-models.ts';
import { join, type NumberRange, UNKNOWN } from './interval-lattice.ts';

/** The parts of a node, without what may stand between them. */
export function children(node: Node): Node[] {
  return node.namedChildren.filter((child) => child.type !== 'comment' && child.type !== 'line_continuation');
}

/** The arguments of a call, as parts that are evaluated and as what a model of the library takes. */
export function argumentsOf(call: Node): { readonly parts: Node[]; passed(values: readonly NumberRange[]): Passed } {
  const list = call.childForFieldName('arguments');
  if (list?.type === 'generator_expression')
    return { parts: [list], passed: (values) => ({ positional: values, spread: undefined, keywords: new Map() }) };
  const given = list ? children(list) : [];
  const parts = given.map(
    (each) => (each.type === 'keyword_argument' ? each.childForFieldName('value') : each) ?? each,
  );
  return {
    parts,
    passed(values) {
      const positional: NumberRange[] = [];
      const spread: NumberRange[] = [];
      const keywords = new Map<string, NumberRange>();
      for (const [index, each] of given.entries()) {
        const value = values[index] ?? UNKNOWN;
        if (each.type === 'keyword_argument') keywords.set(each.childForFieldName('name')?.text ?? '', value);
        else if (each.type === 'list_splat' || each.type === 'dictionary_splat' || spread.length > 0)
          spread.push(value);
        else positional.push(value);
      }
      return { positional, spread: spread.length > 0 ? join(...spread) : undefined, keywords };
    },
  };
}
