// The diff against git: whatever two texts are, what is printed brings the one to the other, also where too many lines differ
// for the shortest script to be looked for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { countChanges, unifiedDiff } from '../../src/text/unified-diff.ts';
import { cleanUp, folderOf, git, write } from '../support/cli.ts';

afterAll(cleanUp);

const line = fc.constantFrom('a', 'b', 'c', 'd = 1', '', 'x\r', 'e');
const text = fc.tuple(fc.array(line, { maxLength: 30 }), fc.boolean()).map(([lines, ended]) => {
  return lines.length === 0 ? '' : lines.join('\n') + (ended ? '\n' : '');
});

/** What git makes of a text with a diff of ours. */
function applied(before: string, diff: string): string {
  const folder = folderOf({ f: before });
  git(folder, 'init', '--quiet');
  write(folder, { patch: diff });
  if (diff !== '') git(folder, 'apply', 'patch');
  return readFileSync(join(folder, 'f'), 'utf8');
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('a unified diff', () => {
  it('is one that git applies', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== '');
        expect(applied(before, unifiedDiff('f', before, after))).toBe(after);
      }),
      { numRuns: 40 },
    );
  });

  const long = (lines: (index: number) => string) => `import a\n${numbers(6000).map(lines).join('')}`;
  it.each([
    ['lines that are there once', (index: number) => `def f${index}():\n    lib.wait(1)\n\n`],
    ['lines that are all alike', () => '    lib.wait(1)\n    go()\n'],
    ['nothing but what changes', () => '    lib.wait(1)\n'],
  ])('of many changes among %s takes little time and is small', (_, lines) => {
    const before = long(lines);
    const after = before.replace('import a\n', 'import b\n').replaceAll('lib.wait', 'time.sleep');
    const begun = performance.now();
    const diff = unifiedDiff('f', before, after);
    expect(performance.now() - begun).toBeLessThan(3000);
    expect(applied(before, diff)).toBe(after);
    expect(countChanges(before, after)).toEqual({ added: 6001, removed: 6001 });
  });

  it('of many changes between which lines come and go is one that git applies', () => {
    const before = numbers(4000).map((index) => `${index % 7}\n${index}\n`);
    const after = before.flatMap((each, index) => (index % 5 === 0 ? [] : index % 3 === 0 ? [each, 'new\n'] : [each]));
    const [old, now] = [before.join(''), after.join('')];
    expect(applied(old, unifiedDiff('f', old, now))).toBe(now);
  });
});
