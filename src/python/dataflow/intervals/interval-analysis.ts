// What a file shows of the numbers in it: may this be negative, is that whole, does it mean "forever"? The variables of
// the flow are solved from the one that is asked for, each once for a file; widening makes loops end, a budget the rest.
import type { Node } from '../../source.ts';
import { evaluate, type Reading } from './evaluate-expression.ts';
import { type NumberContext, readWorld } from './file-scope.ts';
import { ANYTHING, equal, isEmpty, join, Kind, NOTHING, type NumberRange, UNKNOWN, widen } from './interval-lattice.ts';
import type { Source, Variable } from './variable.ts';
import { nameVariable, resultVariable } from './variable-sources.ts';

export type { NumberContext } from './file-scope.ts';

/** What the code shows of a number. */
export interface NumberFacts {
  /**
   * `never`: it is not negative, whatever happens. `may`: the code shows how it can be. `unknown`: the code shows nothing
   * of it, as of a plain parameter; it is taken to be what the library wants.
   */
  readonly sign: 'never' | 'may' | 'unknown';
  /** Whether a number is seen, and none above 0. */
  readonly instant: boolean;
  /** Whether -1 is the only negative number that is seen: a mark, as in `timeout=-1`. */
  readonly minusOne: boolean;
  /**
   * `int`: an int for certain. `assumed`: made of parameters in ways that keep ints. `unknown`: of unknown origin. The
   * others were seen: a number that may not be whole, and text.
   */
  readonly whole: 'int' | 'assumed' | 'unknown' | 'fraction' | 'text';
  /** Whether it may be a `fractions.Fraction`. */
  readonly rational: boolean;
  /** Where the code shows that it may be negative, or not whole; the line of the expression itself where it is not known. */
  readonly negativeAt: number | undefined;
  readonly fractionAt: number | undefined;
}

/** The numbers of one file. */
export interface Numbers {
  of(expression: Node): NumberFacts;
  /** What a global of the file holds, or what its function gives. */
  global(name: string, called: boolean): NumberRange | undefined;
}

/** No question may cost more nodes than this, and some for each letter of the file; where one would, anything may be. */
const BUDGET = 100_000;
/** How often a variable may grow before its bounds are given up. */
const PATIENCE = 4;

interface Cell {
  readonly variable: Variable;
  value: NumberRange;
  sources: readonly Source[] | undefined;
  updates: number;
  readonly readers: Set<Cell>;
}

/** Reads the numbers of a file on demand. */
export function readNumbers(context: NumberContext): Numbers {
  const world = readWorld(context);
  const cells = new Map<string, Cell>();
  const budget = BUDGET + 4 * context.source.text.length;

  function amountOf(compute: (reading: Reading) => NumberRange): NumberRange {
    const found: Cell[] = [];
    const dirty = new Set<Cell>();
    const touched = new Set<Cell>();
    let spent = 0;
    let reader: Cell | undefined;
    const reading: Reading = {
      world,
      spend: () => ++spent <= budget,
      read(variable) {
        let cell = cells.get(variable.key);
        if (!cell) {
          cell = { variable, value: NOTHING, sources: undefined, updates: 0, readers: new Set() };
          cells.set(variable.key, cell);
          touched.add(cell);
          found.push(cell);
        }
        if (reader) cell.readers.add(reader);
        return cell.value;
      },
    };
    /** Looks at what is new first: then what reads it is looked at once, and not for each of its sources. */
    const settle = () => {
      for (let cell = found.pop() ?? taken(dirty); cell; cell = found.pop() ?? taken(dirty)) {
        reader = cell;
        const value = grown(cell, joined(cell, reading));
        if (!reading.spend()) break;
        if (equal(value, cell.value)) continue;
        cell.value = value;
        cell.updates++;
        for (const each of cell.readers) dirty.add(each);
        if (cell.sources?.some((source) => source.again)) dirty.add(cell);
      }
      reader = undefined;
    };
    let amount = compute(reading);
    while (found.length > 0 && spent <= budget) {
      settle();
      amount = compute(reading);
    }
    if (spent <= budget) return amount;
    for (const cell of touched) cell.value = ANYTHING;
    return ANYTHING;
  }

  const amounts = new Map<string, NumberRange>();
  return {
    of(expression) {
      const key = `${expression.startIndex} ${expression.endIndex}`;
      const amount = amounts.get(key) ?? amountOf((reading) => evaluate(expression, reading));
      amounts.set(key, amount);
      return factsOf(amount, (offset) => context.source.lines.at(offset).line);
    },
    global(name, called) {
      const bindings = world.names.bindings(name, world.names.module);
      if (bindings.length === 0) return undefined;
      if (!called) return amountOf(({ read }) => read(nameVariable(world, name, world.names.module)));
      const definitions = bindings.flatMap(({ node }) =>
        node.parent?.type === 'function_definition' ? [node.parent] : [],
      );
      if (definitions.length === 0) return undefined;
      return amountOf(({ read }) => join(...definitions.map((each) => read(resultVariable(each)))));
    },
  };
}

/** Takes the oldest out of a set. */
function taken(cells: Set<Cell>): Cell | undefined {
  const [cell] = cells;
  if (cell) cells.delete(cell);
  return cell;
}

function joined(cell: Cell, reading: Reading): NumberRange {
  cell.sources ??= cell.variable.sources();
  if (cell.sources.length === 0) return UNKNOWN;
  return join(
    ...cell.sources.map((source) => {
      const from = source.node ? evaluate(source.node, reading) : undefined;
      const value = from ?? (source.variable ? reading.read(source.variable) : NOTHING);
      return source.give(value, cell.value);
    }),
  );
}

/** What a variable holds after one more look at its sources: never less than before. */
function grown(cell: Cell, value: NumberRange): NumberRange {
  const more = join(cell.value, value);
  return cell.updates < PATIENCE ? more : widen(cell.value, more);
}

function factsOf(amount: NumberRange, lineOf: (offset: number) => number): NumberFacts {
  const { sure, shown, kinds, origins } = amount;
  const opaque = isEmpty(shown);
  const seen = !opaque && shown.low < 0;
  return {
    sign: seen ? 'may' : !opaque && sure.low >= 0 ? 'never' : 'unknown',
    instant: !opaque && shown.high <= 0,
    minusOne: seen && shown.low === -1,
    whole: wholeOf(kinds),
    rational: (kinds & Kind.fraction) !== 0,
    negativeAt: seen && origins.negative !== undefined ? lineOf(origins.negative) : undefined,
    fractionAt: origins.fraction !== undefined ? lineOf(origins.fraction) : undefined,
  };
}

function wholeOf(kinds: number): NumberFacts['whole'] {
  if (kinds & Kind.text) return 'text';
  if (kinds & (Kind.float | Kind.fraction | Kind.decimal)) return 'fraction';
  if (kinds === Kind.int) return 'int';
  return kinds & ~(Kind.int | Kind.assumed | Kind.none) || kinds === 0 ? 'unknown' : 'assumed';
}
