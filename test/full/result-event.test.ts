// The class that degreen writes against the library's own Event: the same operations three ways, with the same results. Then
// the cases whose event carries something, rewritten to that class. DEGREEN_SEED repeats the operations of a run.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { moduleText } from '../../src/rewrite/write-helper.ts';
import { RESULT_EVENT } from '../../transforms/shared/result-event.ts';
import { cases } from '../support/cases.ts';
import { rewrite } from '../support/plan.ts';
import { shrinkLines } from '../support/shrink.ts';
import { Draw } from './programs.ts';
import { randomFrom, run } from './tree.ts';

/** The module that is written where an event needs it. */
const TEXT = moduleText('', [RESULT_EVENT]);

const SEQUENCES = Number(process.env.DEGREEN_PROGRAMS ?? 300);
const PLANS = 60;
const SECONDS = 10;
/** The time of a class that is damaged, and may hang. */
const FEW_SECONDS = 3;

const python = process.env.DEGREEN_PYTHON ?? '/usr/bin/python3';
const operations = fileURLToPath(new URL('result_event.py', import.meta.url));
const runner = fileURLToPath(new URL('behave.py', import.meta.url));
const seed = Number(process.env.DEGREEN_SEED ?? Date.now() % 1_000_000);
const absent = await run(python, ['-c', 'import eventlet']).then(
  () => undefined,
  () => 'needs python3-eventlet',
);
if (absent && process.env.DEGREEN_FULL === '1') throw new Error(`the test of the written class ${absent}`);
if (absent) console.warn(`The test of the written class is skipped: it ${absent}.`);

/** The library's own; the written class in a patched process; the written class where there is no library. */
const WAYS = ['real', 'green', 'native'] as const;
type Way = (typeof WAYS)[number];

/** One round of several threads on one event. */
interface Round {
  readonly waiters: readonly (number | null)[];
  readonly late: number;
  readonly send: string;
  readonly sender: 'main' | 'other';
  readonly reset: boolean;
  readonly again: string | null;
}

interface Job {
  readonly sequences: readonly (readonly string[])[];
  readonly rounds: readonly (readonly Round[])[];
}

/** One answer for each sequence and each plan of rounds; after one that hung there are none. */
function answers(way: Way, job: Job, text = TEXT, seconds = SECONDS): readonly string[] {
  const input = JSON.stringify({ ...job, text, seconds });
  const { stdout, stderr } = spawnSync(python, ['-W', 'ignore', operations, way], { input, maxBuffer: 1 << 28 });
  if (stderr.length > 0) throw new Error(`${way}: ${stderr}`);
  return stdout.toString().split('\n').slice(0, -1);
}

const EXCEPTIONS = [
  'ValueError("x")',
  'ValueError',
  'KeyError(1, 2)',
  'Narrow("y")',
  'Needy(1, 2)',
  'GeneratorExit',
  'failed()[1].with_traceback(None)',
] as const;

const RAISED = [
  ...EXCEPTIONS,
  'ValueError, "x"',
  'ValueError, ("x", 1)',
  'ValueError, None',
  'ValueError, ValueError("x")',
  'ValueError, Narrow("x")',
  'ValueError, KeyError("x")',
  'Needy, (1, 2)',
  'OSError, (2, "gone")',
  'ValueError, "x", failed()[2]',
  'ValueError, Narrow("x"), None',
  'ValueError("x"), None',
  'ValueError("x"), None, failed()[2]',
  '*failed()',
] as const;

const VALUES = ['1', 'None', 'True', '[]', '"x"', 'ValueError("a value")', '(1, 2)'] as const;

/** What can be no exception: who waits already would never wake in eventlet, so it is sent where nobody waits. */
const NO_EXCEPTIONS = ['"no exception"', '5', '()', '"no", "exception"'] as const;

function sending(draw: Draw): string {
  return draw.one<() => string>([
    () => 'e.send()',
    () => `e.send(${draw.one(VALUES)})`,
    () => `e.send(result=${draw.one(VALUES)})`,
    () => `e.send(exc=${draw.one(EXCEPTIONS)})`,
    () => `e.send(${draw.one(VALUES)}, ${draw.one(EXCEPTIONS)})`,
    () => `e.send(exc=(${draw.one(RAISED)},))`,
    () => `e.send_exception(${draw.one(RAISED)})`,
    () => `e.send_exception(${draw.one(RAISED)})`,
  ])();
}

function operation(draw: Draw): string {
  return draw.one<() => string>([
    () => sending(draw),
    () => sending(draw),
    () => `e.send_exception(${draw.one(NO_EXCEPTIONS)})`,
    () => 'e.reset()',
    () => 'e.ready()',
    () => `e.wait(${draw.one(['0', '-1', '0.001', 'timeout=0', 'timeout=-0.5', '1 if e.ready() else 0'])})`,
    () => 'e.wait() if e.ready() else "nothing yet"',
    () => `e.${draw.one(['has_result', 'has_exception'])}()`,
    () => `e.${draw.one(['poll', 'poll_result', 'poll_exception'])}(${draw.one(['', '7', 'notready=[]', 'None'])})`,
  ])();
}

function round(draw: Draw): Round {
  const reset = draw.chance(0.6);
  return {
    waiters: draw.several(1, 4, () => draw.one([null, null, 5, 6.5])),
    late: draw.below(3),
    send: sending(draw),
    sender: draw.one(['main', 'other']),
    reset,
    again: reset && draw.chance(0.5) ? sending(draw) : null,
  };
}

function jobOf(start: number, sequences: number, plans: number): Job {
  const draw = new Draw(randomFrom(start));
  return {
    sequences: Array.from({ length: sequences }, () => draw.several(3, 14, () => operation(draw))),
    rounds: Array.from({ length: plans }, () => draw.several(1, 3, () => round(draw))),
  };
}

/** Who goes on first is the green threads' own order; where threads are the system's, nobody can say. */
const withoutOrder = (answer: string | undefined) => answer?.replace(/"first": (?:true|false)/g, '"first": "?"');

/** The sequences that do not give the same in all ways. */
function different(sequences: readonly (readonly string[])[], text?: string): readonly number[] {
  const [real = [], green = [], native = []] = WAYS.map((way) => answers(way, { sequences, rounds: [] }, text));
  return sequences.flatMap((_, at) =>
    real[at] !== undefined && real[at] === green[at] && real[at] === native[at] ? [] : [at],
  );
}

/** A sequence with what it gives in each way, made small. */
function smallest(lines: readonly string[], text?: string): string {
  const few = shrinkLines(lines, (candidates) => {
    const found = new Set(different(candidates, text));
    return candidates.map((_, at) => found.has(at));
  });
  const told = WAYS.map((way) => `${way}: ${answers(way, { sequences: [few], rounds: [] }, text)[0] ?? 'hangs'}`);
  return [...few, ...told].join('\n');
}

/** What the written class does otherwise, and why that may be. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'e.send_exception()':
    'That nothing is raised is an error, told to each waiter; in eventlet the waiters end as if killed.',
  'e.send(exc=())': 'The same.',
};

describe.skipIf(absent)('the written class', () => {
  const { sequences, rounds } = jobOf(seed, SEQUENCES, PLANS);
  // Whether damage is found must not be left to chance.
  const some = jobOf(1, 150, 30);
  const real = absent ? [] : answers('real', some);

  test('gives what the library gives, for sequences of operations', () => {
    expect(SEQUENCES).toBeGreaterThanOrEqual(200);
    const found = different(sequences);
    const [first] = found.map((at) => sequences[at] ?? []);
    expect(first && smallest(first), `${found.length} differ, seed ${seed}`).toBeUndefined();
  });

  test('gives what the library gives, to several threads', () => {
    const [own = [], green = [], native = []] = WAYS.map((way) => answers(way, { sequences: [], rounds }));
    const told = (at: number) => JSON.stringify({ rounds: rounds[at], real: own[at], green: green[at] });
    expect(own).toHaveLength(rounds.length);
    const others = rounds.flatMap((_, at) => (own[at] === green[at] ? [] : [told(at)]));
    expect(others.slice(0, 2), `${others.length} differ, seed ${seed}`).toEqual([]);
    const threads = rounds.flatMap((_, at) =>
      withoutOrder(own[at]) === withoutOrder(native[at]) ? [] : [`${told(at)} native: ${native[at] ?? 'hangs'}`],
    );
    expect(threads.slice(0, 2), `${threads.length} differ without the library, seed ${seed}`).toEqual([]);
    // A send never lets a waiter run before it is through.
    expect(own.join('\n')).not.toContain('"first": false');
  });

  test('differs only where that is known', () => {
    const known = Object.keys(DIFFERENT);
    const found = different(known.map((send) => [send, 'e.ready()', 'e.wait(0.001)']));
    expect(found.map((at) => known[at])).toEqual(known);
  });

  /** Damage to the class that a comparison has to find. */
  const DAMAGE: readonly (readonly [string, string, string])[] = [
    ['a second send is taken', "raise AssertionError('the event was sent already')", 'pass'],
    ['an early reset is taken', "raise AssertionError('there is nothing to reset')", 'return'],
    ['a reset keeps the exception', 'self._outcome = _Outcome()\n\n\n', 'self._outcome.sent.clear()\n\n\n'],
    ['an exception is a result', 'outcome.sent.is_set() and outcome.exception is None', 'outcome.sent.is_set()'],
    ['a value is made an exception', 'elif not isinstance(value, kind):', 'elif True:'],
    ['the traceback is lost', 'value.with_traceback(traceback)', 'value'],
    ['a timeout is no wait', 'outcome.sent.wait(timeout)', 'outcome.sent.wait(timeout and 0)'],
    ['a tuple is one argument', 'kind(*value) if isinstance(value, tuple) else kind(value)', 'kind(value)'],
  ];

  test('is asked for results, for errors, and for where they come from', () => {
    const told = real.slice(0, some.sequences.length).join('\n');
    const kinds = [/gave (?!None|True|False|7|'nothing)/g, /AssertionError/g, /Narrow/g, /Needy/g, /from its origin/g];
    for (const kind of kinds) expect(told.match(kind)?.length, `answers with: ${kind}`).toBeGreaterThan(3);
  });

  test.each(DAMAGE)('a comparison finds that %s', (_, whole, damaged) => {
    const text = TEXT.replace(whole, damaged);
    expect(text).not.toBe(TEXT);
    expect(answers('native', some, text, FEW_SECONDS).map(withoutOrder)).not.toEqual(real.map(withoutOrder));
  });

  test('of several threads one that looks at the outcome too late is found', () => {
    const text = TEXT.replace('return _received(self._outcome, timeout)', 'return _received(self, timeout)')
      .replace('def _received(outcome, timeout):\n', 'def _received(event, timeout):\n')
      .replace('if not outcome.sent.wait(timeout):', 'if not event._outcome.sent.wait(timeout):')
      .replace(
        '        return None\n    if outcome',
        '        return None\n    outcome = event._outcome\n    if outcome',
      );
    expect(text).not.toBe(TEXT);
    const green = answers('green', { ...some, sequences: [] }, text, FEW_SECONDS);
    expect(green).not.toEqual(real.slice(some.sequences.length));
  });
});

const HELPERS = 'pkg/native.py';
const [PACKAGE, MODULE] = ['pkg', 'native'];

/** The program with the written module beside it, as if it were installed; `from __future__` stays the first. */
function withModule(source: string): string {
  const future = /^from __future__ .*\n/m.exec(source);
  const head = future ? future.index + future[0].length : 0;
  const text = JSON.stringify(JSON.stringify(TEXT));
  return [
    source.slice(0, head),
    'import json as _json, sys as _sys, types as _types',
    `_sys.modules['${PACKAGE}'] = _types.ModuleType('${PACKAGE}')`,
    `_sys.modules['${PACKAGE}.${MODULE}'] = _sys.modules['${PACKAGE}'].${MODULE} = _types.ModuleType('${PACKAGE}.${MODULE}')`,
    `exec(_json.loads(${text}), _sys.modules['${PACKAGE}.${MODULE}'].__dict__)`,
    source.slice(head),
  ].join('\n');
}

interface Result {
  readonly name: string;
  readonly status: number | 'timeout';
  readonly stdout: string;
  readonly stderr: string;
}

/** The cases that become the written class; this list only grows. */
const WRITTEN: readonly string[] = [
  '056_event_value_passing',
  '057_event_exception_passing',
  '059_event_timeout_is_none',
  '060_event_truthiness_without_value',
  '063_event_reset_fresh_asserts',
  '065_event_subclass',
  '066_event_escapes_to_registry',
  '072_event_future_timeout_difference',
  '327_event_loop_condition_send_nothing',
  '333_future_annotations_and_type_checking',
  '351_event_list_and_comprehension',
];

describe.skipIf(absent)('the cases whose event carries something', () => {
  const settings = { settings: { helpers: HELPERS }, others: { [`${PACKAGE}/__init__.py`]: '' } };
  const written = cases
    .map((each) => ({ ...each, after: rewrite(each.before, 'review', 'before.py', settings) }))
    .filter(({ after }) => after.includes('ResultEvent'));

  test('become the written class', () => {
    expect(written.map(({ name }) => name)).toEqual(WRITTEN);
  });

  test('print what they are expected to', async () => {
    const green = written.map(({ name, after }) => ({ name, source: withModule(after), patched: false }));
    const bare = written.flatMap(({ name, after }) => {
      const source = after.replace(/^import eventlet\n/m, '').replace(/^eventlet\.monkey_patch\(\)\n/m, '');
      return /\beventlet\b/.test(source.replace(/#.*/g, ''))
        ? []
        : [{ name, source: withModule(source), patched: false }];
    });
    const found: Result[] = [];
    for (const [where, programs] of [
      ['eventlet', green],
      ['native', bare],
    ] as const) {
      const input = JSON.stringify({ seconds: SECONDS, programs });
      const { stdout } = await run(python, ['-W', 'ignore', runner, where], { input });
      found.push(
        ...(JSON.parse(stdout.toString()) as Result[]).map((each) => ({ ...each, name: `${where} ${each.name}` })),
      );
    }
    const expected = new Map(written.map((each) => [each.name, each.expected]));
    const others = found.filter(
      ({ name, status, stdout }) => status !== 0 || stdout !== expected.get(name.replace(/^\w+ /, '')),
    );
    console.log(`cases: ${green.length} with eventlet, ${bare.length} without`);
    expect(others).toEqual([]);
    expect(bare.length).toBeGreaterThan(0);
  });
});
