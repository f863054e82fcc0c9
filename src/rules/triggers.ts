import type { Compare, CompareList, Condition, Expression } from "./ast.ts";
import { asciiLower } from "./bytes.ts";
import { isFalcoList, valueType } from "./compile-expression.ts";
import { printExpression } from "./print.ts";
import { requiredTexts } from "./regex-literals.ts";
import type { Ruleset } from "./ruleset.ts";

/**
 * Something cheap to find without which a condition can't hold: a text in the value of an expression, or a whole value.
 * Of a list, some element. A condition has several where any of them may make it hold.
 */
export type Trigger = {
  readonly subject: Expression;
  readonly key: string;
  readonly kind: "contains" | "equals";
  readonly text: string;
};

/** Triggers of a condition and how often about one of them is met; undefined where there are none to find. */
export type Triggers = { readonly list: readonly Trigger[]; readonly cost: number } | undefined;

/** Values that many events have. */
const frequent: ReadonlySet<string> = new Set([
  "PreToolUse",
  "Bash",
  "shell",
  "Read",
  "read",
  "Edit",
  "Write",
  "write",
  "claude_code",
  "linux",
  "default",
]);

/** Fields that are long, so that searching them costs more than it finds. */
const long = /tool\.(?:input|content)\b|cmd\.inline_code/;

function costOf({ kind, text }: Trigger): number {
  if (kind === "equals") return frequent.has(text) ? 0.3 : 0.03;
  return [1, 0.7, 0.4, 0.2, 0.1, 0.05, 0.04, 0.03][text.length] ?? 0.02;
}

function triggersFor(left: Expression, kind: Trigger["kind"], texts: readonly string[]): Triggers {
  const key = printExpression(left);
  const list = texts.map((text): Trigger => ({ subject: left, key, kind, text }));
  if (kind === "contains" && texts.includes("")) return undefined;
  return {
    list,
    cost: list.reduce(
      (sum, trigger) => sum + costOf(trigger),
      long.test(key) && kind === "contains" ? 0.2 : 0,
    ),
  };
}

/** Finds the triggers of conditions; a macro's are worked out once. */
export function triggerFinder(macros: Ruleset["macros"]): (condition: Condition) => Triggers {
  const known = new Map<string, Triggers>();
  const find = (condition: Condition): Triggers => {
    switch (condition.kind) {
      case "and":
        return condition.terms.map(find).reduce(cheaper, undefined);
      case "or":
        return condition.terms.map(find).reduce(either);
      case "not":
      case "exists":
      case "field":
        return undefined;
      case "macro": {
        if (!known.has(condition.name)) {
          const macro = macros[condition.name];
          known.set(condition.name, macro === undefined ? undefined : find(macro.condition));
        }
        return known.get(condition.name);
      }
      case "compare":
      case "list":
        return checkTriggers(condition);
    }
  };
  return find;
}

function cheaper(one: Triggers, other: Triggers): Triggers {
  if (one === undefined || other === undefined) return one ?? other;
  return other.cost < one.cost ? other : one;
}

function either(one: Triggers, other: Triggers): Triggers {
  if (one === undefined || other === undefined) return undefined;
  return { list: [...one.list, ...other.list], cost: one.cost + other.cost };
}

function checkTriggers(check: Compare | CompareList): Triggers {
  const { left, operator } = check;
  const type = valueType(left);
  if ((type !== "string" && type !== "list") || isFalcoList(left)) return undefined;
  if (check.kind === "compare") return valueTriggers(left, operator, check.value);
  if (check.modifier === undefined)
    return operator === "pmatch" ? pathTriggers(left, check.items) : triggersFor(left, "equals", check.items);
  const each = check.items.map((item) => valueTriggers(left, operator, item));
  if (check.modifier === "allof") return each.reduce(cheaper, undefined);
  return each.length === 0 ? triggersFor(left, "equals", []) : each.reduce(either);
}

const lowered = (left: Expression): Expression => ({ kind: "chain", names: ["tolower"], of: left });

function valueTriggers(left: Expression, operator: string, value: string): Triggers {
  switch (operator) {
    case "=":
    case "==":
      return triggersFor(left, "equals", [value]);
    case "contains":
    case "startswith":
    case "endswith":
      return triggersFor(left, "contains", [value]);
    case "icontains":
      return triggersFor(lowered(left), "contains", [asciiLower(value)]);
    case "glob":
      return triggersFor(left, "contains", [longestRun(value)]);
    case "iglob":
      return triggersFor(lowered(left), "contains", [asciiLower(longestRun(value))]);
    case "regex":
      return triggersFor(left, "contains", requiredTexts(value) ?? [""]);
    default:
      return undefined;
  }
}

/** The longest text without anything special in a shell pattern; only ASCII, for what is left is compared as bytes. */
function longestRun(pattern: string): string {
  const runs = pattern.replace(/\[.*|\\./gs, "*").split(/[*?\\]|[^\0-\x7f]/);
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), "");
}

/** Every prefix needs one of its names in the path. */
function pathTriggers(left: Expression, prefixes: readonly string[]): Triggers {
  const names = prefixes.map((prefix) => prefix.split("/").filter((name) => !/[?*[]/.test(name)));
  return triggersFor(
    left,
    "contains",
    names.map((parts) =>
      parts.reduce((longest, name) => (name.length > longest.length ? name : longest), ""),
    ),
  );
}
