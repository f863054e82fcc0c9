import { positionOf, type Source } from "../model/problem.ts";
import { nearest } from "../rules/nearest.ts";
import { type MapNode, readYaml } from "../rules/read-yaml.ts";

/** One item of a rule file as its author wrote it. */
export type RuleItem = {
  readonly kind: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly text: string;
};

const kinds = ["rule", "macro", "list"];

/** Everything that files say about a name, in file order; or names that may have been meant. */
export function findItems(
  sources: readonly Source[],
  name: string,
): { items: readonly RuleItem[]; near: readonly string[] } {
  const all = sources.flatMap(itemsOf);
  const wanted = name.toLowerCase();
  const exact = all.filter((item) => item.name.toLowerCase() === wanted);
  if (exact.length > 0) return { items: exact, near: [] };
  const names = [...new Set(all.map((item) => item.name))];
  const holding = names.filter((other) => other.toLowerCase().includes(wanted));
  if (holding.length === 1) return { items: all.filter((item) => item.name === holding[0]), near: [] };
  const close = nearest(name, names);
  return { items: [], near: holding.length > 0 ? holding.slice(0, 5) : close === undefined ? [] : [close] };
}

function itemsOf(source: Source): readonly RuleItem[] {
  return readYaml(source).documents.flatMap((document) =>
    document?.kind === "list"
      ? document.items.filter((item) => item.kind === "map").flatMap((item) => itemOf(item, source))
      : [],
  );
}

function itemOf({ entries, start, end }: MapNode, { file, text }: Source): readonly RuleItem[] {
  const named = entries.find(([key]) => key.kind === "scalar" && kinds.includes(key.value));
  const [key, name] = named ?? [];
  if (key?.kind !== "scalar" || name?.kind !== "scalar") return [];
  const { line, column } = positionOf(text, start);
  const body = `${" ".repeat(column - 1)}${text.slice(start, lineEnd(text, end))}`.trimEnd();
  // The dash stands before the map's own range.
  const shown = text
    .slice(start - (column - 1), start)
    .trimStart()
    .startsWith("-")
    ? `- ${body.slice(column - 1)}`
    : body;
  return [{ kind: key.value, name: name.value, file, line, text: shown }];
}

/** Past what else stands on the line in which something ends: a comment. */
function lineEnd(text: string, end: number): number {
  if (text[end - 1] === "\n") return end;
  const next = text.indexOf("\n", end);
  return next === -1 ? text.length : next;
}
