// Python's operators over amounts. Bounds that a float cannot hold exactly are moved outward, so that they stay bounds.
import {
  type Interval,
  isEmpty,
  isNothing,
  join,
  Kind,
  mapped,
  NOTHING,
  type NumberRange,
  UNKNOWN,
  unsure,
} from './interval-lattice.ts';

const ALL: Interval = { low: -Infinity, high: Infinity };
const UP: Interval = { low: 0, high: Infinity };

/** The result of a binary operator. */
export function binary(operator: string, first: NumberRange, second: NumberRange): NumberRange {
  if (isNothing(first) || isNothing(second)) return NOTHING;
  // What is only ever None here gets its number where it cannot be seen.
  const left = isEmpty(first.shown) ? UNKNOWN : first;
  const right = isEmpty(second.shown) ? UNKNOWN : second;
  const operation = OPERATIONS[operator];
  if (!operation) return UNKNOWN;
  const number = mapped([left, right], kindsOf(operator, left, right), (a = ALL, b = ALL) => outward(operation(a, b)));
  // Lists and strings are joined and repeated: what they hold stays what it was.
  if ((left.kinds | right.kinds) & (Kind.list | Kind.sequence)) return unsure(join(left, right, number));
  const text = { ...UNKNOWN, kinds: Kind.text };
  if (left.kinds & Kind.text) return join(text, left.kinds === Kind.text ? NOTHING : number);
  if (right.kinds & Kind.text && /^[*+]$/.test(operator)) return join(text, number);
  return right.kinds === Kind.text ? UNKNOWN : number;
}

/** The result of a unary operator. */
export function unary(operator: string, operand: NumberRange): NumberRange {
  if (isEmpty(operand.shown) || operator === '+') return operand;
  const flipped = operator === '~' ? 1 : 0;
  return mapped([operand], numeric(operand.kinds), ({ low, high } = ALL) => ({
    low: -high - flipped,
    high: -low - flipped,
  }));
}

/** Bounds moved outward where they may have been rounded; never over 0. */
export function outward({ low, high }: Interval): Interval {
  const exact = (bound: number) => Number.isSafeInteger(bound) || !Number.isFinite(bound);
  const slack = 2 ** -52;
  return {
    low: Number.isNaN(low) ? -Infinity : exact(low) ? low : low - Math.abs(low) * slack,
    high: Number.isNaN(high) ? Infinity : exact(high) ? high : high + Math.abs(high) * slack,
  };
}

const OPERATIONS: Readonly<Record<string, (a: Interval, b: Interval) => Interval>> = {
  '+': (a, b) => ({ low: a.low + b.low, high: a.high + b.high }),
  '-': (a, b) => ({ low: a.low - b.high, high: a.high - b.low }),
  '*': multiply,
  '/': divide,
  '//': floorDivide,
  '%': modulo,
  '**': power,
  '&': (a, b) => {
    if (a.low < 0 && b.low < 0) return ALL;
    return { low: 0, high: Math.min(a.low < 0 ? Infinity : a.high, b.low < 0 ? Infinity : b.high) };
  },
  '|': (a, b) => (a.low >= 0 && b.low >= 0 ? UP : ALL),
  '^': (a, b) => (a.low >= 0 && b.low >= 0 ? UP : ALL),
  '<<': shift,
  '>>': shift,
};

function multiply(a: Interval, b: Interval): Interval {
  const product = (x: number, y: number) => (x === 0 || y === 0 ? 0 : x * y);
  const corners = [product(a.low, b.low), product(a.low, b.high), product(a.high, b.low), product(a.high, b.high)];
  return { low: Math.min(...corners), high: Math.max(...corners) };
}

function divide(a: Interval, b: Interval): Interval {
  if (b.low < 0 && b.high > 0) return ALL;
  if (b.low < 0) return divide({ low: -a.high, high: -a.low }, { low: -b.high, high: -b.low });
  const quotient = (x: number, y: number) => (x === 0 ? 0 : y === 0 ? x * Infinity : x / y);
  return {
    low: quotient(a.low, a.low >= 0 ? b.high : b.low),
    high: quotient(a.high, a.high >= 0 ? b.low : b.high),
  };
}

function floorDivide(a: Interval, b: Interval): Interval {
  const { low, high } = outward(divide(a, b));
  // Python's // of floats may be one below the floor of their quotient, but not on the other side of 0.
  const whole = [a.low, a.high, b.low, b.high].every((bound) => Number.isSafeInteger(bound));
  const floor = Math.floor(low);
  return { low: whole || floor === 0 ? floor : floor - 1, high: Math.floor(high) };
}

function modulo(a: Interval, b: Interval): Interval {
  if (b.low >= 0 && a.low >= 0) return { low: 0, high: Math.min(a.high, b.high) };
  return { low: Math.min(b.low, 0), high: Math.max(b.high, 0) };
}

function power(a: Interval, b: Interval): Interval {
  const exponent = b.low === b.high && Number.isInteger(b.low) ? b.low : undefined;
  if (exponent !== undefined && a.low === a.high && Number.isSafeInteger(a.low) && exponent >= 0 && exponent <= 64) {
    let result: Interval = { low: 1, high: 1 };
    for (let step = 0; step < exponent; step++) result = outward(multiply(result, a));
    return result;
  }
  return a.low >= 0 || (exponent !== undefined && exponent % 2 === 0) ? UP : ALL;
}

function shift(a: Interval): Interval {
  return { low: a.low >= 0 ? 0 : -Infinity, high: a.high > 0 ? Infinity : 0 };
}

const NUMBERS = Kind.int | Kind.float | Kind.fraction | Kind.decimal | Kind.delta | Kind.assumed | Kind.unknown;
const OPAQUE = Kind.assumed | Kind.unknown;

/** The types as those of a number: what is none may still know operators of its own. */
function numeric(kinds: number): number {
  return (kinds & NUMBERS) | (kinds & ~NUMBERS ? Kind.unknown : 0);
}

function kindsOf(operator: string, left: NumberRange, right: NumberRange): number {
  const [a, b] = [numeric(left.kinds), numeric(right.kinds)];
  const both = a | b;
  if (both & Kind.delta) return spanKinds(operator, both);
  if (a === Kind.float || b === Kind.float) return Kind.float | (both & Kind.unknown);
  switch (operator) {
    case '/': {
      const exact = [a, b].some((kinds) => kinds === Kind.fraction || kinds === Kind.decimal);
      return (both & (Kind.fraction | Kind.decimal | Kind.unknown)) | (exact ? 0 : Kind.float);
    }
    case '//':
      // Whatever is divided, the result is whole.
      return (
        (both & (Kind.float | Kind.decimal)) |
        (both & (Kind.int | Kind.fraction) ? Kind.int : 0) |
        (both & OPAQUE ? Kind.assumed : 0)
      );
    case '**':
      if (right.shown.low < 0) return both | Kind.float;
      return right.sure.low < 0 ? both | Kind.assumed : both;
    default:
      return both;
  }
}

/** A span divided by a span is a number. */
function spanKinds(operator: string, both: number): number {
  const number = operator === '/' ? Kind.float : operator === '//' ? Kind.int : 0;
  return Kind.delta | number | (both & Kind.unknown);
}
