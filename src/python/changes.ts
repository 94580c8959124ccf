// Changes to a text whose names are not chosen yet: what they put where, what of the text they keep, and whether two of them
// can both be made.
import { compareSpans, contains, overlaps, type Span } from '../text/edits.ts';
import type { ImportedName } from './import-statements.ts';

/** A symbol of the standard library (or of the project, by policy) that a change needs; the engine chooses its local name. */
export interface Use {
  /** `time.sleep`: the part before the last dot is the module that must be imported. */
  readonly symbol: string;
  /** Only the module of the symbol is written: `time`. */
  readonly part?: 'module';
  /** The path of another file: what is written is how that one reaches the symbol once its own hunks are settled. */
  readonly seenFrom?: string;
  /** The import whose place one of the symbol's module takes: its local name serves on where nothing else is there. */
  readonly inPlaceOf?: ImportedName;
}

/** The text of a span, with whatever other accepted hunks make of it. */
export interface Kept {
  readonly keep: Span;
}

/** A line end, and the indentation that the line of a place will have. */
export interface NewLine {
  readonly line: Span;
  /** How many steps more. */
  readonly deeper?: number;
}

/** A space, or a line break where the line would be too long: a place between two parts in brackets. */
export interface Soft {
  readonly soft: true;
}

/** The soft space. */
export const SOFT: Soft = { soft: true };

/** A piece of replacement text. */
export type Piece = string | Use | Kept | NewLine | Soft;

/** An edit whose names are not chosen yet. */
export interface Change {
  readonly span: Span;
  readonly pieces: readonly Piece[];
  /**
   * What goes with all in it, other hunks' changes and the imports that they would need: a text; or a statement, which leaves
   * `pass` where its block would be empty. Or white space at a line start, which goes with whatever others replace.
   */
  readonly takes?: 'layout' | 'statement' | 'all';
  /** The statement that it takes, or before or after which it stands. */
  readonly statement?: Span;
  /** The blocks whose statements stand in the place of the statement that goes. */
  readonly unwraps?: readonly Span[];
  /** Whether it goes with whatever others replace around it, as the name of an import does. */
  readonly givesWay?: true;
  /** Local names that the text binds. */
  readonly binds?: readonly string[];
  /** Dotted names through imports of the file that the text still uses, as an edited one may. */
  readonly names?: readonly string[];
}

/** A reference to a standard-library symbol inside replacement text. */
export function use(symbol: string): Use {
  return { symbol };
}

/** Replaces a span. */
export function replace(span: Span, ...pieces: readonly Piece[]): Change {
  return { span, pieces };
}

/** Inserts before or after a span, leaving what it holds to other changes. */
export function insertAt(offset: number, ...pieces: readonly Piece[]): Change {
  return { span: { start: offset, end: offset }, pieces };
}

/** Deletes a span. */
export function remove(span: Span): Change {
  return { span, pieces: [] };
}

/** The text of a span as it is, but for what other changes do in it. */
export function keep(span: Span): Kept {
  return { keep: span };
}

/** Puts text before and after a span that stays. */
export function wrap(span: Span, before: readonly Piece[], after: readonly Piece[]): Change {
  return { span, pieces: [...before, keep(span), ...after] };
}

/** Whether a piece is a symbol. */
export function isUse(piece: Piece): piece is Use {
  return typeof piece !== 'string' && 'symbol' in piece;
}

function isKept(piece: Piece): piece is Kept {
  return typeof piece !== 'string' && 'keep' in piece;
}

/** What a change does to one stretch of text between those that it keeps in their places. */
export interface Part extends Span {
  readonly pieces: readonly Piece[];
}

/** A change as what it does around the spans that stay in their places, and those spans: one more part than holes. */
export interface Shape {
  readonly parts: readonly Part[];
  readonly holes: readonly Span[];
  /** Kept spans that are written elsewhere than they stand, or once more. */
  readonly copies: readonly Span[];
}

const shapes = new WeakMap<Change, Shape>();

/** Reads which of the kept spans stay in their places: those that come in the order of the text. */
export function shapeOf(change: Change): Shape {
  const known = shapes.get(change) ?? readShape(change);
  shapes.set(change, known);
  return known;
}

function readShape({ span, pieces }: Change): Shape {
  const parts: Part[] = [];
  const holes: Span[] = [];
  const copies: Span[] = [];
  let start = span.start;
  let own: Piece[] = [];
  for (const piece of pieces) {
    if (isKept(piece) && piece.keep.start >= start && piece.keep.end <= span.end) {
      parts.push({ start, end: piece.keep.start, pieces: own });
      holes.push(piece.keep);
      start = piece.keep.end;
      own = [];
      continue;
    }
    own.push(piece);
    if (isKept(piece)) copies.push(piece.keep);
  }
  parts.push({ start, end: span.end, pieces: own });
  return { parts, holes, copies };
}

/** The statement that a change stands before or after. */
export function standsBeside({ statement, span }: Change): Span | undefined {
  return span.start === span.end ? statement : undefined;
}

/** Whether a change lies in a span: an insertion at its edge does, but for one beside a statement that does not. */
export function liesIn(span: Span, change: Change): boolean {
  return contains(span, change.span) && contains(span, standsBeside(change) ?? change.span);
}

/**
 * Whether a change belongs to another one's text. Of two at one span, what keeps it whole is the outer one, then what takes it;
 * of two that are alike, the first.
 */
export function isInside(outer: Change, inner: Change): boolean {
  const { span } = outer;
  if (span.start === span.end || doesGiveWay(outer)) return false;
  const beside = standsBeside(inner);
  if (beside) return liesIn(span, inner) && compareSpans(span, beside) !== 0;
  // An insertion at the edge stands before or after.
  if (inner.span.start === inner.span.end) return span.start < inner.span.start && inner.span.end < span.end;
  if (!contains(span, inner.span)) return false;
  if (compareSpans(span, inner.span) !== 0) return true;
  return rankOf(outer) <= rankOf(inner);
}

/** What is outermost of changes of one span comes first. */
export function rankOf(change: Change): number {
  if (shapeOf(change).holes.some((hole) => compareSpans(hole, change.span) === 0)) return 0;
  return change.givesWay ? 3 : change.takes ? 1 : 2;
}

/** Whether a change goes with whatever others replace around it, and has nothing of theirs in it. */
export function doesGiveWay({ takes, givesWay }: Change): boolean {
  return takes === 'layout' || givesWay === true;
}

/** Whether two changes cannot both be made, so that one of their hunks must be left. */
export function collide(a: Change, b: Change): boolean {
  if (cutsCopy(a, b) || cutsCopy(b, a) || copyEachOther(a, b)) return true;
  if (meet(a, b)) return true;
  const [one, other] = [standsBeside(a), standsBeside(b)];
  return a.span.start === a.span.end && compareSpans(a.span, b.span) === 0 && !(one && other);
}

/** The same of two changes that are made together, in the order in which they are given. */
export function meet(a: Change, b: Change): boolean {
  if (isInside(a, b)) return !holds(a, b);
  if (isInside(b, a)) return !holds(b, a);
  return overlaps(a.span, b.span) || leaves(a, b) || leaves(b, a);
}

/** Whether a change would take or move a statement, and leave what stands beside it. */
function leaves(outer: Change, inner: Change): boolean {
  const beside = standsBeside(inner);
  return (
    beside !== undefined &&
    !doesGiveWay(outer) &&
    contains(outer.span, beside) &&
    outer.span.end > outer.span.start &&
    compareSpans(outer.span, beside) !== 0
  );
}

/** Whether a change in another one's text lies in what that one keeps, or goes with all that it takes. */
function holds(outer: Change, inner: Change): boolean {
  const { holes, copies } = shapeOf(outer);
  if ([...holes, ...copies].some((kept) => liesIn(kept, inner)) || doesGiveWay(inner)) return true;
  // What stands beside a statement may be used elsewhere, and so may what it binds.
  if (!outer.takes || inner.binds?.length || isBesideTaken(outer, inner)) return false;
  if (outer.takes === 'statement' && inner.takes === 'statement') return true;
  return !(inner.takes && compareSpans(outer.span, inner.span) === 0);
}

function isBesideTaken({ takes, statement }: Change, inner: Change): boolean {
  const beside = standsBeside(inner);
  return takes === 'statement' && !!statement && !!beside && compareSpans(statement, beside) === 0;
}

/** Whether a change would take a part of what another one writes elsewhere. */
function cutsCopy(copying: Change, other: Change): boolean {
  if (isInside(other, copying)) return false;
  const keeps = (copy: Span) => shapeOf(other).holes.some((hole) => contains(hole, copy));
  return shapeOf(copying).copies.some((copy) => overlaps(copy, other.span) && !liesIn(copy, other) && !keeps(copy));
}

function copyEachOther(a: Change, b: Change): boolean {
  const copies = (one: Change, other: Change) => shapeOf(one).copies.some((copy) => liesIn(copy, other));
  return copies(a, b) && copies(b, a);
}
