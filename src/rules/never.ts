import { eventFrom } from "../fields/event.ts";
import { type FieldValue, fullName } from "../fields/field.ts";
import { fieldUse } from "../fields/table.ts";
import type { Check, Compare, CompareList, Condition } from "./ast.ts";
import { compileCheck, neverIn } from "./compile-check.ts";
import { valueType } from "./compile-expression.ts";
import { readNumber, readTruth } from "./constants.ts";
import { print, printExpression } from "./print.ts";
import type { Ruleset } from "./ruleset.ts";

/** A check, or its negation, that must hold for a condition to hold. */
type Literal = { readonly check: Check; readonly wanted: boolean };

/** Puts macros in, so that what they say is seen. */
export function inline(condition: Condition, macros: Ruleset["macros"]): Condition {
  switch (condition.kind) {
    case "and":
    case "or":
      return { ...condition, terms: condition.terms.map((term) => inline(term, macros)) };
    case "not":
      return { ...condition, term: inline(condition.term, macros) };
    case "macro": {
      const macro = macros[condition.name];
      return macro === undefined ? condition : inline(macro.condition, macros);
    }
    default:
      return condition;
  }
}

/** Checks that must hold, or must not, whatever else does. */
export function requiredChecks(condition: Condition): readonly Literal[] {
  switch (condition.kind) {
    case "and":
      return condition.terms.flatMap(requiredChecks);
    case "not":
      return forbidden(condition.term);
    case "or":
    case "macro":
      return [];
    default:
      return [{ check: condition, wanted: true }];
  }
}

function forbidden(condition: Condition): readonly Literal[] {
  switch (condition.kind) {
    case "or":
      return condition.terms.flatMap(forbidden);
    case "not":
      return requiredChecks(condition.term);
    case "and":
    case "macro":
      return [];
    default:
      return [{ check: condition, wanted: false }];
  }
}

/** Why a condition without macros can't hold for any event; undefined when that isn't seen. */
export function neverHolds(condition: Condition): string | undefined {
  switch (condition.kind) {
    case "and":
      return (
        condition.terms.map(neverHolds).find((reason) => reason !== undefined) ??
        contradiction(requiredChecks(condition))
      );
    case "or": {
      const reasons = condition.terms.map(neverHolds);
      return reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined;
    }
    case "not":
      return contradiction(requiredChecks(condition));
    case "macro":
      return undefined;
    default:
      return checkNeverHolds(condition);
  }
}

export function checkNeverHolds(check: Check): string | undefined {
  if (check.kind === "list" && check.items.length === 0)
    return `"${print(check)}" compares with an empty list`;
  if (check.kind === "field" && valueType(check.left) === "string" && neverIn(check.operator, check.right))
    return `"${print(check)}" is never true: Falco compares such values with "=" only`;
  return undefined;
}

function contradiction(literals: readonly Literal[]): string | undefined {
  const byLeft = Map.groupBy(literals, ({ check }) => printExpression(check.left));
  for (const group of byLeft.values()) {
    const reason = contradictionOf(group);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** Values that are left for a field by "=" and "in"; undefined where nothing restricts it to some. */
function allowedValues(literals: readonly Literal[]): readonly string[] | undefined {
  const sets = literals
    .flatMap(({ check, wanted }) => (wanted ? [valuesOf(check)] : []))
    .filter((values) => values !== undefined);
  return sets.length === 0 ? undefined : [...new Set(sets.flat())];
}

function valuesOf(check: Check): readonly string[] | undefined {
  if (check.kind === "compare" && (check.operator === "=" || check.operator === "==")) return [check.value];
  if (check.kind !== "list") return undefined;
  if (check.operator === "in" || check.operator === "intersects") return check.items;
  return check.operator === "=" && check.modifier === "anyof" ? check.items : undefined;
}

function contradictionOf(literals: readonly Literal[]): string | undefined {
  const [first] = literals;
  if (first === undefined || first.check.left.kind !== "field" || valueType(first.check.left) === "list")
    return undefined;
  const name = fullName(first.check.left.name, first.check.left.argument);
  const absent = literals.find(({ check, wanted }) => check.kind === "exists" && !wanted);
  const present = literals.find(({ wanted }) => wanted);
  if (absent !== undefined && present !== undefined)
    return `"${name}" must be absent for "not ${print(absent.check)}", and there for "${print(present.check)}"`;
  const constant = literals.filter(
    (literal): literal is Literal & { check: Compare | CompareList } =>
      literal.check.kind === "compare" || literal.check.kind === "list",
  );
  const allowed = allowedValues(constant);
  if (allowed === undefined) return undefined;
  const type = fieldUse(name)?.field.type;
  if (type === undefined) return undefined;
  const possible = allowed.some((text) => {
    const value: FieldValue = type === "uint64" ? readNumber(text) : type === "bool" ? readTruth(text) : text;
    const event = eventFrom({ [name]: value });
    return constant.every(({ check, wanted }) => compileCheck(check)(event) === wanted);
  });
  if (possible) return undefined;
  return `nothing that "${name}" can be fits all of ${constant.map(({ check, wanted }) => `"${wanted ? "" : "not "}${print(check)}"`).join(", ")}`;
}
