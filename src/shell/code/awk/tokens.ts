/** A piece of an awk program. A line's end is an operator, "\n". */
export type Token = {
  readonly kind: "text" | "number" | "name" | "regex" | "operator";
  readonly text: string;
  /** A name with its bracket right behind it is called. */
  readonly called: boolean;
};

const piece =
  /([ \t\r]+|\\\r?\n|#[^\n]*)|"((?:[^"\\\n]|\\[\s\S])*)"?|(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+|0x[\da-fA-F]+)|([A-Za-z_]\w*(?:::\w+)?)|(\|&|\|\||&&|>>|[-+*/%^<>=!]=|\+\+|--|\*\*|[\s\S])/gy;

/** A bracket that closes right behind `[` or `[^` stands for itself; read both ways, each would double the work. */
const regex = /\/((?:[^/\\\n[]|\\.|\[(?=(\^?\]?))\2[^\]\n]*\])*)\//y;

/** Most slashes that look as if a regular expression began with them and none does: each is looked for to the line's end. */
const mostStray = 64;

/** What may stand before a division; before anything else a slash begins a regular expression. */
const isOperand = (token: Token | undefined): boolean =>
  token !== undefined &&
  (token.kind === "operator"
    ? /^[)\]$]$/.test(token.text)
    : !/^(print|printf|return|in|getline)$/.test(token.text));

/** Cuts an awk program; what doesn't fit any rule is an operator of one character. Undefined where that would take too long. */
export function tokensOf(code: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  let stray = 0;
  while (at < code.length) {
    regex.lastIndex = at;
    const begins = code[at] === "/" && !isOperand(tokens.at(-1));
    const pattern = begins ? regex.exec(code) : null;
    if (begins && pattern === null && ++stray > mostStray) return undefined;
    if (pattern !== null) {
      tokens.push({ kind: "regex", text: pattern[1] ?? "", called: false });
      at = regex.lastIndex;
      continue;
    }
    piece.lastIndex = at;
    const found = piece.exec(code);
    if (found === null) break;
    at = piece.lastIndex;
    const token = tokenOf(found, code[at] === "(");
    if (token !== undefined) tokens.push(token);
  }
  return tokens;
}

function tokenOf(found: RegExpExecArray, beforeBracket: boolean): Token | undefined {
  const [, blank, text, number, name, operator] = found;
  if (blank !== undefined) return undefined;
  if (text !== undefined) return { kind: "text", text, called: false };
  if (number !== undefined) return { kind: "number", text: number, called: false };
  if (name !== undefined) return { kind: "name", text: name, called: beforeBracket };
  return { kind: "operator", text: operator ?? "", called: false };
}
