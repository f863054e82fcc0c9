/** The candidate that `word` most likely meant: at most a third of it mistyped. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  const near = candidates
    .map((candidate) => ({ candidate, distance: distance(word, candidate) }))
    .filter(
      ({ candidate, distance: far }) => candidate !== "" && far <= Math.max(1, Math.floor(word.length / 3)),
    );
  return near.sort((first, second) => first.distance - second.distance)[0]?.candidate;
}

/** Letters to insert, delete, replace or swap with a neighbour to make one word of the other. */
function distance(from: string, to: string): number {
  const rows = Array.from({ length: from.length + 1 }, (_, row) => {
    const cells = new Array<number>(to.length + 1).fill(0);
    cells[0] = row;
    return cells;
  });
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 0; row <= from.length; row += 1)
    for (let column = 1; column <= to.length; column += 1) {
      const same = row > 0 && from[row - 1] === to[column - 1];
      const swapped = row > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const best = Math.min(
        at(row, column - 1) + 1,
        at(row - 1, column) + 1,
        at(row - 1, column - 1) + (same ? 0 : 1),
        swapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
      const cells = rows[row];
      if (cells !== undefined) cells[column] = best;
    }
  return at(from.length, to.length);
}
