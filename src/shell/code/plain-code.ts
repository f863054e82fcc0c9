/**
 * A text without an end goes on to the end of its line, so that code with many of those takes no longer than other code.
 * What is left alone, and what isn't needed to read compiled languages lightly: texts first, so that nothing in them is
 * taken for code; then a character between single quotes, a macro's `!`, imports, and what stands before a list's braces.
 */
const pieces = new RegExp(
  [
    String.raw`\br(?<marks>#{0,8})"(?<raw>[^]{0,512}?)"\k<marks>`,
    String.raw`(?<text>"(?:[^"\\\n]|\\.)*"?|${"`"}[^${"`"}]*${"`"}?|\/\/[^\n]*)`,
    String.raw`'(?<character>\\[^'\n]{1,9}|[^'\\\n])'`,
    String.raw`\bvec!\s*(?=\[)`,
    String.raw`(?<=\b[a-z_]{1,32})!(?=[([{])`,
    String.raw`\bimport\s+(?:static\s+)?\w[\w.]*(?:\.\*)?\s*;`,
    String.raw`\bnew\s+[\w.]+\s*\[\s{0,8}\d{0,8}\s{0,8}\]\s*(?=\{)`,
    String.raw`\[\s{0,8}\d{0,8}\s{0,8}\]\s*[\w.*]*\s*(?=\{)`,
    String.raw`\[\s{0,8}\d{0,8}\s{0,8}\](?=\s*=\s*\{)`,
  ].join("|"),
  "g",
);

/** Longest code that is looked at, as in tokens/cut.ts. */
const longestCode = 65_536;

/** Code of Go, Rust, Java, C and their like without what the reader doesn't know. */
export const plainCode = (code: string): string =>
  code.slice(0, longestCode).replace(pieces, (...found) => {
    const groups = found.at(-1) as Readonly<Record<string, string | undefined>>;
    const { raw, text, character } = groups;
    if (text !== undefined) return text;
    if (raw !== undefined) return JSON.stringify(raw);
    return character === undefined ? "" : JSON.stringify(character);
  });
