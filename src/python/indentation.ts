// Python's rule of indentation, which the grammar is lenient about: a block must be indented, and nothing else may be.
// Reads logical lines over the text, minding strings, brackets and continued lines; knows nothing of statements.

const TOKEN =
  /#[^\n]*|(?:[rRbBuUfF]{0,2})(?:"""(?:\\[\s\S]|[^\\])*?"""|'''(?:\\[\s\S]|[^\\])*?'''|"(?:\\[\s\S]|[^\\"\n])*"|'(?:\\[\s\S]|[^\\'\n])*')|\\\r?\n|[()[\]{}\n:]|[^\s#"'\\()[\]{}:]+|\s/g;

/** The first line (from 1) whose indentation Python refuses; undefined where there is none. */
export function badIndentation(text: string): number | undefined {
  const open: number[] = [0];
  let line = 1;
  let depth = 0;
  let expectsBlock = false;
  let atLineStart = true;
  let lastSignificant = '';
  let indent = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    const first = token[0] ?? '';
    if (atLineStart && depth === 0) {
      if (token === ' ') indent++;
      else if (token === '\t') indent = (Math.floor(indent / 8) + 1) * 8;
      else if (token === '\f') indent = 0;
      else if (token !== '\n' && token !== '\r' && first !== '#' && !token.startsWith('\\')) {
        const current = open[open.length - 1] ?? 0;
        if (expectsBlock ? indent <= current : indent > current) return line;
        if (expectsBlock) open.push(indent);
        while (indent < (open[open.length - 1] ?? 0)) open.pop();
        if (indent !== (open[open.length - 1] ?? 0)) return line;
        expectsBlock = false;
        atLineStart = false;
      }
    }
    if (token === '\n') {
      if (depth === 0) {
        if (!atLineStart) expectsBlock = lastSignificant === ':';
        atLineStart = true;
        indent = 0;
      }
      line++;
      continue;
    }
    if ('([{'.includes(first) && token.length === 1) depth++;
    else if (')]}'.includes(first) && token.length === 1) depth = Math.max(0, depth - 1);
    if (first !== '#' && token.trim() !== '' && !token.startsWith('\\')) lastSignificant = token;
    for (let at = token.indexOf('\n'); at >= 0; at = token.indexOf('\n', at + 1)) line++;
  }
  return expectsBlock ? line : undefined;
}
