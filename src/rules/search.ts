// Finds which of many strings a text contains, in one pass over the text that skips most of it, however many strings
// there are: pairs of characters tell how far the next place can be at which a string begins (after Wu and Manber, 1994),
// and there a tree of all strings is followed for as long as one of them goes on like the text.

/** Calls a function with the index of each string that a text has in it; with an index again for each place. */
export type Search = (text: string, hit: (index: number) => void) => void;

/** Up to so many, one after the other is faster: V8 looks for a single text much faster than we can follow a tree. */
const fewStrings = 8;

/** Shorter strings allow no skipping, so they are searched apart from the others. */
const longEnough = 4;

/** Looking further ahead finds more pairs that stand in some string, and so skips less. */
const mostAhead = 6;

/** Prepares the search for some strings; each must be there once, and none be empty. */
export function searchFor(strings: readonly string[]): Search {
  const indexes = [...strings.keys()];
  const short = indexes.filter((index) => (strings[index] ?? "").length < longEnough);
  const long = indexes.filter((index) => (strings[index] ?? "").length >= longEnough);
  if (short.length === 0 || long.length === 0 || strings.length <= fewStrings)
    return searchGroup(strings, indexes);
  const [first, second] = [searchGroup(strings, short), searchGroup(strings, long)];
  return (text, hit) => {
    first(text, hit);
    second(text, hit);
  };
}

function searchGroup(all: readonly string[], indexes: readonly number[]): Search {
  const strings = indexes.map((index) => all[index] ?? "");
  return indexes.length <= fewStrings ? searchForFew(strings, indexes) : searchForMany(strings, indexes);
}

function searchForFew(strings: readonly string[], indexes: readonly number[]): Search {
  return (text, hit) => {
    for (let at = 0; at < strings.length; at += 1)
      if (text.includes(strings[at] as string)) hit(indexes[at] as number);
  };
}

/** For two neighbours in a text, how many characters further a string can end its first `ahead` at the earliest. */
type Skips = { readonly skips: Uint8Array; readonly ahead: number };

const pairOf = (first: number, second: number) => ((first << 8) ^ second) & 0xffff;

function skipsOf(strings: readonly string[]): Skips {
  const shortest = strings.reduce((least, { length }) => Math.min(least, length), mostAhead);
  const ahead = Math.max(shortest, 1);
  const skips = new Uint8Array(1 << 16).fill(Math.max(ahead - 1, 1));
  for (const text of strings)
    for (let at = 1; at < ahead; at += 1) {
      const pair = pairOf(text.charCodeAt(at - 1), text.charCodeAt(at));
      skips[pair] = Math.min(skips[pair] as number, ahead - 1 - at);
    }
  return { skips: ahead === 1 ? skips.fill(0) : skips, ahead };
}

/** The strings as a tree: from a state by a character to the next, open addressing, at most half full. State 0 is the root. */
type Tree = {
  readonly keys: Float64Array;
  readonly states: Int32Array;
  readonly mask: number;
  readonly shift: number;
  /** Index of the string that ends at a state, or -1. */
  readonly ends: Int32Array;
};

/** Place of an edge: where it stands, or the free one where it would. */
function placeOf({ keys, mask, shift }: Tree, state: number, code: number): number {
  const key = state * 65_536 + code;
  let place = Math.imul(Math.imul(state, 0x85ebca6b) ^ code, 0x9e3779b1) >>> shift;
  while (keys[place] !== key && keys[place] !== -1) place = (place + 1) & mask;
  return place;
}

function treeOf(strings: readonly string[], indexes: readonly number[]): Tree {
  const most = strings.reduce((sum, { length }) => sum + length, 1);
  const bits = Math.max(4, 33 - Math.clz32(most));
  const keys = new Float64Array(1 << bits).fill(-1);
  const tree = {
    keys,
    states: new Int32Array(1 << bits),
    mask: (1 << bits) - 1,
    shift: 32 - bits,
    ends: new Int32Array(most).fill(-1),
  };
  let count = 1;
  for (const [at, text] of strings.entries()) {
    let state = 0;
    for (let depth = 0; depth < text.length; depth += 1) {
      const place = placeOf(tree, state, text.charCodeAt(depth));
      if (keys[place] === -1) {
        keys[place] = state * 65_536 + text.charCodeAt(depth);
        tree.states[place] = count;
        count += 1;
      }
      state = tree.states[place] as number;
    }
    tree.ends[state] = indexes[at] as number;
  }
  return tree;
}

function searchForMany(strings: readonly string[], indexes: readonly number[]): Search {
  const { skips, ahead } = skipsOf(strings);
  const tree = treeOf(strings, indexes);
  const { keys, states, ends } = tree;
  const follow = (text: string, from: number, hit: (index: number) => void): void => {
    let state = 0;
    for (let at = from; at < text.length; at += 1) {
      const place = placeOf(tree, state, text.charCodeAt(at));
      if (keys[place] === -1) return;
      state = states[place] as number;
      if (ends[state] !== -1) hit(ends[state] as number);
    }
  };
  return (text, hit) => {
    let at = ahead - 1;
    let before = at > 0 ? text.charCodeAt(at - 1) : 0;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      const skip = skips[pairOf(before, code)] as number;
      if (skip === 0) {
        follow(text, at - ahead + 1, hit);
        before = code;
        at += 1;
      } else {
        at += skip;
        before = text.charCodeAt(at - 1);
      }
    }
  };
}
