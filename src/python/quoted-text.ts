// Which parts of a text are strings and comments, read from its characters alone: what may be asked of a file before it is parsed.
import type { Span } from '../text/edits.ts';

/**
 * The plain strings and the comments of a text, in order; undefined where that is not certain without a parser. A string with
 * fields holds code, and is none of them.
 */
export function quotedParts(text: string): readonly Span[] | undefined {
  if (/\r(?!\n)/.test(text)) return undefined;
  const found: Span[] = [];
  const openers = /[#'"]/g;
  for (let opener = openers.exec(text); opener; opener = openers.exec(text)) {
    const start = opener.index;
    const end = opener[0] === '#' ? endOfLine(text, start) : endOfString(text, start);
    if (end === undefined) return undefined;
    if (opener[0] === '#' || !/[fFtT]\w?$/.test(text.slice(Math.max(0, start - 2), start))) found.push({ start, end });
    else if (!FIELDS.test(text.slice(start, end))) return undefined;
    openers.lastIndex = end;
  }
  return found;
}

/** What a string with fields looks like that ends where it seems to: none of the fields holds its quote. */
const FIELDS = /^[^{}]*(?:\{[^{}]*\}[^{}]*)*$/;

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline < 0 ? text.length : newline;
}

const TRIPLE = { '"': /"""|\\[\s\S]/g, "'": /'''|\\[\s\S]/g };
const SINGLE = { '"': /["\n]|\\(?:\r\n|[\s\S])/g, "'": /['\n]|\\(?:\r\n|[\s\S])/g };

/** The offset after a string that begins with a quote; undefined where it does not end. */
function endOfString(text: string, start: number): number | undefined {
  const quote = text[start] === '"' ? '"' : "'";
  const triple = text.startsWith(quote.repeat(3), start);
  const ends = triple ? TRIPLE[quote] : SINGLE[quote];
  ends.lastIndex = start + (triple ? 3 : 1);
  for (let found = ends.exec(text); found; found = ends.exec(text)) {
    if (found[0] === '\n') return undefined;
    if (found[0].startsWith(quote)) return ends.lastIndex;
  }
  return undefined;
}
