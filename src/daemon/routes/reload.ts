import { json, type Route } from "../route.ts";

/** POST /v1/reload: loads config and rules anew. 422 when they have errors and what was in force stays. */
export const reloadRoute: Route = {
  method: "POST",
  path: "/v1/reload",
  answer: async (_, { guard }) => {
    const { rules, load, rejected } = await guard.reload("request");
    const { ok, problems, leftOut } = rejected ?? load;
    return json({ ok, rules: rules.list.length, problems, left_out: leftOut }, ok ? 200 : 422);
  },
};
