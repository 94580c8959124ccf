// What the code shows of a number, row by row: each is a program that asks about one expression, `ask(…)`. Then random
// programs, which CPython runs: what is said to hold of a number holds of every value that comes by.
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClasses } from '../../../../src/python/dataflow/classes.ts';
import { type NumberFacts, readNumbers } from '../../../../src/python/dataflow/intervals/interval-analysis.ts';
import { readNames } from '../../../../src/python/scopes.ts';
import { type Node, parse } from '../../../../src/python/source.ts';
import { arithmeticProgram } from '../../../support/arithmetic-programs.ts';

/** The facts of every expression that a program asks about, in document order. */
function factsOf(text: string, argument = 0): NumberFacts[] {
  const source = parse('numbers.py', text);
  if ('reason' in source) throw new Error(`${source.reason} in\n${text}`);
  const numbers = readNumbers({
    source,
    names: readNames(source),
    classes: readClasses(source),
    absolute: (imported) => imported.target,
    elsewhere: () => undefined,
  });
  const asked = source.root.descendantsOfType('call').flatMap((call: Node) => {
    const given = call.childForFieldName('arguments')?.namedChild(argument);
    return call.childForFieldName('function')?.text === 'ask' && given ? [given] : [];
  });
  return asked.map((node) => numbers.of(node));
}

const program = (lines: string) => `import datetime, os, random, time\nfrom time import monotonic\n${lines}\n`;
const facts = (lines: string): NumberFacts => {
  const [first] = factsOf(program(lines));
  if (!first) throw new Error(`nothing is asked in ${lines}`);
  return first;
};

/** By sign: programs that ask about one number. Lines are separated by `|`, four spaces by `>`. */
const SIGNS: Readonly<Record<NumberFacts['sign'], readonly string[]>> = {
  may: [
    // What signs.ts saw, or did not.
    'def f(a, b):|>ask((a - b()).total_seconds())',
    'def f(end, now):|>left = end - now()|>ask(left.total_seconds())',
    'def f(a, b):|>delay = (|>>a - b)|>ask(delay)',
    'def f(a, b):|>left, n = a - b, 1|>ask(left)',
    'def f(a, b):|>(n, (left, m)) = (1, (a - b, 2))|>ask(left)',
    'def f(a, now):|>left = max(a, 1) - now|>ask(left)',
    'def f(a, b):|>if (left := a - b): ask(left)',
    'def f(a, b):|>left = a - b|>def g():|>>ask(left)|>return g',
    'DELAY = -1|def f():|>ask(DELAY)',
    'class C:|>def a(self, end):|>>self._left = end - time.time()|>def b(self):|>>ask(self._left)',
    'class B:|>_left = -1|class C(B):|>def b(self):|>>ask(self._left)',
    'def f(end):|>def left():|>>return end - time.time()|>ask(left())',
    'class C:|>def left(self):|>>return self.end - time.time()|>def b(self):|>>ask(self.left())',
    'for d in range(1, -2, -1):|>ask(d)',
    'ask(random.uniform(-0.5, -0.1))',
    'def f(n):|>ask(~n)',
    'import threading|def f(d):|>ask(d)|threading.Thread(target=f, args=(-1,)).start()',
    'import threading|def f(d):|>ask(d)|threading.Thread(None, f, None, (-1,)).start()',
    'import threading|def f(d):|>ask(d)|threading.Timer(1, f, kwargs={"d": -1}).start()',
    'def f(d):|>ask(d)|spawn(f, -1)',
    'def f(d):|>ask(d)|pool.spawn_n(f, d=-1)',
    'import functools|def f(d):|>ask(d)|functools.partial(f, -1)()',
    'def f(d):|>ask(d)|map(f, [1, -1])',
    'def f(d):|>ask(d)|run = f|run(-1)',
    'def call(g):|>g(-1)|def f(d):|>ask(d)|call(f)',
    'def f(*rest):|>g(*rest)|def g(d):|>ask(d)|g(*(-1,))',
    'def f(deadline):|>ask((deadline - time.time()).real)',
    'def f(d=-1):|>ask(d)',
    'class C:|>def __init__(self, timeout=-1):|>>self._timeout = timeout|>def b(self):|>>ask(self._timeout)',
    // Neighbours.
    'def f(left, step):|>while left:|>>left -= step|>>ask(left)',
    'def f(n):|>n *= -1|>ask(n)',
    'def f(a, b):|>ask(a if b else -1)',
    'def f(a):|>ask(a or -1)',
    'def f(a):|>ask(a and -1)',
    'LEFT = 0|def g(a, b):|>global LEFT|>LEFT = a - b|def f():|>ask(LEFT)',
    'def f(a, b):|>left = 1|>def g():|>>nonlocal left|>>left = a - b|>ask(left)',
    'def f(xs):|>[ask(x) for x in (1, 2, -3)]',
    'def f(xs, b):|>[ask(y) for x in xs if (y := x - b)]',
    'DELAYS = [1, 5, -1]|def f(i):|>ask(DELAYS[i])',
    'DELAYS = {"a": 1, "b": -1}|def f(i):|>ask(DELAYS["b"])',
    'DELAYS = {"a": 1}|def f(k):|>ask(DELAYS.get(k, -1))',
    'def f(conf):|>ask(conf.get("delay", -1))',
    'ask(int(os.environ.get("N", "-1")))',
    'def f(a, b):|>ask(min(5, a - b))',
    'def f(a, b):|>ask(round(a - b, 2))',
    'def f(a, b):|>ask(float(a - b))',
    'def f(a, b):|>match a - b:|>>case left:|>>>ask(left)',
    'import contextlib|@contextlib.contextmanager|def left(a):|>yield a - time.time()|def f(a):|>with left(a) as n:|>>ask(n)',
    'def gen(a):|>yield a - time.time()|def f(a):|>for n in gen(a):|>>ask(n)',
    'class C:|>@property|>def left(self):|>>return self.end - time.time()|>def b(self):|>>ask(self.left)',
    'class C:|>def left(self):|>>return self.end - time.time()|def f(c):|>ask(c.left())',
    'class C:|>def __init__(self, d):|>>ask(d)|C(-1)',
    'class B:|>def __init__(self, d):|>>ask(d)|class C(B):|>def __init__(self):|>>super().__init__(-1)',
    'class B:|>def __init__(self, d):|>>ask(d)|class C(B):|>def __init__(self):|>>B.__init__(self, -1)',
    'class C:|>def go(self, d):|>>ask(d)|>def b(self):|>>self.go(1 - time.time())',
    'from dataclasses import dataclass|@dataclass|class C:|>left: float = 1|def f(c: C):|>ask(c.left)|C(left=-1)',
    'left = lambda end: end - time.time()|def f(end):|>ask(left(end))',
    'now = time.monotonic|start = now()|def f():|>ask(now() - start)',
    'def f(end):|>ask(datetime.timedelta(seconds=end - time.time()).total_seconds())',
    'ask(datetime.timedelta(minutes=-1).total_seconds())',
    'import operator|def f(a, b):|>ask(operator.sub(a, b))',
    'def f(a, b):|>ask(a.__sub__(b))',
    'import operator|def f(a):|>ask(operator.neg(a))',
    'ask(float("-inf"))',
    'def f(a):|>ask(sum([a, -2]))',
    'def f(a, b):|>xs = sorted([a - b, 1])|>ask(xs[0])',
    'def f(a, b):|>return tuple([a - b])|def g():|>left, = f(1, 2)|>ask(left)',
    'def f(n):|>return -1 if n else g(n)|def g(n):|>return f(n)|ask(g(3))',
    'def f(xs):|>for i, d in enumerate([1, -1]):|>>ask(d)',
    'def f(xs):|>for a, d in zip(xs, (1, -1)):|>>ask(d)',
    'class C:|>pass|c = C()|c.left = -1|ask(c.left)',
    'def f(x):|>ask(getattr(x, "left", -1))',
    'def f(it):|>ask(next(it, -1))',
    'async def left(a):|>return a - time.time()|async def f(a):|>ask(await left(a))',
    'def f(a):|>ask([a - 1][0])',
    'def f(a):|>x = y = a - 1|>ask(x)',
    'def f(a):|>first, *rest = 1, a - 1|>ask(rest[0])',
    'def f(s):|>ask("abc".find(s))',
    'def f(a, b):|>ask((lambda: a - b)())',
    'def f(xs, a):|>ask([x - a for x in xs][0])',
    // Conditions that do not hold where the name stands.
    'def f(a, b):|>left = a - b|>if left > 0:|>>left = a - b|>>ask(left)',
    'def f(a, b):|>left = a - b|>if left > 0:|>>pass|>ask(left)',
    'def f(a, b):|>left = a - b|>if left < 0:|>>ask(left)',
    'def f(a, b):|>left = a - b|>if left > 0 or b:|>>ask(left)',
    'def f(a, b):|>left = a - b|>if left > -1:|>>ask(left)',
    'def f(a, b):|>left = a - b|>if left:|>>ask(left)',
    'def f(a, b):|>left = a - b|>while left > 0:|>>left = a - b|>>ask(left)',
    'def f(a, b):|>left = a - b|>while left > 0:|>>for x in a:|>>>ask(left)|>>>left -= 1',
    'def f(a, b):|>left = a - b|>if left <= 0:|>>a()|>ask(left)',
    'def f(a, b):|>left = a - b|>if left <= 0:|>>return|>left = a - b|>ask(left)',
    'def f(a, b):|>left = 5|>if b:|>>left = a - b|>ask(left)',
    'def f(a, b):|>left = 5|>for x in b:|>>ask(left)|>>left = a - b',
    'def f(a, b):|>left = 5|>def g():|>>nonlocal left|>>left = a - b|>g()|>ask(left)',
    'def f(a, b):|>left = a - b|>if left > 0:|>>def g():|>>>ask(left)|>>left = -1',
    'def f(a, b):|>try:|>>left = a - b|>finally:|>>ask(left)',
  ],
  never: [
    'ask(5)',
    'ask(10 - 3)',
    'def f(a, b):|>ask(max(0, a - b))',
    'def f(a, b):|>ask(max(a - b, 0))',
    'def f(a, b):|>ask(max(0.0, min(a - b, 5)))',
    'def f(a, b):|>ask(abs(a - b))',
    'def f(xs):|>ask(len(xs))',
    'def f(xs):|>ask(len(xs) * 2 + 1)',
    'ask(time.time())',
    'ask(monotonic() / 2)',
    'for d in range(3):|>ask(d)',
    'for d in range(5, 0, -1):|>ask(d)',
    'ask(random.random() * 3)',
    'ask(random.uniform(0.5, 1))',
    'ask(random.randint(1, 5))',
    'DELAY = 5|def f():|>ask(DELAY)',
    'DELAYS = (1, 5, 9)|def f(i):|>ask(DELAYS[i])',
    'ask(2 ** 5 - 1)',
    'def f(n):|>ask(2 ** abs(n))',
    'def f(n):|>ask(n % 5)',
    'tries = 0|while tries < 9:|>tries += 1|>ask(tries)',
    'delay = 1|while delay < 9:|>ask(delay)|>delay *= 2',
    'def left(a):|>return max(0, a)|ask(left(3))',
    'def f(xs):|>for i, d in enumerate(xs):|>>ask(i)',
    'ask(7 // 2)',
    'ask(True)',
    'ask(int("5"))',
    'ask(datetime.timedelta(minutes=1).total_seconds())',
    'def f(a, b):|>ask((a - b).seconds)',
    'def f(n):|>ask(n ** 2)',
    'ask(-(-3))',
    'ask(~-1)',
    'ask(-3 * -2)',
    'class C:|>delay = 5|>def b(self):|>>ask(self.delay)',
    'import math|ask(math.sqrt(2))',
    'def f(a):|>ask(1 if a else 2)',
    'def f(a):|>ask(a > 3)',
    // What is known where the name stands.
    'def f(a, b):|>left = a - b|>left = max(0, left)|>ask(left)',
    'def f(a, b):|>left = a - b|>if left > 0:|>>ask(left)',
    'def f(a, b):|>left = a - b|>if b and 0 < left < 9:|>>ask(left)',
    'def f(a, b):|>left = a - b|>if left < 0:|>>pass|>else:|>>ask(left)',
    'def f(a, b):|>left = a - b|>if not (left <= 0 or b):|>>ask(left)',
    'def f(a, b):|>if (left := a - b) > 0: ask(left)',
    'def f(a, b):|>left = a - b|>while left > 0:|>>ask(left)|>>left = a - b',
    'def f(a, b):|>while True:|>>left = a - b|>>if left <= 0:|>>>break|>>ask(left)',
    'def f(a, b):|>left = a - b|>ask(left if left > 0 else 0)',
    'def f(a, b):|>left = a - b|>left > 0 and ask(left)',
    'def f(a, b):|>left = a - b|>if b:|>>left = 5|>>ask(left)',
  ],
  unknown: [
    'def f(delay):|>ask(delay)',
    'def f(delay=5):|>ask(delay)',
    'def f(conf):|>ask(conf.delay)',
    'def f(conf):|>ask(conf.get("delay"))',
    'def f(delay):|>ask(delay * 2)',
    'def f(delay):|>ask(delay + 1)',
    'def f(delay):|>ask(delay / 2)',
    'def f(delay):|>ask(min(delay, 5))',
    'def f(delay):|>ask(int(delay))',
    'ask(elsewhere())',
    'ask(int(os.environ["N"]))',
    'class C:|>def __init__(self, delay):|>>self.delay = delay|>def b(self):|>>ask(self.delay)',
    'def f(delay):|>ask(delay)|f(5)',
    'def f(delay, other):|>ask(delay)|f(5, -1)',
    'def f(delay):|>other = -1|>ask(delay)',
    'def f(delay):|>def g(delay):|>>return delay|>g(-1)|>ask(delay)',
    'def f(text):|>ask(text)|f("a-b")',
    'def f(xs):|>for x in xs:|>>ask(x)',
    'class A:|>left = -1|class B:|>def __init__(self, left):|>>self.left = left|>def b(self):|>>ask(self.left)',
    'def f(n=None):|>ask(n)',
    'def f():|>return f()|ask(f())',
    'x: int|ask(x)',
  ],
};

const WHOLE: Readonly<Record<NumberFacts['whole'], readonly string[]>> = {
  int: [
    'ask(4)',
    'ask(1_000)',
    'ask(0x10)',
    'def f(xs):|>ask(len(xs))',
    'def f(x):|>ask(int(x))',
    'def f(x):|>slots = int(x / 2)|>ask(slots)',
    'ask(7 // 2)',
    'SLOTS = 4|def f():|>ask(SLOTS * 2)',
    'ask(True)',
    'ask(round(2.5))',
    'import math|def f(x):|>ask(math.ceil(x / 2))',
    'def f(x):|>ask(max(1, int(x)))',
    'ask(int(os.environ.get("N", "4")))',
    'def size():|>return 4|ask(size())',
    'for n in range(3):|>ask(n)',
  ],
  assumed: [
    'def f(n):|>ask(n)',
    'def f(n):|>ask(n + 1)',
    'def f(n):|>ask(max(1, n))',
    'def f(n=4):|>ask(n)',
    'def f(conf):|>ask(conf.workers // 2)',
    'def f(n: int):|>ask(n)',
  ],
  unknown: [
    'def f(conf):|>ask(conf.workers)',
    'ask(elsewhere())',
    'def f(conf):|>slots = conf.workers|>ask(slots)',
    'def f(conf):|>ask(conf["workers"])',
  ],
  fraction: [
    'ask(2.0)',
    'slots = 5 / 2|ask(slots)',
    'def f(n):|>ask(n / 2)',
    'def f(n):|>half = n|>half /= 2|>ask(half)',
    'def f(n):|>ask(float(n))',
    'def f(n: float):|>ask(n)',
    'def f(n):|>ask(n * 0.5)',
    'class C:|>def __init__(self, n):|>>self.slots = n / 2|>def b(self):|>>ask(self.slots)',
    'def half(n):|>return n / 2|ask(half(4))',
    'def f(n):|>ask(n)|f(5 / 2)',
    'from fractions import Fraction|ask(Fraction(5, 2))',
    'from decimal import Decimal|ask(Decimal("2.5"))',
    'def f(n):|>ask(max(1, n / 2))',
    'def f(n):|>ask(round(n / 2, 1))',
    'ask(1e3)',
    'import threading|def f(n):|>ask(n)|threading.Thread(target=f, args=(2.5,))',
  ],
  text: [
    'ask(os.environ.get("N"))',
    'ask(os.environ["N"])',
    'ask(os.getenv("N", 4))',
    'from os import environ|ask(environ.get("N", "4"))',
    'ask(input())',
    'def f(n):|>ask(str(n))',
    'slots = "4"|ask(slots)',
    'class C:|>def __init__(self):|>>self.slots = os.environ.get("N")|>def b(self):|>>ask(self.slots)',
    'ask(os.environ.get("N").strip())',
    'def f(n: str):|>ask(n)',
    'def f(n):|>ask(f"{n}")',
  ],
};

const written = (row: string) => row.replaceAll('|', '\n').replaceAll(/^>+/gm, (signs) => '    '.repeat(signs.length));

describe.each(Object.entries(SIGNS))('a number is negative: %s', (sign, rows) => {
  it.each(rows)('%s', (row) => expect(facts(written(row)).sign).toBe(sign));
});

describe.each(Object.entries(WHOLE))('a count is whole: %s', (whole, rows) => {
  it.each(rows)('%s', (row) => expect(facts(written(row)).whole).toBe(whole));
});

describe('work is bounded', () => {
  it('for an expression deeper than is looked into: anything may be', () => {
    expect(facts(`def f(x):\n    n = ${Array(250).fill('x').join(' + ')}\n    ask(n)`).sign).toBe('may');
  });

  it('for names that are bound thousands of times', () => {
    const lines = Array.from({ length: 2000 }, (_, index) => `    left = end - ${index + 1}\n    ask(left)`);
    expect(factsOf(`def f(end):\n${lines.join('\n')}\n`).filter(({ sign }) => sign === 'may').length).toBe(2000);
  }, 60_000);
});

/** What Python says of the values that each place was given: by place, whether any was negative, an int, a fraction. */
interface Seen {
  readonly negative: boolean;
  readonly types: readonly string[];
}

/** Runs programs; each statement of a module that fails is passed over, as one that divides by 0. */
function run(programs: readonly string[]): (readonly (Seen | null)[])[] {
  const runner = `
import ast, json, sys
results = []
for text in json.load(sys.stdin):
    seen = {}
    def ask(place, value):
        negative, types = seen.setdefault(place, (False, set()))
        below = isinstance(value, (int, float, Fraction)) and value < 0
        seen[place] = (negative or below, types | {type(value).__name__})
    from fractions import Fraction
    names = {'ask': ask}
    for node in ast.parse(text).body:
        try:
            exec(compile(ast.Module([node], []), 'program', 'exec'), names)
        except Exception:
            pass
    results.append({str(place): {'negative': n, 'types': sorted(t)} for place, (n, t) in seen.items()})
json.dump(results, sys.stdout)
`;
  const output = execFileSync('python3', ['-W', 'ignore', '-c', runner], {
    input: JSON.stringify(programs),
    maxBuffer: 1 << 28,
  }).toString();
  const parsed: Record<string, Seen>[] = JSON.parse(output);
  return parsed.map((each) => Array.from({ length: 99 }, (_, place) => each[String(place)] ?? null));
}

describe('random programs over known numbers', () => {
  const made = fc
    .sample(fc.array(fc.nat(9999), { minLength: 10, maxLength: 160 }), 600)
    .map(arithmeticProgram)
    .filter(({ text }) => text.length < 6000);
  const seen = run(made.map(({ text }) => text));
  const known = made.map(({ text }) => factsOf(text, 1));

  /** The places where a rule does not hold, in the shortest program. */
  function broken(holds: (facts: NumberFacts, seen: Seen) => boolean): string[] {
    return made
      .flatMap(({ text }, index) =>
        (seen[index] ?? []).flatMap((values, place) => {
          const line = text.split('\n').find((each) => each.trim().startsWith(`ask(${place},`));
          const facts = line === undefined ? undefined : known[index]?.[placesOf(text).indexOf(place)];
          return values && facts && !holds(facts, values)
            ? [`${line?.trim()} ${JSON.stringify(facts)} ${JSON.stringify(values)}\n${text}`]
            : [];
        }),
      )
      .sort((a, b) => a.length - b.length)
      .slice(0, 1);
  }

  it('are worth asking', () => {
    const all = known.flat();
    const of = (sign: string) => all.filter((each) => each.sign === sign).length;
    expect(all.length).toBeGreaterThan(1000);
    expect(of('never'), `of ${all.length}`).toBeGreaterThan(100);
    expect(all.filter(({ whole }) => whole === 'int').length).toBeGreaterThan(100);
  });

  it('never give a negative number where it is said not to be', () => {
    expect(broken(({ sign }, { negative }) => !negative || sign !== 'never')).toEqual([]);
  });

  it('show where a negative number comes from', () => {
    expect(broken(({ sign }, { negative }) => !negative || sign === 'may')).toEqual([]);
  });

  it('give an int where one is said to be', () => {
    expect(
      broken(({ whole }, { types }) => whole !== 'int' || types.every((type) => type === 'int' || type === 'bool')),
    ).toEqual([]);
  });

  it('show where a number is not whole, or is text', () => {
    expect(
      broken(
        ({ whole }, { types }) =>
          !types.some((type) => /^(float|Fraction|str)$/.test(type)) || /^(fraction|text)$/.test(whole),
      ),
    ).toEqual([]);
  });

  it('show where it is a Fraction', () => {
    expect(broken(({ rational }, { types }) => rational || !types.includes('Fraction'))).toEqual([]);
  });
});

/** The numbers of the places that ask, in document order. */
function placesOf(text: string): number[] {
  return [...text.matchAll(/\bask\((\d+),/g)].map((match) => Number(match[1]));
}
