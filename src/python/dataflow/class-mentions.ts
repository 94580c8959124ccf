// Whether the code of a file may show that an expression is an instance of some class, read from its text alone: what is
// only named in comments, in strings, and before a dot, tells nothing of any expression. It must never miss one.
import { indexSpans } from '../../text/edits.ts';
import { quotedParts } from '../quoted-text.ts';

/** Whether `isOneOf` may say yes of an expression in a file with this text. */
export function mayHoldOneOf(text: string, family: ReadonlySet<string>): boolean {
  // What the bytes of another name are depends on the encoding.
  if (![...family].every((name) => /^\w+$/.test(name))) return true;
  const mentions = new RegExp(`\\b(?:${[...family].join('|')})\\b(?!${HARMLESS})`, 'g');
  const found = [...text.matchAll(mentions)].filter(({ index }) => !inComment(text, index) && !isReplaced(text, index));
  if (found.length === 0) return false;
  const quoted = quotedParts(text);
  if (!quoted) return true;
  const { around } = indexSpans(quoted);
  return found.some(({ index, 0: name }) => !around({ start: index, end: index + name.length }));
}

/**
 * What follows a name that is no expression by itself: it ends a string, or one of its members is meant. What begins with an
 * underscore may be `__dict__`, which is asked for the name before it.
 */
const HARMLESS = `['"]|\\.(?:[^\\s\\\\#_]|_[^\\s\\\\_])`;

/** Whether an offset is in a line that is nothing but a comment, or text of a string; in its fields may be code. */
function inComment(text: string, offset: number): boolean {
  const start = text.lastIndexOf('\n', offset) + 1;
  return /^[ \t]*#[^{\r]*$/.test(text.slice(start, offset));
}

/** Whether a mock takes the place of one member of what is named here. */
function isReplaced(text: string, offset: number): boolean {
  return /\bobject\(\s*(?:\w+\.)*$/.test(text.slice(Math.max(0, offset - LONGEST), offset));
}

const LONGEST = 120;
