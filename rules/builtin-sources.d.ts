import type { Source } from "../src/model/problem.ts";

/** The files of the built-in rules, in load order; for loading them together with a user's. */
export const builtinSources: readonly Source[];
