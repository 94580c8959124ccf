// Changes of statements as a whole: how one goes, and where lines stand before and after it.
import type { Span } from '../text/edits.ts';
import { type Change, type Piece, replace } from './changes.ts';
import type { Node, SourceFile } from './source.ts';
import { commentsAbove, isAlone } from './statement-parts.ts';
import { same, spanOf } from './syntax.ts';
import { unwrapped } from './unwrap.ts';

/**
 * Takes a statement out: its lines, where it does not share them, unless its block would be empty; `comment`: with the comment
 * right above it.
 */
export function removeStatement(statement: Node, source: SourceFile, { comment = false } = {}): Change {
  const { lines } = source;
  const own = withoutLineEnd(statement, source);
  if (!isAlone(statement, source)) return { span: own, pieces: ['pass'], takes: 'statement', statement: own };
  const above = comment ? commentsAbove(statement)[0] : undefined;
  const span = {
    start: lines.start(lines.at((above ?? statement).startIndex).line),
    end: lines.next(lines.at(own.end).line),
  };
  return { span, pieces: [], takes: 'statement', statement: own };
}

/**
 * Inserts before a statement, or at the end of its last line, behind a comment.
 * @throws Error where the statement shares its lines.
 */
export function besideStatement(
  where: 'before' | 'after',
  statement: Node,
  pieces: readonly Piece[],
  source: SourceFile,
): Change {
  const { lines } = source;
  if (!isAlone(statement, source)) throw new Error(`nothing stands ${where} a statement that shares its lines`);
  const at = where === 'before' ? statement.startIndex : lines.end(lines.at(statement.endIndex).line);
  return { span: { start: at, end: at }, pieces, statement: withoutLineEnd(statement, source) };
}

/** The tree ends a comment behind the `\r` of its line, and so the blocks that it is the end of. */
function withoutLineEnd(statement: Node, { text }: SourceFile): Span {
  const { start, end } = spanOf(statement);
  return { start, end: text[end - 1] === '\r' ? end - 1 : end };
}

const HANDLERS = /^except(_group)?_clause$/;

/** Takes a handler out of its `try`, which is unwrapped where it has nothing else left; undefined where that cannot be. */
export function removeHandler(clause: Node, source: SourceFile): Change[] | undefined {
  const statement = clause.parent;
  const { lines } = source;
  const body = statement?.childForFieldName('body');
  const keyword = statement?.firstChild;
  if (!statement || !body || !keyword) return undefined;
  const named = (type: string) => statement.namedChildren.find((child) => child.type === type);
  const others = statement.namedChildren.filter((child) => HANDLERS.test(child.type) && !same(child, clause));
  const [otherwise, always] = [named('else_clause'), named('finally_clause')];
  if (others.length === 0 && !always) {
    const last = otherwise?.childForFieldName('body');
    return unwrapped(statement, last ? [body, last] : [body], source);
  }
  if (others.length === 0 && otherwise) return undefined;
  const span = {
    start: lines.start(lines.at(clause.startIndex).line),
    end: lines.next(lines.at(clause.endIndex).line),
  };
  // Two hunks that take a handler each might leave none: both say that they need the `try`, and so they collide.
  return [replace(spanOf(keyword), keyword.text), { span, pieces: [], takes: 'all' }];
}
