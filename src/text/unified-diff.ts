// Two texts to the hunks of a unified diff. Knows nothing of files, paths' meaning or encodings.
import { type LineChange, lineChanges, linesWithEnds } from './line-diff.ts';

/**
 * The unified diff of two texts with three lines of context, as `git apply` takes it: header, `---`/`+++` and hunks.
 * Empty where the texts are equal. Lines keep their own ends, so a CR stays in the line.
 * @param path - with `/`, relative to the root.
 * @param created - whether there is no such file before.
 */
export function unifiedDiff(path: string, before: string, after: string, created = false): string {
  if (before === after) return '';
  // git ends the name with a tab where it holds a space, so that a patch knows where the name stops.
  const tab = path.includes(' ') ? '\t' : '';
  const lines = [
    `diff --git ${quotePath(`a/${path}`)} ${quotePath(`b/${path}`)}`,
    ...(created ? ['new file mode 100644', '--- /dev/null'] : [`--- ${quotePath(`a/${path}`)}${tab}`]),
    `+++ ${quotePath(`b/${path}`)}${tab}`,
  ];
  const [old, now] = [linesWithEnds(before), linesWithEnds(after)];
  const written = (sign: string, line: string): void => {
    if (line.endsWith('\n')) lines.push(sign + line.slice(0, -1));
    else lines.push(sign + line, '\\ No newline at end of file');
  };
  for (const hunk of hunksOf(lineChanges(old, now), old.length)) {
    const [first, last] = [hunk[0], hunk[hunk.length - 1]];
    if (!first || !last) continue;
    const start = Math.max(0, first.oldStart - CONTEXT);
    const end = Math.min(old.length, last.oldEnd + CONTEXT);
    const newStart = first.newStart - (first.oldStart - start);
    const newEnd = last.newEnd + (end - last.oldEnd);
    lines.push(`@@ -${range(start, end - start)} +${range(newStart, newEnd - newStart)} @@`);
    let at = start;
    for (const change of hunk) {
      for (; at < change.oldStart; at++) written(' ', old[at] ?? '');
      for (; at < change.oldEnd; at++) written('-', old[at] ?? '');
      for (let added = change.newStart; added < change.newEnd; added++) written('+', now[added] ?? '');
    }
    for (; at < end; at++) written(' ', old[at] ?? '');
  }
  return `${lines.join('\n')}\n`;
}

const CONTEXT = 3;

/** Changes whose contexts touch are one hunk. */
function hunksOf(changes: readonly LineChange[], count: number): LineChange[][] {
  const hunks: LineChange[][] = [];
  let end = -1;
  for (const change of changes) {
    if (hunks.length > 0 && change.oldStart - CONTEXT <= end) hunks[hunks.length - 1]?.push(change);
    else hunks.push([change]);
    end = Math.min(count, change.oldEnd + CONTEXT);
  }
  return hunks;
}

/** The counts that a diffstat shows. */
export function countChanges(before: string, after: string): { readonly added: number; readonly removed: number } {
  let added = 0;
  let removed = 0;
  for (const change of lineChanges(linesWithEnds(before), linesWithEnds(after))) {
    added += change.newEnd - change.newStart;
    removed += change.oldEnd - change.oldStart;
  }
  return { added, removed };
}

/** A range of lines from its first index, from 0; a range without lines is named by the line before it. */
function range(start: number, lines: number): string {
  const first = lines === 0 ? start : start + 1;
  return lines === 1 ? `${first}` : `${first},${lines}`;
}

/** A path as git prints it: quoted in C style where it has control characters, quotes, backslashes or non-ASCII bytes. */
export function quotePath(path: string): string {
  if (/^[ !#-[\]-~]*$/.test(path)) return path;
  let quoted = '';
  for (const byte of new TextEncoder().encode(path)) {
    const short = SHORT_ESCAPES.get(byte);
    if (short) quoted += short;
    else if (byte < 0x20 || byte >= 0x7f) quoted += `\\${byte.toString(8).padStart(3, '0')}`;
    else quoted += String.fromCharCode(byte);
  }
  return `"${quoted}"`;
}

const SHORT_ESCAPES = new Map([
  [0x07, '\\a'],
  [0x08, '\\b'],
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0b, '\\v'],
  [0x0c, '\\f'],
  [0x0d, '\\r'],
  [0x22, '\\"'],
  [0x5c, '\\\\'],
]);
