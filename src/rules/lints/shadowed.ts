import type { Span } from "../../model/problem.ts";
import type { Decision } from "../../model/verdict.ts";
import type { Condition } from "../ast.ts";
import { keyPrinter } from "../print.ts";
import type { Reporter } from "../report.ts";
import type { RulesetRule } from "../ruleset.ts";
import { decisionOf } from "../verdict-tags.ts";
import { itemOf, type World } from "./lint.ts";

const strictness = { allow: 0, ask: 1, deny: 2 } as const;

/** The conjuncts of conditions, each as a key; of the same condition the same set. */
function conjunctReader(): (condition: Condition) => ReadonlySet<string> {
  const keyOf = keyPrinter();
  const keys = new Map<Condition, string>();
  const sets = new Map<Condition, ReadonlySet<string>>();
  const key = (term: Condition): string => {
    const known = keys.get(term) ?? keyOf(term);
    keys.set(term, known);
    return known;
  };
  return (condition) => {
    const known =
      sets.get(condition) ?? new Set(condition.kind === "and" ? condition.terms.map(key) : [key(condition)]);
    sets.set(condition, known);
    return known;
  };
}

/** Finds the first of the enabled rules that matches whatever a rule matches, and decides as strictly. */
export function coverFinder(
  conditions: ReadonlyMap<RulesetRule, Condition>,
  tags: Readonly<Record<string, Decision>>,
): World["firstCover"] {
  const conjuncts = conjunctReader();
  const rules = [...conditions]
    .filter(([rule]) => rule.enabled)
    .map(([rule, condition], place) => ({
      rule,
      place,
      strict: strictness[decisionOf([rule], tags)],
      own: conjuncts(condition),
    }));
  const byFirst = Map.groupBy(rules, ({ own }) => own.values().next().value ?? "");
  const byRule = new Map(rules.map((one) => [one.rule, one]));
  const found = new Map<ReadonlySet<string>, (RulesetRule | undefined)[]>();
  const find = (own: ReadonlySet<string>, strict: number): RulesetRule | undefined => {
    const covers = [...own].flatMap(
      (term) =>
        byFirst
          .get(term)
          ?.find((one) => one.strict >= strict && [...one.own].every((part) => own.has(part))) ?? [],
    );
    const [first, ...more] = covers;
    return first === undefined
      ? undefined
      : more.reduce((least, one) => (one.place < least.place ? one : least), first).rule;
  };
  return (rule) => {
    const one = byRule.get(rule);
    if (one === undefined) return undefined;
    const known = found.get(one.own) ?? [];
    found.set(one.own, known);
    known[one.strict] ??= find(one.own, one.strict);
    return known[one.strict];
  };
}

/** An earlier rule matches whatever this one matches, and decides as strictly. */
export function shadowed(rule: RulesetRule, report: Reporter, at: Span, { tags, firstCover }: World): void {
  if (decisionOf([rule], tags) === "allow") return;
  const other = firstCover(rule);
  if (other === undefined || other === rule) return;
  report.warn(
    "shadowed-rule",
    at,
    `rule "${rule.name}" changes nothing: rule "${other.name}" matches all that it matches`,
    "take it away, or put it into the other",
    itemOf(rule),
  );
}
