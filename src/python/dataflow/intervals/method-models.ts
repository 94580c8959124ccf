// What methods and attributes of a value give, whoever made it: those of numbers, time spans, strings and containers.

import { absolute, argument, first, OPERATORS, type Passed, RANDOM, signed, upward } from './function-models.ts';
import { binary, unary } from './interval-arithmetic.ts';
import {
  between,
  element,
  held,
  isNothing,
  join,
  Kind,
  NOTHING,
  type NumberRange,
  TEXT,
  UNKNOWN,
} from './interval-lattice.ts';

type Method = (receiver: NumberRange, passed: Passed) => NumberRange;

const itself: Method = (receiver) => receiver;
const taken: Method = (receiver, passed) => join(element(receiver), argument(passed, 1, 'default', NOTHING));
const ONLY_TEXT =
  /^(strip|lstrip|rstrip|lower|upper|replace|format|join|title|zfill|removeprefix|removesuffix|decode)$/;

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ...['conjugate', '__pos__', '__int__', '__float__', '__index__', 'normalize', 'copy'].map(
    (name): [string, Method] => [name, itself],
  ),
  ...['values', 'keys', 'items', 'elements'].map((name): [string, Method] => [name, itself]),
  ...['get', 'pop', 'setdefault'].map((name): [string, Method] => [name, taken]),
  ...['popleft', 'popitem', '__getitem__', '__next__'].map((name): [string, Method] => [name, element]),
  ['total_seconds', (receiver) => (isNothing(receiver) ? NOTHING : { ...receiver, kinds: Kind.float })],
  ['timestamp', () => ({ ...UNKNOWN, kinds: Kind.float })],
  ['bit_length', () => upward(Kind.int)],
  ['__abs__', absolute],
  ['__neg__', (receiver) => unary('-', receiver)],
  ['__invert__', (receiver) => unary('~', receiver)],
  ...Object.entries(OPERATORS).flatMap(([name, sign]): [string, Method][] => [
    [`__${name.replace('_', '')}__`, (receiver, passed) => binary(sign, receiver, first(passed))],
    [`__r${name.replace('_', '')}__`, (receiver, passed) => binary(sign, first(passed), receiver)],
  ]),
  ...Object.entries(RANDOM)
    .filter(([name]) => /^(uniform|randint|randrange|triangular|gauss|normalvariate)$/.test(name))
    .map(([name, model]): [string, Method] => [name, (_, passed) => model(passed)]),
  ...['getint', 'getfloat', 'getboolean'].map((name): [string, Method] => [
    name,
    (_, passed) => {
      const read = { ...UNKNOWN, kinds: name === 'getfloat' ? Kind.float : Kind.int };
      return join(read, passed.keywords.get('fallback') ?? NOTHING);
    },
  ]),
]);

/** What a method of a value gives; undefined where nothing is known of it. */
export function methodModel(name: string, receiver: NumberRange, passed: Passed): NumberRange | undefined {
  if (receiver.kinds & Kind.text) {
    if (ONLY_TEXT.test(name)) return receiver;
    if (name === 'split') return held([TEXT], 'list');
    if (/^r?find$/.test(name)) return between(-1, Infinity, Kind.int);
  }
  return METHODS.get(name)?.(receiver, passed);
}

/** What an attribute of a value is; undefined where nothing is known of it. */
export function attributeModel(name: string, receiver: NumberRange): NumberRange | undefined {
  if (isNothing(receiver)) return NOTHING;
  switch (name) {
    case 'real':
      return receiver;
    case 'imag':
      return between(0, 0, Kind.float);
    case 'numerator':
      return signed(receiver, Kind.int);
    case 'denominator':
      return between(1, Infinity, Kind.int);
    case 'days':
      return signed(receiver, receiver.kinds & Kind.delta ? Kind.int : receiver.kinds);
    case 'seconds':
    case 'microseconds':
      // Of a span that is negative, the days are.
      return receiver.kinds & Kind.delta || receiver.shown.low < 0 ? upward(Kind.int) : undefined;
    default:
      return undefined;
  }
}
