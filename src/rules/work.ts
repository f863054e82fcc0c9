import type { Item, Span } from "../model/problem.ts";
import type { Check, Condition, MacroUse } from "./ast.ts";
import { hintFor } from "./collect-lists.ts";
import type { Sources } from "./collect-rules.ts";
import type { Definitions, MacroDefinition, Piece } from "./definitions.ts";
import { beforeExpansion, type Expanded, type ResolvedLists } from "./expand-lists.ts";
import type { Piece as Values } from "./items.ts";
import type { ListSigns } from "./list-signs.ts";
import type { Size } from "./measure.ts";
import type { ReadOutput } from "./output.ts";
import type { Parsed } from "./parse.ts";
import type { Reporter } from "./report.ts";
import { sourceOffset } from "./source-offset.ts";
import type { Mistake } from "./type-of.ts";
import type { ConstantWarning } from "./warn-constants.ts";

/** A condition that was read, with all that is needed to find a place in it in its author's file. */
export type Read = {
  readonly pieces: readonly Piece[];
  readonly expanded: Expanded;
  readonly at: Span;
  readonly item: Item;
};

export type ReadMacro = Read & {
  readonly condition: Condition | undefined;
  readonly definition: MacroDefinition;
};

/** What was read of texts, from one file's end to the next: conditions, by their text with lists put in, and lists. */
export type Texts = { readonly parsed: Map<string, Parsed>; readonly signs: ListSigns };

/** What one state of the definitions is resolved with. */
export type Work = {
  readonly definitions: Definitions;
  readonly sources: Sources;
  readonly report: Reporter;
  readonly lists: ResolvedLists;
  readonly usedLists: Set<string>;
  readonly usedMacros: Set<string>;
  readonly macros: Map<string, ReadMacro>;
  /** Of the macros; see `measureMacros`. */
  readonly sizes: Map<string, Size>;
  readonly texts: Texts;
  /** Outputs that were read, by the rule's source and their text: rules may share a long one. */
  readonly outputs: Map<string, ReadOutput>;
  /** By source: macros in which, with all that they use, rules of that source have nothing to say. */
  readonly faultless: Map<string, Set<string>>;
  /** So far: characters by which lists that were put in have made conditions longer, and tuples of exceptions. */
  readonly grown: { characters: number; tuples: number };
  /** What is wrong with a check, for the source of the rule that was last asked about it. */
  readonly checked: Map<Check, { readonly source: string; readonly mistakes: readonly Mistake[] }>;
  /** What its constants look like, for rules of the same. */
  readonly looks: Map<Check, { readonly source: string; readonly warnings: readonly ConstantWarning[] }>;
  /** What was said of rules' checks so far, and how often. */
  readonly said: Map<string, number>;
  /** Unknown macros so far, and what may have been meant. */
  readonly hints: Map<string, string>;
  /** Distinct regular expressions so far, and how much they grow by their repetitions. */
  readonly regexes: { readonly seen: Set<string>; readonly pieces: Set<Values>; growth: number };
};

/** The span of a range of the expanded text, in the file where it was written. */
export function spanOf({ pieces, expanded, at }: Read, start: number, end: number): Span {
  const from = placeOf(pieces, beforeExpansion(expanded, start));
  if (from === undefined) return at;
  const last = placeOf(pieces, Math.max(beforeExpansion(expanded, end), beforeExpansion(expanded, start)));
  const until =
    last !== undefined && last.source === from.source && last.offset >= from.offset
      ? last.offset
      : from.offset + end - start;
  return { source: from.source, start: from.offset, end: Math.min(until, from.limit) };
}

function placeOf(
  pieces: readonly Piece[],
  offset: number,
): { readonly source: Span["source"]; readonly offset: number; readonly limit: number } | undefined {
  let left = offset;
  for (const [at, { text, node }] of pieces.entries()) {
    if (left < text.length || (at === pieces.length - 1 && left === text.length))
      return node === undefined
        ? undefined
        : { source: node.source, offset: sourceOffset(node, left), limit: node.end };
    left -= text.length;
  }
  return undefined;
}

export function unknownMacro(read: Read, { name, start, end }: MacroUse, hint: string, work: Work): void {
  if (work.definitions.broken.has(`macro ${name}`)) return;
  work.report.error("unknown-macro", spanOf(read, start, end), `unknown macro "${name}"`, hint, read.item);
}

/** Names that are looked for among all the others; a file that is wrong in more places is not a matter of typing. */
const mostHints = 40;

export function macroHint(name: string, { definitions, hints }: Work): string {
  if (definitions.lists.has(name)) return `"${name}" is a list: write "field in (${name})"`;
  const hint = hints.get(name) ?? hintFor(name, hints.size < mostHints ? definitions.macros.keys() : []);
  if (hints.size < mostHints) hints.set(name, hint);
  return hint;
}
