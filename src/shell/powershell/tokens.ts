/** A piece of PowerShell text. Groups hold what stands between their brackets. */
export type Token = {
  /** A new argument begins here. */
  readonly spaced: boolean;
} & (
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "verbatim"; readonly text: string }
  | { readonly kind: "expandable"; readonly text: string }
  | {
      readonly kind: "group";
      readonly open: "(" | "{" | "[" | "$(" | "@(" | "@{";
      readonly tokens: readonly Token[];
      readonly text: string;
    }
  | { readonly kind: "operator"; readonly text: string }
);

/** Deepest brackets that are looked into. */
const deepest = 32;

const closers: Readonly<Record<string, string>> = { "(": ")", "{": "}", "[": "]" };

/** Cuts PowerShell text into tokens. What is left open at the end is closed there. */
export function tokenize(text: string): readonly Token[] {
  return readTokens(text, 0, "", 0).tokens;
}

type Read = { readonly tokens: readonly Token[]; readonly end: number };

function readTokens(text: string, start: number, closer: string, depth: number): Read {
  const tokens: Token[] = [];
  let at = start;
  let spaced = true;
  while (at < text.length) {
    const char = text[at] as string;
    if (char === closer) return { tokens, end: at + 1 };
    const blank = blankEnd(text, at, spaced);
    if (blank > at) {
      at = blank;
      spaced = true;
      continue;
    }
    const next = readToken(text, at, spaced, depth);
    tokens.push(next.token);
    spaced = next.token.kind === "operator";
    at = next.end;
  }
  return { tokens, end: text.length };
}

/** Past white space, line continuations and comments; the same place when there are none. */
function blankEnd(text: string, at: number, spaced: boolean): number {
  const char = text[at];
  if (char === " " || char === "\t" || char === "\r") return at + 1;
  if (char === "`" && /[\r\n]/.test(text[at + 1] ?? "")) return text[at + 1] === "\r" ? at + 3 : at + 2;
  if (char === "<" && text[at + 1] === "#") return endOr(text, text.indexOf("#>", at), 2);
  if (char === "#" && spaced) return endOr(text, text.indexOf("\n", at), 0);
  return at;
}

const endOr = (text: string, found: number, length: number): number =>
  found === -1 ? text.length : found + length;

type ReadOne = { readonly token: Token; readonly end: number };

function readToken(text: string, at: number, spaced: boolean, depth: number): ReadOne {
  const rest = text.slice(at, at + 2);
  const char = text[at] as string;
  if (rest === '@"' || rest === "@'") return hereString(text, at, spaced);
  if (rest === "$(" || rest === "@(" || rest === "@{") return group(text, at, rest, spaced, depth);
  if (char === "(" || char === "{" || char === "[") return group(text, at, char, spaced, depth);
  if (char === "'") return quoted(text, at, spaced, "verbatim");
  if (char === '"') return quoted(text, at, spaced, "expandable");
  const operator = /^(?:&&|\|\||\d?>>|\d?>&\d|\d?>|\*>>?|[|;&,\n)}\]]|=(?!=)|\+=)/.exec(
    text.slice(at, at + 4),
  )?.[0];
  if (operator !== undefined && (spaced || !/^(&$|\d)/.test(operator))) {
    return { token: { kind: "operator", text: operator, spaced }, end: at + operator.length };
  }
  return bareword(text, at, spaced);
}

function group(
  text: string,
  at: number,
  open: "(" | "{" | "[" | "$(" | "@(" | "@{",
  spaced: boolean,
  depth: number,
): ReadOne {
  const from = at + open.length;
  const closer = closers[open.at(-1) ?? ""] ?? "";
  const { tokens, end } =
    depth >= deepest ? { tokens: [], end: text.length } : readTokens(text, from, closer, depth + 1);
  return {
    token: {
      kind: "group",
      open,
      tokens,
      text: text.slice(from, text[end - 1] === closer ? end - 1 : end),
      spaced,
    },
    end,
  };
}

function hereString(text: string, at: number, spaced: boolean): ReadOne {
  const quote = text[at + 1] as string;
  const begin = text.indexOf("\n", at);
  const close = begin === -1 ? -1 : text.indexOf(`\n${quote}@`, begin);
  const kind = quote === "'" ? "verbatim" : "expandable";
  const body =
    begin === -1 ? "" : text.slice(begin + 1, close === -1 ? text.length : Math.max(close, begin + 1));
  return { token: { kind, text: body, spaced }, end: close === -1 ? text.length : close + 3 };
}

/** A doubled quote is one; a backtick escapes inside double quotes. */
function quoted(text: string, at: number, spaced: boolean, kind: "verbatim" | "expandable"): ReadOne {
  const quote = text[at] as string;
  let body = "";
  let end = at + 1;
  for (; end < text.length; end += 1) {
    const char = text[end] as string;
    if (char === "`" && kind === "expandable") body += `\`${text[++end] ?? ""}`;
    else if (char !== quote) body += char;
    else if (text[end + 1] === quote) {
      body += char;
      end += 1;
    } else break;
  }
  return { token: { kind, text: body, spaced }, end: end + 1 };
}

/** Up to white space or something that ends a word; a backtick escapes. `$x[0]`, `$x.y` stay in pieces. */
function bareword(text: string, at: number, spaced: boolean): ReadOne {
  let body = text[at] === "`" ? (text[at + 1] ?? "") : (text[at] as string);
  let end = at + (text[at] === "`" ? 2 : 1);
  const isBraced = body === "$" && text[end] === "{";
  const isVariable = body === "$";
  for (; end < text.length; end += 1) {
    const char = text[end] as string;
    if (isBraced ? text[end - 1] === "}" : /[\s|;&,(){}'"[\]>]/.test(char)) break;
    if (char === "$" && text[end + 1] === "(") break;
    if (isVariable && (char === "=" || (char === "+" && text[end + 1] === "="))) break;
    if (char === "`") body += text[++end] ?? "";
    else body += char;
  }
  return { token: { kind: "word", text: body, spaced }, end };
}
