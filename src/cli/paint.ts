import { stripVTControlCharacters } from "node:util";

const styles = {
  plain: "0",
  bold: "1",
  dim: "2",
  red: "31",
  green: "32",
  yellow: "33",
  cyan: "36",
} as const;

export type Style = keyof typeof styles;

const verdictStyles: Readonly<Record<string, Style>> = { deny: "red", ask: "yellow", allow: "green" };

export const verdictStyle = (verdict: string): Style => verdictStyles[verdict] ?? "dim";

export type Paint = (style: Style, text: string) => string;

/** Colours for a terminal, or none. */
export function paintFor(colours: boolean): Paint {
  if (!colours) return (_, text) => text;
  return (style, text) => (style === "plain" ? text : `\x1b[${styles[style]}m${text}\x1b[0m`);
}

/** How many columns a text takes, colours aside. Wide characters count as one. */
export const widthOf = (text: string): number => [...stripVTControlCharacters(text)].length;

/**
 * What the agent or a rules author wrote, made harmless for a terminal: no control, direction or invisible character
 * is left, and no half of one.
 */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu,
    (character) => escapes[character] ?? `\\u${codeOf(character)}`,
  );
}

const codeOf = (character: string): string => {
  const code = (character.codePointAt(0) ?? 0).toString(16).padStart(4, "0");
  return code.length > 4 ? `{${code}}` : code;
};

const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x1b": "\\e" };

/** At most `width` columns; what is cut leaves an ellipsis. */
export function shorten(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join("")}…`;
}

/**
 * Lines of at most `width` columns, the first one of at most `first`; broken at blanks unless that would leave more than
 * half of a line empty.
 */
export function wrap(text: string, width: number, first = width): readonly string[] {
  const lines: string[] = [];
  let rest = [...text];
  for (let room = first; rest.length > room; room = width) {
    const blank = rest.lastIndexOf(" ", room);
    const end = blank > room / 2 ? blank : room;
    lines.push(rest.slice(0, end).join(""));
    rest = rest.slice(rest[end] === " " ? end + 1 : end);
  }
  return [...lines, rest.join("")];
}
