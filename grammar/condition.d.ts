// Declares what the generated parser exports; the grammar itself is condition.peggy.
import type { Condition } from "../src/rules/ast.ts";

export class SyntaxError extends globalThis.SyntaxError {
  readonly location: { readonly start: { readonly offset: number }; readonly end: { readonly offset: number } };
  readonly expected: readonly unknown[] | null;
  readonly found: string | null;
}

export function parse(text: string, options?: Readonly<Record<string, unknown>>): Condition;
