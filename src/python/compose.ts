// Accepted changes as edits that do not overlap: what one keeps is a hole in its edits, in which those of others have their
// place. Two changes are apart, or one lies in what the other keeps, or falls away with what it takes; nothing else comes here.

import { compareSpans, contains, indexSpans, type Span, withinSpans } from '../text/edits.ts';
import {
  type Change,
  doesGiveWay,
  isInside,
  liesIn,
  type NewLine,
  type Piece,
  rankOf,
  type Soft,
  shapeOf,
  type Use,
} from './changes.ts';

/** A kept text that is written elsewhere than it stands, with the edits in it. */
export interface Copy {
  readonly copy: Span;
  readonly edits: readonly FlatEdit[];
}

/** What an edit writes. */
export type FlatPiece = string | Use | Copy | NewLine | Soft;

/** One edit of a change; several insertions at one place are in the order in which they are written. */
export interface FlatEdit extends Span {
  readonly pieces: readonly FlatPiece[];
  readonly change: Change;
}

/** Changes as edits. */
export interface Composition {
  readonly edits: readonly FlatEdit[];
  /** Changes in text that another one replaces without a word of them: none where the plan is right. */
  readonly colliding: readonly Change[];
  /** Whether a text is replaced, and nowhere written again. */
  gone(span: Span): boolean;
  /** Those of some spans, in order, that are gone. */
  goneOf<One extends Span>(spans: readonly One[]): One[];
}

/** A change in its place among the others. */
interface Placed {
  readonly change: Change;
  /** From the first to the last change of its hunk: the hunk that reaches further is the outer one. */
  readonly extent: Span;
  readonly children: Placed[];
}

/** Composes the changes of hunks; a function of the sets, not of their order, but for hunks that reach equally far. */
export function compose(hunks: readonly (readonly Change[])[]): Composition {
  const all = hunks.flatMap((changes) => {
    const extent = extentOf(changes);
    return changes.map((change): Placed => ({ change, extent, children: [] }));
  });
  const sorted = all.sort(outerFirst);
  const composer = new Composer(sorted);
  const edits = composer.emit(nest(sorted));
  return { edits, colliding: composer.colliding, ...goneIn(edits) };
}

function extentOf(changes: readonly Change[]): Span {
  const [starts, ends] = [changes.map(({ span }) => span.start), changes.map(({ span }) => span.end)];
  return { start: Math.min(...starts), end: Math.max(...ends) };
}

const lengthOf = ({ start, end }: Span): number => end - start;

function outerFirst(a: Placed, b: Placed): number {
  return (
    a.change.span.start - b.change.span.start ||
    lengthOf(b.change.span) - lengthOf(a.change.span) ||
    rankOf(a.change) - rankOf(b.change) ||
    lengthOf(b.extent) - lengthOf(a.extent)
  );
}

/** Puts each change under the innermost one that it lies in; gives those that lie in none. */
function nest(sorted: readonly Placed[]): Placed[] {
  const roots: Placed[] = [];
  const open: Placed[] = [];
  for (const each of sorted) {
    while ((open.at(-1)?.change.span.end ?? each.change.span.start) < each.change.span.start) open.pop();
    const around = open.findLast(({ change }) => isInside(change, each.change));
    (around?.children ?? roots).push(each);
    if (lengthOf(each.change.span) > 0) open.push(each);
  }
  return roots;
}

/** At one place, an insertion stands before what begins there; before a statement outside of it, after one behind its own text. */
function inOrder(a: Change, b: Change): number {
  const side = ({ span, statement }: Change) => (!statement ? 0 : span.start === statement.start ? -1 : 1);
  const empty = a.span.start === a.span.end;
  if (compareSpans(a.span, b.span) !== 0 || !empty) return compareSpans(a.span, b.span);
  return side(a) - side(b) || (b.statement?.start ?? 0) - (a.statement?.start ?? 0);
}

/** Turns nested changes into edits. */
class Composer {
  /** Changes that another one neither keeps nor takes. */
  readonly colliding: Change[] = [];
  private readonly all: readonly Placed[];
  /** The changes whose copies are being written: they hold no copies of themselves. */
  private readonly writing = new Set<Change>();

  constructor(all: readonly Placed[]) {
    this.all = all;
  }

  /** The edits of changes side by side, with those of what lies in them. */
  emit(placed: readonly Placed[]): FlatEdit[] {
    return [...placed].sort((a, b) => inOrder(a.change, b.change)).flatMap((each) => this.editsOf(each));
  }

  private editsOf({ change, children }: Placed): FlatEdit[] {
    const { parts, holes, copies } = shapeOf(change);
    const lost = children.filter(({ change: inner }) => ![...holes, ...copies].some((kept) => liesIn(kept, inner)));
    if (!change.takes) this.colliding.push(...lost.map((each) => each.change).filter((each) => !doesGiveWay(each)));
    const left = new Set(children);
    return parts.flatMap(({ start, end, pieces }, index): FlatEdit[] => {
      const hole = holes[index];
      const inside = hole ? [...left].filter((each) => liesIn(hole, each.change)) : [];
      for (const each of inside) left.delete(each);
      const nothing = start === end && pieces.every((piece) => piece === '');
      const own = nothing ? [] : [{ start, end, pieces: this.written(change, pieces), change }];
      return [...own, ...this.emit(inside)];
    });
  }

  private written(change: Change, pieces: readonly Piece[]): FlatPiece[] {
    return pieces.map((piece) =>
      typeof piece !== 'string' && 'keep' in piece ? this.copy(change, piece.keep) : piece,
    );
  }

  private copy(change: Change, span: Span): Copy {
    if (this.writing.has(change)) throw new Error(`the change at ${change.span.start} would write a copy of itself`);
    this.writing.add(change);
    const inside = this.all.filter((each) => each.change !== change && isCopiedWith(span, each.change));
    const edits = this.emit(nest(inside.map((each) => ({ ...each, children: [] }))));
    this.writing.delete(change);
    return { copy: span, edits };
  }
}

/** An insertion at the edge of a copied text is beside it. */
function isCopiedWith(span: Span, change: Change): boolean {
  const { start, end } = change.span;
  return liesIn(span, change) && (start < end || (span.start < start && end < span.end));
}

function goneIn(edits: readonly FlatEdit[]): Pick<Composition, 'gone' | 'goneOf'> {
  const index = indexSpans(edits);
  const copies = edits.flatMap(({ pieces }) =>
    pieces.flatMap((piece) =>
      typeof piece !== 'string' && 'copy' in piece ? [{ span: piece.copy, ...goneIn(piece.edits) }] : [],
    ),
  );
  const written = (span: Span) => copies.some((copy) => contains(copy.span, span) && !copy.gone(span));
  return {
    gone: (span) => index.around(span) !== undefined && !written(span),
    goneOf: (spans) => withinSpans(spans, index.spans).filter((span) => !written(span)),
  };
}
