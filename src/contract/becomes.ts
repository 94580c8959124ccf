// What becomes of a name that a transform rewrites: what mocks, subjects, notes and counts follow.

/**
 * What the name becomes: mocks, subjects, notes and counts follow it. To a mock, all references that one proposal answers for
 * become the same. `nothing`: no call is left.
 */
export type Becomes =
  | { readonly kind: 'symbol'; readonly symbol: string; readonly calls: Calls; readonly why?: string }
  | { readonly kind: 'nothing' };

/**
 * What becomes of the call. `same`: a mock moves, and what it asserts stays true. `adapted`: it moves, and assertions on
 * arguments must follow. `other`: the call has another form, so a mock stays; `why` says it in a clause.
 */
export type Calls = 'same' | 'adapted' | 'other';

/** The name becomes a symbol. */
export function becomes(symbol: string, calls: Calls = 'same', why?: string): Becomes {
  return { kind: 'symbol', symbol, calls, ...(why === undefined ? {} : { why }) };
}

/** No call is left. */
export const NOTHING: Becomes = { kind: 'nothing' };
