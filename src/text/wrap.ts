// Paragraphs broken into lines at their spaces.

/**
 * Breaks a paragraph; a word that is wider than a line stays whole.
 * @param first - what stands before the first line.
 * @param hanging - what stands before the others.
 */
export function wrapText(
  text: string,
  width: number,
  first = '',
  hanging = first,
  measure: (line: string) => number = (line) => line.length,
): string[] {
  const lines: string[] = [];
  let start = first;
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || measure(start + longer) <= width) line = longer;
    else {
      lines.push(start + line);
      start = hanging;
      line = word;
    }
  }
  return [...lines, start + line];
}
