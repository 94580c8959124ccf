// An unknown of the interval analysis, and the ways in which values come into it. Types only.
import type { Node } from '../../source.ts';
import type { NumberRange } from './interval-lattice.ts';

/** One way for a value to come into a variable. */
export interface Source {
  /** The expression that is evaluated. */
  readonly node?: Node;
  /** Another variable that is read. */
  readonly variable?: Variable;
  /** Whether what comes in depends on what was held before. */
  readonly again?: true;
  /** What comes in, of the expression's value and what the variable held before. */
  give(value: NumberRange, before: NumberRange): NumberRange;
}

/** One unknown; equal keys mean the same one. */
export interface Variable {
  readonly key: string;
  sources(): readonly Source[];
}
