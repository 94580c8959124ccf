// How the functions of Python's own library make numbers of numbers: the models that its tables are made of.

import { binary, outward } from './interval-arithmetic.ts';
import {
  between,
  element,
  held,
  type Interval,
  isNothing,
  join,
  Kind,
  mapped,
  NONE,
  NOTHING,
  type NumberRange,
  TEXT,
  UNKNOWN,
  unsure,
} from './interval-lattice.ts';

/** The arguments of a call. */
export interface Passed {
  readonly positional: readonly NumberRange[];
  /** What stars spread over the positional ones. */
  readonly spread: NumberRange | undefined;
  readonly keywords: ReadonlyMap<string, NumberRange>;
}

/** What a function gives, of what is passed to it. */
export type Model = (passed: Passed) => NumberRange;

const ALL: Interval = { low: -Infinity, high: Infinity };
export const anyNumber = (kinds: number): NumberRange => between(-Infinity, Infinity, kinds);
export const upward = (kinds: number): NumberRange => between(0, Infinity, kinds);

/** All that is passed. */
function all({ positional, spread, keywords }: Passed): NumberRange {
  return join(...positional, ...(spread ? [spread] : []), ...keywords.values());
}

/** One argument by its position or its name; `missing` where it is not passed, and what a star may make of it. */
export function argument(passed: Passed, index: number, name: string, missing: NumberRange): NumberRange {
  const given = passed.positional[index] ?? passed.keywords.get(name);
  if (given) return given;
  return passed.spread ? join(passed.spread, missing) : missing;
}

/** Each bound moved by a function that only grows. */
export function growing(amount: NumberRange, kinds: number, bounds: (interval: Interval) => Interval): NumberRange {
  return isNothing(amount) ? NOTHING : mapped([amount], kinds, (interval = ALL) => outward(bounds(interval)));
}

/** The same number as another type. */
export function as(kinds: number): Model {
  return (passed) => {
    const value = argument(passed, 0, 'x', between(0, 0, Kind.int));
    return isNothing(value) ? NOTHING : growing(value, kinds, (interval) => interval);
  };
}

/** The same signs, and no more that is known. */
export function signed(amount: NumberRange, kinds: number): NumberRange {
  return growing(amount, kinds, ({ low, high }) => ({ low: low >= 0 ? 0 : -Infinity, high: high <= 0 ? 0 : Infinity }));
}

/** The largest or smallest of the arguments, or of what the only one holds. */
export function extreme(of: 'max' | 'min'): Model {
  return (passed) => {
    const { positional, spread, keywords } = passed;
    const [only] = positional;
    const fallback = keywords.get('default');
    if (keywords.has('key') || (only && positional.length === 1 && !spread)) {
      const found = join(...positional.map(element), ...(spread ? [spread] : []), ...(fallback ? [fallback] : []));
      return found.kinds & (Kind.list | Kind.unknown) ? unsure(found) : found;
    }
    if (positional.some(isNothing)) return NOTHING;
    const pick = of === 'max' ? Math.max : Math.min;
    const open = spread ? [spread] : [];
    const kinds = [...positional, ...open].reduce((bits, each) => bits | each.kinds, 0) & ~Kind.none;
    return mapped([...positional, ...open], kinds, (...intervals) => {
      const certain = intervals.slice(0, positional.length);
      const low = pick(...(of === 'max' && certain.length > 0 ? certain : intervals).map((each) => each.low));
      const high = pick(...(of === 'min' && certain.length > 0 ? certain : intervals).map((each) => each.high));
      return { low: Number.isNaN(low) ? -Infinity : low, high: Number.isNaN(high) ? Infinity : high };
    });
  };
}

/** The distance from 0. */
export function absolute(amount: NumberRange): NumberRange {
  return growing(amount, amount.kinds & ~Kind.none, ({ low, high }) => {
    if (low >= 0) return { low, high };
    return high <= 0 ? { low: -high, high: -low } : { low: 0, high: Math.max(-low, high) };
  });
}

/** `round()`: to the nearest whole number, or to some digits. */
export function rounded(passed: Passed): NumberRange {
  const value = argument(passed, 0, 'number', UNKNOWN);
  if (passed.positional.length > 1 || passed.keywords.size > 0 || passed.spread) return signed(value, value.kinds);
  return growing(value, Kind.int, ({ low, high }) => ({ low: Math.ceil(low - 0.5), high: Math.floor(high + 0.5) }));
}

/** What a range holds: from its start upward, or above its end where it goes down. */
export function ranged(passed: Passed): NumberRange {
  const { positional, spread } = passed;
  if (spread) return held([{ ...unsure(all(passed)), kinds: Kind.int }], 'sequence');
  const [first = UNKNOWN, second, step = between(1, 1, Kind.int)] = positional;
  const [start, stop] = second ? [first, second] : [between(0, 0, Kind.int), first];
  if ([start, stop, step].some(isNothing)) return NOTHING;
  return mapped([start, stop, step], Kind.int | Kind.sequence, (from = ALL, to = ALL, by = ALL) => {
    const up = { low: from.low, high: Math.max(from.low, to.high - 1) };
    const down = { low: Math.min(from.high, to.low + 1), high: from.high };
    if (by.low >= 0) return up;
    return by.high <= 0 ? down : { low: Math.min(up.low, down.low), high: Math.max(up.high, down.high) };
  });
}

/** Everything that is held by what is passed, in something new. */
export function gathered(as: 'list' | 'sequence'): Model {
  return (passed) => held([element(all(passed))], as);
}

/** `sum()`: any number of what is held. */
export function summed(passed: Passed): NumberRange {
  const terms = element(argument(passed, 0, 'iterable', UNKNOWN));
  const start = argument(passed, 1, 'start', between(0, 0, Kind.int));
  return join(start, binary('+', signed(terms, terms.kinds), start));
}

const PARTS_OF_A_SPAN = ['days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks'];
const SECONDS = [86_400, 1, 1e-6, 1e-3, 60, 3600, 604_800];

/** `timedelta()`, in seconds. */
export function span(passed: Passed): NumberRange {
  const zero = between(0, 0, Kind.delta);
  const parts = PARTS_OF_A_SPAN.map((name, index) => {
    const part = argument(passed, index, name, zero);
    return binary('*', part, between(SECONDS[index] ?? 1, SECONDS[index] ?? 1, Kind.delta));
  });
  const sum = parts.reduce((total, part) => binary('+', total, part), zero);
  return isNothing(sum) ? sum : { ...sum, kinds: Kind.delta };
}

/** A logarithm to any base. */
export function logarithm(passed: Passed): NumberRange {
  const value = argument(passed, 0, 'x', UNKNOWN);
  // Of a number below 1 it is negative: seen only where that is.
  return growing(value, Kind.float, ({ low, high }) =>
    low >= 1 ? { low: 0, high: Infinity } : low >= 0 && high === Infinity ? { low: -0, high } : ALL,
  );
}

export const first = (passed: Passed) => argument(passed, 0, 'x', UNKNOWN);
export const both = (passed: Passed) => join(argument(passed, 0, 'a', UNKNOWN), argument(passed, 1, 'b', UNKNOWN));
export const fixed =
  (amount: NumberRange): Model =>
  () =>
    amount;
export const positive = (kinds: number): Model => fixed(upward(kinds));
export const clock = positive(Kind.float);
export const inText: Model = (passed) => ({ ...join(first(passed), TEXT), kinds: Kind.text });
export const environment: Model = (passed) => join(TEXT, argument(passed, 1, 'default', NONE));
export const truth = fixed(between(0, 1, Kind.int));
export const operator =
  (sign: string): Model =>
  (passed) =>
    binary(sign, argument(passed, 0, 'a', UNKNOWN), argument(passed, 1, 'b', UNKNOWN));

export const OPERATORS: Readonly<Record<string, string>> = {
  ...{ add: '+', sub: '-', mul: '*', truediv: '/', floordiv: '//', mod: '%', pow: '**' },
  ...{ and_: '&', or_: '|', xor: '^', lshift: '<<', rshift: '>>' },
};

export const RANDOM: Readonly<Record<string, Model>> = {
  uniform: (passed) => ({ ...both(passed), kinds: Kind.float }),
  randint: (passed) => ({ ...both(passed), kinds: Kind.int }),
  triangular: (passed) => (passed.positional.length < 2 ? upward(Kind.float) : { ...both(passed), kinds: Kind.float }),
  randrange: (passed) => element(ranged(passed)),
  gauss: fixed(anyNumber(Kind.float)),
  normalvariate: fixed(anyNumber(Kind.float)),
  choice: (passed) => element(first(passed)),
  choices: gathered('list'),
  sample: gathered('list'),
  expovariate: (passed) => signed(first(passed), Kind.float),
};

/** Models under the dotted names of a module. */
export function named(module: string, models: Readonly<Record<string, Model>>): [string, Model][] {
  return Object.entries(models).map(([name, model]) => [module + name, model]);
}
