// The laws of the design over programs of the made-up library: every form of its transforms in every other's text, in blocks,
// with and without uses of other modules. What breaks a law is made small. LAWS_RUNS and LAWS_SEED make other programs.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import { planOfLib } from '../support/contract-transforms.ts';
import { accept } from '../support/plan.ts';
import { breaches } from '../support/plan-laws.ts';
import { compileErrors } from '../support/python.ts';
import { shrinkLines } from '../support/shrink.ts';
import { strayChanges } from '../support/unintended-changes.ts';

const RUNS = Number(process.env.LAWS_RUNS ?? 60);
const SEED = Number(process.env.LAWS_SEED ?? 1);

/** How many programs CPython is asked about at once. */
const BATCH = 40;
const KINDS_SHOWN = 3;

type Lines = readonly string[];

interface Program {
  readonly lines: Lines;
  readonly eol: string;
  readonly bits: readonly bigint[];
}

const indented = (lines: Lines): Lines => lines.map((line) => `    ${line}`);

/** Calls in calls: what wraps, keeps, copies, takes and breaks lines. */
const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie('expression');
  const names = fc.constantFrom('x', 'random.random()', 'os.getpid()', 'a_name_that_is_rather_long', '1');
  // What replaces a text without a word of what it holds is right where that is of the library.
  const leaf = fc.oneof(
    { weight: 9, arbitrary: names },
    { weight: 1, arbitrary: fc.constant('lib.swallow(lib.nap(x))') },
  );
  const one = fc.constantFrom('lib.nap', 'lib.twice', 'lib.boxed', 'lib.forget', 'lib.guess', 'print');
  const two = fc.constantFrom('lib.spawn', 'lib.fork', 'lib.swap', 'call');
  return {
    expression: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 2, arbitrary: leaf },
      { weight: 2, arbitrary: fc.tuple(one, inner).map(([name, given]) => `${name}(${given})`) },
      { weight: 3, arbitrary: fc.tuple(two, inner, inner).map(([name, a, b]) => `${name}(${a}, ${b})`) },
      { weight: 1, arbitrary: inner.map((given) => `lib.pick(lib.nap, ${given})`) },
      { weight: 1, arbitrary: inner.map((given) => `socket.create(${given})`) },
    ),
  };
});

const statement: fc.Arbitrary<Lines> = fc
  .tuple(
    fc.constantFrom('$', 'y = $', 'y = lib.later($)', 'lib.guard($)', 'x = lib.setup($)', 'lib.drop($)', 'lib.tick()'),
    fc.constantFrom('', '', '', '  # said'),
    expression,
  )
  .map(([form, comment, given]) => [form.replace('$', () => given) + comment]);

const { block } = fc.letrec<{ block: Lines; part: Lines }>((tie) => {
  const headed = (head: fc.Arbitrary<string>, ...tail: string[]) =>
    fc.tuple(head, tie('block')).map(([first, lines]): Lines => [first, ...indented(lines), ...tail]);
  return {
    block: fc.array(tie('part'), { minLength: 1, maxLength: 3 }).map((parts) => parts.flat()),
    part: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      { weight: 4, arbitrary: statement },
      { weight: 2, arbitrary: headed(expression.map((given) => `with lib.limit(${given}):`)) },
      { weight: 1, arbitrary: headed(fc.constantFrom('if lib.flag():', 'if x:', 'while lib.flag() and x:')) },
      { weight: 1, arbitrary: headed(fc.constant('try:'), 'except lib.Late:', '    x = 1') },
    ),
  };
});

/** Every name that is read is defined. */
const NAMES = 'x = y = a_name_that_is_rather_long = call = 1';
const HEADS = [
  ['import lib', 'import os, random', 'from lib.green import socket'],
  ['import os', 'import random', '', 'from lib.green import socket', 'import lib'],
  ['import random', 'from lib.green import socket', 'import lib', 'import os'],
];

const program: fc.Arbitrary<Program> = fc.record({
  lines: fc
    .tuple(fc.constantFrom<Lines>(...HEADS), block, fc.boolean())
    .map(([head, body, inside]) => [
      ...head,
      '',
      NAMES,
      '',
      ...(inside ? ['def f(x, y):', ...indented(body), '    return x, y'] : body),
    ]),
  eol: fc.constantFrom('\n', '\r\n'),
  bits: fc.array(fc.bigInt({ min: 0n, max: (1n << 32n) - 1n }), { minLength: 2, maxLength: 2 }),
});

/** All hunks, and some of them. */
function setsOf(bits: readonly bigint[]): (plan: Plan) => Set<string>[] {
  return ({ hunks }) => [
    new Set(hunks.map(({ id }) => id)),
    ...bits.map((each) => new Set(hunks.filter((_, index) => (each >> BigInt(index % 32)) & 1n).map(({ id }) => id))),
  ];
}

const planned = ({ lines, eol }: Program): Plan => planOfLib({ 'mod.py': lines.map((line) => line + eol).join('') });

/** A breach without the names of its places, so that it is known again in a smaller program. */
const kindOf = (breach: string): string => (breach.split('\n').at(-1) ?? '').replace(/"(?:[^"\\]|\\.)*"|\d+/g, '*');

/** The first breach of a program, after all lines that do not matter were taken away. */
function smallest(program: Program): string | undefined {
  const breachesOf = (lines: Lines): string[] => {
    const plan = planned({ ...program, lines });
    return plan.skipped.length > 0 ? [] : breaches([plan], setsOf(program.bits));
  };
  const [first] = breachesOf(program.lines);
  const same = (lines: Lines) => breachesOf(lines).find((each) => kindOf(each) === kindOf(first ?? ''));
  return first && same(shrinkLines(program.lines, (candidates) => candidates.map((each) => same(each) !== undefined)));
}

const programs = fc.sample(program, { seed: SEED, numRuns: RUNS });
const plans = programs.map(planned);

describe('programs of the made-up library', () => {
  it('are valid Python, and have hunks to choose from', () => {
    const sources = plans.flatMap(({ project }) => project.files.map(({ bytes }) => bytes));
    expect(compileErrors(sources).filter((error) => error !== null)).toEqual([]);
    expect(plans.flatMap(({ skipped }) => skipped)).toEqual([]);
    expect(plans.filter(({ hunks }) => hunks.length > 4).length).toBeGreaterThan(RUNS / 3);
  });

  it('keep the laws with any set of hunks', { timeout: 60_000 + RUNS * 1000 }, () => {
    const found: string[] = [];
    for (let start = 0; start < RUNS && found.length < KINDS_SHOWN; start += BATCH) {
      const batch = programs.slice(start, start + BATCH);
      const sets = new Map(batch.map((each, index) => [plans[start + index], setsOf(each.bits)]));
      const broken = breaches(plans.slice(start, start + BATCH), (plan) => sets.get(plan)?.(plan) ?? []);
      const small = broken.length > 0 ? batch.flatMap((each) => smallest(each) ?? []) : [];
      for (const each of small) if (!found.some((other) => kindOf(other) === kindOf(each))) found.push(each);
    }
    expect(found).toEqual([]);
  });
});

describe('what was, or was taken for, a breach once', () => {
  it.each([
    ['two hunks that wrap one text', 'lib.spawn(1, lib.boxed(2))'],
    ['a wrap around what is written elsewhere', 'lib.fork(lib.swap(1, 2), lib.boxed(lib.swap(3, 4)))'],
    ['a wrap in a header that goes', 'with lib.limit(lib.fork(1, lib.boxed(2))):\n    print()'],
    ['a wrap in a line that moves', 'try:\n    y = lib.later(lib.spawn(1, lib.boxed(2)))\nexcept lib.Late:\n    y = 1'],
    ['a line that goes in a block that moves', 'with lib.limit(1):\n    if call:\n        lib.tick()\n    lib.tick()'],
    ['a block that goes with a comment at its end', 'if call:\n    if lib.flag():\n        print()  # said'],
    ['the second clause of one try', 'try:\n    y = 1\nexcept lib.Late:\n    y = 2\nexcept lib.Late:\n    y = 3'],
  ])('%s', (_, text) => {
    for (const eol of ['\n', '\r\n'])
      expect(breaches([planOfLib({ 'mod.py': `import lib\ncall = 1\n${text}\n`.replaceAll('\n', eol) })])).toEqual([]);
  });
});

it("a byte that is no hunk's own is seen beside wraps of one text", () => {
  const plan = planOfLib({ 'mod.py': 'import lib\nx = lib.spawn(1, lib.boxed(2))\n' });
  const after = String(accept(plan, new Set(plan.hunks.map(({ id }) => id)))['mod.py']);
  const [file, before] = [plan.files[0], plan.project.files[0]?.bytes];
  const strays = (text: string) =>
    file && before ? strayChanges(file.model, plan.hunks, before, Buffer.from(text)) : [];
  expect(strays(after)).toEqual([]);
  const others = [
    after.replace('x', 'y'),
    after.replace('2', '3'),
    after.replace('target=1', 'target= 1'),
    `${after}z\n`,
  ];
  for (const other of others) expect(strays(other)).toHaveLength(1);
});
