import type { Items } from "./items.ts";

/** What can stand left of an operator, or right of it inside `val()` or another transformer. */
export type Expression =
  | { readonly kind: "field"; readonly name: string; readonly argument?: string }
  /** A string, or a number as it was written. */
  | { readonly kind: "text"; readonly value: string; readonly number?: true }
  | { readonly kind: "items"; readonly items: readonly Expression[] }
  /** Transformers of one argument, outermost first: `tolower(basename(x.y))`. */
  | Chain
  /** join, concat, getopt, or val with an argument that it can't have. */
  | Call;

export type Chain = {
  readonly kind: "chain";
  readonly names: readonly string[];
  readonly of: Expression;
  /** Set where more than one argument was written. */
  readonly more?: true;
  readonly argument?: string;
};

export type Call = {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly Expression[];
  readonly argument?: string;
};

type Modifier = "oneof" | "anyof" | "allof";

/** Offsets into the condition's text after list names were replaced. */
type Range = { readonly start: number; readonly end: number };

type Exists = Range & { readonly kind: "exists"; readonly left: Expression };
export type Compare = Range & {
  readonly kind: "compare";
  readonly left: Expression;
  readonly operator: string;
  readonly value: string;
};
export type CompareList = Range & {
  readonly kind: "list";
  readonly left: Expression;
  readonly operator: string;
  readonly modifier?: Modifier;
  readonly items: Items;
};
export type CompareField = Range & {
  readonly kind: "field";
  readonly left: Expression;
  readonly operator: string;
  readonly right: Expression;
};

export type Check = Exists | Compare | CompareList | CompareField;

export type MacroUse = Range & { readonly kind: "macro"; readonly name: string };

/** A condition as a tree. No operand of an "and" is an "and", no operand of an "or" an "or", and no "not" negates a "not". */
export type Condition =
  | (Range & { readonly kind: "and"; readonly terms: readonly Condition[] })
  | (Range & { readonly kind: "or"; readonly terms: readonly Condition[] })
  | (Range & { readonly kind: "not"; readonly term: Condition })
  | MacroUse
  | Check;
