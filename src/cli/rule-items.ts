import { isMap, isScalar, isSeq, parseAllDocuments, type YAMLMap } from "yaml";
import { positionOf, type Source } from "../model/problem.ts";
import { nearest } from "../rules/nearest.ts";

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
  const documents = parseAllDocuments(source.text);
  if (!Array.isArray(documents)) return [];
  return documents.flatMap(({ contents }) =>
    isSeq(contents)
      ? contents.items.filter((item) => isMap(item)).flatMap((item) => itemOf(item, source))
      : [],
  );
}

function itemOf(map: YAMLMap, { file, text }: Source): readonly RuleItem[] {
  const named = map.items.find(({ key }) => isScalar(key) && kinds.includes(String(key.value)));
  if (named === undefined || !isScalar(named.key) || !isScalar(named.value)) return [];
  const [start = 0, end = 0] = map.range ?? [];
  const { line, column } = positionOf(text, start);
  const body = `${" ".repeat(column - 1)}${text.slice(start, end)}`.trimEnd();
  // The dash stands before the map's own range.
  const shown = text
    .slice(start - (column - 1), start)
    .trimStart()
    .startsWith("-")
    ? `- ${body.slice(column - 1)}`
    : body;
  return [{ kind: String(named.key.value), name: String(named.value.value), file, line, text: shown }];
}
