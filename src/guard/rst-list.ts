// The list of a project's checks in its HACKING file: one item for each, with the code in front.

const WIDTH = 79;

/** The numbers that a text names behind letters. */
export function codesIn(text: string, letters: string): string[] {
  return [...text.matchAll(new RegExp(`\\b${letters}(\\d+)\\b`, 'g'))].map((match) => match[1] ?? '');
}

/** The text with an item behind the last one of these letters, in its style; undefined where there is none. */
export function addItem(text: string, letters: string, code: string, says: string): string | undefined {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r?\n/);
  const item = new RegExp(`^([ \\t]*[-*+][ \\t]+)(\\W{0,2})${letters}\\d+(\\W{0,2}?)(:?[ \\t]+)`);
  const last = lines.findLastIndex((line) => item.test(line));
  const style = item.exec(lines[last] ?? '');
  if (!style) return undefined;
  const [, bullet = '', open = '', close = '', gap = ''] = style;
  const hanging = ' '.repeat(bullet.length);
  let end = last + 1;
  while (end < lines.length && new RegExp(`^${hanging}\\s*\\S`).test(lines[end] ?? '')) end++;
  const rows: string[] = [];
  let row = `${bullet}${open}${code}${close}${gap}`;
  let empty = true;
  for (const word of says.split(' ')) {
    if (!empty && `${row} ${word}`.length > WIDTH) {
      rows.push(row);
      row = hanging + word;
    } else row += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines.slice(0, end), ...rows, row, ...lines.slice(end)].join(eol);
}
