// Rows of marked text, and how wide they are on a terminal. Nothing that a file holds gets to the terminal unseen: tabs are
// spaces here, and control characters are shown.
import stringWidth from 'string-width';
import { visible } from '../text/printable.ts';
import { wrapText } from '../text/wrap.ts';

/** How a text looks; what that means in colours is said once, where it is drawn. */
export type Look =
  | 'strong'
  | 'quiet'
  | 'chosen'
  | 'key'
  | 'good'
  | 'bad'
  | 'warning'
  | 'removed'
  | 'added'
  | 'removed-part'
  | 'added-part'
  | 'keyword'
  | 'string'
  | 'definition';

/** Text of one look. */
export interface StyledText {
  readonly text: string;
  readonly look?: Look | undefined;
}

/** One row of the screen. */
export type Row = readonly StyledText[];

const TAB = 8;

/** A span of text that may hold anything. */
export function span(text: string, look?: Look): StyledText {
  return { text: /^[ -~]*$/.test(text) ? text : visible(expandTabs(text)), look };
}

/** A row of texts; a pair has a look. */
export function row(...parts: readonly (string | readonly [string, Look | undefined] | StyledText)[]): Row {
  return parts.map((part) => {
    if (typeof part === 'string') return span(part);
    return 'text' in part ? part : span(part[0], part[1]);
  });
}

function expandTabs(text: string): string {
  if (!text.includes('\t')) return text;
  let column = 0;
  let expanded = '';
  for (const piece of text.split(/(\t)/)) {
    const part = piece === '\t' ? ' '.repeat(TAB - (column % TAB)) : piece;
    expanded += part;
    column += widthOf(part);
  }
  return expanded;
}

/** The columns that a text takes. */
export function widthOf(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : stringWidth(text);
}

/** The columns that a row takes. */
export function rowWidth(spans: Row): number {
  return spans.reduce((sum, { text }) => sum + widthOf(text), 0);
}

const segmenter = new Intl.Segmenter();

/** What people see as characters. */
function characters(text: string): string[] {
  return /^[ -~]*$/.test(text) ? [...text] : [...segmenter.segment(text)].map(({ segment }) => segment);
}

/** Cuts a row where it is too wide, with a mark that says so. */
export function fit(spans: Row, width: number): Row {
  if (rowWidth(spans) <= width) return spans;
  const [cut = []] = width > 1 ? breakRow(spans, width - 1) : [];
  const first = rowWidth(cut) < width ? cut : [];
  return [...first, { text: '…', look: 'quiet' }];
}

/** Fills a row up with spaces; one that is too wide is cut. */
export function pad(spans: Row, width: number): Row {
  const fitted = fit(spans, width);
  return [...fitted, { text: ' '.repeat(Math.max(0, width - rowWidth(fitted))) }];
}

/** A row with one part at its left and one at its right end; the left one gives way. */
export function spread(left: Row, right: Row, width: number): Row {
  return [...pad(left, Math.max(0, width - rowWidth(right) - 1)), { text: ' ' }, ...right];
}

/** Breaks a row wherever it is full. What continues is indented. */
export function breakRow(spans: Row, width: number, indent = 0): Row[] {
  const rows: StyledText[][] = [[]];
  let used = 0;
  for (const { text, look } of spans) {
    let part = '';
    for (const character of characters(text)) {
      const wide = widthOf(character);
      if (used + wide > width && used > (rows.length > 1 ? indent : 0)) {
        if (part !== '') rows.at(-1)?.push({ text: part, look });
        part = '';
        rows.push([{ text: ' '.repeat(indent) }]);
        used = indent;
      }
      part += character;
      used += wide;
    }
    if (part !== '') rows.at(-1)?.push({ text: part, look });
  }
  return rows;
}

/** Prose broken at spaces. */
export function wrap(text: string, width: number, look?: Look, indent = 0): Row[] {
  const lines = wrapText(visible(text), width - indent, '', '', widthOf);
  return lines.flatMap((line) => breakRow([{ text: ' '.repeat(indent) }, { text: line, look }], width, indent));
}

/** A list that does not fit, cut so that one of its rows is seen. */
export function windowAround<T>(
  list: readonly T[],
  at: number,
  height: number,
): { first: number; shown: readonly T[] } {
  const first = Math.max(0, Math.min(list.length - height, at - (height >> 1)));
  return { first, shown: list.slice(first, first + height) };
}
