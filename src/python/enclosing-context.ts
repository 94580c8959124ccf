// What stands around a place of a file, for people who read it: the function, and the string that a line begins in.
import type { Span } from '../text/edits.ts';
import type { Inside } from './lexer.ts';
import type { SourceFile } from './source.ts';
import { spanOf } from './syntax.ts';

/** The innermost function around an offset, with its decorators; undefined at module and class level. */
export function functionAround(source: SourceFile, offset: number): Span | undefined {
  for (let at = source.root.descendantForIndex(offset).parent; at; at = at.parent) {
    if (at.type !== 'function_definition') continue;
    return spanOf(at.parent?.type === 'decorated_definition' ? at.parent : at);
  }
  return undefined;
}

/** The quotes of the string around an offset; undefined in code. */
export function stringAt(source: SourceFile, offset: number): Inside {
  for (let at: typeof source.root | null = source.root.descendantForIndex(offset); at; at = at.parent) {
    if (at.type !== 'string' || at.startIndex >= offset) continue;
    return source.text.slice(at.endIndex - 3, at.endIndex) === "'''" ? "'''" : '"""';
  }
  return undefined;
}
