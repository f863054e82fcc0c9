import type { Item } from "../model/problem.ts";
import { type Piece, type RuleDefinition, textOf } from "./definitions.ts";
import { type OutputMistake, readOutput } from "./output.ts";
import type { OutputTemplate } from "./ruleset.ts";
import { ownSource, sourceHint } from "./sources.ts";
import type { Fields } from "./type-of.ts";
import { type Read, spanOf, type Work } from "./work.ts";

/** "left-out" is a rule whose first unknown field is in its output, and that may be skipped for it. */
export function resolveOutput(
  rule: RuleDefinition,
  fields: Fields,
  item: Item,
  work: Work,
): OutputTemplate | "left-out" | undefined {
  const text = textOf(rule.output);
  const cleaned = text.replaceAll("%container.info", "");
  const pieces = rule.output;
  const read: Read = { pieces, expanded: { text, edits: [], tooLong: false, signs: 0 }, at: rule.at, item };
  if (cleaned !== text)
    work.report.warn(
      "deprecated",
      spanOf(read, 0, text.length),
      `"%container.info" is deprecated and left out`,
      "take it away",
      item,
    );
  const key = `${rule.source} ${cleaned}`;
  const result = work.outputs.get(key) ?? readOutput(cleaned, fields);
  work.outputs.set(key, result);
  if ("template" in result) return result.template;
  const skips = rule.skipIfUnknown && result.mistakes[0]?.code === "unknown-output-field";
  for (const mistake of skips ? result.mistakes.slice(0, 1) : result.mistakes)
    reportOutput(rule, mistake, read, work, skips);
  return skips ? "left-out" : undefined;
}

function reportOutput(
  rule: RuleDefinition,
  { code, message, hint, start, end }: OutputMistake,
  read: Read,
  work: Work,
  skips: boolean,
): void {
  // Leading blanks were trimmed from the text, but not from the scalar that offsets are of.
  const shift = leadingBlanks(read.pieces);
  const span = spanOf({ ...read, pieces: shift.pieces }, start + shift.by, end + shift.by);
  if (skips)
    work.report.warn(
      "skipped-unknown-field",
      span,
      `rule "${rule.name}" is left out: ${message}`,
      hint,
      read.item,
    );
  else {
    const isForeign = code === "unknown-output-field" && rule.source !== ownSource;
    work.report.error(code, span, message, isForeign ? sourceHint : hint, read.item);
  }
}

function leadingBlanks(pieces: readonly Piece[]): { readonly pieces: readonly Piece[]; readonly by: number } {
  const [first, ...rest] = pieces;
  if (first?.node === undefined || first.node.value === first.text) return { pieces, by: 0 };
  return {
    pieces: [{ ...first, text: first.node.value }, ...rest],
    by: first.node.value.length - first.node.value.trimStart().length,
  };
}
