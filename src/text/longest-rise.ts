// The longest series in a list of numbers that never falls, by patience sorting.

/** The indices of a longest series that never goes back. */
export function longestRise(values: readonly number[]): number[] {
  /** For each length, the index of the smallest value that ends a series of that length. */
  const tails: number[] = [];
  const before: (number | undefined)[] = [];
  for (const [index, value] of values.entries()) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[tails[middle] ?? 0] ?? 0) <= value) low = middle + 1;
      else high = middle;
    }
    before.push(tails[low - 1]);
    tails[low] = index;
  }
  const series: number[] = [];
  for (let at = tails.at(-1); at !== undefined; at = before[at]) series.push(at);
  return series.reverse();
}
