// The lattice of what the code shows of a number: two intervals and the types that it may have. `sure` holds whatever
// happens; `shown` takes it that what the code shows nothing about is not negative, so what falls below 0 there was seen.

/** All numbers from `low` to `high`; none where `low` is above `high`. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The types that a value may have, as bits. */
export const Kind = {
  int: 1,
  float: 2,
  fraction: 4,
  decimal: 8,
  text: 16,
  none: 32,
  /** A time span: a timedelta, counted in seconds. */
  delta: 64,
  /** Something that holds others and can be changed; the intervals are those of all that it holds. */
  list: 128,
  /** The same, but what it holds stays. */
  sequence: 256,
  /** What is no number: a function, an instance. */
  other: 512,
  /** A parameter, or another name that is simply taken to be what it should be. */
  assumed: 1024,
  /** Created where it cannot be seen. */
  unknown: 2048,
} as const;

/** Where the code first shows something, as an offset; absent where it does not. */
export interface Origins {
  readonly negative?: number | undefined;
  readonly fraction?: number | undefined;
}

/** What the code shows of a value. */
export interface NumberRange {
  readonly sure: Interval;
  readonly shown: Interval;
  readonly kinds: number;
  readonly origins: Origins;
}

const ALL: Interval = { low: -Infinity, high: Infinity };
const EMPTY: Interval = { low: Infinity, high: -Infinity };
const NOT_NEGATIVE: Interval = { low: 0, high: Infinity };
const NOWHERE: Origins = {};

/** No value at all: what never returns, or is not computed yet. */
export const NOTHING: NumberRange = { sure: EMPTY, shown: EMPTY, kinds: 0, origins: NOWHERE };
/** A value that is of unknown origin. */
export const UNKNOWN: NumberRange = { sure: ALL, shown: NOT_NEGATIVE, kinds: Kind.unknown, origins: NOWHERE };
/** What callers pass that cannot be seen. */
export const ASSUMED: NumberRange = { ...UNKNOWN, kinds: Kind.assumed };
/** What may be anything, by what was seen or because looking on would take too long. */
export const ANYTHING: NumberRange = { sure: ALL, shown: ALL, kinds: Kind.unknown | Kind.float, origins: NOWHERE };
export const NONE: NumberRange = { ...NOTHING, kinds: Kind.none };
/** No number: an instance, a function, a module. */
export const OTHER: NumberRange = { ...UNKNOWN, kinds: Kind.other };
/** Text that is no numeral. */
export const TEXT: NumberRange = { ...UNKNOWN, kinds: Kind.text };

/** A number between two bounds, for certain. */
export function between(low: number, high: number, kinds: number): NumberRange {
  return { sure: { low, high }, shown: { low, high }, kinds, origins: NOWHERE };
}

/** The same interval on both sides of a lattice operation, each side for itself. */
export function mapped(
  operands: readonly NumberRange[],
  kinds: number,
  operation: (...intervals: readonly Interval[]) => Interval,
): NumberRange {
  return {
    sure: operation(...operands.map((each) => each.sure)),
    shown: operation(...operands.map((each) => each.shown)),
    kinds,
    origins: originsOf(operands),
  };
}

/** Where one of several operands is first negative, or first a fraction. */
function originsOf(operands: readonly NumberRange[]): Origins {
  const negative = operands.find((each) => each.origins.negative !== undefined)?.origins.negative;
  const fraction = operands.find((each) => each.origins.fraction !== undefined)?.origins.fraction;
  return negative === undefined && fraction === undefined ? NOWHERE : { negative, fraction };
}

/** The same value, with the place of what it shows for the first time. */
export function originating(amount: NumberRange, offset: number): NumberRange {
  const negative = amount.shown.low < 0 ? (amount.origins.negative ?? offset) : undefined;
  const fraction = amount.kinds & NOT_WHOLE ? (amount.origins.fraction ?? offset) : undefined;
  if (negative === amount.origins.negative && fraction === amount.origins.fraction) return amount;
  return { ...amount, origins: { negative, fraction } };
}

/** The types of which a value may not be whole. */
const NOT_WHOLE = Kind.float | Kind.fraction | Kind.decimal | Kind.text;

/** Whether there is no value at all. */
export function isNothing(amount: NumberRange): boolean {
  return amount.kinds === 0;
}

/** Whether an interval holds no number. */
export function isEmpty({ low, high }: Interval): boolean {
  return low > high;
}

function hull(a: Interval, b: Interval): Interval {
  return { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}

/** What is one of several values. */
export function join(...amounts: readonly NumberRange[]): NumberRange {
  return mapped(
    amounts,
    amounts.reduce((kinds, each) => kinds | each.kinds, 0),
    (...intervals) => intervals.reduce(hull, EMPTY),
  );
}

/** The same, with its bounds beyond what any loop could still move: what makes a fixpoint end. */
export function widen(before: NumberRange, after: NumberRange): NumberRange {
  const wider = (a: Interval, b: Interval): Interval => ({
    low: b.low < a.low ? (b.low >= 0 ? 0 : -Infinity) : a.low,
    high: b.high > a.high ? Infinity : a.high,
  });
  return { ...after, sure: wider(before.sure, after.sure), shown: wider(before.shown, after.shown) };
}

/** Whether two say the same; where it was first seen does not count. */
export function equal(a: NumberRange, b: NumberRange): boolean {
  const like = (x: Interval, y: Interval) => x.low === y.low && x.high === y.high;
  return a.kinds === b.kinds && like(a.sure, b.sure) && like(a.shown, b.shown);
}

/** The value of which nothing is certain any more, but what was seen. */
export function unsure(amount: NumberRange): NumberRange {
  return isNothing(amount) ? amount : { ...amount, sure: ALL };
}

/** What may be taken out of something that holds others. */
export function element(amount: NumberRange): NumberRange {
  if (isNothing(amount)) return amount;
  const scalar = amount.kinds & ~(Kind.list | Kind.sequence | Kind.assumed);
  const kinds = amount.kinds & Kind.assumed ? scalar | Kind.unknown : scalar;
  // What was held may have been changed by anybody who has the list too; a string is made of other strings.
  const sure = amount.kinds & (Kind.list | Kind.unknown | Kind.assumed | Kind.other | Kind.text) ? ALL : amount.sure;
  return { ...amount, sure, kinds: kinds === 0 ? Kind.unknown : kinds };
}

/** Several values in one thing. */
export function held(amounts: readonly NumberRange[], as: 'list' | 'sequence'): NumberRange {
  const all = join(...amounts);
  return { ...all, kinds: all.kinds | Kind[as] };
}
