// How deep the syntax of a text may nest, read from its characters alone: every walk over the tree may rely on the bound.
// CPython refuses 200 brackets in each other, and gives up on some thousand operators in a row.
import type { Span } from '../text/edits.ts';
import { lineOf } from '../text/line-index.ts';

/** A deeper text is not parsed. */
export const DEEPEST = 1000;

const LF = 10;
const QUOTES = new Set([34, 39]);
const OPENING = new Set([...'([{'].map((character) => character.charCodeAt(0)));
const CLOSING = new Set([...')]}'].map((character) => character.charCodeAt(0)));
/** What may join an expression with the next into a larger one. */
const JOINING = new Set([...'+-*/%|&^~<>=!@.:'].map((character) => character.charCodeAt(0)));
const WORDS = /\b(?:not|and|or|if|else|lambda|await|in|is|yield|from)\b/y;

/**
 * The line, from 1, at which a text nests deeper than `DEEPEST`; undefined where it does not.
 * @param long - its logical lines of `DEEPEST` characters or more: only there are there enough.
 */
export function tooDeepAt(text: string, long: readonly Span[]): number | undefined {
  for (const { start, end } of long) {
    const found = tooDeepIn(text.slice(start, end));
    if (found !== undefined) return lineOf(text, start) + found - 1;
  }
  return undefined;
}

function tooDeepIn(text: string): number | undefined {
  /** For each open bracket, how much the expression at hand has joined. */
  const open = [0];
  let depth = 0;
  let line = 1;
  let joined = 0;
  const join = (count: number): boolean => {
    open[open.length - 1] = (open.at(-1) ?? 0) + count;
    depth += count;
    return depth + open.length > DEEPEST;
  };
  const end = (): void => {
    depth -= open.at(-1) ?? 0;
    open[open.length - 1] = 0;
  };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LF) {
      line++;
      joined = text[text[at - 1] === '\r' ? at - 2 : at - 1] === '\\' ? joined + 1 : 0;
      // The parser takes time with the square of the lines that backslashes join.
      if (joined > DEEPEST) return line;
      if (open.length === 1 && joined === 0) end();
    } else if (code === 35) at = endOf(text, at) - 1;
    else if (QUOTES.has(code)) {
      const string = readString(text, at, code);
      if (string.inner > DEEPEST) return line;
      for (let next = text.indexOf('\n', at); next >= 0 && next < string.end; next = text.indexOf('\n', next + 1))
        line++;
      at = string.end - 1;
    } else if (OPENING.has(code)) {
      open.push(0);
      if (depth + open.length > DEEPEST) return line;
    } else if (CLOSING.has(code)) {
      if (open.length > 1) depth -= open.pop() ?? 0;
      if (join(1)) return line;
    } else if (code === 44 || code === 59) end();
    else if (JOINING.has(code) ? join(1) : startsWord(text, at, code) && joins(text, at) && join(1)) return line;
  }
  return undefined;
}

function endOf(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline;
}

function startsWord(text: string, at: number, code: number): boolean {
  return code >= 97 && code <= 122 && !/\w/.test(text[at - 1] ?? '');
}

function joins(text: string, at: number): boolean {
  WORDS.lastIndex = at;
  return WORDS.test(text);
}

/** The end of a string, and how much what is formatted into it may nest. */
function readString(text: string, start: number, quote: number): { end: number; inner: number } {
  const triple = text.charCodeAt(start + 1) === quote && text.charCodeAt(start + 2) === quote;
  const formatted = /[fF]/.test(text.slice(Math.max(0, start - 2), start));
  let [braces, inner] = [0, 0];
  for (let at = start + (triple ? 3 : 1); at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === LF && !triple) return { end: at, inner };
    else if (code === quote && (!triple || text.startsWith(text.slice(start, start + 3), at)))
      return { end: at + (triple ? 3 : 1), inner };
    else if (!formatted) continue;
    else if (code === 123) braces++;
    else if (code === 125) braces = Math.max(0, braces - 1);
    else if (braces > 0 && (JOINING.has(code) || OPENING.has(code))) inner++;
    if (braces === 0 && code === 125 && inner <= DEEPEST) inner = 0;
  }
  return { end: text.length, inner };
}
