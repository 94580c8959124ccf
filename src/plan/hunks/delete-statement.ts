// Takes a statement out of a file so that what is left is valid whatever else goes from its block.

import type { FileModel } from '../../project/analyzed-file.ts';
import type { FoundReference } from '../../python/references.ts';
import type { Node } from '../../python/source.ts';
import { same } from '../../python/syntax.ts';
import { type Change, remove, replace } from '../../transform.ts';

/** The change that takes out the statement of a reference: its lines, or `pass` where its block might become empty. */
export function withoutStatement(model: FileModel, reference: FoundReference): Change | undefined {
  const { statement } = reference;
  if (!statement) return undefined;
  const { text, lines } = model.source;
  const first = lines.at(statement.startIndex).line;
  const last = lines.at(statement.endIndex).line;
  const alone =
    /^[ \t\f]*$/.test(text.slice(lines.start(first), statement.startIndex)) &&
    /^[ \t]*(#.*)?$/.test(text.slice(statement.endIndex, lines.end(last)));
  if (alone && staysFilled(model, statement)) return remove({ start: lines.start(first), end: lines.next(last) });
  return replace({ start: statement.startIndex, end: statement.endIndex }, 'pass');
}

/** Whether its block holds something else that no hunk and no import edit takes out. */
function staysFilled(model: FileModel, statement: Node): boolean {
  const block = statement.parent;
  if (block?.type === 'module') return true;
  if (block?.type !== 'block') return false;
  return block.namedChildren.some(
    (other) =>
      !same(other, statement) &&
      !/^(comment|import_statement|import_from_statement)$/.test(other.type) &&
      !model.references.some((each) => same(each.statement, other)),
  );
}
