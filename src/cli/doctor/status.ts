import { type Check, failed, ok, warning } from "./finding.ts";

/** All that `prempti status` warns about. */
export const statusCheck: Check = async ({ status: { state, warnings, mode, rules } }) => {
  if (warnings.length === 0) return [ok("status", `${mode}, ${rules.enforced} rules enforced`)];
  const found = state === "down" ? failed : warning;
  return warnings.map(({ problem, remedy }, at) => (at === 0 ? found : warning)("status", problem, remedy));
};
