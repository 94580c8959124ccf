// String literals that name something of the library: mock targets, dynamic imports. Prose in strings is not among them.
import type { Library } from '../python/references.ts';
import { enclosingDefinitions } from '../python/syntax.ts';
import type { Span } from '../text/edits.ts';
import type { FileModel } from './model.ts';

/** A string whose whole content is a dotted path through a root of the library. */
export interface NamedString {
  /** The content, without quotes. */
  readonly text: string;
  readonly span: Span;
  /** The path from the root on: `eventlet.sleep` of `pkg.mod.eventlet.sleep`. */
  readonly path: string;
  /** What stands before the root: `pkg.mod`; empty for a global name. */
  readonly through: string;
  readonly within: string;
}

/** The named strings of a file, in document order. */
export function namedStrings(model: FileModel, library: Library): NamedString[] {
  const roots = [...library.roots].join('|');
  const pattern = new RegExp(`(['"])((?:\\w+\\.)*?)((?:${roots})(?:\\.\\w+)+)\\1`, 'g');
  const found: NamedString[] = [];
  for (const match of model.source.text.matchAll(pattern)) {
    const start = match.index + 1;
    const node = model.source.root.descendantForIndex(start, start + 1);
    if (node.type !== 'string_content' || node.startIndex !== start) continue;
    const through = (match[2] ?? '').replace(/\.$/, '');
    const path = match[3] ?? '';
    const text = (match[2] ?? '') + path;
    found.push({ text, span: { start, end: start + text.length }, path, through, within: enclosingDefinitions(node) });
  }
  return found;
}
