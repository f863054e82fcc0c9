import { argumentKinds } from "../fields/argument.ts";
import { fieldTable, fieldUse } from "../fields/table.ts";
import type { ToolKind } from "../model/call.ts";
import { priorities } from "../model/priority.ts";
import type { Problem, Source, Span } from "../model/problem.ts";
import type { Decision } from "../model/verdict.ts";
import type { Check, Condition } from "./ast.ts";
import { labelOf, markPrefix } from "./mark-tags.ts";
import { nearest } from "./nearest.ts";
import { checkNeverHolds, inliner, neverHolds, requiredChecks } from "./never.ts";
import { offsetAt } from "./position.ts";
import { print } from "./print.ts";
import { type Reporter, reporterTo } from "./report.ts";
import type { Ruleset, RulesetRule } from "./ruleset.ts";
import { decisionOf, verdictTags } from "./verdict-tags.ts";
import { visit } from "./visit.ts";

export type LintOptions = {
  /** Tags that decide; the built-in ones if not given. */
  readonly tags?: Readonly<Record<string, Decision>>;
};

type Lint = (rule: RulesetRule, report: Reporter, at: Span, world: World) => void;

type World = {
  readonly ruleset: Ruleset;
  readonly tags: Readonly<Record<string, Decision>>;
  /** A rule's condition without macros. */
  readonly conditions: ReadonlyMap<RulesetRule, Condition>;
  /** The conjuncts of a rule's condition, each as its text. */
  readonly conjuncts: ReadonlyMap<RulesetRule, ReadonlySet<string>>;
  /** Enabled rules by the first of their conjuncts, in their order. */
  readonly byFirst: ReadonlyMap<string, readonly RulesetRule[]>;
  /** Labels that enabled rules mark sessions with. */
  readonly marks: readonly string[];
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

function worldOf(ruleset: Ruleset, tags: World["tags"]): World {
  const enabled = ruleset.rules.filter((rule) => rule.enabled);
  const inline = inliner(ruleset.macros);
  const conditions = new Map(ruleset.rules.map((rule) => [rule, inline(rule.condition)]));
  const printed = new Map<Condition, string>();
  const conjuncts = new Map([...conditions].map(([rule, one]) => [rule, conjunctsOf(one, printed)]));
  const byFirst = Map.groupBy(enabled, (rule) => conjuncts.get(rule)?.values().next().value ?? "");
  const marks = [...new Set(enabled.flatMap((rule) => rule.tags.flatMap((tag) => labelOf(tag) ?? [])))];
  return { ruleset, tags, conditions, conjuncts, byFirst, marks };
}

function spanAt(source: Source, { at, name }: RulesetRule): Span {
  const start = offsetAt(source, at.line, at.column);
  return { source, start, end: Math.min(start + name.length, source.text.length) };
}

const itemOf = ({ name }: RulesetRule) => ({ kind: "rule", name });

function neverMatches(rule: RulesetRule, report: Reporter, at: Span, { conditions }: World): void {
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
function deadChecks(rule: RulesetRule, report: Reporter, at: Span, { conditions }: World): void {
  const condition = conditions.get(rule);
  if (condition === undefined || neverHolds(condition) !== undefined) return;
  visit(condition, (leaf) => {
    const reason = leaf.kind === "macro" ? undefined : checkNeverHolds(leaf);
    if (reason !== undefined)
      report.warn(
        "never-holds",
        at,
        `a part of rule "${rule.name}" never holds: ${reason}`,
        undefined,
        itemOf(rule),
      );
  });
}

const strictness = { allow: 0, ask: 1, deny: 2 } as const;

/** `printed` remembers what rules have in common: the trees of macros. */
function conjunctsOf(condition: Condition, printed: Map<Condition, string>): ReadonlySet<string> {
  const text = (term: Condition): string => {
    const known = printed.get(term) ?? print(term);
    printed.set(term, known);
    return known;
  };
  return new Set(condition.kind === "and" ? condition.terms.map(text) : [text(condition)]);
}

/** An earlier rule matches whatever this one matches, and decides as strictly. */
function shadowed(rule: RulesetRule, report: Reporter, at: Span, world: World): void {
  const { ruleset, tags, conjuncts, byFirst } = world;
  const own = conjuncts.get(rule);
  const decision = strictness[decisionOf([rule], tags)];
  if (own === undefined || decision === 0) return;
  const places = [...own].flatMap((term) => {
    const other = byFirst
      .get(term)
      ?.find(
        (one) =>
          one === rule ||
          (strictness[decisionOf([one], tags)] >= decision &&
            [...(conjuncts.get(one) ?? [])].every((part) => own.has(part))),
      );
    return other === undefined ? [] : [ruleset.rules.indexOf(other)];
  });
  const other = ruleset.rules[Math.min(...places)];
  if (other === undefined || other === rule || ruleset.rules.indexOf(other) > ruleset.rules.indexOf(rule))
    return;
  report.warn(
    "shadowed-rule",
    at,
    `rule "${rule.name}" changes nothing: rule "${other.name}" matches all that it matches`,
    "take it away, or put it into the other",
    itemOf(rule),
  );
}

/** Tools by name, as far as every agent means the same kind by it. */
const kindOfTool: Readonly<Record<string, ToolKind>> = {
  Bash: "shell",
  bash: "shell",
  powershell: "shell",
  Read: "read",
  Write: "write",
  Edit: "write",
  MultiEdit: "write",
  NotebookEdit: "write",
  Grep: "search",
  Glob: "search",
  WebFetch: "web",
  WebSearch: "web",
};

/** Fields that only calls of some kinds have a value for. */
const fieldKinds: readonly (readonly [pattern: RegExp, kinds: readonly ToolKind[]])[] = [
  [/^cmd\./, ["shell", "mcp", "other", "agent"]],
  [/^tool\.input_command$/, ["shell", "mcp", "other", "agent"]],
  [/^tool\.(?:file_path|file_name|real_file_path)$/, ["read", "write", "search", "mcp", "other"]],
  [/^tool\.patch_op$/, ["write", "other"]],
  [/^tool\.url$/, ["web", "mcp", "other"]],
  [/^tool\.mcp_/, ["mcp"]],
];

/** Kinds of calls that a rule can match; undefined when its condition doesn't say. */
function kindsOf(condition: Condition): readonly ToolKind[] | undefined {
  for (const { check, wanted } of requiredChecks(condition)) {
    if (!wanted || check.left.kind !== "field" || check.kind === "exists" || check.kind === "field") continue;
    const values =
      check.kind === "compare"
        ? check.operator === "="
          ? [check.value]
          : []
        : check.operator === "in"
          ? check.items
          : [];
    const kinds =
      check.left.name === "tool.kind"
        ? values
        : check.left.name === "tool.name"
          ? values.map((name) => kindOfTool[name])
          : [];
    if (kinds.length > 0 && kinds.every((kind) => kind !== undefined)) return kinds as readonly ToolKind[];
  }
  return undefined;
}

function absentOutput(rule: RulesetRule, report: Reporter, at: Span, { conditions }: World): void {
  const condition = conditions.get(rule);
  const kinds = condition === undefined ? undefined : kindsOf(condition);
  if (kinds === undefined) return;
  for (const field of rule.output.fields) {
    const has = fieldKinds.find(([pattern]) => pattern.test(field))?.[1];
    if (has === undefined || kinds.some((kind) => has.includes(kind))) continue;
    report.warn(
      "absent-output-field",
      at,
      `the output of rule "${rule.name}" names "${field}", which a ${kinds.join(" or ")} call never has`,
      undefined,
      itemOf(rule),
    );
  }
}

function verdictTag(rule: RulesetRule, report: Reporter, at: Span, { tags }: World): void {
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
function markTag(rule: RulesetRule, report: Reporter, at: Span): void {
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

/** Marks that a check asks for. */
function marksAskedBy(check: Check): readonly string[] {
  const { left } = check;
  if (left.kind !== "field") return [];
  if (fieldTable.get(left.name)?.argument === "label")
    return left.argument === undefined ? [] : [left.argument];
  if (left.name !== "session.marks") return [];
  if (check.kind === "compare") return check.operator.startsWith("=") ? [check.value] : [];
  return check.kind === "list" && check.modifier === undefined && check.operator !== "pmatch"
    ? check.items
    : [];
}

/** A condition or an output asks for a mark that no rule sets. */
function unknownMark(rule: RulesetRule, report: Reporter, at: Span, { conditions, marks }: World): void {
  const condition = conditions.get(rule);
  const asked = new Set<string>();
  if (condition !== undefined)
    visit(condition, (leaf) => {
      if (leaf.kind !== "macro") for (const label of marksAskedBy(leaf)) asked.add(label);
    });
  for (const name of rule.output.fields) {
    const use = fieldUse(name);
    if (use?.field.argument === "label") asked.add(use.argument);
  }
  if (asked.size === 0) return;
  for (const label of asked) {
    if (marks.includes(label)) continue;
    const near = nearest(label, marks);
    report.warn(
      "unknown-mark",
      at,
      `rule "${rule.name}" asks for the mark "${label}", which no rule sets`,
      near === undefined ? `tags: [${markPrefix}${label}]` : `did you mean "${near}"?`,
      itemOf(rule),
    );
  }
}

function noVerdict(rule: RulesetRule, report: Reporter, at: Span, { tags }: World): void {
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
