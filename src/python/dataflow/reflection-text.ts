// Whether a file may reach an attribute without writing `.attribute`, read from its text alone: files that cannot are not
// parsed for it. It must never miss one.
import { BY_NAME, GETTERS } from './reflection.ts';

const UNNAMED = '[gs]etattr|delattr|attrgetter|__(?:get|set|del)attr(?:ibute)?__|__dict__|vars|globals|getmembers';

/** Whether a text may take the name of an attribute that is written out. */
const REFLECTS = new RegExp(`\\b(?:${UNNAMED}|hasattr|case|object)\\b`);
/** A class pattern names attributes as keywords; attrgetter takes several names with dots between. */
const WITHOUT_QUOTES = /^[ \t\f]*case\b|\battrgetter\b/m;

/** Whether a text may reach an attribute by its name written out: all of a string, or of what is between two fields. */
export function mayReachWritten(text: string, attribute: string): boolean {
  if (!REFLECTS.test(text)) return false;
  if (WITHOUT_QUOTES.test(text) || !/^\w+$/.test(attribute)) return true;
  const mangled = attribute.startsWith('__') ? '(?:_[A-Za-z]\\w*)?' : '';
  return new RegExp(`['"}]${mangled}${attribute}['"{]`).test(text);
}

/** Whether one that does not hold it may: there a name is put together, or all attributes are taken at once. */
export const REFLECTS_UNNAMED = new RegExp(`\\b(?:${UNNAMED})\\b`);

/** The names that a text may give to `getattr` and the like, put together and partly written down. */
export interface BuiltNames {
  mayBe(attribute: string): boolean;
}

/** What a name begins and ends with that is put together. */
interface Ends {
  readonly start: string;
  readonly end: string;
}

/** Reads the names that a text may put together. */
export function readBuiltNames(text: string): BuiltNames {
  const names = new Set<string>();
  const built: Ends[] = [];
  for (const { 0: word, index } of text.matchAll(SITES)) {
    const rest = text.slice(index + word.length, index + word.length + LONGEST);
    if (!(word === '__dict__' ? SUBSCRIBED : CALLED).test(rest)) continue;
    const written = (GETTERS.includes(word) ? BEFORE_SECOND : BEFORE_FIRST).exec(rest);
    const name = written && readName(rest.slice(written[0].length));
    if (!name) return { mayBe: () => true };
    if (typeof name === 'string') names.add(name);
    else built.push(...name);
  }
  if (names.size > 0 && /\b(?:[fF][rR]?|[rR][fF])['"]/.test(text) && mayBeTexts(text, names))
    return { mayBe: () => true };
  return {
    mayBe: (attribute) =>
      // What the bytes are in another encoding is not known here.
      (built.length > 0 && !/^\w+$/.test(attribute)) ||
      built.some(
        ({ start, end }) => attribute.startsWith('__') || (attribute.startsWith(start) && attribute.endsWith(end)),
      ),
  };
}

const SITES = new RegExp(`\\b(?:${[...GETTERS, ...BY_NAME].join('|')}|__dict__)\\b`, 'g');
/** What goes on for longer is parsed. */
const LONGEST = 300;
const CALLED = /^\s*[(\\#]/;
const SUBSCRIBED = /^\s*[[\\#]/;

const BEFORE_FIRST = /^[([]\s*/;
/** An object in front of the name: without quotes, and with commas only between brackets. */
const BEFORE_SECOND = /^\(\s*(?:[\w.]|\([^()'"#]*\)|\[[^\][,'"#]*\])+\s*,\s*/;

/** A plain string, or an attribute; a name may be bound to what is put together. */
const PLAIN = /^(?:(['"])[^'"\\\n]*\1|(?<name>\w+)|\w+(?:\.\w+)+)\s*[,)\]]/;
const FORMATTED = /^(['"])(?<text>[^'"\\\n]*)\1\s*(?:%\s*[\w.]+(?:\[[\w.]*\])?|\.format\([\w.]*\))\s*[,)\]]/;
const FIELDS = /^[fF](['"])(?<text>[^'"\\\n]*)\1\s*[,)\]]/;
const STARTED = /^(['"])(?<text>[^'"\\\n]*)\1\s*\+/;
const ENDED = /^\w+\s*\+\s*(['"])(?<text>[^'"\\\n]*)\1\s*[,)\]]/;

/** The name that stands at the start of a text: nothing, an identifier, or what is put together; undefined where that is not plain. */
function readName(text: string): string | readonly Ends[] | undefined {
  const plain = PLAIN.exec(text);
  if (plain) return plain.groups?.name ?? [];
  const whole = (FORMATTED.exec(text) ?? FIELDS.exec(text))?.groups?.text;
  if (whole !== undefined) return [{ start: startOf(whole), end: endOf(whole) }];
  const start = STARTED.exec(text)?.groups?.text;
  if (start !== undefined) return [{ start: startOf(start), end: '' }];
  const end = ENDED.exec(text)?.groups?.text;
  return end === undefined ? undefined : [{ start: '', end: endOf(end) }];
}

/** What stands before any field of a text. */
function startOf(text: string): string {
  return /^[^%{}]*/.exec(text)?.[0] ?? '';
}

/** What stands behind all fields of a text. */
function endOf(text: string): string {
  const behind = /[^%{}]*$/.exec(text)?.[0] ?? '';
  return behind.length < text.length ? behind.replace(/^(?:\(\w*\))?[-#0 +\d.]*[a-zA-Z]/, '') : behind;
}

/** Whether one of the names may be bound to a text, or go through several. */
function mayBeTexts(text: string, names: ReadonlySet<string>): boolean {
  const any = `(?:${[...names].join('|')})\\s*(?:\\\\\\s*)?`;
  const given = new RegExp(`\\b${any}(?:=\\s*(?:\\\\\\s*)?\\w{0,2}['"]|in\\s*(?:\\\\\\s*)?[(\\[{])`);
  const annotated = new RegExp(`(?:^|[;:])[ \\t]*${any}:`, 'm');
  return given.test(text) || annotated.test(text);
}
