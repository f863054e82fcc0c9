import { argumentKinds } from "../../fields/argument.ts";
import { priorities } from "../../model/priority.ts";
import type { Span } from "../../model/problem.ts";
import { labelOf, markPrefix } from "../mark-tags.ts";
import { nearest } from "../nearest.ts";
import type { Reporter } from "../report.ts";
import type { RulesetRule } from "../ruleset.ts";
import { decisionOf } from "../verdict-tags.ts";
import { itemOf, type World } from "./lint.ts";

/** A tag that is nearly one that decides. */
export function verdictTag(rule: RulesetRule, report: Reporter, at: Span, { tags }: World): void {
  const names = Object.keys(tags);
  for (const tag of rule.tags) {
    if (names.includes(tag) || tag.startsWith(markPrefix)) continue;
    const [head = "", label] = tag.replaceAll("-", "_").split(":", 2);
    const mark = label !== undefined && nearest(`${head}:`, [markPrefix]) !== undefined;
    const meant =
      (mark ? markPrefix + label : undefined) ??
      nearest(tag.replaceAll("-", "_"), names) ??
      (/^coding[_-]?agent[_-]/i.test(tag) ? names.join(" or ") : undefined);
    if (meant !== undefined)
      report.warn(
        "unknown-verdict-tag",
        at,
        `tag "${tag}" of rule "${rule.name}" decides nothing`,
        `did you mean "${meant}"?`,
        itemOf(rule),
      );
  }
}

/** A tag that means to mark the session, but has no label that a field can name. */
export function markTag(rule: RulesetRule, report: Reporter, at: Span): void {
  for (const tag of rule.tags)
    if (tag.startsWith(markPrefix) && labelOf(tag) === undefined)
      report.warn(
        "bad-mark-label",
        at,
        `tag "${tag}" of rule "${rule.name}" marks nothing: "${tag.slice(markPrefix.length)}" is not ${argumentKinds.label.doc}`,
        `${markPrefix}${argumentKinds.label.example}`,
        itemOf(rule),
      );
}

/** A rule of a high priority that only records. */
export function noVerdict(rule: RulesetRule, report: Reporter, at: Span, { tags }: World): void {
  if (
    priorities.indexOf(rule.priority) > priorities.indexOf("Critical") ||
    decisionOf([rule], tags) !== "allow"
  )
    return;
  report.warn(
    "no-verdict-tag",
    at,
    `rule "${rule.name}" is ${rule.priority}, but only recorded: it has no verdict tag`,
    "tags: [coding_agent_deny]",
    itemOf(rule),
  );
}
