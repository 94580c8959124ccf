// An edited text is judged by its old tree and the edits as it would be by a parse of all of it, and the old tree stays.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, refuseEdited, type SourceFile } from '../../src/python/source.ts';
import { applyEdits, compareSpans, type Edit } from '../../src/text/edits.ts';

const folder = fileURLToPath(new URL('../../sample', import.meta.url));
const SOURCES = [
  ...readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py'))
    .map((name) => readFileSync(join(folder, name), 'utf8')),
  'def é(naïve="🐍"):\r\n    """ü\r\n    """\r\n    return f"{naïve!r:>{10}} {é}"\r\n',
  'if x:\n\tpass\nelse:\n\tfor y in (\n  1,\n  2):\n\t\twith a as b, c:\n\t\t\tdel b\n',
  "x = '''\nif\n'''; y = [\n    *x,\n    lambda: (yield),\n] \\\n    + z\n",
];

function sourceOf(text: string): SourceFile {
  const source = parse('mod.py', text);
  if ('reason' in source) throw new Error(source.reason);
  return source;
}

/** What breaks a text, what moves its blocks, and what does neither. */
const PIECES = [
  '',
  'x',
  'time.sleep',
  '\n',
  '\r\n',
  '    ',
  '\t',
  '(',
  ')',
  ':',
  '"',
  '"""',
  '#',
  '\\',
  'pass\n',
  'if x:\n    y\n',
  'é',
  '🐍',
  'print x\n',
  'else:\n',
];

const edits = (length: number) =>
  fc
    .array(
      fc.record({
        start: fc.nat(length),
        size: fc.oneof(fc.constant(0), fc.nat(14)),
        text: fc.constantFrom(...PIECES),
      }),
      { minLength: 1, maxLength: 5 },
    )
    .map((drawn) => {
      const sorted = drawn
        .map(({ start, size, text }): Edit => ({ start, end: Math.min(length, start + size), text }))
        .sort(compareSpans);
      return sorted.filter(
        (edit, index) => index === 0 || edit.start > Math.max(...sorted.slice(0, index).map((each) => each.end)),
      );
    });

describe('an edited text', () => {
  it('is refused where a parse of all of it is', () => {
    let refused = 0;
    for (const text of SOURCES) {
      const source = sourceOf(text);
      const before = source.root.toString();
      fc.assert(
        fc.property(edits(text.length), (drawn) => {
          const after = applyEdits(text, drawn);
          const whole = parse('mod.py', after);
          const verdict = refuseEdited(source, drawn, after);
          if ('reason' in whole) refused++;
          expect(verdict !== undefined).toBe('reason' in whole);
        }),
        { numRuns: 60 },
      );
      expect(source.root.toString()).toBe(before);
    }
    expect(refused).toBeGreaterThan(SOURCES.length);
  });

  it.each([
    ['a bracket that stays open', 'f(x)\n', [{ start: 3, end: 4, text: '' }], 'syntax error'],
    ['an empty block', 'if x:\n    f()\ng()\n', [{ start: 10, end: 13, text: '' }], 'syntax error'],
    [
      'a block that moved out',
      'if x:\n    f()\n    g()\n',
      [
        { start: 14, end: 18, text: '' },
        { start: 6, end: 10, text: '' },
      ],
      'indentation',
    ],
    ['a line that moved in', 'f()\ng()\n', [{ start: 4, end: 4, text: '    ' }], 'indentation'],
    ['Python 2', 'f(x)\n', [{ start: 0, end: 4, text: 'print x' }], 'Python 2'],
    ['a string that swallows the rest', 'f()\ng()\n', [{ start: 0, end: 0, text: '"""' }], 'syntax error'],
  ] as const)('is refused with %s', (_, text, broken, reason) => {
    const after = applyEdits(text, broken);
    expect(refuseEdited(sourceOf(text), broken, after)?.reason).toContain(reason);
  });

  it('may be any Python', () => {
    const text = 'import lib\n\n\ndef f():\n    lib.nap(1)\n';
    const drawn = [
      { start: 0, end: 10, text: 'import time' },
      { start: text.indexOf('lib.nap'), end: text.indexOf('lib.nap') + 7, text: 'time.sleep' },
    ];
    expect(refuseEdited(sourceOf(text), drawn, applyEdits(text, drawn))).toBeUndefined();
  });
});
