// Takes single names out of an import statement that stays, with the text around them as it was.
import type { Edit } from '../../text/edits.ts';
import type { ImportedName, ImportStatement } from '../import-statements.ts';
import type { SourceFile } from '../source.ts';

/** The edits that take the names in `removed` out of a statement of which at least one name stays. */
export function removeNames(
  source: SourceFile,
  statement: ImportStatement,
  removed: ReadonlySet<ImportedName>,
): Edit[] {
  const { names } = statement;
  if (!names.some((name) => removed.has(name))) return [];
  const first = names[0];
  const last = names[names.length - 1];
  if (!first || !last) return [];
  const region = source.text.slice(first.span.start, last.span.end);
  const parenthesised = source.text[statement.node.endIndex - 1] === ')';
  if (!parenthesised || !region.includes('\n')) return [rebuilt(source, names, removed)];
  return names.flatMap((name, index) => (removed.has(name) ? [cut(source, names, index, removed)] : []));
}

/** Without comments inside: the names that stay, with the separators that stood after them. */
function rebuilt(source: SourceFile, names: readonly ImportedName[], removed: ReadonlySet<ImportedName>): Edit {
  let text = '';
  let separator = '';
  for (const [index, name] of names.entries()) {
    const next = names[index + 1];
    if (!removed.has(name)) {
      text += separator + source.text.slice(name.span.start, name.span.end);
      separator = next ? source.text.slice(name.span.end, next.span.start) : '';
    }
  }
  return { start: names[0]?.span.start ?? 0, end: names[names.length - 1]?.span.end ?? 0, text };
}

/** One name of a parenthesised list over several lines. */
function cut(
  source: SourceFile,
  names: readonly ImportedName[],
  index: number,
  removed: ReadonlySet<ImportedName>,
): Edit {
  const { text, lines } = source;
  const span = names[index]?.span ?? { start: 0, end: 0 };
  const lineStart = lines.start(lines.at(span.start).line);
  const comma = /^\s*,/.exec(text.slice(span.end))?.[0];
  const end = span.end + (comma && !comma.includes('\n') ? comma.length : 0);
  const lineEnd = lines.end(lines.at(span.end).line);
  const comment = /^[ \t]*(?:#.*)?$/.exec(text.slice(end, lineEnd));
  const aloneBefore = /^[ \t]*$/.test(text.slice(lineStart, span.start));
  if (aloneBefore && comment) return { start: lineStart, end: lines.next(lines.at(span.end).line), text: '' };
  const next = names[index + 1];
  if (next && !text.slice(end, next.span.start).includes('\n'))
    return { start: span.start, end: next.span.start, text: '' };
  const opening = text[span.start - 1] === '(';
  if (next && opening && comment) {
    // The first name beside the parenthesis: the next one moves up, unless a comment of its own stands between.
    const between = text.slice(lineEnd, next.span.start);
    return { start: span.start, end: between.trim() === '' ? next.span.start : lineEnd, text: '' };
  }
  // The last name, with what separates it from the one before it that stays.
  const previous = names.slice(0, index).findLast((name) => !removed.has(name));
  if (previous && !names.slice(index + 1).some((name) => !removed.has(name))) {
    const between = text.slice(previous.span.end, span.start);
    if (/^[\s,]*$/.test(between) && text[end] === ')') return { start: previous.span.end, end, text: '' };
  }
  const beside = names[index - 1];
  const space =
    beside && !removed.has(beside) && !aloneBefore ? (/[ \t]*$/.exec(text.slice(0, span.start))?.[0].length ?? 0) : 0;
  return { start: span.start - space, end, text: '' };
}
