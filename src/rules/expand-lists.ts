import type { ListDefinition } from "./definitions.ts";
import { type ListSigns, signOf } from "./list-signs.ts";

/** A list as conditions get it: nested lists put in, items quoted. */
export type ResolvedList = {
  readonly name: string;
  readonly text: string;
  readonly empty: boolean;
  /** It became longer than is read; `text` is then cut off. */
  readonly tooLong: boolean;
  /** Other lists' names stand in it, which are replaced too if these lists come later. */
  readonly namesOthers: boolean;
};

/** All lists in their order, each resolved when it is first asked for. */
export type ResolvedLists = {
  readonly at: (place: number) => ResolvedList;
  readonly places: ReadonlyMap<string, number>;
  /** Places of those whose names are no words. */
  readonly odd: readonly number[];
};

const quoted = (item: string) => (item.includes(" ") && !/^["']/.test(item) ? `"${item}"` : item);

/** Items that lists may have by other lists in them, all together: to begin with, and for each that was written. */
const [mostNested, mostNestedEach] = [50_000, 4];

/**
 * Resolves nested lists. An item that names another list is replaced by that list's own items, once, if the other was
 * first defined before the last change of this one; `used` takes the names that were.
 */
export function resolveLists(lists: ReadonlyMap<string, ListDefinition>, used: Set<string>): ResolvedLists {
  const all = [...lists.values()];
  const innerOf = ({ age }: ListDefinition, item: string): ListDefinition | undefined => {
    const inner = lists.get(item);
    return inner === undefined || inner.age.defined >= age.changed ? undefined : inner;
  };
  for (const list of all)
    for (const item of list.items) if (innerOf(list, item) !== undefined) used.add(item);
  let left = mostNested + mostNestedEach * all.reduce((sum, { items }) => sum + items.length, 0);
  const resolved: ResolvedList[] = [];
  const resolveList = (list: ListDefinition): ResolvedList => {
    const present: string[] = [];
    for (const item of list.items) {
      const inner = innerOf(list, item);
      left -= inner?.items.length ?? 0;
      if (left < 0) break;
      // An empty item leaves nothing where it comes first, and a comma too many behind another.
      for (const one of inner?.items ?? [item])
        if (one !== "" || present.length > 0) present.push(quoted(one));
    }
    const text = present.join(", ");
    const namesOthers = wordsOf(text).some((word) => word !== list.name && lists.has(word));
    return { name: list.name, text, empty: present.length === 0, tooLong: left < 0, namesOthers };
  };
  const at = (place: number): ResolvedList => {
    const list = all[place];
    if (list === undefined) throw new Error(`internal: no list ${place}`);
    resolved[place] ??= resolveList(list);
    return resolved[place];
  };
  const places = new Map(all.map(({ name }, place) => [name, place]));
  return { at, places, odd: [...places].flatMap(([name, place]) => (delimited.test(name) ? [place] : [])) };
}

/** A replacement in a text: what stood from `start` to `end` became `length` characters. `name` is where the name stood. */
type Edit = { readonly start: number; readonly end: number; readonly length: number; readonly name: number };

/** A condition with its lists put in. */
export type Expanded = {
  readonly text: string;
  readonly edits: readonly Edit[];
  /** The text grew too long, or too many names were replaced, and it was left as it was then. */
  readonly tooLong: boolean;
  /** Signs that stand in it for lists. */
  readonly signs: number;
};

/** A condition while its lists are put in, and how long it may become. */
type Growing = {
  text: string;
  readonly edits: Edit[];
  tooLong: boolean;
  signs: number;
  readonly longest: number;
};

/** Each list name that is replaced copies the text. */
const mostEdits = 1_000;

const blanks = " \t\n\r";
const delimiters = `${blanks}(),=`;
const delimited = /[ \t\n\r(),=]+/;

const wordsOf = (text: string): readonly string[] => text.split(delimited);

/** Places of the lists whose names may stand in a text, in order. */
function placesIn(text: string, { places, odd }: ResolvedLists): readonly number[] {
  const found = new Set(odd);
  for (const word of wordsOf(text)) {
    const place = places.get(word);
    if (place !== undefined) found.add(place);
  }
  return [...found].sort((a, b) => a - b);
}

/**
 * Replaces list names in a condition, which may make it longer by so many characters. It is textual, as in Falco: in
 * quoted strings too, one list after the other. With `signs` a short sign is put in the place of a list whose items don't depend on what stands around them, so that
 * nothing has to read them again.
 */
export function expandLists(
  condition: string,
  lists: ResolvedLists,
  used: Set<string>,
  most: number,
  signs?: ListSigns,
): Expanded {
  const growing: Growing = {
    text: condition,
    edits: [],
    tooLong: false,
    signs: 0,
    longest: condition.length + most,
  };
  let places = placesIn(condition, lists);
  for (let next = 0; next < places.length && !growing.tooLong; next += 1) {
    const place = places[next] ?? 0;
    const list = lists.at(place);
    const sign = signs === undefined ? undefined : signOf(list, signs);
    const times = putIn(list, sign ?? list.text, growing);
    if (times > 0) used.add(list.name);
    if (sign !== undefined) growing.signs += times;
    else if (list.namesOthers)
      places = [...places.slice(0, next + 1), ...placesIn(growing.text, lists).filter((one) => one > place)];
  }
  return growing;
}

/** Puts a list's items where its name stands. Returns how often. */
function putIn(list: ResolvedList, items: string, to: Growing): number {
  let times = 0;
  for (let at = to.text.indexOf(list.name); at !== -1; ) {
    if (!standsAlone(to.text, at, at + list.name.length)) {
      at = to.text.indexOf(list.name, at + 1);
      continue;
    }
    times += 1;
    const [start, end] = replacedRange(to.text, at, at + list.name.length, list.empty);
    const replacement = `${start > 0 ? " " : ""}${items} `;
    to.edits.push({ start, end, length: replacement.length, name: at });
    to.text = to.text.slice(0, start) + replacement + to.text.slice(end);
    to.tooLong = list.tooLong || to.text.length > to.longest || to.edits.length > mostEdits;
    if (to.tooLong) break;
    // Falco goes on two characters behind the items, whatever stands there.
    at = to.text.indexOf(list.name, start + items.length + 2);
  }
  return times;
}

function standsAlone(text: string, start: number, end: number): boolean {
  return (
    (start === 0 || delimiters.includes(text[start - 1] ?? "")) &&
    (end >= text.length || delimiters.includes(text[end] ?? ""))
  );
}

/** Blanks around the name go with it, and one comma if nothing comes in its place. */
function replacedRange(
  text: string,
  at: number,
  after: number,
  empty: boolean,
): readonly [start: number, end: number] {
  let [start, end] = [at, after];
  while (start > 0 && blanks.includes(text[start - 1] ?? "")) start -= 1;
  while (end < text.length && blanks.includes(text[end] ?? "")) end += 1;
  if (empty && start > 0 && text[start - 1] === ",") start -= 1;
  else if (empty && text[end] === ",") end += 1;
  return [start, end];
}

/** Where in the text before the replacements a place was; inside a replacement, where the list's name stood. */
export function beforeExpansion({ edits }: Expanded, offset: number): number {
  return edits.reduceRight((at, { start, end, length, name }) => {
    if (at < start) return at;
    return at >= start + length ? at - length + (end - start) : name;
  }, offset);
}
