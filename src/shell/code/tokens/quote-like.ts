import { closing, delimitedEnd, startsValue } from "./delimiters.ts";
import { pushText } from "./quotes.ts";
import { type Cutting, plainText, signToken, skippedText } from "./token.ts";

/** What `q(…)` and its like may begin with. */
const quoteLetters = "qmsty";

/** Perl's `<$handle>`, `q(…)` and its like, `s/…/…/`. */
export function perlQuote(cutting: Cutting, at: number): number | undefined {
  const { code, tokens } = cutting;
  const handle = code[at] === "<" ? /^<(\$?\w*)>/.exec(code.slice(at, at + 40)) : null;
  if (handle !== null && startsValue(tokens)) {
    tokens.push(
      { kind: "name", text: "readline" },
      signToken("("),
      { kind: "name", text: handle[1] || "ARGV" },
      signToken(")"),
    );
    return at + handle[0].length;
  }
  if (!quoteLetters.includes(code[at] ?? "") || /[\w$@%&>]/.test(code[at - 1] ?? "")) return undefined;
  const found = /^(qq|qw|qx|qr|q|m|s|tr|y)(\s*)([^\w\s,;=)]|=(?!>))/.exec(code.slice(at, at + 8));
  if (found === null || (found[2] !== "" && found[3] === "=")) return undefined;
  const [whole, name = ""] = found;
  const start = at + whole.length - 1;
  const end = delimitedEnd(code, start);
  const body = code.slice(start + 1, end);
  if (name === "q" || name === "qq" || name === "qx")
    pushText(cutting, body, name === "q" ? "raw" : name === "qx" ? "shell" : "parts", "");
  else if (name === "qw") pushWords(tokens, body);
  else tokens.push(skippedText);
  if (name !== "s" && name !== "tr" && name !== "y") return end + 1 + flagsAt(code, end + 1).length;
  return replacement(cutting, start, end);
}

const flagsAt = (code: string, at: number): string => /^[a-z]*/.exec(code.slice(at, at + 12))?.[0] ?? "";

/** The second half of `s/a/b/`: with the flag `e` it is code. */
function replacement({ code, syntax, tokens, cut }: Cutting, start: number, end: number): number {
  const paired = closing[code[start] ?? ""] !== undefined;
  let open = end;
  if (paired) {
    open = end + 1;
    while (/\s/.test(code[open] ?? "")) open += 1;
  }
  const close = delimitedEnd(code, open);
  const flags = flagsAt(code, close + 1);
  if (flags.includes("e"))
    tokens.push(signToken(";"), ...cut(code.slice(open + 1, close), syntax), signToken(";"));
  return close + 1 + flags.length;
}

/** Ruby's `%w[…]`, `%q(…)`, `%x{…}`. */
export function rubyQuote(cutting: Cutting, at: number): number | undefined {
  const { code, tokens } = cutting;
  const found = /^%([qQwWiIxr]?)([([{<|!/])/.exec(code.slice(at, at + 3));
  if (found === null) return undefined;
  const start = at + found[0].length - 1;
  const end = delimitedEnd(code, start);
  const body = code.slice(start + 1, end);
  const name = found[1] ?? "";
  if (/^[wWiI]$/.test(name)) pushWords(tokens, body);
  else pushText(cutting, body, name === "q" ? "raw" : name === "x" ? "shell" : "parts", "");
  return end + 1;
}

function pushWords(tokens: Cutting["tokens"], body: string): void {
  tokens.push(signToken("["));
  for (const word of body.split(/\s+/)) if (word !== "") tokens.push(plainText(word), signToken(","));
  tokens.push(signToken("]"));
}
