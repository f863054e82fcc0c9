import { delimitedEnd, matchAt } from "./delimiters.ts";
import { hides, unescaped } from "./escapes.ts";
import { partsOf } from "./text-parts.ts";
import { type Cutting, plainText, type QuoteKind, type Syntax } from "./token.ts";

const textPrefix = /[rRbBfFuUtT]{1,2}(?=["'])/y;

/** `"…"`, `'…'`, `"""…"""`, prefixes of Python, long brackets of Lua. */
export function quoted(cutting: Cutting, at: number): number | undefined {
  const { code, syntax } = cutting;
  const prefix = syntax.insertion === "f{" ? matchAt(textPrefix, code, at) : "";
  if (prefix !== "" && /\w/.test(code[at - 1] ?? "")) return undefined;
  const quote = code[at + prefix.length] ?? "";
  const kind = syntax.quotes[quote];
  if (kind === undefined) return undefined;
  const start = at + prefix.length;
  if (quote === "[") return longBracket(cutting, start);
  const mark = syntax.insertion === "f{" && code.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  const opens = kind === "parts" || kind === "shell" ? insertionOpen(syntax.insertion) : "";
  const end = textEnd(code, start + mark.length, mark, opens);
  const plainKind = prefix === "" ? kind : /f|t/i.test(prefix) ? "parts" : /r/i.test(prefix) ? "raw" : "text";
  pushText(
    cutting,
    code.slice(start + mark.length, end),
    syntax.insertion === "f{" && prefix === "" ? "text" : plainKind,
    prefix,
  );
  return end + mark.length;
}

const insertionOpen = (insertion: Syntax["insertion"]): string =>
  insertion === "#{" || insertion === "${" ? insertion : "";

/** Quotes inside of inserted code don't end the text around it. */
function textEnd(code: string, start: number, mark: string, opens: string): number {
  for (let at = start; at < code.length; at += 1) {
    if (code[at] === "\\") at += 1;
    else if (opens !== "" && code.startsWith(opens, at)) at = delimitedEnd(code, at + 1);
    else if (code.startsWith(mark, at)) return at;
  }
  return code.length;
}

function longBracket({ code, tokens }: Cutting, start: number): number | undefined {
  const open = /^\[(=*)\[/.exec(code.slice(start, start + 8));
  if (open === null) return undefined;
  const close = `]${open[1]}]`;
  const end = code.indexOf(close, start);
  tokens.push(plainText(code.slice(start + open[0].length, end === -1 ? code.length : end)));
  return end === -1 ? code.length : end + close.length;
}

export function pushText({ syntax, tokens }: Cutting, body: string, kind: QuoteKind, prefix: string): void {
  const shell = kind === "shell";
  const hidden = kind !== "raw" && hides(body);
  if (kind === "raw") tokens.push(plainText(body.replace(/\\(['\\])/g, "$1")));
  else if (kind === "text") tokens.push({ kind: "text", parts: [unescaped(body)], shell, hidden });
  else
    tokens.push({ kind: "text", parts: partsOf(body, syntax.insertion, /r/i.test(prefix)), shell, hidden });
}
