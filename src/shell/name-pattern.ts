import { globMatches } from "./glob.ts";

/** Longest regular expression that is read, and most patterns that its alternatives become. */
const longest = 256;
const mostPatterns = 16;

/**
 * A regular expression looked for in names, as shell patterns for the whole of a name: roughly, and never for less
 * than it fits, since to follow one of anybody's making could cost any time.
 */
export function patternsOf(regex: string, isWhole = false): readonly string[] {
  if (regex.length > longest) return ["*"];
  return alternatives(regex).map((one) => {
    const starts = isWhole || one.startsWith("^");
    const ends = isWhole || /(?:^|[^\\])\$$/.test(one);
    const middle = patternOf(one.replace(/^\^/, "").replace(/\$$/, ""));
    return `${starts ? "" : "*"}${middle}${ends ? "" : "*"}`.replace(/\*+/g, "*");
  });
}

/** A plain text looked for in names, as a shell pattern. */
export const patternOfText = (text: string, isWhole = false): string => (isWhole ? text : `*${text}*`);

const group = /\\?\(([^()]*?)\\?\)(\\?[*+?])?/;

/** Every way through `a|b` and `(a|b)`, in grep's plain syntax or its extended one. */
function alternatives(regex: string): readonly string[] {
  let open = [regex];
  for (let turn = 0; turn < mostPatterns && open.length < mostPatterns; turn += 1) {
    const next = open.flatMap(withoutGroup);
    if (next.length === open.length && next.every((text, at) => text === open[at])) break;
    open = next;
  }
  return open.flatMap((text) => text.split(/\\?\|/)).slice(0, mostPatterns);
}

function withoutGroup(text: string): readonly string[] {
  const found = group.exec(text);
  if (found === null) return [text];
  const [whole, inner = "", times = ""] = found;
  const ways = inner.replace(/^\?:/, "").split(/\\?\|/);
  const all = /[*?]/.test(times) ? [...ways, ""] : ways;
  return all.map((way) => text.slice(0, found.index) + way + text.slice(found.index + whole.length));
}

/** One atom of a regular expression with how often it may stand there. */
const atom = /(\\[\s\S]|\[\^?\]?[^\]]*\]|[\s\S])(\\?[*+?]|\\?\{[^}]*\})?/g;

function patternOf(regex: string): string {
  return regex.replace(atom, (_, one: string, times?: string) => {
    if (times !== undefined) return "*";
    if (/^\\[bBAZzG<>]$/.test(one)) return "";
    if (one === "." || one.startsWith("[") || /^\\[wWdDsS]$/.test(one)) return "?";
    return one.startsWith("\\") ? one.slice(1) : one;
  });
}

/** Whether a name fits one of the patterns. */
export const fitsPattern = (patterns: readonly string[], name: string, ignoresCase: boolean): boolean =>
  patterns.some((pattern) =>
    ignoresCase ? globMatches(pattern.toLowerCase(), name.toLowerCase()) : globMatches(pattern, name),
  );
