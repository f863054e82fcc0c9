import type { Check, Condition, MacroUse } from "./ast.ts";

/** Calls a function on every check and macro of a condition. */
export function visit(condition: Condition, each: (leaf: Check | MacroUse) => void): void {
  switch (condition.kind) {
    case "and":
    case "or":
      for (const term of condition.terms) visit(term, each);
      break;
    case "not":
      visit(condition.term, each);
      break;
    default:
      each(condition);
  }
}
