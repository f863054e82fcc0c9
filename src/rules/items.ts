/**
 * Values in brackets, in order, in pieces. What a list's name stood for is one piece, and the same array wherever the
 * name stands, so that whatever is worked out about a list's values is worked out once.
 */
export type Items = readonly Piece[];

export type Piece = readonly string[];

/** All values, one after the other. */
export function valuesOf(items: Items): Piece {
  const [first] = items;
  return items.length === 1 && first !== undefined ? first : items.flat();
}

export function countOf(items: Items): number {
  return items.reduce((sum, { length }) => sum + length, 0);
}

/** Shorter pieces are worked out anew: to remember them costs more. */
const worthRemembering = 12;

/** What `make` makes of a piece, remembered by the piece and a key. */
export function perPiece<T>(make: (piece: Piece, key: string) => T): (piece: Piece, key: string) => T {
  const known = new WeakMap<Piece, Map<string, T>>();
  return (piece, key) => {
    if (piece.length < worthRemembering) return make(piece, key);
    let made = known.get(piece);
    if (made === undefined) {
      made = new Map();
      known.set(piece, made);
    }
    const before = made.get(key);
    if (before !== undefined || made.has(key)) return before as T;
    const value = make(piece, key);
    made.set(key, value);
    return value;
  };
}
