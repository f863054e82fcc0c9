// Declares what the generated parser exports; the grammar itself is condition.peggy.
import type { Check, MacroUse } from "../src/rules/ast.ts";

declare class Unreadable extends Error {
  readonly location: {
    readonly start: { readonly offset: number };
    readonly end: { readonly offset: number };
  };
  readonly expected: readonly unknown[] | null;
  readonly found: string | null;
}

export { Unreadable as SyntaxError };

/** A condition's outline; `tight` is an "and" or "or" that a bracket follows directly. */
export type Token =
  | { readonly kind: "not" | "open" | "close"; readonly start: number }
  | { readonly kind: "and" | "or"; readonly tight: boolean; readonly start: number }
  | { readonly kind: "check"; readonly check: Check | MacroUse };

/**
 * `restAt` is where what can't be a condition begins: the length of the text if all of it was read. `lists` has the
 * values of lists by the signs that stand for them among the values of a check.
 */
export function parse(
  text: string,
  options?: {
    readonly lists?: ReadonlyMap<string, readonly string[]> | undefined;
    readonly peg$silentFails?: number;
  },
): { readonly tokens: readonly Token[]; readonly restAt: number };
