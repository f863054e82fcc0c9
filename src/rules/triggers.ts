import type { Compare, CompareList, Condition, Expression } from "./ast.ts";
import { asciiLower } from "./bytes.ts";
import { isFalcoList, valueType } from "./compile-expression.ts";
import { countOf, type Piece, perPiece } from "./items.ts";
import { printExpression } from "./print.ts";
import { requiredTexts } from "./regex-literals.ts";
import type { Ruleset } from "./ruleset.ts";

/**
 * Something cheap to find without which a condition can't hold: one of some texts in the value of an expression, or one
 * of them as the whole value. Of a list, some element. A condition has several where any of them may make it hold. The
 * same array of texts, found in the same way, is one trigger of many conditions.
 */
export type Trigger = {
  readonly subject: Expression;
  readonly key: string;
  readonly kind: "contains" | "equals";
  readonly texts: Piece;
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

const costOf = perPiece((texts, kind) => texts.reduce((sum, text) => sum + costOfText(kind, text), 0));

function costOfText(kind: string, text: string): number {
  if (kind === "equals") return frequent.has(text) ? 0.3 : 0.03;
  return [1, 0.7, 0.4, 0.2, 0.1, 0.05, 0.04, 0.03][text.length] ?? 0.02;
}

function triggersFor(left: Expression, kind: Trigger["kind"], texts: Piece): Triggers {
  const key = printExpression(left);
  // A text that is empty is in every value.
  if (kind === "contains" && texts.includes("")) return undefined;
  const extra = long.test(key) && kind === "contains" ? 0.2 : 0;
  return { list: [{ subject: left, key, kind, texts }], cost: extra + costOf(texts, kind) };
}

/** Finds the triggers of conditions; a macro's are worked out once. */
export function triggerFinder(macros: Ruleset["macros"]): (condition: Condition) => Triggers {
  const known = new Map<string, Triggers>();
  const find = (condition: Condition): Triggers => {
    switch (condition.kind) {
      case "and":
        return condition.terms.map(find).reduce(cheaper, undefined);
      case "or":
        return anyOf(condition.terms.map(find));
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

/** Conditions of which any can hold. */
function anyOf(each: readonly Triggers[]): Triggers {
  const found = each.filter((one) => one !== undefined);
  if (found.length < each.length) return undefined;
  return { list: found.flatMap(({ list }) => list), cost: found.reduce((sum, { cost }) => sum + cost, 0) };
}

/** Where a check's values are looked for, and what of each of them: one of these texts. */
type Look = {
  readonly kind: Trigger["kind"];
  readonly lowered?: true;
  readonly textsOf: (value: string) => readonly string[];
};

const itself = (value: string) => [value];

/** By operator. */
const looks: Readonly<Record<string, Look>> = {
  "=": { kind: "equals", textsOf: itself },
  "==": { kind: "equals", textsOf: itself },
  in: { kind: "equals", textsOf: itself },
  intersects: { kind: "equals", textsOf: itself },
  contains: { kind: "contains", textsOf: itself },
  startswith: { kind: "contains", textsOf: itself },
  endswith: { kind: "contains", textsOf: itself },
  icontains: { kind: "contains", lowered: true, textsOf: (value) => [asciiLower(value)] },
  glob: { kind: "contains", textsOf: (value) => [longestRun(value)] },
  iglob: { kind: "contains", lowered: true, textsOf: (value) => [asciiLower(longestRun(value))] },
  regex: { kind: "contains", textsOf: (value) => requiredTexts(value) ?? [""] },
  pmatch: { kind: "contains", textsOf: (value) => [longestName(value)] },
};

/** For each value the texts of which one is in what it fits. */
const textsOfEach = perPiece((values, operator) =>
  values.map((value) => looks[operator]?.textsOf(value) ?? [""]),
);

/** All of them; where these are the values themselves, the same array. */
const textsOfAny = perPiece(
  (values, operator): Piece =>
    looks[operator]?.textsOf === itself ? values : [...new Set(textsOfEach(values, operator).flat())],
);

function checkTriggers(check: Compare | CompareList): Triggers {
  const { left, operator } = check;
  const type = valueType(left);
  const look = looks[operator];
  if ((type !== "string" && type !== "list") || isFalcoList(left) || look === undefined) return undefined;
  const subject = look.lowered === true ? lowered(left) : left;
  const triggers = (texts: Piece) => triggersFor(subject, look.kind, texts);
  if (check.kind === "compare") return triggers(look.textsOf(check.value));
  if (check.modifier === "allof")
    return check.items
      .map((piece) => rarest(piece, operator))
      .map(triggers)
      .reduce(cheaper, undefined);
  if (countOf(check.items) === 0) return triggers([]);
  return anyOf(check.items.map((piece) => triggers(textsOfAny(piece, operator))));
}

const lowered = (left: Expression): Expression => ({ kind: "chain", names: ["tolower"], of: left });

/** Of values that must all fit, the texts of the one that is met least. */
const rarest = perPiece((values, operator): Piece => {
  const kind = looks[operator]?.kind ?? "contains";
  const each = textsOfEach(values, operator).map((texts) => ({ texts, cost: costOf(texts, kind) }));
  return each.reduce(
    (least, one) => (one.cost < least.cost ? one : least),
    each[0] ?? { texts: [""], cost: 1 },
  ).texts;
});

/** The longest text without anything special in a shell pattern; only ASCII, for what is left is compared as bytes. */
function longestRun(pattern: string): string {
  return longestOf(pattern.replace(/\[.*|\\./gs, "*").split(/[*?\\]|[^\0-\x7f]/));
}

/** The longest name in a path that is no pattern. */
function longestName(prefix: string): string {
  return longestOf(prefix.split("/").filter((name) => !/[?*[]/.test(name)));
}

const longestOf = (texts: readonly string[]) =>
  texts.reduce((longest, text) => (text.length > longest.length ? text : longest), "");
