// What the functions and constants of Python's own library give, as far as signs and types go. What is not here is made
// out of sight.

import {
  absolute,
  anyNumber,
  argument,
  as,
  clock,
  environment,
  extreme,
  first,
  fixed,
  gathered,
  growing,
  inText,
  logarithm,
  type Model,
  named,
  OPERATORS,
  operator,
  type Passed,
  positive,
  RANDOM,
  ranged,
  rounded,
  signed,
  span,
  summed,
  truth,
} from './function-models.ts';
import { binary, unary } from './interval-arithmetic.ts';
import { between, element, held, join, Kind, NOTHING, type NumberRange, TEXT, UNKNOWN } from './interval-lattice.ts';

/** The functions by their dotted names; builtins have no dot. */
const FUNCTIONS: ReadonlyMap<string, Model> = new Map<string, Model>([
  ...named('', {
    max: extreme('max'),
    min: extreme('min'),
    abs: (passed) => absolute(first(passed)),
    int: (passed) =>
      growing(argument(passed, 0, 'x', between(0, 0, Kind.int)), Kind.int, ({ low, high }) => ({
        low: Math.trunc(low),
        high: Math.trunc(high),
      })),
    float: as(Kind.float),
    round: rounded,
    sum: summed,
    pow: (passed) => {
      const power = operator('**')(passed);
      const [, , modulus] = passed.positional;
      return modulus ? binary('%', power, modulus) : power;
    },
    divmod: (passed) => held([operator('//')(passed), operator('%')(passed)], 'sequence'),
    len: positive(Kind.int),
    ord: positive(Kind.int),
    id: positive(Kind.int),
    hash: fixed(anyNumber(Kind.int)),
    range: ranged,
    enumerate: (passed) => {
      const from = argument(passed, 1, 'start', between(0, 0, Kind.int));
      return held([summedFrom(from), element(argument(passed, 0, 'iterable', UNKNOWN))], 'sequence');
    },
    next: (passed) => join(element(first(passed)), argument(passed, 1, 'default', NOTHING)),
    dict: (passed) => held([element(join(...passed.positional)), ...passed.keywords.values()], 'list'),
    ...Object.fromEntries(['list', 'set'].map((name) => [name, gathered('list')])),
    ...Object.fromEntries(
      ['tuple', 'frozenset', 'zip', 'iter', 'reversed'].map((name) => [name, gathered('sequence')]),
    ),
    sorted: (passed) => held([element(first(passed))], 'list'),
    filter: (passed) => held([element(passed.positional[1] ?? UNKNOWN)], 'sequence'),
    ...Object.fromEntries(
      ['bool', 'isinstance', 'issubclass', 'hasattr', 'callable', 'any', 'all'].map((name) => [name, truth]),
    ),
    ...Object.fromEntries(['str', 'repr', 'format', 'input', 'ascii', 'hex', 'bin'].map((name) => [name, inText])),
  }),
  ...named('time.', {
    ...Object.fromEntries(['time', 'monotonic', 'perf_counter', 'process_time', 'thread_time'].map((n) => [n, clock])),
    ...Object.fromEntries(['time_ns', 'monotonic_ns', 'perf_counter_ns'].map((name) => [name, positive(Kind.int)])),
  }),
  ['timeit.default_timer', clock],
  ...named('random.', RANDOM),
  ...named('random.', {
    random: fixed(between(0, 1, Kind.float)),
    betavariate: fixed(between(0, 1, Kind.float)),
    getrandbits: positive(Kind.int),
    ...Object.fromEntries(['lognormvariate', 'paretovariate', 'weibullvariate'].map((n) => [n, positive(Kind.float)])),
  }),
  ...named('math.', {
    floor: (passed) =>
      growing(first(passed), Kind.int, ({ low, high }) => ({ low: Math.floor(low), high: Math.floor(high) })),
    ceil: (passed) =>
      growing(first(passed), Kind.int, ({ low, high }) => ({ low: Math.ceil(low), high: Math.ceil(high) })),
    trunc: (passed) => signed(first(passed), Kind.int),
    fabs: (passed) => absolute({ ...first(passed), kinds: Kind.float }),
    fsum: summed,
    fmod: (passed) => signed(first(passed), Kind.float),
    copysign: (passed) => signed(argument(passed, 1, 'y', UNKNOWN), Kind.float),
    ...Object.fromEntries(['log', 'log2', 'log10'].map((name) => [name, logarithm])),
    ...Object.fromEntries(['sqrt', 'exp', 'cosh', 'hypot', 'dist'].map((name) => [name, positive(Kind.float)])),
    ...Object.fromEntries(['gcd', 'lcm', 'comb', 'perm', 'factorial', 'isqrt'].map((n) => [n, positive(Kind.int)])),
    ...Object.fromEntries(
      ['degrees', 'radians', 'log1p', 'expm1', 'sinh', 'atan', 'tanh', 'asinh'].map((name) => [
        name,
        (passed: Passed) => signed(first(passed), Kind.float),
      ]),
    ),
    ...Object.fromEntries(
      ['sin', 'cos', 'tan', 'remainder', 'atan2'].map((name) => [name, fixed(anyNumber(Kind.float))]),
    ),
    pow: (passed) => ({ ...operator('**')(passed), kinds: Kind.float }),
  }),
  ...named('operator.', Object.fromEntries(Object.entries(OPERATORS).map(([name, sign]) => [name, operator(sign)]))),
  ['operator.neg', (passed) => unary('-', first(passed))],
  ['operator.invert', (passed) => unary('~', first(passed))],
  ['operator.abs', (passed) => absolute(first(passed))],
  [
    'fractions.Fraction',
    (passed) => {
      const quotient = binary('/', argument(passed, 0, 'numerator', between(0, 0, Kind.int)), {
        ...argument(passed, 1, 'denominator', between(1, 1, Kind.int)),
        kinds: Kind.int,
      });
      const value = passed.positional.length === 1 ? first(passed) : quotient;
      return growing(value, Kind.fraction, (interval) => interval);
    },
  ],
  ['decimal.Decimal', as(Kind.decimal)],
  ['datetime.timedelta', span],
  ['os.getenv', environment],
  ...named('os.environ.', { get: environment, pop: environment, setdefault: environment }),
  ...Object.keys({ 'os.cpu_count': 0, 'multiprocessing.cpu_count': 0 }).map((name): [string, Model] => [
    name,
    fixed(between(1, Infinity, Kind.int)),
  ]),
  ['collections.deque', gathered('list')],
  ...named('copy.', { copy: first, deepcopy: first }),
  ...named('itertools.', {
    count: (passed) => {
      const step = argument(passed, 1, 'step', between(1, 1, Kind.int));
      const start = argument(passed, 0, 'start', between(0, 0, Kind.int));
      return held([start, binary('+', start, signed(step, step.kinds))], 'sequence');
    },
    repeat: (passed) => held([first(passed)], 'sequence'),
    ...Object.fromEntries(['cycle', 'chain', 'islice'].map((name) => [name, gathered('sequence')])),
  }),
  ...named('statistics.', { mean: (passed) => element(first(passed)), median: (passed) => element(first(passed)) }),
]);

function summedFrom(start: NumberRange): NumberRange {
  return growing(start, Kind.int, ({ low }) => ({ low, high: Infinity }));
}

/** What a function of the library gives; undefined where it is not known. */
export function modelOf(name: string): Model | undefined {
  return FUNCTIONS.get(name);
}

const MORE: Readonly<Record<string, NumberRange>> = {
  'math.inf': between(Infinity, Infinity, Kind.float),
  'math.pi': between(3.14, 3.15, Kind.float),
  'math.e': between(2.71, 2.72, Kind.float),
  'sys.maxsize': between(2 ** 31 - 1, Infinity, Kind.int),
  'time.timezone': anyNumber(Kind.int),
  'time.altzone': anyNumber(Kind.int),
  'os.environ': held([TEXT], 'list'),
};

/** A constant of the library. */
export function constantOf(name: string): NumberRange | undefined {
  return MORE[name];
}
