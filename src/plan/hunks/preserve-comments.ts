// What stands in or around a rewritten text and is no part of the rewrite: comments stay, and what prints its own text is left.
import { shapeOf } from '../../python/changes.ts';
import { statementAt } from '../../python/emptied-blocks.ts';
import type { Node, SourceFile } from '../../python/source.ts';
import { statementsOf } from '../../python/statement-parts.ts';
import { ancestor, clip } from '../../python/syntax.ts';
import { capitalize } from '../../text/capitalize.ts';
import { contains, type Span } from '../../text/edits.ts';
import { type Advice, advise, type Change, type Proposal, remove } from '../../transform.ts';
import { clashAmong } from './overlap.ts';

/** The comments in a span. */
function commentsIn(source: SourceFile, { start, end }: Span): Node[] {
  if (!source.text.slice(start, end).includes('#')) return [];
  const around = source.root.descendantForIndex(start, Math.max(start, end - 1));
  return around
    .descendantsOfType('comment')
    .filter((node) => contains({ start, end }, { start: node.startIndex, end: node.endIndex }));
}

/**
 * The answer with the comments left where they are; those that go with a statement or with all of a text are named.
 * @throws Error where two of its changes rewrite one text: the transform's own fault.
 */
export function preserveComments(source: SourceFile, answer: Proposal): Proposal | Advice {
  if (clashAmong(answer.changes)) throw new Error('two of its changes rewrite one text');
  const changes = preserveCommentsIn(source, answer.changes);
  if (typeof changes === 'string') return advise(`${capitalize(changes)}.`, 'a comment or an f-string is in the way');
  const going = changes.filter(isTaking).flatMap((change) => commentsIn(source, takenBy(source, change)));
  if (going.length === 0) return { ...answer, changes };
  const said = going.map(({ text }) => {
    return { text: `The comment \`${clip(text)}\` is removed with it.`, reason: 'a comment is removed with it' };
  });
  const { note = [] } = answer;
  return { ...answer, changes, note: [...(typeof note === 'string' ? [{ text: note }] : note), ...said] };
}

function isTaking({ takes }: Change): boolean {
  return takes === 'statement' || takes === 'all';
}

/** The text that goes: what stands beside the only statement of a block stays beside the `pass` in its place. */
function takenBy(source: SourceFile, { span, statement }: Change): Span {
  const block = statement && statementAt(source, statement.start).parent;
  const alone = block?.type === 'block' && statementsOf(block).length === 1;
  return statement && alone ? statement : span;
}

/** The changes without what would take comments away; or why they cannot be made. */
export function preserveCommentsIn(source: SourceFile, changes: readonly Change[]): Change[] | string {
  const spared: Change[] = [];
  for (const change of changes) {
    const { parts } = shapeOf(change);
    if (parts.some((part) => isPrinted(source, part)))
      return 'the f-string around it prints the text of the expression (`=`), which would change';
    const comments = parts.flatMap((part) => commentsIn(source, part));
    const [first] = comments;
    if (!first || isTaking(change)) spared.push(change);
    else if (change.pieces.length > 0)
      return `the comment at line ${source.lines.at(first.startIndex).line} stands in the middle of what would change`;
    else spared.push(...between(source, change.span, comments).map(remove));
  }
  return spared;
}

/** Whether an f-string prints what stands in a span beside its value: `f'{call()=}'`. */
function isPrinted({ root }: SourceFile, { start }: Span): boolean {
  let node = ancestor(root.descendantForIndex(start, start), INTERPOLATIONS);
  for (; node; node = ancestor(node, INTERPOLATIONS)) if (node.children.some(({ type }) => type === '=')) return true;
  return false;
}

const INTERPOLATIONS = new Set(['interpolation', 'format_expression']);

/** The parts of a span between its comments, without the white space and the line ends that those need. */
function between({ text }: SourceFile, { start, end }: Span, comments: readonly Node[]): Span[] {
  const parts: Span[] = [];
  let at = start;
  for (const comment of comments) {
    const part = text.slice(at, comment.startIndex);
    parts.push({ start: at + (at === start ? 0 : leading(part)), end: at + part.trimEnd().length });
    at = comment.endIndex;
  }
  parts.push({ start: at + leading(text.slice(at, end)), end });
  return parts.filter((part) => part.end > part.start);
}

function leading(text: string): number {
  return text.length - text.trimStart().length;
}
