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

const verdictStyles: Readonly<Record<string, Style>> = {
  deny: "red",
  alarm: "red",
  ask: "yellow",
  allow: "green",
};

export const verdictStyle = (verdict: string): Style => verdictStyles[verdict] ?? "dim";

export type Paint = (style: Style, text: string) => string;

/** Colours for a terminal, or none. */
export function paintFor(colours: boolean): Paint {
  if (!colours) return (_, text) => text;
  return (style, text) => (style === "plain" ? text : `\x1b[${styles[style]}m${text}\x1b[0m`);
}

/** How many columns a text takes, colours aside. */
export const widthOf = (text: string): number =>
  isNarrow(text) ? text.length : columnsOf([...stripVTControlCharacters(text)]);

const columnsOf = (characters: readonly string[]): number =>
  characters.reduce((sum, character) => sum + columnsOfOne(character), 0);

/** Nearly every text; the rest of this file's work is spared then. */
const isNarrow = (text: string): boolean => /^[ -~]*$/.test(text);

/** East Asian and emoji characters are two columns wide, combining ones none. */
function columnsOfOne(character: string): number {
  if (character <= "~") return 1;
  if (/^\p{M}$/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

// Unicode Standard Annex 11: East_Asian_Width W and F, by blocks.
const wide =
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}\p{Emoji_Presentation}]$/u;

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

/** JSON text with the same characters escaped, so that it means the same. */
export function printableJson(json: string): string {
  return json.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => {
      const code = character.charCodeAt(at).toString(16);
      return `\\u${code.padStart(4, "0")}`;
    }).join(""),
  );
}

/** At most `width` columns; what is cut leaves an ellipsis. */
export function shorten(text: string, width: number): string {
  if (text.length * 2 <= width) return text;
  if (isNarrow(text)) return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
  if (widthOf(text) <= width) return text;
  // More cannot be shown, were all of it combining marks but a quarter.
  const characters = [...text.slice(0, 4 * width)];
  return `${characters.slice(0, fitting(characters, Math.max(0, width - 1))).join("")}…`;
}

/** How many of the characters from one on fit into so many columns. */
function fitting(characters: readonly string[], width: number, start = 0): number {
  let columns = 0;
  for (let at = start; at < characters.length; at += 1) {
    columns += columnsOfOne(characters[at] ?? "");
    if (columns > width) return at - start;
  }
  return characters.length - start;
}

/**
 * Lines of at most `width` columns, the first one of at most `first`; broken at blanks unless that would leave more than
 * half of a line empty.
 */
export function wrap(text: string, width: number, first = width): readonly string[] {
  const lines: string[] = [];
  const characters = [...text];
  let start = 0;
  for (let room = first; ; room = width) {
    // One character is always taken, however narrow it gets.
    const fits = Math.max(1, fitting(characters, room, start));
    if (start + fits >= characters.length) return [...lines, characters.slice(start).join("")];
    const line = characters.slice(start, start + fits + 1);
    const blank = line.lastIndexOf(" ");
    const end = blank > fits / 2 ? blank : fits;
    lines.push(line.slice(0, end).join(""));
    start += line[end] === " " ? end + 1 : end;
  }
}
