// What stands in or around a rewritten text and is no part of the rewrite: comments stay, and what prints its own text is left.
import { shapeOf } from '../../python/changes.ts';
import type { Node, SourceFile } from '../../python/source.ts';
import { ancestor } from '../../python/syntax.ts';
import { contains, type Span } from '../../text/edits.ts';
import { type Advice, type Change, type Proposal, type Reference, remove } from '../../transform.ts';
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
 * The answer with the comments left where they are; those of a statement that goes are named.
 * @throws Error where two of its changes rewrite one text: the transform's own fault.
 */
export function besides(
  source: SourceFile,
  { withoutStatement: whole }: Reference,
  answer: Proposal,
): Proposal | Advice {
  if (clashAmong(answer.changes)) throw new Error('two of its changes rewrite one text');
  const changes = sparing(
    source,
    answer.changes.filter((change) => change !== whole),
  );
  if (typeof changes === 'string') return { kind: 'advice', message: `Left as it is: ${changes}.` };
  if (!whole || !answer.changes.includes(whole)) return { ...answer, changes };
  const going = commentsIn(source, whole.span).map(({ text }) => text);
  const said = going.length > 0 ? [`The comment \`${going.join(' ')}\` goes with it.`] : [];
  const note = [...(answer.note ? [answer.note] : []), ...said].join(' ');
  return { ...answer, changes: [...changes, whole], ...(note === '' ? {} : { note }) };
}

/** The changes without what would take comments away; or why they cannot be made. */
export function sparing(source: SourceFile, changes: readonly Change[]): Change[] | string {
  const spared: Change[] = [];
  for (const change of changes) {
    const { parts } = shapeOf(change);
    if (parts.some((part) => isPrinted(source, part)))
      return 'the f-string around it prints the text of the expression (`=`), which would change';
    const comments = parts.flatMap((part) => commentsIn(source, part));
    const [first] = comments;
    // What goes with all in it goes with what is said of it.
    if (!first || (change.takes && change.pieces.length === 0)) spared.push(change);
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
