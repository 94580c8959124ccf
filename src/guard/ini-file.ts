// An INI file as Python's configparser reads it, with the places of its lines, so that one value can grow and nothing else
// moves.

/** A line of a value that holds something: no comment, not blank. */
export interface IniLine {
  /** Offsets of the text, without white space around it. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The white space before it; empty on the key's own line. */
  readonly indent: string;
}

/** A key with the lines of its value. */
export interface IniKey {
  readonly name: string;
  readonly lines: readonly IniLine[];
  /** The offset after the key's own line, without its end. */
  readonly end: number;
}

/** A section with its keys. */
export interface IniSection {
  readonly name: string;
  readonly keys: readonly IniKey[];
  /** The offset after the head's line, without its end. */
  readonly end: number;
}

/** Reads the sections; what belongs to none is left out. */
export function readIni(text: string): IniSection[] {
  const sections: { name: string; keys: { name: string; lines: IniLine[]; end: number }[]; end: number }[] = [];
  let offset = 0;
  for (const whole of text.split('\n')) {
    const line = whole.replace(/\r$/, '');
    const at = offset;
    offset += whole.length + 1;
    const section = sections.at(-1);
    if (/^\s*([#;]|$)/.test(line)) continue;
    const head = /^\[([^\]]+)\]/.exec(line)?.[1];
    if (head !== undefined) {
      sections.push({ name: head, keys: [], end: at + line.length });
      continue;
    }
    const indent = /^\s*/.exec(line)?.[0] ?? '';
    const content = line.trim();
    if (indent !== '') {
      const start = at + indent.length;
      section?.keys.at(-1)?.lines.push({ start, end: start + content.length, text: content, indent });
      continue;
    }
    const sign = line.search(/[=:]/);
    if (sign < 1 || !section) continue;
    const value = line.slice(sign + 1).trim();
    const start = at + line.length - line.slice(sign + 1).trimStart().length;
    const lines = value === '' ? [] : [{ start, end: start + value.length, text: value, indent: '' }];
    section.keys.push({ name: line.slice(0, sign).trimEnd().toLowerCase(), lines, end: at + line.length });
  }
  return sections;
}

/** The line end that a text uses. */
export function eolOf(text: string): string {
  return /\r\n/.test(text) ? '\r\n' : '\n';
}
