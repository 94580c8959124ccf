// One line of Python cut into tokens, for colour and for finding names in a fragment that no parser takes. Knows no grammar.

/** What a token is; `plain` is everything else, spaces too. */
export type TokenKind = 'keyword' | 'string' | 'comment' | 'number' | 'definition' | 'decorator' | 'name' | 'plain';

/** A run of text of one kind. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

/** The quotes of a string that a line begins inside of; undefined where it begins in code. */
export type Inside = '"""' | "'''" | undefined;

const KEYWORDS = new Set(
  `False None True and as assert async await break case class continue def del elif else except finally for from
  global if import in is lambda match nonlocal not or pass raise return try while with yield`.split(/\s+/),
);

const TOKEN =
  /(?<comment>#.*)|(?<string>\b[rRbBuUfF]{0,2}(?:"""|'''|"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?))|(?<quote>"""|'''|"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?)|(?<decorator>^\s*@[\w.]+)|(?<number>(?<![\w.])(?:0[xXoObB][\da-fA-F_]+|\d[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d+)?[jJ]?))|(?<name>[\p{L}_][\p{L}\p{N}_]*)/gu;

/** Cuts a line; the texts of the tokens put together are the line. */
export function tokensOfLine(line: string, inside: Inside = undefined): { tokens: Token[]; inside: Inside } {
  const tokens: Token[] = [];
  let at = 0;
  let open = inside;
  const push = (kind: TokenKind, end: number): void => {
    if (end > at) tokens.push({ kind, text: line.slice(at, end) });
    at = Math.max(at, end);
  };
  const closeString = (): void => {
    const end = open === undefined ? -1 : line.indexOf(open, at);
    push('string', end < 0 ? line.length : end + 3);
    if (end >= 0) open = undefined;
  };
  if (open) closeString();
  for (;;) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(line);
    if (!match) break;
    push('plain', match.index);
    const end = match.index + match[0].length;
    const quoted = match.groups?.string ?? match.groups?.quote;
    if (quoted !== undefined) {
      const triple = /("""|''')$/.exec(quoted)?.[1];
      push('string', end);
      open = triple === '"""' || triple === "'''" ? triple : undefined;
      if (open) closeString();
    } else push(kindOf(match, tokens), end);
  }
  push('plain', line.length);
  return { tokens, inside: open };
}

function kindOf({ groups = {} }: RegExpExecArray, before: readonly Token[]): TokenKind {
  if (groups.comment !== undefined) return 'comment';
  if (groups.decorator !== undefined) return 'decorator';
  if (groups.number !== undefined) return 'number';
  if (KEYWORDS.has(groups.name ?? '')) return 'keyword';
  const previous = before.findLast(({ text }) => text.trim() !== '');
  return previous?.text === 'def' || previous?.text === 'class' ? 'definition' : 'name';
}
