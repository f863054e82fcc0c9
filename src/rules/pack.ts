import type { Condition } from "./ast.ts";
import type { Piece } from "./items.ts";
import type { Ruleset } from "./ruleset.ts";
import { visit } from "./visit.ts";

/** A ruleset for JSON: in the place of values that several checks share stands the number of their list. */
export type Packed = { readonly ruleset: unknown; readonly lists: readonly Piece[] };

/** Packs a ruleset, so that JSON has what a list's name stood for once, and not for every rule that uses it. */
export function pack(ruleset: Ruleset): Packed {
  const lists = new Map([...sharedPieces(ruleset)].map((piece, number) => [piece as unknown, number]));
  const text = JSON.stringify(ruleset, (_key, value) => lists.get(value) ?? value);
  return { ruleset: JSON.parse(text), lists: [...lists.keys()] as Piece[] };
}

function sharedPieces(ruleset: Ruleset): ReadonlySet<Piece> {
  const [once, shared] = [new Set<Piece>(), new Set<Piece>()];
  for (const condition of conditionsOf(ruleset))
    visit(condition, (leaf) => {
      if (leaf.kind !== "list") return;
      for (const piece of leaf.items) (once.has(piece) ? shared : once).add(piece);
    });
  return shared;
}

/** What was packed, with every list the same array again wherever it is used. */
export function unpack({ ruleset, lists }: Packed): Ruleset {
  const unpacked = ruleset as Ruleset;
  for (const condition of conditionsOf(unpacked))
    visit(condition, (leaf) => {
      if (leaf.kind !== "list") return;
      const items = leaf.items as (Piece | number)[];
      for (const [at, piece] of items.entries())
        if (typeof piece === "number") items[at] = lists[piece] ?? [];
    });
  return unpacked;
}

function conditionsOf({ rules, macros }: Ruleset): readonly Condition[] {
  return [...rules, ...Object.values(macros)].map(({ condition }) => condition);
}
