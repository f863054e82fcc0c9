import { matchAt, startsValue } from "./delimiters.ts";
import { perlQuote, rubyQuote } from "./quote-like.ts";
import { quoted } from "./quotes.ts";
import { type Cutting, plainText, type Syntax, signAt, skippedText, type Token } from "./token.ts";

/** Longest code and most tokens that are looked at. */
const longestCode = 65_536;
const mostTokens = 16_384;

/** Cuts code into tokens. Never fails: what it doesn't know is a sign. */
export function tokensOf(whole: string, syntax: Syntax): readonly Token[] {
  const code = whole.length > longestCode ? whole.slice(0, longestCode) : whole;
  const tokens: Token[] = [];
  const cutting: Cutting = { code, syntax, tokens, cut: tokensOf };
  let at = 0;
  while (at < code.length && tokens.length < mostTokens) at = nextToken(cutting, at);
  return tokens;
}

/** Whether tokens are only those of the code's beginning. */
export const isCut = (code: string, tokens: readonly Token[]): boolean =>
  code.length > longestCode || tokens.length >= mostTokens;

function nextToken(cutting: Cutting, at: number): number {
  const { code } = cutting;
  const char = code[at] ?? "";
  if (char === "\n") return lineBreak(cutting, at);
  if (char === " " || char === "\t" || char === "\r" || char === "\\") return at + 1;
  const comment = commentEnd(cutting, at);
  if (comment !== -1) return comment;
  return special(cutting, at) ?? quoted(cutting, at) ?? plain(cutting, at);
}

function lineBreak({ code, tokens }: Cutting, at: number): number {
  let end = at + 1;
  while (code[end] === " " || code[end] === "\t") end += 1;
  tokens.push({ kind: "line", indent: end - at - 1 });
  return end;
}

function commentEnd({ code, syntax }: Cutting, at: number): number {
  const { lineComments, blockComments } = syntax;
  for (const [open, close] of blockComments) {
    if (!code.startsWith(open, at)) continue;
    const end = code.indexOf(close, at + open.length);
    return end === -1 ? code.length : end + close.length;
  }
  for (const open of lineComments) {
    if (!code.startsWith(open, at)) continue;
    const end = code.indexOf("\n", at);
    return end === -1 ? code.length : end;
  }
  return -1;
}

/** Texts that begin with letters, and regular expressions. */
function special(cutting: Cutting, at: number): number | undefined {
  const { code, syntax, tokens } = cutting;
  if (syntax.quoteLike === "perl") {
    const found = perlQuote(cutting, at);
    if (found !== undefined) return found;
  }
  if (syntax.quoteLike === "ruby" && code[at] === "%" && startsValue(tokens)) {
    const found = rubyQuote(cutting, at);
    if (found !== undefined) return found;
  }
  if (syntax.quoteLike === "ruby" && code[at] === ":") {
    const name = isSent(tokens.at(-1), tokens.at(-2)) ? matchAt(plainName, code, at + 1) : "";
    if (name !== "") {
      tokens.push(plainText(name));
      return at + 1 + name.length;
    }
  }
  if (!syntax.regex || code[at] !== "/" || !startsValue(tokens)) return undefined;
  const end = /^\/(?![*/ =])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/i.exec(
    code.slice(at, at + 2_048),
  );
  if (end === null) return undefined;
  tokens.push(skippedText);
  return at + end[0].length;
}

const sends = /^(?:send|__send__|public_send|method)$/;

/** `send(:name`, `send :name`: the symbol says what is called. */
function isSent(last: Token | undefined, before: Token | undefined): boolean {
  const word = last?.kind === "sign" && last.text === "(" ? before : last;
  return word?.kind === "name" && sends.test(word.text);
}

const plainName = /[A-Za-z_]\w*/y;
const sigilName = /[$@%&]?[A-Za-z_]\w*(?:::\w+)*|\$[_0-9!@&/,;~.|]/y;
const number = /0[xX][0-9a-fA-F_]+|0[oO][0-7]+|0[bB][01]+|\d[\d_]*(?:\.\d+)?/y;

/** A name, a number or a sign. */
function plain({ code, syntax, tokens }: Cutting, at: number): number {
  const name = matchAt(syntax.sigils === "" ? plainName : sigilName, code, at);
  if (name !== "") tokens.push({ kind: "name", text: name });
  const digits = name === "" ? matchAt(number, code, at) : "";
  if (digits !== "") tokens.push({ kind: "number", text: digits });
  if (name !== "" || digits !== "") return at + name.length + digits.length;
  const sign = signAt(code, at);
  tokens.push(sign);
  return at + sign.text.length;
}
