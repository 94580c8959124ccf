// Texts that are long or nested out of all proportion: each takes bounded time, and what nests deeper than the bound is skipped
// with its line, never a crash.
import { describe, expect, it } from 'vitest';
import { readToml } from '../../src/guard/toml-file.ts';
import { buildLedger } from '../../src/ledger/build-ledger.ts';
import { render } from '../../src/rewrite/render.ts';
import { planOf } from '../support/plan.ts';

const many = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('');
const sleep = 'eventlet.sleep(1)';
const DEEP = /^nested deeper than 1000 levels at line \d+$/;

/** What is planned of one file, and how long that and all that follows takes. */
function planned(text: string) {
  const begun = performance.now();
  const plan = planOf({ 'a.py': text });
  const { lines } = buildLedger(plan);
  const changes = render(plan, new Set(plan.hunks), () => false);
  return { plan, lines, changes, milliseconds: performance.now() - begun };
}

const LONG: Readonly<Record<string, string>> = {
  'a word of Python 2 in a string': `x = "${'raise '.repeat(20_000)}"\n${sleep}\n`,
  'a docstring that seems to patch': `"""monkey_patch(${'a'.repeat(60_000)}"""\neventlet.monkey_patch()\n${sleep}\n`,
  'many branches': `if x == 0:\n    pass\n${many(1000, (at) => `elif x == ${at}:\n    eventlet.sleep(${at})\n`)}`,
  'many branches around one call': `if x == 0:\n    ${sleep}\n${many(2000, (at) => `elif x == ${at}:\n    pass\n`)}`,
  'a long keyword': `eventlet.sleep(${'a'.repeat(40_000)}=1)\n`,
  'a long name': `eventlet.sleep(${'a'.repeat(40_000)})\n`,
  'many operators, not too many': `eventlet.sleep(${'-'.repeat(900)}1)\n`,
  'calls in calls, not too many': `${'f('.repeat(190)}${sleep}${')'.repeat(190)}\n`,
  'many strings that name it': `x = [${"'a.eventlet.sleep', ".repeat(3000)}]\n${sleep}\n`,
  'a long list of negative numbers': `x = [${'-1, '.repeat(20_000)}]\n${sleep}\n`,
  'many handlers': `try:\n    ${sleep}\n${many(2000, (at) => `except E${at}:\n    pass\n`)}`,
  'much space': `${' '.repeat(100_000)}\n${sleep}${' '.repeat(100_000)}\n`,
};

const NESTED: Readonly<Record<string, string>> = {
  'calls in calls': `${'f('.repeat(2000)}${sleep}${')'.repeat(2000)}\n`,
  'signs in a row': `eventlet.sleep(${'-'.repeat(10_000)}1)\n`,
  sums: `eventlet.sleep(${'1+'.repeat(10_000)}1)\n`,
  negations: `eventlet.sleep(${'not '.repeat(10_000)}1)\n`,
  attributes: `eventlet.sleep(a${'.b'.repeat(10_000)})\n`,
  'calls of calls': `x = eventlet.sleep${'()'.repeat(5000)}\n`,
  conditions: `eventlet.sleep(${'1 if x else '.repeat(5000)}2)\n`,
  functions: `f = ${'lambda: '.repeat(5000)}${sleep}\n`,
  assignments: `${'a = '.repeat(5000)}${sleep}\n`,
  'what is formatted into a string': `f"{eventlet.sleep(${'-'.repeat(10_000)}1)}"\n`,
  'joined lines': `x = 1 + ${'\\\n'.repeat(20_000)}1\n${sleep}\n`,
};

describe('a long file', () => {
  it.each(Object.entries(LONG))('with %s takes bounded time', (_, text) => {
    const { plan, lines, milliseconds } = planned(`import eventlet\n${text}`);
    expect(plan.skipped).toEqual([]);
    expect(lines).toBeGreaterThan(0);
    expect(milliseconds).toBeLessThan(8000);
  });
});

describe('a file that nests deeper than the bound', () => {
  it.each(Object.entries(NESTED))('by %s is skipped, and its lines are counted', (_, text) => {
    const { plan, lines, changes, milliseconds } = planned(`import eventlet\n${text}`);
    expect(plan.skipped).toEqual([{ path: 'a.py', reason: expect.stringMatching(DEEP) }]);
    expect(lines).toBe(`import eventlet\n${text}`.split('\n').filter((line) => line.includes('eventlet')).length);
    expect(changes).toEqual([]);
    expect(milliseconds).toBeLessThan(3000);
  });

  it('is one that CPython refuses, where blocks are in blocks', () => {
    const blocks = many(120, (at) => `${' '.repeat(at)}if x:\n`);
    const { plan } = planned(`import eventlet\n${blocks}${' '.repeat(120)}${sleep}\n`);
    expect(plan.skipped).toEqual([{ path: 'a.py', reason: expect.stringContaining('the indentation does not fit') }]);
  });
});

it('a configuration with a space that TOML does not know ends', () => {
  expect(readToml('\ufeffselect = ["E"]\n')).toBeUndefined();
  expect(readToml('a = 1\n\f\nb = 2\n')).toBeUndefined();
});
