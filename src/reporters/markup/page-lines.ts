// How prose and code stand on a page for a terminal.
import { wrapText } from '../../text/wrap.ts';

const WIDTH = 88;

/** A paragraph as lines, each behind the same indentation. */
export function proseLines(text: string, indent: string): string[] {
  return wrapText(text, WIDTH, indent);
}

/** Each line of a program behind a mark, `-` for what was and `+` for what becomes of it. */
export function codeLines(code: string, mark: string): string[] {
  const lines = code.trimEnd().split('\n');
  return lines.map((line) => `${mark} ${line}`.trimEnd());
}
