import type { Condition, MacroUse } from "./ast.ts";
import { type Read, type ReadMacro, spanOf, type Work } from "./work.ts";

/** How large a condition is with all its macros put in. */
export type Size = { readonly checks: number; readonly depth: number };

/** An event may have to be asked every one of them. */
const mostChecks = 200_000;

/** Each level of "and", "or", "not" and macros costs call stack. */
const deepest = 1_000;

/** How many macros are measured inside of one another. */
const mostOpen = 400;

const none: Size = { checks: 0, depth: 0 };

function sizeOf(condition: Condition, ofMacro: (use: MacroUse) => Size): Size {
  switch (condition.kind) {
    case "and":
    case "or": {
      const sizes = condition.terms.map((term) => sizeOf(term, ofMacro));
      return {
        checks: sizes.reduce((sum, { checks }) => sum + checks, 0),
        depth: 1 + sizes.reduce((most, { depth }) => Math.max(most, depth), 0),
      };
    }
    case "not":
      return deeper(sizeOf(condition.term, ofMacro));
    case "macro":
      return deeper(ofMacro(condition));
    default:
      return { checks: 1, depth: 0 };
  }
}

const deeper = ({ checks, depth }: Size): Size => ({ checks, depth: depth + 1 });

/**
 * Measures every macro. One that comes back to itself, or that grows too large by the macros in it, is reported and
 * loses its condition, so that nothing after this can run in circles.
 */
export function measureMacros(work: Work): void {
  const open = new Set<string>();
  const sizeOfUse = (macro: ReadMacro, use: MacroUse): Size => {
    const target = work.macros.get(use.name);
    if (target?.condition === undefined || use.name === macro.definition.name) return none;
    if (open.has(use.name)) {
      refuse(
        macro,
        "macro-loop",
        `macro "${macro.definition.name}" comes back to itself through "${use.name}"`,
        work,
        use,
      );
      return none;
    }
    if (open.size > mostOpen) {
      refuse(macro, "too-deep", "macros are nested too deeply", work, use);
      return none;
    }
    return measure(target);
  };
  const measure = (macro: ReadMacro): Size => {
    const { name } = macro.definition;
    const known = work.sizes.get(name);
    if (known !== undefined || macro.condition === undefined) return known ?? none;
    open.add(name);
    const size = sizeOf(macro.condition, (use) => sizeOfUse(macro, use));
    open.delete(name);
    const kept = checkSize(size, macro, work) ? size : none;
    if (kept === none) work.macros.set(name, { ...macro, condition: undefined });
    work.sizes.set(name, kept);
    return kept;
  };
  for (const macro of [...work.macros.values()]) measure(macro);
}

function refuse(
  macro: ReadMacro,
  code: "macro-loop" | "too-deep",
  message: string,
  work: Work,
  use: MacroUse,
): void {
  work.report.error(code, spanOf(macro, use.start, use.end), message, undefined, macro.item);
  work.macros.set(macro.definition.name, { ...macro, condition: undefined });
}

/** Whether a rule's condition is small enough with its macros put in; reports it when not. */
export function checkRuleSize(read: Read, condition: Condition, work: Work): boolean {
  return checkSize(
    sizeOf(condition, ({ name }) => work.sizes.get(name) ?? none),
    read,
    work,
  );
}

function checkSize({ checks, depth }: Size, read: Read, { report }: Work): boolean {
  const { length } = read.expanded.text;
  if (depth > deepest)
    report.error("too-deep", spanOf(read, 0, length), "macros are nested too deeply", undefined, read.item);
  else if (checks > mostChecks)
    report.error(
      "too-long",
      spanOf(read, 0, length),
      `the condition has more than ${mostChecks} checks with its macros put in`,
      undefined,
      read.item,
    );
  return depth <= deepest && checks <= mostChecks;
}
