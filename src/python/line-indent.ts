// The indentation of lines: as it is, and as it will be where blocks move out.
import { indexSpans, type Span } from '../text/edits.ts';
import type { SourceFile } from './source.ts';
import { ancestor } from './syntax.ts';

/** The indentation that the line of an offset will have, once white space at line starts has gone. */
export function indentAfter({ text, lines }: SourceFile, layout: readonly Span[]): (offset: number) => string {
  const going = indexSpans(layout);
  return (offset) => {
    const start = lines.start(lines.at(offset).line);
    const white = /^[ \t\f]*/.exec(text.slice(start, offset))?.[0] ?? '';
    return [...white]
      .filter((each, index) => each !== '\f' && !going.around({ start: start + index, end: start + index + 1 }))
      .join('');
  };
}

const USUAL_STEP = '    ';

/** One step of indentation, as the block around an offset has it. */
export function stepAt({ root, text, lines }: SourceFile, offset: number): string {
  const white = (at: number) => /^[ \t]*/.exec(text.slice(lines.start(lines.at(at).line), at))?.[0] ?? '';
  for (let block = ancestor(root.descendantForIndex(offset), BLOCKS); block; block = ancestor(block, BLOCKS)) {
    const [inner, outer] = [white(block.startIndex), white(block.parent?.startIndex ?? 0)];
    if (inner.startsWith(outer) && inner.length > outer.length) return inner.slice(outer.length);
  }
  return USUAL_STEP;
}

const BLOCKS = new Set(['block']);
