// Lists put together or counted by a key, in their order.

/** The members by key; one pass, however many keys there are. */
export function groupBy<One, Key>(all: Iterable<One>, keyOf: (one: One) => Key): Map<Key, One[]> {
  const groups = new Map<Key, One[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

/** How many members each key has. */
export function countBy<One, Key>(all: Iterable<One>, keyOf: (one: One) => Key): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const one of all) {
    const key = keyOf(one);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
