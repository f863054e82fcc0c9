import type { Flow, Listing } from "./flow.ts";
import { unknownPart } from "./flow.ts";
import { fitsPattern } from "./name-pattern.ts";
import { wellKnownBelow } from "./sensitive.ts";
import { type Word, wordFrom } from "./word.ts";

/** How grep looks for a name. */
export type Wanted = {
  readonly patterns: readonly string[];
  readonly isInverted: boolean;
  readonly ignoresCase: boolean;
};

/**
 * The names of a listing that grep lets through: the well-known sensitive ones, and its own patterns for all others.
 * Of names that are known only those that fit.
 */
export function narrowed(flow: Flow, listing: Listing, wanted: Wanted, home: string): Flow {
  const isWhole = flow.text === unknownPart || flow.text.trim() === listing.printed;
  if (isWhole && wanted.isInverted) return flow;
  const fits = (name: string): boolean =>
    fitsPattern(wanted.patterns, name, wanted.ignoresCase) !== wanted.isInverted;
  const names = isWhole ? namesIn(listing, wanted.patterns, home) : flow.text.split("\n");
  const found = names.filter((name) => name !== "" && fits(name));
  const lines = isWhole ? [...found, ...wanted.patterns] : found;
  return { text: lines.map((line) => `${line}\n`).join(""), from: flow.from };
}

/** Well-known names that a listing may hold, as it prints them. */
function namesIn(
  { folder, prefix, hidden, deep }: Listing,
  patterns: readonly string[],
  home: string,
): readonly string[] {
  const start = folder === "/" ? 1 : folder.length + 1;
  return wellKnownBelow(folder, home)
    .map((path) => path.slice(start))
    .filter((name) => deep || !name.includes("/"))
    .filter((name) => hidden || !name.startsWith(".") || patterns.some((pattern) => pattern.includes(".env")))
    .map((name) => prefix + name);
}

/** `~/$name`, where the name is one of all that a folder holds: any of them. */
export function anyListed(word: Word): Word {
  const printed = word.from.listing?.printed ?? "";
  const before = word.text.length - printed.length;
  if (printed === "" || before <= 0 || !word.text.endsWith(printed)) return word;
  return wordFrom(`${word.text.slice(0, before)}${unknownPart}`, word.from, word.glob);
}
