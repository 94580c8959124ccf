// A TOML file with the places of its tables and keys, for edits that move nothing else. It finds places; what a file means is
// for a real reader, which the edits are checked with.

/** A table's head with what stands under it. */
export interface TomlTable {
  /** Empty for what stands before the first head. */
  readonly path: readonly string[];
  readonly keys: readonly TomlKey[];
  /** The offset after the last line of the table that holds something, without its end. */
  readonly end: number;
}

/** A key with its value. */
export interface TomlKey {
  /** From the root, so with the table's path. */
  readonly path: readonly string[];
  readonly value: { readonly start: number; readonly end: number };
}

/** Reads the places; undefined where the text is not as expected. */
export function readToml(text: string): TomlTable[] | undefined {
  const tables: { path: string[]; keys: TomlKey[]; end: number }[] = [{ path: [], keys: [], end: 0 }];
  let at = 0;
  while (at < text.length) {
    at += /^[ \t\r\n]*(?:#[^\n]*(?:\n|$)|)/.exec(text.slice(at))?.[0].length ?? 0;
    const rest = text.slice(at);
    if (rest === '' || /^[ \t\r\n#]/.test(rest)) continue;
    const head = /^\[\[?\s*([^\n#]*?)\s*\]\]?(?=[ \t]*(?:#|\r?\n|$))/.exec(rest);
    const table = tables.at(-1);
    if (head && rest.startsWith('[')) {
      tables.push({ path: keyParts(head[1] ?? ''), keys: [], end: at + head[0].length });
      at = lineEnd(text, at + head[0].length);
      continue;
    }
    const key =
      /^((?:[\w-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')(?:\s*\.\s*(?:[\w-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'))*)\s*=[ \t]*/.exec(
        rest,
      );
    if (!key || !table) return undefined;
    const start = at + key[0].length;
    const end = valueEnd(text, start);
    if (end === undefined) return undefined;
    table.keys.push({ path: [...table.path, ...keyParts(key[1] ?? '')], value: { start, end } });
    at = lineEnd(text, end);
    table.end = at;
  }
  return tables;
}

function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  if (newline < 0) return text.length;
  return text[newline - 1] === '\r' ? newline - 1 : newline;
}

/** The parts of a dotted key. */
function keyParts(text: string): string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|([\w-]+)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
}

/** The offset after a value that begins at one. */
function valueEnd(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at <= text.length; ) {
    const rest = text.slice(at, at + 3);
    const character = rest[0];
    if (depth === 0 && at > start && (character === undefined || /[\n#]/.test(character)))
      return at - (/[ \t\r]*$/.exec(text.slice(start, at))?.[0].length ?? 0);
    if (character === undefined) return undefined;
    const string = stringEnd(text, at);
    if (string !== undefined) at = string;
    else if (character === '#') at = lineEnd(text, at);
    else {
      if (character === '[' || character === '{') depth++;
      if (character === ']' || character === '}') depth--;
      at++;
    }
  }
  return undefined;
}

/** The offset after a string that begins at one. */
function stringEnd(text: string, at: number): number | undefined {
  const quote = text[at];
  if (quote !== '"' && quote !== "'") return undefined;
  const fence = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  for (let end = at + fence.length; end < text.length; end++) {
    if (quote === '"' && text[end] === '\\') end++;
    else if (text.startsWith(fence, end)) return end + fence.length;
  }
  return undefined;
}

/** The strings of an array, with their places and what follows each. */
export function arrayItems(text: string, { start, end }: TomlKey['value']): { start: number; end: number }[] {
  const items: { start: number; end: number }[] = [];
  for (let at = start + 1; at < end; ) {
    const string = stringEnd(text, at);
    if (string !== undefined) {
      items.push({ start: at, end: string });
      at = string;
    } else at = text[at] === '#' ? lineEnd(text, at) : at + 1;
  }
  return items;
}
