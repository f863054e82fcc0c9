import { eventFrom } from "../fields/event.ts";
import { type FieldValue, fullName } from "../fields/field.ts";
import { fieldUse } from "../fields/table.ts";
import type { Check, Compare, CompareList, Condition } from "./ast.ts";
import { compileCheck, neverIn } from "./compile-check.ts";
import { valueType } from "./compile-expression.ts";
import { readNumber, readTruth } from "./constants.ts";
import { countOf, type Items, valuesOf } from "./items.ts";
import { print, printExpression } from "./print.ts";
import type { Ruleset } from "./ruleset.ts";

/** A check, or its negation, that must hold for a condition to hold. */
type Literal = { readonly check: Check; readonly wanted: boolean };

/** Puts macros in, so that what they say is seen. All that use one get the same tree. */
export function inliner(macros: Ruleset["macros"]): (condition: Condition) => Condition {
  const known = new Map<string, Condition>();
  const inline = (condition: Condition): Condition => {
    switch (condition.kind) {
      case "and":
      case "or":
        return { ...condition, terms: condition.terms.map(inline) };
      case "not":
        return { ...condition, term: inline(condition.term) };
      case "macro": {
        const macro = macros[condition.name];
        const tree = known.get(condition.name) ?? (macro === undefined ? condition : inline(macro.condition));
        known.set(condition.name, tree);
        return tree;
      }
      default:
        return condition;
    }
  };
  return inline;
}

/** Checks of one condition that are held against each other. */
const mostLiterals = 200;

const required = new WeakMap<Condition, readonly Literal[]>();

/** Checks that must hold, or must not, whatever else does: the first of them. */
export function requiredChecks(condition: Condition): readonly Literal[] {
  switch (condition.kind) {
    case "and": {
      const known = required.get(condition) ?? firstOf(condition.terms, requiredChecks);
      required.set(condition, known);
      return known;
    }
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
      return firstOf(condition.terms, forbidden);
    case "not":
      return requiredChecks(condition.term);
    case "and":
    case "macro":
      return [];
    default:
      return [{ check: condition, wanted: false }];
  }
}

function firstOf(
  terms: readonly Condition[],
  of: (term: Condition) => readonly Literal[],
): readonly Literal[] {
  const found: Literal[] = [];
  for (const term of terms) {
    if (found.length >= mostLiterals) break;
    found.push(...of(term).slice(0, mostLiterals - found.length));
  }
  return found;
}

const reasons = new WeakMap<Condition, { readonly reason: string | undefined }>();

/** Why a condition without macros can't hold for any event; undefined when that isn't seen. */
export function neverHolds(condition: Condition): string | undefined {
  const known = reasons.get(condition);
  if (known !== undefined) return known.reason;
  const reason = findReason(condition);
  reasons.set(condition, { reason });
  return reason;
}

function findReason(condition: Condition): string | undefined {
  switch (condition.kind) {
    case "and":
      return (
        condition.terms.map(neverHolds).find((reason) => reason !== undefined) ??
        contradiction(requiredChecks(condition))
      );
    case "or": {
      const found = condition.terms.map(neverHolds);
      return found.every((reason) => reason !== undefined) ? found[0] : undefined;
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
  if (check.kind === "list" && countOf(check.items) === 0)
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

/** Values that are left for a field by "=" and "in"; undefined where nothing restricts it to few enough to try. */
function allowedValues(literals: readonly Literal[]): readonly string[] | undefined {
  const items = literals
    .flatMap(({ check, wanted }) => (wanted ? [wantedValues(check)] : []))
    .filter((one) => one !== undefined);
  if (items.length === 0) return undefined;
  const tries = items.reduce((sum, one) => sum + countOf(one), 0) * literals.length;
  return tries > mostTries ? undefined : [...new Set(items.flatMap(valuesOf))];
}

function wantedValues(check: Check): Items | undefined {
  if (check.kind === "compare" && (check.operator === "=" || check.operator === "==")) return [[check.value]];
  if (check.kind !== "list") return undefined;
  if (check.operator === "in" || check.operator === "intersects") return check.items;
  return check.operator === "=" && check.modifier === "anyof" ? check.items : undefined;
}

/** Values times checks of one field that are tried. Beyond that nothing is said: nobody reads so long a condition. */
const mostTries = 20_000;

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
  if (constant.length < 2) return undefined;
  const allowed = allowedValues(constant);
  if (allowed === undefined) return undefined;
  const type = fieldUse(name)?.field.type;
  if (type === undefined) return undefined;
  const tests = constant.map(({ check, wanted }) => ({ holds: compileCheck(check), wanted }));
  const possible = allowed.some((text) => {
    const value: FieldValue = type === "uint64" ? readNumber(text) : type === "bool" ? readTruth(text) : text;
    const event = eventFrom({ [name]: value });
    return tests.every(({ holds, wanted }) => holds(event) === wanted);
  });
  if (possible) return undefined;
  return `nothing that "${name}" can be fits all of ${constant.map(({ check, wanted }) => `"${wanted ? "" : "not "}${print(check)}"`).join(", ")}`;
}
