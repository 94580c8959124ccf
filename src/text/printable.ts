// Text of others made safe to show: nothing that a file, a name or a message holds can command a terminal or the log of a
// CI service, reorder what is read, or hide in it.

/** Printable ASCII has nothing to make visible. */
const PLAIN = /^[ -~]*$/;
const PLAIN_LINES = /^[\n -~]*$/;

/**
 * Control and format characters (directions, joiners, tags), other ends of lines, halves of characters and what has no
 * width. The two selectors that make text or a picture of a sign are left: they change nothing else.
 */
const HIDDEN = /(?![\ufe0e\ufe0f])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/** One line of text with everything hidden as visible escapes, ends of lines among it. */
export function visible(text: string): string {
  return PLAIN.test(text) ? text : text.replace(HIDDEN, escapeOf);
}

/** One line that is no command of a CI service. */
export function visibleMessage(text: string): string {
  return noCommand(visible(text));
}

/**
 * Lines of ours: what is hidden in them is shown, and no line is a command of a CI service.
 * @param mark - stands before the codes of our own colours, and in nothing else.
 */
export function visibleLines(text: string, mark: string): string {
  const lines = text.split('\n');
  return lines.map((line) => noCommand(PLAIN.test(line) ? line : coloured(line.split(mark)))).join('\n');
}

function coloured([first = '', ...marked]: readonly string[]): string {
  const rest = marked.map((part) => {
    const [code = ''] = /^\[\d+m/.exec(part) ?? [];
    return `${code === '' ? '' : `\u001b${code}`}${visible(part.slice(code.length))}`;
  });
  return visible(first) + rest.join('');
}

/** What a program would read, for the eyes of a person: its own lines, and tabs. */
export function visibleSource(text: string): string {
  if (PLAIN_LINES.test(text)) return text;
  return text
    .replace(/\r\n/g, '\n')
    .replace(HIDDEN, (sign) => (sign === '\n' || sign === '\t' ? sign : escapeOf(sign)));
}

/** JSON that means the same, with escapes of its own for everything hidden. */
export function visibleJson(json: string): string {
  if (PLAIN_LINES.test(json)) return json;
  return json.replace(HIDDEN, (sign) =>
    sign === '\n'
      ? sign
      : sign
          .split('')
          .map((unit) => unitEscape(unit.charCodeAt(0)))
          .join(''),
  );
}

/** `::error::` at the start of a line is GitHub's; `##[error]`, `##vso[…]` and `##teamcity[…]` are those of others. */
function noCommand(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1\\x3a').replace(/#(?=#\w*\[)/g, '\\x23');
}

/** Escapes as Python writes them. */
function escapeOf(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : unitEscape(code);
}

function unitEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
