// Two texts to the hunks of a unified diff. Knows nothing of files, paths' meaning or encodings.
import { structuredPatch } from 'diff';

/**
 * The unified diff of two texts with three lines of context, as `git apply` takes it: header, `---`/`+++` and hunks.
 * Empty where the texts are equal. Lines keep their own ends, so a CR stays in the line.
 * @param path - with `/`, relative to the root.
 * @param created - whether there is no such file before.
 */
export function unifiedDiff(path: string, before: string, after: string, created = false): string {
  if (before === after) return '';
  const patch = structuredPatch('a', 'b', before, after, undefined, undefined, { context: 3 });
  // git ends the name with a tab where it holds a space, so that a patch knows where the name stops.
  const tab = path.includes(' ') ? '\t' : '';
  const lines = [
    `diff --git ${quotePath(`a/${path}`)} ${quotePath(`b/${path}`)}`,
    ...(created ? ['new file mode 100644', '--- /dev/null'] : [`--- ${quotePath(`a/${path}`)}${tab}`]),
    `+++ ${quotePath(`b/${path}`)}${tab}`,
  ];
  for (const hunk of patch.hunks) {
    // Before the first line there is line 0.
    const oldStart = hunk.oldLines === 0 && before === '' ? 0 : hunk.oldStart;
    lines.push(`@@ -${range(oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`);
    lines.push(...hunk.lines);
  }
  return `${lines.join('\n')}\n`;
}

/** The counts that a diffstat shows. */
export function countChanges(before: string, after: string): { readonly added: number; readonly removed: number } {
  let added = 0;
  let removed = 0;
  for (const hunk of structuredPatch('a', 'b', before, after, undefined, undefined, { context: 0 }).hunks) {
    for (const line of hunk.lines) {
      if (line.startsWith('+')) added++;
      else if (line.startsWith('-')) removed++;
    }
  }
  return { added, removed };
}

function range(start: number, lines: number): string {
  return lines === 1 ? `${start}` : `${start},${lines}`;
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
