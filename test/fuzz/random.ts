/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export type Random = () => number;

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<T>(random: Random, list: readonly T[]): T {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) throw new Error("nothing to pick from");
  return found;
}

export function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

/** The text with a few pieces of it taken away, doubled, swapped or replaced by `pieces`. */
export function mutate(random: Random, text: string, pieces: readonly string[]): string {
  let mutated = text;
  for (let left = 1 + below(random, 4); left > 0; left -= 1) {
    const at = below(random, mutated.length + 1);
    const length = below(random, random() < 0.8 ? 6 : 60);
    const [before, cut, after] = [
      mutated.slice(0, at),
      mutated.slice(at, at + length),
      mutated.slice(at + length),
    ];
    const inserted = [
      cut + cut,
      "",
      pick(random, pieces),
      [...cut].toReversed().join(""),
      String.fromCharCode(below(random, 0x180)),
      cut + pick(random, pieces),
    ];
    mutated = before + pick(random, inserted) + after;
  }
  return mutated;
}
