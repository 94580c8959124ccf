// Blocks that move out of their statement: its header goes, and their lines lose the indentation that they had more, by one edit
// at each line start and none inside of strings, so that whatever else is rewritten in those lines is rewritten all the same.
import type { Change } from './changes.ts';
import { stringAt } from './enclosing-context.ts';
import type { Node, SourceFile } from './source.ts';
import { isAlone, statementsOf } from './statement-parts.ts';
import { spanOf } from './syntax.ts';

/**
 * Moves blocks out of a statement, all else of which goes; undefined where their lines cannot be moved: tabs and spaces are
 * mixed, or a comment stands in the middle of what goes.
 */
export function unwrapped(statement: Node, blocks: readonly Node[], source: SourceFile): Change[] | undefined {
  const { text, lines } = source;
  if (!isAlone(statement, source)) return undefined;
  const head = indentationAt(statement.startIndex, source);
  const changes: Change[] = [];
  let from: number | undefined;
  for (const block of blocks) {
    const header = block.parent;
    if (!header) return undefined;
    const moved = dedented(block, header, head, source);
    const opening = goingBefore(block, header, from ?? statement.startIndex, source);
    if (!moved || !opening) return undefined;
    changes.push(...opening, ...moved);
    from = lines.next(lines.at(block.endIndex).line);
  }
  const end = lines.next(lines.at(statement.endIndex).line);
  if (from !== undefined && text.slice(from, statement.endIndex).trim() !== '') changes.push(going(from, end));
  const [first, ...rest] = changes;
  return first && [{ ...first, unwraps: blocks.map(spanOf) }, ...rest];
}

/** What goes before a block: from the statement's own start, or from a line start, to the end of the block's header. */
function goingBefore(block: Node, header: Node, from: number, { text, lines }: SourceFile): Change[] | undefined {
  const colon = colonOf(header, block);
  const first = statementsOf(block)[0];
  // A comment in the middle of the header would be lost.
  if (!colon || !first || commentsBefore(colon, header)) return undefined;
  const line = lines.at(colon.startIndex).line;
  const behind = text.slice(colon.endIndex, lines.end(line));
  const comment = behind.trimStart().startsWith('#') ? colon.endIndex + behind.indexOf('#') : undefined;
  const stays = lines.at(first.startIndex).line === line ? first.startIndex : comment;
  const begin = lines.start(lines.at(from).line);
  if (stays === undefined) return [going(begin, lines.next(line))];
  if (from > begin || header.startIndex === from) return [going(from, stays)];
  const opening = lines.start(lines.at(header.startIndex).line);
  return [...(opening > from ? [going(from, opening)] : []), going(header.startIndex, stays)];
}

function going(start: number, end: number): Change {
  return { span: { start, end }, pieces: [], takes: 'all' };
}

function commentsBefore(colon: Node, header: Node): boolean {
  const before = header.children.filter((child) => child.endIndex <= colon.startIndex);
  return before.some((child) => child.descendantsOfType('comment').length > 0);
}

/** The colon that ends a header. */
function colonOf(header: Node, block: Node): Node | undefined {
  return header.children.findLast((child) => child.type === ':' && child.endIndex <= block.startIndex);
}

/** The white space that a line begins with, up to an offset. */
export function indentationAt(offset: number, { text, lines }: SourceFile): string {
  return text.slice(lines.start(lines.at(offset).line), offset);
}

/** The edits that give the lines of a block the indentation `head`. */
function dedented(block: Node, header: Node, head: string, source: SourceFile): Change[] | undefined {
  const { text, lines } = source;
  const first = statementsOf(block)[0];
  const colon = colonOf(header, block);
  if (!first || !colon) return undefined;
  const begin = lines.at(colon.startIndex).line + 1;
  // On the header's line there is nothing to move.
  if (lines.at(first.startIndex).line < begin) return [];
  const body = indentationAt(first.startIndex, source);
  if (!body.startsWith(head) || body.length === head.length || body.includes('\f')) return undefined;
  const changes: Change[] = [];
  for (let line = begin; line <= lines.at(block.endIndex).line; line++) {
    const start = lines.start(line);
    if (stringAt(source, start)) continue;
    const white = /^[ \t\f]*/.exec(text.slice(start, lines.end(line)))?.[0] ?? '';
    if (!white.startsWith(body) && beginsLogicalLine(start + white.length, source)) return undefined;
    const span = { start: start + head.length, end: start + Math.min(body.length, white.length) };
    if (span.end > span.start) changes.push({ span, pieces: [], takes: 'layout' });
  }
  return changes;
}

/** Whether a statement, a clause or a decorator begins at an offset. */
function beginsLogicalLine(offset: number, { root }: SourceFile): boolean {
  for (
    let node: Node | null = root.descendantForIndex(offset);
    node && node.startIndex === offset;
    node = node.parent
  ) {
    const around = node.parent?.type;
    if (node.type === 'comment' || node.type === 'block') continue;
    if (around === 'block' || around === 'module' || around === 'decorated_definition') return true;
    if (/_clause$/.test(node.type)) return node.type !== 'for_in_clause' && node.type !== 'if_clause';
  }
  return false;
}
