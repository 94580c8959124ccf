// Values as JSON for programs.
import { visibleJson } from '../../text/printable.ts';

/** A value as JSON which a terminal can show as well, with a final newline. */
export function jsonText(value: unknown): string {
  return `${visibleJson(JSON.stringify(value, null, 2))}\n`;
}
