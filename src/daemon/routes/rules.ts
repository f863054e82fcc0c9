import { json, type Route } from "../route.ts";

/** GET /v1/rules: the rules in force, in the order in which they are matched, with how often each has. */
export const rulesRoute: Route = {
  method: "GET",
  path: "/v1/rules",
  answer: (_, { guard, counts }) => {
    const { ruleset } = guard.current();
    const rules = ruleset.rules.map(({ name, priority, tags, desc, enabled, at }) => ({
      name,
      priority,
      tags,
      desc,
      enabled,
      at,
      matches: counts.byRule.get(name) ?? 0,
    }));
    return json({ rules });
  },
};
