// Changes of statements as a whole: how one goes, and where lines stand before and after it.
import type { Change } from './changes.ts';
import type { Node, SourceFile } from './source.ts';
import { isAlone } from './statement-parts.ts';
import { spanOf } from './syntax.ts';

/** Takes a statement out: its lines, where it does not share them, unless its block would be empty. */
export function removeStatement(statement: Node, source: SourceFile): Change {
  const { lines } = source;
  const own = spanOf(statement);
  if (!isAlone(statement, source)) return { span: own, pieces: ['pass'], takes: 'statement', statement: own };
  const span = { start: lines.start(lines.at(own.start).line), end: lines.next(lines.at(own.end).line) };
  return { span, pieces: [], takes: 'statement', statement: own };
}
