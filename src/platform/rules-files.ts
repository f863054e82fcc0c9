import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { builtinRuleset } from "#builtin-rules";
import type { Problem, Source } from "../model/problem.ts";
import type { Ruleset } from "../rules/ruleset.ts";
import type { Home } from "./home.ts";

/** What the rule files of a home amount to. */
export type LoadedRules = {
  readonly ruleset: Ruleset;
  readonly problems: readonly Problem[];
  /** Files that are not enforced because of their errors. */
  readonly leftOut: readonly string[];
};

/** Larger than any rule file that a person writes. */
const largestFile = 8 << 20;

/** Paths of the user's rule files in load order. */
export function userRuleFiles({ userRules }: Home): readonly string[] {
  const names = orNone(() => readdirSync(userRules));
  const ours = names.filter(
    (name) => /\.ya?ml$/.test(name) && !/\.test\.ya?ml$/.test(name) && !name.startsWith("."),
  );
  return ours.sort().map((name) => join(userRules, name));
}

/** The built-in rules and the user's; of the user's files, those with errors are left out and the others hold. */
export async function loadRuleFiles(home: Home): Promise<LoadedRules> {
  const files = userRuleFiles(home);
  // The common case needs neither YAML nor the grammar.
  if (files.length === 0) return { ruleset: builtinRuleset, problems: [], leftOut: [] };
  const read = files.map((file) => readSource(file));
  const unreadable = read.filter((found): found is Problem => "severity" in found);
  const user = read.filter((found): found is Source => !("severity" in found));
  const { loadGoodFiles } = await import("../rules/load.ts");
  const { builtinSources } = await import("#builtin-sources");
  const { ruleset, problems, leftOut } = loadGoodFiles(builtinSources, user);
  return {
    ruleset,
    problems: [...unreadable, ...problems],
    leftOut: [...unreadable.map(({ span }) => span.source.file), ...leftOut],
  };
}

function readSource(path: string): Source | Problem {
  try {
    if (statSync(path).size > largestFile)
      return unreadable(path, `the file is larger than ${largestFile >> 20} MiB`);
    return { file: path, text: readFileSync(path, "utf8") };
  } catch (error) {
    return unreadable(path, `can't read the file: ${error instanceof Error ? error.message : error}`);
  }
}

function unreadable(file: string, message: string): Problem {
  const span = { source: { file, text: "" }, start: 0, end: 0 };
  return { severity: "error", code: "unreadable-file", falcoCode: "LOAD_ERR_FILE_READ", message, span };
}

function orNone(list: () => readonly string[]): string[] {
  try {
    return [...list()];
  } catch {
    return [];
  }
}

/** The ruleset without the rules that are named, or of which a tag is. */
export function withoutDisabled(ruleset: Ruleset, disabled: readonly string[]): Ruleset {
  if (disabled.length === 0) return ruleset;
  const isDisabled = (rule: Ruleset["rules"][number]) =>
    disabled.includes(rule.name) || rule.tags.some((tag) => disabled.includes(tag));
  return {
    ...ruleset,
    rules: ruleset.rules.map((rule) => (isDisabled(rule) ? { ...rule, enabled: false } : rule)),
  };
}
