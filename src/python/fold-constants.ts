// An expression that has become a constant, and what that decides around it: `not`, `and`, `or`, a conditional expression, the
// branches of an `if` and the loop of a `while`. Only what the constant itself decides is folded.
import type { Span } from '../text/edits.ts';
import type { Change, Kept } from './changes.ts';
import type { Node, SourceFile } from './source.ts';
import { removeStatement } from './statement-edits.ts';
import { isField, parentPastParentheses, same, spanOf } from './syntax.ts';
import { unwrapped } from './unwrap.ts';

/** A constant that an expression may become; null is `None`. */
export type Constant = boolean | null;

/** Puts a constant in the place of an expression; undefined where a branch that stays cannot be moved out. */
export function folded(expression: Node, value: Constant, source: SourceFile): Change[] | undefined {
  const { node: outer, parent } = parentPastParentheses(expression);
  const write = (span: Span): Change[] => [spaced(span, [textOf(value)], source)];
  switch (parent?.type) {
    case 'not_operator':
      return folded(parent, !value, source);
    case 'comparison_operator': {
      const compared = comparedWithNone(parent, outer, value);
      return compared === undefined ? write(spanOf(expression)) : folded(parent, compared, source);
    }
    case 'boolean_operator': {
      const right = parent.childForFieldName('right');
      if (!right || same(right, outer)) return write(spanOf(expression));
      const decides = (parent.childForFieldName('operator')?.type === 'and') === !value;
      if (decides) return folded(parent, value, source);
      return [spaced(spanOf(parent), [{ keep: spanOf(right) }], source)];
    }
    case 'conditional_expression': {
      const [given, test, other] = parent.namedChildren.filter((child) => child.type !== 'comment');
      const stays = value ? given : other;
      if (!same(test, outer) || !stays) return write(spanOf(expression));
      return [spaced(spanOf(parent), [{ keep: spanOf(stays) }], source)];
    }
    case 'if_statement':
    case 'elif_clause':
      return isField(parent, 'condition', outer) ? foldedIf(parent, Boolean(value), source) : write(spanOf(expression));
    case 'while_statement':
      if (value || !isField(parent, 'condition', outer)) return write(spanOf(expression));
      return withoutBody(parent, source);
    default:
      return write(spanOf(expression));
  }
}

function textOf(value: Constant): string {
  if (value === null) return 'None';
  return value ? 'True' : 'False';
}

/** What `x is None` gives for a constant x; undefined for another comparison. */
function comparedWithNone(comparison: Node, operand: Node, value: Constant): boolean | undefined {
  const [left, right, ...more] = comparison.namedChildren;
  if (more.length > 0 || !same(left, operand) || right?.type !== 'none') return undefined;
  const operator = comparison.children
    .slice(1, -1)
    .map((child) => child.type)
    .join(' ');
  if (operator === 'is') return value === null;
  return operator === 'is not' ? value !== null : undefined;
}

/** A replacement that does not grow together with the words beside it, which parentheses held apart. */
function spaced(span: Span, pieces: readonly (string | Kept)[], { text }: SourceFile): Change {
  const [first, last] = [pieces[0], pieces.at(-1)];
  const at = (piece: typeof first, end: 0 | -1) =>
    (typeof piece === 'string' ? piece : text.slice(piece?.keep.start, piece?.keep.end)).at(end) ?? '';
  const joins = (a: string, b: string) => /[\p{L}\p{N}_]/u.test(a) && /[\p{L}\p{N}_'"]/u.test(b);
  const before = joins(text.slice(0, span.start).slice(-1), at(first, 0)) ? [' '] : [];
  const after = joins(at(last, -1), text.charAt(span.end)) ? [' '] : [];
  return { span, pieces: [...before, ...pieces, ...after] };
}

/** The branch of an `if` or `elif` whose test is decided. */
function foldedIf(branch: Node, holds: boolean, source: SourceFile): Change[] | undefined {
  const statement = branch.type === 'if_statement' ? branch : branch.parent;
  const body = branch.childForFieldName('consequence');
  const test = branch.childForFieldName('condition');
  if (!statement || !body || !test) return undefined;
  const others = statement.childrenForFieldName('alternative');
  const next = others.find((each) => each.startIndex >= body.endIndex);
  const { lines } = source;
  const end = lines.next(lines.at(statement.endIndex).line);
  if (same(branch, statement)) {
    if (holds) return unwrapped(statement, [body], source);
    if (next?.type !== 'elif_clause') return withoutBody(statement, source);
    // `elif` becomes `if` where the statement begins.
    return [{ span: { start: statement.startIndex, end: next.startIndex + 'el'.length }, pieces: [], takes: 'all' }];
  }
  const taken = (start: number, stop: number): Change => ({ span: { start, end: stop }, pieces: [], takes: 'all' });
  if (!holds) return [taken(lineStart(branch, source), next ? lineStart(next, source) : end)];
  const otherwise: Change = {
    span: { start: branch.startIndex, end: test.endIndex },
    pieces: ['else'],
    takes: 'all',
  };
  return next ? [otherwise, taken(lineStart(next, source), end)] : [otherwise];
}

/** A statement whose body never runs: its `else`, or nothing. */
function withoutBody(statement: Node, source: SourceFile): Change[] | undefined {
  const otherwise = statement.childrenForFieldName('alternative').find((each) => each.type === 'else_clause');
  const body = otherwise?.childForFieldName('body');
  return body ? unwrapped(statement, [body], source) : [removeStatement(statement, source)];
}

function lineStart({ startIndex }: Node, { lines }: SourceFile): number {
  return lines.start(lines.at(startIndex).line);
}
