/**
 * Single-character edits between two words, a swap of neighbours counted as one; `limit + 1` when there are more. Only
 * the cells within `limit` of the diagonal are worked out, and only as long as one of them is within it.
 */
function distance(a: string, b: string, limit: number): number {
  const far = limit + 1;
  if (Math.abs(a.length - b.length) > limit) return far;
  let [before, row, next] = [rows[0], rows[1], rows[2]];
  for (let j = 0; j <= b.length; j += 1) row[j] = Math.min(j, far);
  for (let i = 1; i <= a.length; i += 1) {
    const [from, to] = [Math.max(1, i - limit), Math.min(b.length, i + limit)];
    next[from - 1] = from === 1 ? Math.min(i, far) : far;
    let fewest = next[from - 1] ?? far;
    for (let j = from; j <= to; j += 1) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1;
      let cost = Math.min((row[j] ?? far) + 1, (next[j - 1] ?? far) + 1, (row[j - 1] ?? far) + same);
      if (
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1)
      )
        cost = Math.min(cost, (before[j - 2] ?? far) + 1);
      next[j] = cost;
      if (cost < fewest) fewest = cost;
    }
    if (to < b.length) next[to + 1] = far;
    // A swap can still take one edit from the row before this one.
    if (fewest > far) return far;
    [before, row, next] = [row, next, before];
  }
  return Math.min(row[b.length] ?? far, far);
}

/** Three rows of the table, for words of any length that are compared. */
const rows: readonly [number[], number[], number[]] = [[], [], []];

/** What the author may have meant by `word`; undefined when nothing is near. */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  const limit = word.length <= 4 ? 1 : word.length <= 8 ? 2 : 3;
  const wanted = word.slice(0, 80).toLowerCase();
  let best: string | undefined;
  let fewest = limit + 1;
  for (const name of names) {
    const edits = distance(wanted, name.toLowerCase(), limit);
    if (edits >= fewest) continue;
    fewest = edits;
    best = name;
  }
  return best;
}
