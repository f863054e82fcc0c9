import type { Decision } from "../model/verdict.ts";

/** Tags that decide, beside those that a configuration adds. */
export const verdictTags: Readonly<Record<string, Decision>> = {
  coding_agent_deny: "deny",
  coding_agent_ask: "ask",
};

/** What rules that matched decide together: deny before ask before allow. */
export function decisionOf(
  rules: readonly { readonly tags: readonly string[] }[],
  tags = verdictTags,
): Decision {
  const decisions = rules.flatMap((rule) => rule.tags.flatMap((tag) => tags[tag] ?? []));
  return decisions.includes("deny") ? "deny" : decisions.includes("ask") ? "ask" : "allow";
}
