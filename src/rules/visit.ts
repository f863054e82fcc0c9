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

/**
 * Gathers what is of interest in the checks and macros of a condition, in order, and remembers it for each of its parts:
 * macros that are put in are the same part of many conditions. Of all that there is, the first `most`.
 */
export function gatherer<T>(
  of: (leaf: Check | MacroUse) => readonly T[],
  most: number,
): (condition: Condition) => readonly T[] {
  const known = new WeakMap<Condition, readonly T[]>();
  const gather = (condition: Condition): readonly T[] => {
    if (condition.kind === "not") return gather(condition.term);
    if (condition.kind !== "and" && condition.kind !== "or") return of(condition);
    const before = known.get(condition);
    if (before !== undefined) return before;
    const found: T[] = [];
    for (const term of condition.terms) {
      if (found.length < most) found.push(...gather(term).slice(0, most - found.length));
    }
    known.set(condition, found);
    return found;
  };
  return gather;
}
