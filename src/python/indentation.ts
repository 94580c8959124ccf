// Python's rule of indentation, which the grammar is lenient about: a block must be indented, and nothing else may be.
// Reads logical lines over the text, minding strings, brackets and continued lines; knows nothing of statements.
// One pass over character codes: every file that is parsed goes through it.
import type { Span } from '../text/edits.ts';
import { lineOf } from '../text/line-index.ts';

const TAB = 9;
const LF = 10;
const FF = 12;
const CR = 13;
const SPACE = 32;
const HASH = 35;
const COLON = 58;
const BACKSLASH = 92;
const ORDINARY = 0;
const QUOTE = 1;
const OPENING = 2;
const CLOSING = 3;
const OTHER = 4;
/** What a character code is to a logical line: most are ordinary, and cost one look. */
const KINDS = new Uint8Array(128);
for (const code of [34, 39]) KINDS[code] = QUOTE;
for (const code of [40, 91, 123]) KINDS[code] = OPENING;
for (const code of [41, 93, 125]) KINDS[code] = CLOSING;
for (const code of [HASH, BACKSLASH]) KINDS[code] = OTHER;
KINDS.fill(OTHER, 0, SPACE + 1);

/** CPython takes no more. */
const MOST_LEVELS = 100;

/** What the lines of a text show before it is parsed. */
export interface Layout {
  /** The first line (from 1) whose indentation Python refuses; undefined where there is none. */
  readonly badLine: number | undefined;
  /** The logical lines of at least so many characters as were asked for; behind a bad line, all that follows. */
  readonly long: readonly Span[];
}

/** Reads the layout of a text; `length` is that of a long line. */
export function readLayout(text: string, length: number): Layout {
  const long: Span[] = [];
  const bad = findBadLine(text, (start, end) => {
    if (end - start >= length) long.push({ start, end });
  });
  if (bad !== undefined) long.push({ start: bad, end: text.length });
  return { badLine: bad === undefined ? undefined : lineOf(text, bad), long };
}

/** The offset at which the first logical line begins whose indentation does not fit; `each` gets those before it. */
function findBadLine(text: string, each: (start: number, end: number) => void): number | undefined {
  const open: number[] = [0];
  let expectsBlock = false;
  let at = 0;
  while (at < text.length) {
    const { indent, begin } = readIndent(text, at);
    const code = text.charCodeAt(begin);
    if (begin >= text.length) break;
    if (code === LF || code === CR || code === HASH || code === BACKSLASH) {
      // A blank line, or a comment: no logical line begins here.
      at = code === BACKSLASH ? skipLogical(text, begin).next : nextLine(text, begin);
      if (code === BACKSLASH) each(begin, at);
      continue;
    }
    const current = open[open.length - 1] ?? 0;
    if (expectsBlock ? indent <= current : indent > current) return begin;
    if (expectsBlock) open.push(indent);
    if (open.length > MOST_LEVELS) return begin;
    while (indent < (open[open.length - 1] ?? 0)) open.pop();
    if (indent !== (open[open.length - 1] ?? 0)) return begin;
    const logical = skipLogical(text, begin);
    expectsBlock = logical.last === COLON;
    at = logical.next;
    each(begin, at);
  }
  return expectsBlock ? text.length : undefined;
}

function readIndent(text: string, start: number): { indent: number; begin: number } {
  let indent = 0;
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === SPACE) indent++;
    else if (code === TAB) indent = (Math.floor(indent / 8) + 1) * 8;
    else if (code === FF) indent = 0;
    else break;
  }
  return { indent, begin: at };
}

function nextLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline < 0 ? text.length : newline + 1;
}

/** Goes to the line after a logical line; `last` is the code of its last character that is no space and no comment. */
function skipLogical(text: string, start: number): { next: number; last: number } {
  let depth = 0;
  let last = 0;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? KINDS[code] : ORDINARY;
    if (kind === ORDINARY) {
      last = code;
      at++;
    } else if (kind === QUOTE) {
      at = skipString(text, at, code);
      last = code;
    } else if (kind !== OTHER) {
      depth = kind === OPENING ? depth + 1 : Math.max(0, depth - 1);
      last = code;
      at++;
    } else if (code === LF && depth === 0) return { next: at + 1, last };
    else if (code === HASH) {
      const newline = text.indexOf('\n', at);
      at = newline < 0 ? text.length : newline;
    } else if (code === BACKSLASH) at += text.charCodeAt(at + 1) === CR ? 3 : 2;
    else at++;
  }
  return { next: at, last };
}

/** The offset after a string that begins with a quote; its prefix does not matter, as a backslash takes two places in all. */
function skipString(text: string, start: number, quote: number): number {
  const triple = text.charCodeAt(start + 1) === quote && text.charCodeAt(start + 2) === quote;
  for (let at = start + (triple ? 3 : 1); at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === LF && !triple) return at;
    else if (code === quote) {
      if (!triple) return at + 1;
      if (text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote) return at + 3;
    }
  }
  return text.length;
}
