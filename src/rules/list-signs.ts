import type { Condition } from "./ast.ts";
import type { ResolvedList } from "./expand-lists.ts";
import type { Piece } from "./items.ts";
import { parseCondition } from "./parse.ts";
import { visit } from "./visit.ts";

/** Signs by which a condition's text names lists whose items are already parsed, for the length of one load. */
export type ListSigns = {
  /** A list's items by its sign, and all of them. */
  readonly pieces: Map<string, Piece>;
  readonly known: Set<Piece>;
  /** Signs by the text of a list; undefined for one that has to be put in as text. */
  readonly byText: Map<string, string | undefined>;
};

export function noListSigns(): ListSigns {
  return { pieces: new Map(), known: new Set(), byText: new Map() };
}

/** Begins every sign: a character for private use, which no condition has that names lists by signs. */
export const signStart = "\ue000";

/** The sign of a list, if its items are the same wherever its name stands among the values of a check. */
export function signOf(list: ResolvedList, signs: ListSigns): string | undefined {
  if (list.namesOthers || list.empty || list.tooLong) return undefined;
  if (signs.byText.has(list.text)) return signs.byText.get(list.text);
  const piece = pieceOf(list.text);
  const sign = piece === undefined ? undefined : `${signStart}${signs.pieces.size}`;
  signs.byText.set(list.text, sign);
  if (piece !== undefined && sign !== undefined) {
    signs.pieces.set(sign, piece);
    signs.known.add(piece);
  }
  return sign;
}

/** Two values before them: the first of all is read in another way than those that follow, and then the list is one. */
function pieceOf(text: string): Piece | undefined {
  if (text.includes(signStart)) return undefined;
  const parsed = parseCondition(`a.b in (a, ${text})`);
  if ("problem" in parsed || parsed.condition.kind !== "list") return undefined;
  const [values = []] = parsed.condition.items;
  return values.slice(1);
}

/** How many lists a condition has by their signs. */
export function signsIn(condition: Condition, { known }: ListSigns): number {
  let count = 0;
  visit(condition, (leaf) => {
    if (leaf.kind === "list") for (const piece of leaf.items) if (known.has(piece)) count += 1;
  });
  return count;
}
