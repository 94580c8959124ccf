// Soft spaces as line breaks where a line would be too long: the next line begins where its brackets say, as style guides want.
import type { AnalyzedFile } from '../project/analyzed-file.ts';
import { type Node, parse, type SourceFile } from '../python/source.ts';
import { compareSpans } from '../text/edits.ts';
import type { OwnedEdit } from './reconcile-imports.ts';

/** A soft space in the new text. */
interface Place {
  readonly edit: OwnedEdit;
  /** In the text of its edit. */
  readonly own: number;
  /** In the new text. */
  readonly at: number;
}

/** A line break: what comes after an offset of the new text begins a line. */
interface Break {
  readonly place: Place;
  readonly indent: string;
}

/** The edits with breaks at as few of their soft spaces as the limit allows. */
export function breakAtSofts(model: AnalyzedFile, edits: readonly OwnedEdit[], limit: number): OwnedEdit[] {
  const { text, places } = applied(model.source.text, edits);
  const after = parse(model.path, text);
  if ('reason' in after) return [...edits];
  const breaks: Break[] = [];
  for (const [index, place] of places.entries()) {
    const end = after.lines.end(after.lines.at(place.at).line);
    const next = Math.min(end, places[index + 1]?.at ?? end);
    if (columnOf(next, after, breaks) <= limit) continue;
    const indent = indentIn(place.at, after, breaks);
    if (indent !== undefined && indent.length < columnOf(place.at, after, breaks)) breaks.push({ place, indent });
  }
  return edits.map((edit) => withBreaks(edit, breaks, model.source));
}

/** The new text, and where its soft spaces are. */
function applied(
  text: string,
  edits: readonly OwnedEdit[],
): { readonly text: string; readonly places: readonly Place[] } {
  const places: Place[] = [];
  let written = '';
  let from = 0;
  for (const edit of [...edits].sort(compareSpans)) {
    written += text.slice(from, edit.start);
    places.push(...edit.softs.map((own) => ({ edit, own, at: written.length + own })));
    written += edit.text;
    from = edit.end;
  }
  return { text: written + text.slice(from), places };
}

/** The last break before an offset, in its line. */
function breakBefore(offset: number, { lines }: SourceFile, breaks: readonly Break[]): Break | undefined {
  const start = lines.start(lines.at(offset).line);
  return breaks.findLast(({ place: { at } }) => at < offset && at >= start);
}

function columnOf(offset: number, after: SourceFile, breaks: readonly Break[]): number {
  const last = breakBefore(offset, after, breaks);
  if (last) return last.indent.length + offset - last.place.at - 1;
  return offset - after.lines.start(after.lines.at(offset).line);
}

/** The white space that the line of an offset begins with. */
function whiteAt(offset: number, after: SourceFile, breaks: readonly Break[]): string {
  const { lines } = after;
  return breakBefore(offset, after, breaks)?.indent ?? /^[ \t]*/.exec(lines.text(lines.at(offset).line))?.[0] ?? '';
}

/** Where a line begins in the brackets around an offset: below what follows the bracket; undefined outside of brackets. */
function indentIn(offset: number, after: SourceFile, breaks: readonly Break[]): string | undefined {
  const bracket = bracketAround(after.root.descendantForIndex(offset), offset);
  if (!bracket) return undefined;
  const { text, lines } = after;
  const inside = bracket.endIndex;
  const end = lines.end(lines.at(inside).line);
  const behind = text.slice(inside, end).trim();
  if (behind !== '' && !behind.startsWith('#')) {
    const white = whiteAt(inside, after, breaks);
    return white + ' '.repeat(Math.max(0, columnOf(inside, after, breaks) - white.length));
  }
  const first = end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0);
  return whiteAt(first, after, breaks);
}

/** The bracket that an offset is in. */
function bracketAround(node: Node, offset: number): Node | undefined {
  for (let at: Node | null = node; at; at = at.parent) {
    const first = at.firstChild;
    if (first && /^[([{]$/.test(first.type) && first.endIndex <= offset && offset < at.endIndex) return first;
  }
  return undefined;
}

function withBreaks(edit: OwnedEdit, breaks: readonly Break[], source: SourceFile): OwnedEdit {
  const own = breaks.filter(({ place }) => place.edit === edit);
  if (own.length === 0) return edit;
  let text = '';
  let from = 0;
  for (const { place, indent } of own) {
    text += edit.text.slice(from, place.own) + source.eol(edit.start) + indent;
    from = place.own + 1;
  }
  return { ...edit, text: text + edit.text.slice(from), softs: [] };
}
