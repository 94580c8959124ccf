// Globs against picomatch, which other tools use, and on patterns that make it slow.
import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { readGlob } from '../../src/text/glob.ts';

function matcher(glob: string, slash?: 'like others') {
  const read = readGlob(glob, slash);
  if (typeof read !== 'function') throw new Error(read.reason);
  return read;
}

const part = fc.constantFrom('a', 'b', '*', '?', '.', '[ab]', '[^a]', '{a,b}', '{b,_}', 'py', '*.py', '_', '-');
const segment = fc.oneof(
  fc.constant('**'),
  fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
);
const glob = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));
const name = fc.array(fc.constantFrom('a', 'b', '.', 'py', '_', '-'), { minLength: 1, maxLength: 4 });
const path = fc
  .array(
    name.map((parts) => parts.join('')),
    { minLength: 1, maxLength: 4 },
  )
  .map((names) => names.join('/'));

describe('a glob', () => {
  it('fits what picomatch fits', () => {
    fc.assert(
      fc.property(glob, path, (pattern, text) => {
        fc.pre(!/(^|\/)\.{1,2}(\/|$)/.test(text) && !/\*\*[^/]|[^/]\*\*|\*\*\/\*\*|\/\*\*$/.test(pattern));
        expect([pattern, text, matcher(pattern)(text)]).toEqual([
          pattern,
          text,
          picomatch(pattern, { dot: true })(text),
        ]);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['vendor/**', 'vendor/a/b.py', true],
    ['vendor/**', 'vendor', false],
    ['*/**', 'a.py', false],
    ['**', 'a.py', true],
    ['vendor/**', 'vendored/a.py', false],
    ['**/tests/*.py', 'tests/a.py', true],
    ['**/tests/*.py', 'a/b/tests/a.py', true],
    ['**/tests/*.py', 'a/tests/b/a.py', false],
    ['./pkg/*.py', 'pkg/a.py', true],
    ['!pkg/**', 'other/a.py', true],
    ['a\\*b', 'a*b', true],
    ['{a,{b,c}}/x', 'c/x', true],
    ['[]a]x', ']x', true],
    ['v[0-9]*', 'v1/x', false],
  ])('%s and %s: %s', (pattern, text, expected) => {
    expect(matcher(pattern)(text)).toBe(expected);
  });

  it('over names takes a slash for a character', () => {
    expect(matcher('release*', 'like others')('release/1.0')).toBe(true);
    expect(matcher('release/*', 'like others')('release/1/0')).toBe(true);
  });

  it('of many wildcards takes little time', () => {
    const slow = matcher(`**/${'*a'.repeat(200)}*z`);
    const begun = performance.now();
    expect(slow(`x/${'a'.repeat(4000)}`)).toBe(false);
    expect(matcher(`${'**/a/'.repeat(100)}z`)('a/'.repeat(1000))).toBe(false);
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  it('that cannot be read says why', () => {
    expect(readGlob('+(a|b)')).toEqual({ reason: expect.stringContaining('parenthesis') });
    expect(readGlob('{a,b}'.repeat(20))).toEqual({ reason: expect.stringContaining('alternatives') });
    expect(readGlob('a'.repeat(2000))).toEqual({ reason: expect.stringContaining('longer') });
  });
});
