// Where lines begin and end in a text. Lines end with LF, as git counts them; a CR before it belongs to the line.

/** A place for people: both count from 1, the column in UTF-16 units. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** An index of a text's lines. */
export interface Lines {
  /** The number of lines; a last line without LF counts, an empty rest after the last LF does not. */
  readonly count: number;
  /** The place of an offset, `0 <= offset <= text.length`. */
  at(offset: number): LineColumn;
  /** The offset at which a line (from 1) begins; the text's length for a line past the end. */
  start(line: number): number;
  /** The offset after a line's text, before its CR and LF. */
  end(line: number): number;
  /** The offset after a line's LF. */
  next(line: number): number;
  /** A line's text without its end. */
  text(line: number): string;
}

/** The line, from 1, of one offset, for a text that is not worth an index. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** Indexes a text once; every look-up is then a binary search. */
export function indexLines(text: string): Lines {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const count = starts[starts.length - 1] === text.length ? starts.length - 1 : starts.length;
  const start = (line: number) => starts[line - 1] ?? text.length;
  const end = (line: number) => {
    const next = starts[line] ?? text.length + 1;
    const stop = Math.min(next - 1, text.length);
    return stop > start(line) && text[stop - 1] === '\r' && text[stop] === '\n' ? stop - 1 : stop;
  };
  return {
    count,
    at(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    },
    start,
    end,
    next: (line) => starts[line] ?? text.length,
    text: (line) => text.slice(start(line), end(line)),
  };
}
