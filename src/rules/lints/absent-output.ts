import type { ToolKind } from "../../model/call.ts";
import type { Span } from "../../model/problem.ts";
import type { Condition } from "../ast.ts";
import { countOf, type Items, valuesOf } from "../items.ts";
import { requiredChecks } from "../never.ts";
import type { Reporter } from "../report.ts";
import type { RulesetRule } from "../ruleset.ts";
import { itemOf, type World } from "./lint.ts";

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

/** More than there are kinds and tools say nothing. */
const fewValues = (items: Items) => (countOf(items) > 100 ? [] : valuesOf(items));

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
          ? fewValues(check.items)
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

/** An output names a field that none of the calls that the rule matches has. */
export function absentOutput(rule: RulesetRule, report: Reporter, at: Span, { conditions }: World): void {
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
