import { stripVTControlCharacters } from "node:util";

const styles = {
  bold: "1",
  dim: "2",
  red: "31",
  green: "32",
  yellow: "33",
  cyan: "36",
} as const;

export type Style = keyof typeof styles;

export type Paint = (style: Style, text: string) => string;

/** Colours for a terminal, or none. */
export function paintFor(colours: boolean): Paint {
  return colours ? (style, text) => `\x1b[${styles[style]}m${text}\x1b[0m` : (_, text) => text;
}

/** How many columns a text takes, colours aside. Wide characters count as one. */
export const widthOf = (text: string): number => [...stripVTControlCharacters(text)].length;

/** What the agent or a rules author wrote, made harmless for a terminal: no control or direction character is left. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu,
    (character) => escapes[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x1b": "\\e" };

/** At most `width` columns; what is cut leaves an ellipsis. */
export function shorten(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join("")}…`;
}
