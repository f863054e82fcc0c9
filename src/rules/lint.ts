import type { Problem, Source, Span } from "../model/problem.ts";
import type { Decision } from "../model/verdict.ts";
import { absentOutput } from "./lints/absent-output.ts";
import type { Lint, World } from "./lints/lint.ts";
import { unknownMark } from "./lints/marks.ts";
import { deadChecks, neverMatches } from "./lints/never.ts";
import { coverFinder, shadowed } from "./lints/shadowed.ts";
import { markTag, noVerdict, verdictTag } from "./lints/tags.ts";
import { labelOf } from "./mark-tags.ts";
import { inliner } from "./never.ts";
import { offsetAt } from "./position.ts";
import { reporterTo } from "./report.ts";
import type { Ruleset, RulesetRule } from "./ruleset.ts";
import { verdictTags } from "./verdict-tags.ts";

export type LintOptions = {
  /** Tags that decide; the built-in ones if not given. */
  readonly tags?: Readonly<Record<string, Decision>>;
};

/** What Falco would take without a word, and an author is likely to regret. All of it are warnings. */
const lints: readonly Lint[] = [
  neverMatches,
  deadChecks,
  shadowed,
  absentOutput,
  verdictTag,
  markTag,
  unknownMark,
  noVerdict,
];

/** Lints rules that load. `sources` are the files that they were loaded from. */
export function lintRules(
  ruleset: Ruleset,
  sources: readonly Source[],
  options: LintOptions = {},
): readonly Problem[] {
  const problems: Problem[] = [];
  const report = reporterTo(problems);
  const byFile = new Map(sources.map((source) => [source.file, source]));
  const world = worldOf(ruleset, options.tags ?? verdictTags);
  for (const rule of ruleset.rules) {
    const source = byFile.get(rule.at.file);
    if (!rule.enabled || source === undefined) continue;
    const at = spanAt(source, rule);
    for (const lint of lints) lint(rule, report, at, world);
  }
  return problems;
}

function worldOf({ rules, macros }: Ruleset, tags: World["tags"]): World {
  const inline = inliner(macros);
  const conditions = new Map(rules.map((rule) => [rule, inline(rule.condition)]));
  const enabled = rules.filter((rule) => rule.enabled);
  const marks = new Set(enabled.flatMap((rule) => rule.tags.flatMap((tag) => labelOf(tag) ?? [])));
  return { tags, conditions, firstCover: coverFinder(conditions, tags), marks, unknownMarks: new Map() };
}

function spanAt(source: Source, { at, name }: RulesetRule): Span {
  const start = offsetAt(source, at.line, at.column);
  return { source, start, end: Math.min(start + name.length, source.text.length) };
}
