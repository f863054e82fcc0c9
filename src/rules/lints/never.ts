import type { Span } from "../../model/problem.ts";
import { checkNeverHolds, neverHolds } from "../never.ts";
import type { Reporter } from "../report.ts";
import type { RulesetRule } from "../ruleset.ts";
import { gatherer } from "../visit.ts";
import { itemOf, type World } from "./lint.ts";

export function neverMatches(rule: RulesetRule, report: Reporter, at: Span, { conditions }: World): void {
  const condition = conditions.get(rule);
  const reason = condition === undefined ? undefined : neverHolds(condition);
  if (reason !== undefined)
    report.warn(
      "never-matches",
      at,
      `rule "${rule.name}" can never match: ${reason}`,
      undefined,
      itemOf(rule),
    );
}

/** Checks that never hold in a rule that can match all the same: a part of it is dead. */
export function deadChecks(rule: RulesetRule, report: Reporter, at: Span, { conditions }: World): void {
  const condition = conditions.get(rule);
  if (condition === undefined || neverHolds(condition) !== undefined) return;
  for (const reason of deadReasons(condition))
    report.warn(
      "never-holds",
      at,
      `a part of rule "${rule.name}" never holds: ${reason}`,
      undefined,
      itemOf(rule),
    );
}

/** Of the dead parts of one rule. */
const mostDead = 50;

const deadReasons = gatherer((leaf) => {
  const reason = leaf.kind === "macro" ? undefined : checkNeverHolds(leaf);
  return reason === undefined ? [] : [reason];
}, mostDead);
