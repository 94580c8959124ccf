// Text that becomes Markdown: nothing that a file's name, a note or a piece of code holds may change the page around it.
import { visible } from '../../text/printable.ts';

/** A sentence; its own code spans stay, and everything else that Markdown, HTML or a tracker would act upon is plain. */
export function escapeProse(text: string): string {
  return visible(text)
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? inCode(part.slice(1, -1)) : plain(part, index === 0)))
    .join('');
}

function plain(text: string, first: boolean): string {
  const escaped = text
    .replace(/[\\`*[\]<>~|]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&(?=#?\w+;)/g, '\\&')
    // Trackers call people and link tickets wherever they stand, escaped or not, but not in code.
    .replace(/(?<![\w`])[@#]\w[\w./-]*/g, '`$&`');
  return first ? escaped.replace(/^([#+-]|\d+(?=[.)]))/, '\\$1').replace(/^\\(\d+)/, '$1\\') : escaped;
}

/** A code span, whatever the text holds. */
export function inCode(text: string): string {
  const shown = visible(text);
  const fence = '`'.repeat(longestRun(shown) + 1);
  const pad = /^`|`$|^ .* $/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** A block of code, with a fence that is longer than any within. */
export function codeBlock(code: string, language = 'python'): string {
  const fence = '`'.repeat(Math.max(3, longestRun(code) + 1));
  return `${fence}${language}\n${code.trimEnd()}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
}

/** A row of a table; the bars within its cells are escaped, in code as well. */
export function tableRow(cells: readonly (string | number)[]): string {
  return `| ${cells.map((cell) => String(cell).replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`;
}
