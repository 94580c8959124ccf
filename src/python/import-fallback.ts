// An import in a `try` whose only handler imports another module by the same name where the first is not there.
import type { Change } from './changes.ts';
import type { ImportedName, ImportStatement } from './import-statements.ts';
import type { Node, SourceFile } from './source.ts';
import { statementsOf } from './statement-parts.ts';
import { same } from './syntax.ts';
import { unwrapped } from './unwrap.ts';

/** The changes that leave the fallback alone, in the place of the `try`; undefined where that is not all that it does. */
export function fallbackAlone(
  { statement, local }: ImportedName,
  module: string,
  statements: readonly ImportStatement[],
  source: SourceFile,
): readonly Change[] | undefined {
  const body = statement.node.parent;
  const whole = body?.parent;
  if (statement.names.length !== 1 || whole?.type !== 'try_statement' || !same(whole.childForFieldName('body'), body))
    return undefined;
  const clauses = whole.namedChildren.filter(({ type }) => /_clause$/.test(type));
  const block = clauses[0]?.namedChildren.find(({ type }) => type === 'block');
  if (clauses.length !== 1 || clauses[0]?.type !== 'except_clause' || !block) return undefined;
  const [first] = statementsOf(block);
  const other = statements.find(({ node }) => same(node, first));
  const [name] = other?.names ?? [];
  const alike = other?.level === 0 && name?.loads === module && name.target === module && name.local === local;
  if (!body || !isOnly(body) || !isOnly(block) || other?.names.length !== 1 || !alike) return undefined;
  return unwrapped(whole, [block], source);
}

function isOnly(block: Node): boolean {
  return statementsOf(block).length === 1;
}
