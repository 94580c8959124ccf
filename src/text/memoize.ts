// A function that is asked for few keys by many places.

/** The same function, which works each answer out once. */
export function memo<Key, Answer>(work: (key: Key) => Answer): (key: Key) => Answer {
  const known = new Map<Key, { readonly answer: Answer }>();
  return (key) => {
    const there = known.get(key) ?? { answer: work(key) };
    known.set(key, there);
    return there.answer;
  };
}

/** The same for what is asked of an object, as long as the object is used. */
export function weakMemo<Key extends object, Answer>(work: (key: Key) => Answer): (key: Key) => Answer {
  const known = new WeakMap<Key, { readonly answer: Answer }>();
  return (key) => {
    const there = known.get(key) ?? { answer: work(key) };
    known.set(key, there);
    return there.answer;
  };
}
