import type { Ruleset } from "../src/rules/ruleset.ts";

/** The built-in rules as `npm run build` compiled them: neither YAML nor the grammar is needed to use them. */
export const builtinRuleset: Ruleset;
