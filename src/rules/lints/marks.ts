import { fieldTable, fieldUse } from "../../fields/table.ts";
import type { Span } from "../../model/problem.ts";
import type { Check } from "../ast.ts";
import { valuesOf } from "../items.ts";
import { markPrefix } from "../mark-tags.ts";
import { nearest } from "../nearest.ts";
import type { Reporter } from "../report.ts";
import type { RulesetRule } from "../ruleset.ts";
import { gatherer } from "../visit.ts";
import { itemOf, type World } from "./lint.ts";

/** Marks that a check asks for. */
function marksAskedBy(check: Check): readonly string[] {
  const { left } = check;
  if (left.kind !== "field") return [];
  if (fieldTable.get(left.name)?.argument === "label")
    return left.argument === undefined ? [] : [left.argument];
  if (left.name !== "session.marks") return [];
  if (check.kind === "compare") return check.operator.startsWith("=") ? [check.value] : [];
  return check.kind === "list" && check.modifier === undefined && check.operator !== "pmatch"
    ? valuesOf(check.items)
    : [];
}

/** Lists of marks, of the first thousand checks that ask for any. */
const labelsAskedBy = gatherer((leaf) => {
  const labels = leaf.kind === "macro" ? [] : marksAskedBy(leaf);
  return labels.length === 0 ? [] : [labels];
}, 1_000);

/** Of the marks that one rule asks for, and no rule sets; and of the rules that ask for one of them. */
const [mostUnknown, mostAsking] = [20, 20];

/** A condition or an output asks for a mark that no rule sets. */
export function unknownMark(
  rule: RulesetRule,
  report: Reporter,
  at: Span,
  { conditions, marks, unknownMarks }: World,
): void {
  const condition = conditions.get(rule);
  const unknown = new Set<string>();
  const ask = (labels: Iterable<string>) => {
    for (const label of labels) if (!marks.has(label) && unknown.size < mostUnknown) unknown.add(label);
  };
  if (condition !== undefined) for (const labels of labelsAskedBy(condition)) ask(labels);
  ask(rule.output.fields.flatMap((name) => labelAskedBy(name) ?? []));
  for (const label of unknown) {
    const asking = unknownMarks.get(label) ?? 0;
    unknownMarks.set(label, asking + 1);
    if (asking >= mostAsking) continue;
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

function labelAskedBy(field: string): string | undefined {
  const use = fieldUse(field);
  return use?.field.argument === "label" ? use.argument : undefined;
}
