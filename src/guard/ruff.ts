// ruff's list of banned names (flake8-tidy-imports, TID251) in pyproject.toml or ruff.toml: the rule is selected where the
// project selects, and the names stand in the table that it has for them. What was written is read again and compared.

import { isRecord } from '../text/is-record.ts';
import type { Ban } from './banned-names.ts';
import { eolOf } from './ini-file.ts';
import { cannot, type GuardPart, type Texts } from './text-change.ts';
import { arrayItems, readToml, type TomlTable } from './toml-file.ts';

const RULE = 'TID251';
const SECTION = 'flake8-tidy-imports';
const LIST = 'banned-api';
/** The settings that ruff took at its top level before it had a table for linting. */
const LINT_KEYS = ['select', 'extend-select', 'ignore', 'extend-ignore', 'per-file-ignores', SECTION];

/** Reads TOML; throws where it is none. */
export type ReadToml = (text: string) => unknown;

/** Where a project configures ruff. */
export interface RuffUse {
  readonly file: string;
  readonly text: string;
  /** The path of ruff's own table. */
  readonly base: readonly string[];
  readonly parsed: unknown;
}

/** Finds the configuration; ruff takes the first of these. */
export function ruffUse(texts: Texts, read: ReadToml): RuffUse | undefined {
  for (const file of ['.ruff.toml', 'ruff.toml', 'pyproject.toml']) {
    const text = texts.read(file);
    if (text === undefined) continue;
    const base = file === 'pyproject.toml' ? ['tool', 'ruff'] : [];
    // A pyproject.toml that nobody can read, or that does not mention ruff, is none of our business.
    if (base.length > 0 && !/\bruff\b/.test(text)) continue;
    const parsed = quietly(read, text);
    if (parsed !== undefined && tableAt(parsed, base)) return { file, text, base, parsed };
  }
  return undefined;
}

function quietly(read: ReadToml, text: string): unknown {
  try {
    return read(text);
  } catch {
    return undefined;
  }
}

type Table = Readonly<Record<string, unknown>>;

function tableAt(root: unknown, path: readonly string[]): Table | undefined {
  let at = root;
  for (const part of path) at = isRecord(at) ? at[part] : undefined;
  return isRecord(at) ? at : undefined;
}

/** Bans by ruff. */
export function ruffGuard({ file, text, base, parsed }: RuffUse, bans: readonly Ban[], read: ReadToml): GuardPart {
  const top = tableAt(parsed, base) ?? {};
  const old = !('lint' in top) && LINT_KEYS.some((key) => key in top);
  const lint = old ? base : [...base, 'lint'];
  const settings = tableAt(parsed, lint) ?? {};
  const there = tableAt(settings, [SECTION, LIST]) ?? {};
  const rows = new Map(
    bans
      .flatMap(({ names, instead }) => names.map((name) => [name, sentence(name, instead)] as const))
      .filter(([name]) => !(name in there))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const wanted = selection(settings);
  if (wanted === 'ignored') return cannot(`${file} ignores ${RULE}: take it out there to let ruff forbid names`);
  if (rows.size === 0 && wanted === undefined) return { changes: [], says: [], cannot: [] };
  let after: string | undefined = text;
  if (rows.size > 0) after = addRows(after, lint, rows);
  if (after !== undefined && wanted !== undefined) after = select(after, lint, wanted);
  if (after !== undefined && text === '') after = `${after.trimEnd()}\n`;
  const expected = expectation(parsed, lint, rows, wanted);
  if (after === undefined || !same(quietly(read, after), expected)) {
    const lines = [...rows].map(([name, message]) => `"${name}".msg = "${message}"`);
    return cannot(
      `${file} is laid out in a way that degreen does not change; add ${RULE} to what is selected, and under [${[...lint, SECTION, LIST].join('.')}]: ${lines.join('; ')}`,
    );
  }
  const says =
    rows.size > 0
      ? `${rows.size} ${rows.size === 1 ? 'name' : 'names'} in ruff's ${LIST} of ${file}`
      : `ruff's ${RULE} selected in ${file}`;
  return { changes: [{ path: file, before: text, after }], says: [says], cannot: [] };
}

function sentence(name: string, instead: string): string {
  return instead === '' ? `This project has removed ${name}.` : `Use ${instead}.`;
}

/** The key that must name the rule; undefined where it is on, `ignored` where nothing can turn it on. */
function selection(settings: Table): 'select' | 'extend-select' | 'ignored' | undefined {
  const list = (key: string): string[] => {
    const value = settings[key];
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  };
  // Of prefixes the longest decides; what is ignored wins over what is selected by the same.
  const closest = (codes: readonly string[]) =>
    Math.max(-1, ...codes.map((code) => (code === 'ALL' ? 0 : RULE.startsWith(code) ? code.length : -1)));
  const ignored = closest([...list('ignore'), ...list('extend-ignore')]);
  if (ignored === RULE.length) return 'ignored';
  if (closest([...list('select'), ...list('extend-select')]) > ignored) return undefined;
  return 'select' in settings ? 'select' : 'extend-select';
}

function samePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}

function under(path: readonly string[], above: readonly string[]): boolean {
  return path.length >= above.length && above.every((part, index) => part === path[index]);
}

/** A dotted key as TOML writes it. */
function dotted(path: readonly string[]): string {
  return path.map((part) => (/^[\w-]+$/.test(part) ? part : `"${part}"`)).join('.');
}

function insert(text: string, at: number, added: string): string {
  return text.slice(0, at) + added + text.slice(at);
}

/** Adds names to the list, in the table that has it, else in a table of its own behind ruff's others. */
function addRows(text: string, lint: readonly string[], rows: ReadonlyMap<string, string>): string | undefined {
  const tables = readToml(text);
  if (!tables) return undefined;
  const eol = eolOf(text);
  const list = [...lint, SECTION, LIST];
  const quoted = [...rows].map(([name, message]) => ({ name: `"${name}"`, message: `"${message}"` }));
  const own = tables.findLast(({ path }) => samePath(path, list));
  if (own) return insert(text, own.end, quoted.map(({ name, message }) => `${eol}${name}.msg = ${message}`).join(''));
  const single = tables.findLast(({ path }) => under(path, list));
  if (single) {
    const added = quoted.map(({ name, message }) => `${eol}${eol}[${dotted(list)}.${name}]${eol}msg = ${message}`);
    return insert(text, single.end, added.join(''));
  }
  // Where the list or what is above it is written with dotted keys, no table may be opened for it.
  const holder = tables.findLast(({ keys, path }) =>
    keys.some(
      (key) =>
        key.path.length > path.length + 1 &&
        under(key.path, [...lint, SECTION]) &&
        !under(path, [...lint, SECTION, LIST]),
    ),
  );
  if (holder) {
    const prefix = dotted(list.slice(holder.path.length));
    return insert(
      text,
      holder.end,
      quoted.map(({ name, message }) => `${eol}${prefix}.${name}.msg = ${message}`).join(''),
    );
  }
  const after = tables.findLast(({ path }) => under(path, [...lint, SECTION])) ?? lastOf(tables, lint);
  const body = quoted.map(({ name, message }) => `${eol}${name}.msg = ${message}`).join('');
  const gap = after.end === 0 ? '' : `${eol}${eol}`;
  const tail = after.end === 0 && text.trim() !== '' ? `${eol}${eol}` : '';
  return insert(text, after.end, `${gap}[${dotted(list)}]${body}${tail}`);
}

/** The last table of linting, else of ruff. */
function lastOf(tables: readonly TomlTable[], lint: readonly string[]): TomlTable {
  const base = lint.at(-1) === 'lint' ? lint.slice(0, -1) : lint;
  const found = tables.findLast(({ path }) => under(path, lint)) ?? tables.findLast(({ path }) => under(path, base));
  return found ?? { path: [], keys: [], end: 0 };
}

/** Adds the rule to a list of what is selected, or makes one. */
function select(text: string, lint: readonly string[], key: 'select' | 'extend-select'): string | undefined {
  const tables = readToml(text);
  if (!tables) return undefined;
  const eol = eolOf(text);
  const found = tables.flatMap(({ keys }) => keys).find(({ path }) => samePath(path, [...lint, key]));
  if (found) return appendItem(text, found.value);
  const line = (prefix: string) => `${prefix}${key} = ["${RULE}"]`;
  const own = tables.find(({ path }) => samePath(path, lint));
  if (own && (own.path.length > 0 || own.keys.length > 0)) return insert(text, own.end, `${eol}${line('')}`);
  const base = lint.slice(0, -1);
  const parent = tables.find(({ path, keys }) => samePath(path, base) && keys.some((each) => under(each.path, lint)));
  if (parent) return insert(text, parent.end, `${eol}${line('lint.')}`);
  const before = lastOf(tables, lint);
  return insert(
    text,
    before.end,
    `${before.end === 0 ? '' : `${eol}${eol}`}[${dotted(lint)}]${eol}${line('')}${before.end === 0 ? eol : ''}`,
  );
}

/** The rule behind the last item, on a line of its own where that has one. */
function appendItem(text: string, value: { start: number; end: number }): string | undefined {
  if (text[value.start] !== '[') return undefined;
  const last = arrayItems(text, value).at(-1);
  if (!last) return insert(text, value.start + 1, `"${RULE}"`);
  const quote = text[last.start] ?? '"';
  const item = `${quote}${RULE}${quote}`;
  const lineStart = text.lastIndexOf('\n', last.start) + 1;
  const indent = text.slice(lineStart, last.start);
  if (!/^[ \t]*$/.test(indent) || lineStart <= value.start) return insert(text, last.end, `, ${item}`);
  const rest = /^[ \t]*(,?)[^\n]*/.exec(text.slice(last.end, value.end))?.[0] ?? '';
  const comma = /^[ \t]*,/.test(rest);
  if (!rest.includes('#')) return insert(text, last.end, `,${eolOf(text)}${indent}${item}`);
  // What a comment says is of the item before it.
  const at = last.end + rest.replace(/\r$/, '').length;
  const added = insert(text, at, `${eolOf(text)}${indent}${item}${comma ? ',' : ''}`);
  return comma ? added : insert(added, last.end, ',');
}

/** What the file must mean afterwards. */
function expectation(
  parsed: unknown,
  lint: readonly string[],
  rows: ReadonlyMap<string, string>,
  key: string | undefined,
): unknown {
  const change = (value: unknown, path: readonly string[], change_: (table: Table) => Table): Table => {
    const table = isRecord(value) ? value : {};
    const [first, ...rest] = path;
    return first === undefined ? change_(table) : { ...table, [first]: change(table[first], rest, change_) };
  };
  const list =
    rows.size === 0
      ? parsed
      : change(parsed, [...lint, SECTION, LIST], (table) => ({
          ...table,
          ...Object.fromEntries([...rows].map(([name, msg]) => [name, { msg }])),
        }));
  if (key === undefined) return list;
  return change(list, lint, (table) => {
    const old = table[key];
    return { ...table, [key]: [...(Array.isArray(old) ? old : []), RULE] };
  });
}

function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, index) => same(each, b[index]));
  if (!isRecord(a) || !isRecord(b)) return Object.is(a, b) || (a instanceof Date && b instanceof Date && +a === +b);
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => key in a && key in b && same(a[key], b[key]));
}
