import type { ListDefinition } from "./definitions.ts";

/** A list as conditions get it: nested lists put in, items quoted. */
export type ResolvedList = { readonly name: string; readonly text: string; readonly empty: boolean };

const quoted = (item: string) => (item.includes(" ") && !/^["']/.test(item) ? `"${item}"` : item);

/**
 * Resolves nested lists. An item that names another list is replaced by that list's own items, once, if the other was
 * first defined before the last change of this one; `used` takes the names that were.
 */
export function resolveLists(
  lists: ReadonlyMap<string, ListDefinition>,
  used: Set<string>,
): readonly ResolvedList[] {
  return [...lists.values()].map(({ name, items, age }) => {
    const flat = items.flatMap((item) => {
      const inner = lists.get(item);
      if (inner === undefined || inner.age.defined >= age.changed) return [item];
      used.add(item);
      return inner.items;
    });
    const present = flat.filter((item) => item !== "").map(quoted);
    return { name, text: present.join(", "), empty: present.length === 0 };
  });
}

/** A replacement in a text: what stood from `start` to `end` became `length` characters. `name` is where the name stood. */
type Edit = { readonly start: number; readonly end: number; readonly length: number; readonly name: number };

export type Expanded = {
  readonly text: string;
  readonly edits: readonly Edit[];
  /** The text grew beyond `longest`, and was left as it was then. */
  readonly tooLong: boolean;
};

/** Most characters that a condition may have with its lists put in: lists in lists can make a text of any length. */
const longest = 1 << 20;

/** Each list name that is replaced copies the text. */
const mostEdits = 1_000;

const blanks = " \t\n\r";
const delimiters = `${blanks}(),=`;

/** Replaces list names in a condition. It is textual, as in Falco: in quoted strings too, one list after the other. */
export function expandLists(condition: string, lists: readonly ResolvedList[], used: Set<string>): Expanded {
  let text = condition;
  const edits: Edit[] = [];
  for (const list of lists) {
    if (!text.includes(list.name)) continue;
    for (let at = text.indexOf(list.name); at !== -1; ) {
      const after = at + list.name.length;
      const stands =
        (at === 0 || delimiters.includes(text[at - 1] ?? "")) &&
        (after >= text.length || delimiters.includes(text[after] ?? ""));
      if (!stands) {
        at = text.indexOf(list.name, at + 1);
        continue;
      }
      used.add(list.name);
      const [start, end] = replacedRange(text, at, after, list.empty);
      const replacement = `${start > 0 ? " " : ""}${list.text} `;
      edits.push({ start, end, length: replacement.length, name: at });
      text = text.slice(0, start) + replacement + text.slice(end);
      if (text.length > longest || edits.length > mostEdits) return { text, edits, tooLong: true };
      // Falco goes on two characters behind the items, whatever stands there.
      at = text.indexOf(list.name, start + list.text.length + 2);
    }
  }
  return { text, edits, tooLong: false };
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
