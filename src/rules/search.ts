// Finds which of many strings a text contains, in one pass over the text, however many there are (Aho and Corasick, 1975).
// States near the root, where nearly all of a text is spent, have a row of a table; the others a place in a hash table.

/** Calls a function with the index of each string that a text has in it; with an index again for each place. */
export type Search = (text: string, hit: (index: number) => void) => void;

/** Most entries of the table: 1 MiB. */
const tableSize = 1 << 18;

/** The strings as a tree of states; state 0 is the root, and no state has a lower number than its parent. */
type Tree = {
  readonly classes: Uint16Array;
  readonly otherClasses: ReadonlyMap<number, number>;
  /** Classes of characters: 0 is every character that no string has. */
  readonly width: number;
  readonly parent: readonly number[];
  readonly classOf: readonly number[];
  /** Index of the string that ends at a state, or -1. */
  readonly ends: Int32Array;
  readonly edges: Edges;
};

/** Edges of the tree by `state * width + class`: open addressing, at most half full. */
type Edges = {
  readonly keys: Int32Array;
  readonly targets: Int32Array;
  readonly mask: number;
  readonly shift: number;
};

function newEdges(count: number): Edges {
  const bits = Math.max(4, 33 - Math.clz32(count));
  return {
    keys: new Int32Array(1 << bits).fill(-1),
    targets: new Int32Array(1 << bits),
    mask: (1 << bits) - 1,
    shift: 32 - bits,
  };
}

/** Place of a key: where it stands, or the free one where it would. */
function placeOf({ keys, mask, shift }: Edges, key: number): number {
  let place = Math.imul(key, 0x9e3779b1) >>> shift;
  while (keys[place] !== key && keys[place] !== -1) place = (place + 1) & mask;
  return place;
}

function target(edges: Edges, key: number): number {
  const place = placeOf(edges, key);
  return edges.keys[place] === key ? (edges.targets[place] as number) : -1;
}

/** Gives every character of the strings a class. */
function classify(strings: readonly string[]): Pick<Tree, "classes" | "otherClasses" | "width"> {
  const classes = new Uint16Array(128);
  const otherClasses = new Map<number, number>();
  let width = 1;
  for (const text of strings)
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code < 128 ? classes[code] !== 0 : otherClasses.has(code)) continue;
      if (code < 128) classes[code] = width;
      else otherClasses.set(code, width);
      width += 1;
    }
  return { classes, otherClasses, width };
}

/** Grows the tree by one character of every string at a time, so that states are numbered by depth. */
function grow(strings: readonly string[]): Tree {
  const { classes, otherClasses, width } = classify(strings);
  const edges = newEdges(strings.reduce((sum, text) => sum + text.length, 1));
  const parent = [0];
  const classOf = [0];
  const at = new Int32Array(strings.length);
  const longest = strings.reduce((most, text) => Math.max(most, text.length), 0);
  for (let depth = 0; depth < longest; depth += 1)
    for (const [index, text] of strings.entries()) {
      if (depth >= text.length) continue;
      const code = text.charCodeAt(depth);
      const kind = (code < 128 ? classes[code] : otherClasses.get(code)) as number;
      const from = at[index] as number;
      const place = placeOf(edges, from * width + kind);
      if (edges.keys[place] === -1) {
        edges.keys[place] = from * width + kind;
        edges.targets[place] = parent.length;
        parent.push(from);
        classOf.push(kind);
      }
      at[index] = edges.targets[place] as number;
    }
  const ends = new Int32Array(parent.length).fill(-1);
  for (const [index, state] of at.entries()) ends[state] = index;
  return { classes, otherClasses, width, parent, classOf, ends, edges };
}

/** For each state the state of the longest proper end of its text that is a state too. */
function fallBacks({ parent, classOf, edges, width }: Tree): Int32Array {
  const fall = new Int32Array(parent.length);
  for (let state = 1; state < parent.length; state += 1) {
    const from = parent[state] as number;
    if (from === 0) continue;
    const kind = classOf[state] as number;
    let back = fall[from] as number;
    let next = target(edges, back * width + kind);
    while (next === -1 && back !== 0) {
      back = fall[back] as number;
      next = target(edges, back * width + kind);
    }
    fall[state] = Math.max(next, 0);
  }
  return fall;
}

/** For each state the nearest on its way back, itself first, at which a string ends; 0 for none. */
function reports({ ends, parent }: Tree, fall: Int32Array): Int32Array {
  const report = new Int32Array(parent.length);
  for (let state = 1; state < parent.length; state += 1)
    report[state] = ends[state] === -1 ? (report[fall[state] as number] as number) : state;
  return report;
}

/**
 * Where each of the first states goes for each class: twice the number of the state's first entry, plus one if a string
 * ends there. States without a row would begin behind the table.
 */
function tableOf(
  { parent, edges, width }: Tree,
  fall: Int32Array,
  report: Int32Array,
): { readonly table: Int32Array; readonly rows: number } {
  const rows = Math.max(1, Math.min(parent.length, Math.floor(tableSize / width)));
  const table = new Int32Array(rows * width);
  for (let state = 0; state < rows; state += 1)
    for (let kind = 1; kind < width; kind += 1) {
      const next = target(edges, state * width + kind);
      const there = next * width * 2 + (report[next] === 0 ? 0 : 1);
      table[state * width + kind] =
        next !== -1 ? there : state === 0 ? 0 : (table[(fall[state] as number) * width + kind] as number);
    }
  return { table, rows };
}

/** Prepares the search for some strings; each must be there once, and none be empty. */
export function searchFor(strings: readonly string[]): Search {
  return strings.length <= fewStrings ? searchForFew(strings) : searchForMany(strings);
}

/** Up to so many, one after the other is faster: V8 looks for a single text much faster than we can follow states. */
const fewStrings = 8;

function searchForFew(strings: readonly string[]): Search {
  return (text, hit) => {
    for (let index = 0; index < strings.length; index += 1)
      if (text.includes(strings[index] as string)) hit(index);
  };
}

function searchForMany(strings: readonly string[]): Search {
  const tree = grow(strings);
  const fall = fallBacks(tree);
  const report = reports(tree, fall);
  const { table, rows } = tableOf(tree, fall, report);
  const { classes, otherClasses, width, edges, ends } = tree;
  const tableEnd = rows * width;
  /** The entry that leads on from a state without a row. */
  const onward = (from: number, kind: number): number => {
    let state = from;
    while (state >= rows) {
      const next = target(edges, state * width + kind);
      if (next !== -1) return next * width * 2 + (report[next] === 0 ? 0 : 1);
      state = fall[state] as number;
    }
    return table[state * width + kind] as number;
  };
  return (text, hit) => {
    let row = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      const kind = code < 128 ? (classes[code] as number) : (otherClasses.get(code) ?? 0);
      const entry = row < tableEnd ? (table[row + kind] as number) : onward(row / width, kind);
      row = entry >> 1;
      if ((entry & 1) === 0) continue;
      for (
        let found = report[row / width] as number;
        found !== 0;
        found = report[fall[found] as number] as number
      )
        hit(ends[found] as number);
    }
  };
}
