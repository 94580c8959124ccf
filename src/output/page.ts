// A page of `explain`: the list of transforms, or what is known of one name.
import type { Page, Transform } from '../transform.ts';

/** One line for each transform. */
export function formatList(transforms: readonly Transform[]): string {
  const width = Math.max(...transforms.map((transform) => transform.id.length));
  return transforms.map((transform) => `${transform.id.padEnd(width)}  ${transform.title}\n`).join('');
}

/** One page under a heading. */
export function formatPage(heading: string, page: Page): string {
  const lines = [heading, '', `In the standard library: ${page.equivalent || 'no equivalent'}`];
  for (const paragraph of page.paragraphs) lines.push('', ...wrap(paragraph));
  return `${lines.join('\n')}\n`;
}

const WIDTH = 88;

function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
