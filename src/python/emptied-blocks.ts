// Where `pass` must stand once statements go: in each block that nothing is left in by all that is taken together.

import { compareSpans, type Span } from '../text/edits.ts';
import type { Node, SourceFile } from './source.ts';
import { statementsOf } from './statement-parts.ts';
import { same, spanOf, statementOf } from './syntax.ts';

/** What becomes of the statements of a file. */
export interface StatementChanges {
  /** The statements that go, imports too. */
  readonly going: readonly Node[];
  /** Statements beside which something new stands. */
  readonly beside: readonly Node[];
  /** Blocks whose statements stand in the place of the statement that they are part of. */
  readonly unwrapped: readonly Span[];
}

/** The statement that begins at an offset. */
export function statementAt({ root }: SourceFile, offset: number): Node {
  return statementOf(root.descendantForIndex(offset));
}

/** Of the statements that go, those in whose place `pass` stands: the first of each block that would be empty. */
export function leavingPass({ going, beside, unwrapped }: StatementChanges): Node[] {
  const moved = (block: Node) =>
    block.type === 'block' && unwrapped.some((span) => compareSpans(span, spanOf(block)) === 0);
  const gone = new Set(going.map(({ id }) => id));
  const filled = new Set(beside.map(({ id }) => id));
  const found: Node[] = [];
  const seen = new Set<number>();
  for (const statement of going) {
    const block = blockAround(statement, moved);
    if (!block || seen.has(block.id)) continue;
    seen.add(block.id);
    const all = statementsIn(block, moved);
    const [first] = all;
    if (first && all.every(({ id }) => gone.has(id) && !filled.has(id))) found.push(first);
  }
  return found;
}

/** The block that a statement will be in; undefined for the module, which may be empty. */
function blockAround(statement: Node, moved: (block: Node) => boolean): Node | undefined {
  let block = statement.parent;
  while (block?.type === 'block' && moved(block)) block = statementOf(block).parent;
  return block?.type === 'block' ? block : undefined;
}

/** The statements that a block will have: those that move out of one of them stand in its place. */
function statementsIn(block: Node, moved: (block: Node) => boolean): Node[] {
  return statementsOf(block).flatMap((child) => {
    const blocks = child.descendantsOfType('block').filter((each) => moved(each) && same(statementOf(each), child));
    return blocks.length > 0 ? blocks.flatMap((each) => statementsIn(each, moved)) : [child];
  });
}
