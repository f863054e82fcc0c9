/** A table of a TOML file, from its header to the next one, with the comment lines directly above its header. */
export type Section = {
  /** The header's line; "" for what stands before the first. */
  readonly header: string;
  readonly start: number;
  /** Where the header's own line starts. */
  readonly headerStart: number;
  readonly end: number;
};

const token =
  /"""(?:\\[\s\S]|[^\\])*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*|[[\]{}]|\n|[^\S\n]+|[^"'#[\]{}\s]+|[\s\S]/g;

/** The tables of a TOML file, in file order, so that all of its text is in one of them. */
export function sectionsOf(text: string): readonly Section[] {
  const headers = headerStarts(text).map((at) => ({ at, from: commentStart(text, at) }));
  const starts = [
    { at: 0, from: 0, header: "" },
    ...headers.map((place) => ({ ...place, header: lineAt(text, place.at) })),
  ];
  return starts.map(({ at, from, header }, index) => ({
    header,
    start: from,
    headerStart: at,
    end: starts[index + 1]?.from ?? text.length,
  }));
}

/** A bracket opens a header where a line starts with it outside every string and array. */
function headerStarts(text: string): readonly number[] {
  const found: number[] = [];
  let [depth, lineStart, isBlank] = [0, 0, true];
  for (const { 0: part, index } of text.matchAll(token)) {
    if (part === "[" && depth === 0 && isBlank) found.push(lineStart);
    if (part === "[" || part === "{") depth += 1;
    if (part === "]" || part === "}") depth -= 1;
    if (part === "\n") lineStart = index + 1;
    if (part === "\n" || part.trim() !== "") isBlank = part === "\n";
  }
  return found;
}

function commentStart(text: string, header: number): number {
  let start = header;
  while (start > 0) {
    const above = text.lastIndexOf("\n", start - 2) + 1;
    if (!/^\s*#/.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  return text.slice(start, end === -1 ? text.length : end).trim();
}
