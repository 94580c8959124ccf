// Makes a failing Python program small, by lines: what fast-check cannot do well, as asking CPython costs a process each time.

/**
 * Takes lines away as long as the rest still fails.
 * @param fails - says of many candidates at once which of them still fail.
 */
export function shrinkLines(
  lines: readonly string[],
  fails: (candidates: readonly (readonly string[])[]) => readonly boolean[],
): readonly string[] {
  let least = lines;
  for (let size = Math.ceil(lines.length / 2); size >= 1; ) {
    const candidates = [...without(least, size), ...(size === 1 ? unwrapped(least) : [])];
    const found = candidates[fails(candidates).indexOf(true)];
    if (found) least = found;
    else size = size === 1 ? 0 : Math.floor(size / 2);
  }
  return least;
}

/** The lines without each run of a size. */
function without(lines: readonly string[], size: number): string[][] {
  return lines.map((_, start) => lines.filter((_, index) => index < start || index >= start + size));
}

/** The lines without each compound statement's first line, and its block moved to the left. */
function unwrapped(lines: readonly string[]): string[][] {
  const depth = (line: string) => /^\s*/.exec(line)?.[0].length ?? 0;
  return lines.flatMap((line, start) => {
    const next = lines[start + 1] ?? '';
    const step = depth(next) - depth(line);
    if (!/:\s*(#.*)?$/.test(line) || step <= 0) return [];
    let end = start + 1;
    while (end < lines.length && (depth(lines[end] ?? '') > depth(line) || lines[end]?.trim() === '')) end++;
    return [
      lines.flatMap((each, index) => {
        if (index === start) return [];
        return index > start && index < end ? [each.slice(Math.min(step, depth(each)))] : [each];
      }),
    ];
  });
}
