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

/** A name in lower case, and which characters it has: a bit each, of the code modulo 32. */
type Name = { readonly lower: string; readonly characters: number };

const known = new Map<string, Name>();

/** Names that are remembered: the fields, operators and keys of the language, and what a file defines. */
const mostKnown = 5_000;

function nameOf(text: string): Name {
  const before = known.get(text);
  if (before !== undefined) return before;
  const name = { lower: text.toLowerCase(), characters: charactersOf(text.toLowerCase()) };
  if (known.size >= mostKnown) known.clear();
  known.set(text, name);
  return name;
}

function charactersOf(text: string): number {
  let characters = 0;
  for (let at = 0; at < text.length; at += 1) characters |= 1 << (text.charCodeAt(at) & 31);
  return characters;
}

function bitsIn(number: number): number {
  let count = 0;
  for (let left = number; left !== 0; left &= left - 1) count += 1;
  return count;
}

/** What the author may have meant by `word`; undefined when nothing is near. */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  const limit = word.length <= 4 ? 1 : word.length <= 8 ? 2 : 3;
  const wanted = word.slice(0, 80).toLowerCase();
  const characters = charactersOf(wanted);
  let best: string | undefined;
  let fewest = limit + 1;
  for (const name of names) {
    if (Math.abs(name.length - wanted.length) > limit) continue;
    const { lower, characters: others } = nameOf(name);
    // An edit takes away one character at most, and brings in one.
    if (bitsIn(characters ^ others) > 2 * limit) continue;
    const edits = distance(wanted, lower, limit);
    if (edits >= fewest) continue;
    fewest = edits;
    best = name;
  }
  return best;
}
