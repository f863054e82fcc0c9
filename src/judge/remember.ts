/** Longer keys are worked out anew every time: what is remembered has a bound in characters too. */
const longestKey = 512;

/**
 * Remembers what `work` gave for the keys asked for last, of which it must depend alone: at least `count`, at most
 * twice as many.
 */
export function remember<Value extends object | boolean>(
  count: number,
  work: (key: string) => Value,
): (key: string) => Value {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  return (key) => {
    const known = young.get(key);
    if (known !== undefined) return known;
    const value = old.get(key) ?? work(key);
    if (key.length > longestKey) return value;
    if (young.size >= count) [young, old] = [new Map(), young];
    young.set(key, value);
    return value;
  };
}

/** A value that is made when it is first asked for. */
export function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
