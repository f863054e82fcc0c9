/** How a language writes its texts and comments; all that reading it lightly needs to know. */
export type Syntax = {
  readonly lineComments: readonly string[];
  readonly blockComments: readonly (readonly [string, string])[];
  /** What a quote means: `raw` knows no escapes, `text` has them, `parts` has code or variables in it, `shell` is run. */
  readonly quotes: Readonly<Record<string, "raw" | "text" | "parts" | "shell">>;
  /** How code stands in a text: `#{…}`, `${…}`, `{…}` of f"", or `$name` alone. */
  readonly insertion: "#{" | "${" | "f{" | "$" | "";
  /** Names may begin with these: `$x`, `@a`. */
  readonly sigils: string;
  /** `/…/` is a regular expression where a value may stand. */
  readonly regex: boolean;
  /** `q(…)`, `%w[…]`, `qx(…)`, `s/a/b/`. */
  readonly quoteLike: "perl" | "ruby" | "";
};

/** A piece of a text: as it is, or code whose value stands there. */
export type Part = string | { readonly code: string };

export type Token =
  | {
      readonly kind: "text";
      readonly parts: readonly Part[];
      readonly shell: boolean;
      readonly hidden: boolean;
    }
  | { readonly kind: "name"; readonly text: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "sign"; readonly text: string }
  /** A new line, with how far it is indented. */
  | { readonly kind: "line"; readonly indent: number };

/** Longest code and most tokens that are looked at. */
const longestCode = 65_536;
const mostTokens = 16_384;

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "0": "\0",
  b: "\b",
  f: "\f",
  v: "\v",
  a: "\x07",
  e: "\x1b",
  "\n": "",
};

const escapeSequence =
  /\\(?:x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|U([0-9a-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g;

const fromCode = (digits: string, base: number): string => {
  const code = Number.parseInt(digits, base);
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
};

/** Escapes written out. */
const unescaped = (text: string): string =>
  text.includes("\\")
    ? text.replace(
        escapeSequence,
        (
          _,
          x?: string,
          xs?: string,
          u?: string,
          us?: string,
          long?: string,
          octal?: string,
          char?: string,
        ) => {
          const hex = x ?? xs ?? u ?? us ?? long;
          if (hex !== undefined) return fromCode(hex, 16);
          if (octal !== undefined && octal !== "0") return fromCode(octal, 8);
          return escapes[char ?? "0"] ?? char ?? "";
        },
      )
    : text;

/** A printable character written as a number is a way to hide what is written. */
const hides = (text: string): boolean =>
  /\\(x[2-7][0-9a-fA-F]|u00[2-7]|u\{[2-7][0-9a-fA-F]\}|0?(0[4-7]|1[0-7])[0-7])/.test(text);

const signs = [
  "<<<",
  "===",
  "!==",
  "**=",
  "...",
  "&&=",
  "||=",
  "??=",
  "//=",
  "=>",
  "->",
  "::",
  "==",
  "!=",
  "<=",
  ">=",
  "&&",
  "||",
  "??",
  "?.",
  "+=",
  "-=",
  ".=",
  "|=",
  "..",
  "<<",
  ">>",
  ":=",
  "**",
  "//",
  "=~",
  "!~",
] as const;

/** Cuts code into tokens. Never fails: what it doesn't know is a sign. */
export function tokensOf(whole: string, syntax: Syntax): readonly Token[] {
  const code = whole.slice(0, longestCode);
  const tokens: Token[] = [];
  let at = 0;
  while (at < code.length && tokens.length < mostTokens) at = nextToken(code, at, tokens, syntax);
  return tokens;
}

function nextToken(code: string, at: number, tokens: Token[], syntax: Syntax): number {
  const char = code[at] ?? "";
  if (char === "\n") return lineBreak(code, at, tokens);
  if (char === " " || char === "\t" || char === "\r" || char === "\\") return at + 1;
  const comment = commentEnd(code, at, syntax);
  if (comment !== -1) return comment;
  return (
    special(code, at, tokens, syntax) ?? quoted(code, at, tokens, syntax) ?? plain(code, at, tokens, syntax)
  );
}

function lineBreak(code: string, at: number, tokens: Token[]): number {
  let end = at + 1;
  while (code[end] === " " || code[end] === "\t") end += 1;
  tokens.push({ kind: "line", indent: end - at - 1 });
  return end;
}

function commentEnd(code: string, at: number, { lineComments, blockComments }: Syntax): number {
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

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "<": ">" };

/** Where a text ends that began with `open` at `at`; nested brackets count. */
function delimitedEnd(code: string, at: number): number {
  const open = code[at] ?? "";
  const close = closing[open] ?? open;
  let depth = 0;
  for (let index = at; index < code.length; index += 1) {
    if (code[index] === "\\") index += 1;
    else if (code[index] === close && (close === open ? index > at : --depth === 0)) return index;
    else if (code[index] === open && close !== open) depth += 1;
  }
  return code.length;
}

/** Texts that begin with letters, and regular expressions. */
function special(code: string, at: number, tokens: Token[], syntax: Syntax): number | undefined {
  if (syntax.quoteLike === "perl") {
    const found = perlQuote(code, at, tokens, syntax);
    if (found !== undefined) return found;
  }
  if (syntax.quoteLike === "ruby" && code[at] === "%" && startsValue(tokens)) {
    const found = rubyQuote(code, at, tokens, syntax);
    if (found !== undefined) return found;
  }
  if (!syntax.regex || code[at] !== "/" || !startsValue(tokens)) return undefined;
  const end = /^\/(?![*/ =])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/i.exec(
    code.slice(at, at + 2_048),
  );
  if (end === null) return undefined;
  tokens.push({ kind: "text", parts: [], shell: false, hidden: false });
  return at + end[0].length;
}

/** Whether a value may begin here, so that `/` and `%` are no operators. */
function startsValue(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1);
  if (last === undefined || last.kind === "line") return true;
  if (last.kind === "sign") return !/^[)\]}]$/.test(last.text);
  return (
    last.kind === "name" &&
    /^(return|in|of|and|or|not|if|unless|while|puts|print|when|split|grep|match|x|case|typeof|p|eval|system|exec)$/.test(
      last.text,
    )
  );
}

function perlQuote(code: string, at: number, tokens: Token[], syntax: Syntax): number | undefined {
  const handle = /^<(\$?\w*)>/.exec(code.slice(at, at + 40));
  if (handle !== null && startsValue(tokens)) {
    tokens.push(
      { kind: "name", text: "readline" },
      { kind: "sign", text: "(" },
      { kind: "name", text: handle[1] || "ARGV" },
      { kind: "sign", text: ")" },
    );
    return at + handle[0].length;
  }
  if (/[\w$@%&>]/.test(code[at - 1] ?? "")) return undefined;
  const found = /^(qq|qw|qx|qr|q|m|s|tr|y)(\s*)([^\w\s,;=)]|=(?!>))/.exec(code.slice(at, at + 8));
  if (found === null || (found[2] !== "" && found[3] === "=")) return undefined;
  const [whole, name = ""] = found;
  const start = at + whole.length - 1;
  const end = delimitedEnd(code, start);
  const body = code.slice(start + 1, end);
  if (name === "q" || name === "qq" || name === "qx")
    pushText(tokens, body, name === "q" ? "raw" : name === "qx" ? "shell" : "parts", syntax, "");
  else if (name === "qw") pushWords(tokens, body);
  else tokens.push({ kind: "text", parts: [], shell: false, hidden: false });
  if (name !== "s" && name !== "tr" && name !== "y") return end + 1 + flagsAt(code, end + 1).length;
  return replacement(code, start, end, tokens, syntax);
}

const flagsAt = (code: string, at: number): string => /^[a-z]*/.exec(code.slice(at, at + 12))?.[0] ?? "";

/** The second half of `s/a/b/`: with the flag `e` it is code. */
function replacement(code: string, start: number, end: number, tokens: Token[], syntax: Syntax): number {
  const paired = closing[code[start] ?? ""] !== undefined;
  let open = end;
  if (paired) {
    open = end + 1;
    while (/\s/.test(code[open] ?? "")) open += 1;
  }
  const close = delimitedEnd(code, open);
  const flags = flagsAt(code, close + 1);
  if (flags.includes("e"))
    tokens.push({ kind: "sign", text: ";" }, ...tokensOf(code.slice(open + 1, close), syntax), {
      kind: "sign",
      text: ";",
    });
  return close + 1 + flags.length;
}

function rubyQuote(code: string, at: number, tokens: Token[], syntax: Syntax): number | undefined {
  const found = /^%([qQwWiIxr]?)([([{<|!/])/.exec(code.slice(at, at + 3));
  if (found === null) return undefined;
  const start = at + found[0].length - 1;
  const end = delimitedEnd(code, start);
  const body = code.slice(start + 1, end);
  const name = found[1] ?? "";
  if (/^[wWiI]$/.test(name)) pushWords(tokens, body);
  else pushText(tokens, body, name === "q" ? "raw" : name === "x" ? "shell" : "parts", syntax, "");
  return end + 1;
}

function pushWords(tokens: Token[], body: string): void {
  tokens.push({ kind: "sign", text: "[" });
  for (const word of body.split(/\s+/))
    if (word !== "")
      tokens.push({ kind: "text", parts: [word], shell: false, hidden: false }, { kind: "sign", text: "," });
  tokens.push({ kind: "sign", text: "]" });
}

/** `"…"`, `'…'`, `"""…"""`, prefixes of Python, long brackets of Lua. */
function quoted(code: string, at: number, tokens: Token[], syntax: Syntax): number | undefined {
  const prefix =
    syntax.insertion === "f{" ? (/^[rRbBfFuUtT]{1,2}(?=["'])/.exec(code.slice(at, at + 3))?.[0] ?? "") : "";
  if (prefix !== "" && /\w/.test(code[at - 1] ?? "")) return undefined;
  const quote = code[at + prefix.length] ?? "";
  const kind = syntax.quotes[quote];
  if (kind === undefined) return undefined;
  const start = at + prefix.length;
  if (quote === "[") return longBracket(code, start, tokens);
  const mark = syntax.insertion === "f{" && code.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  const opens = kind === "parts" || kind === "shell" ? insertionOpen(syntax.insertion) : "";
  const end = textEnd(code, start + mark.length, mark, opens);
  const plainKind = prefix === "" ? kind : /f|t/i.test(prefix) ? "parts" : /r/i.test(prefix) ? "raw" : "text";
  pushText(
    tokens,
    code.slice(start + mark.length, end),
    syntax.insertion === "f{" && prefix === "" ? "text" : plainKind,
    syntax,
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

function longBracket(code: string, start: number, tokens: Token[]): number | undefined {
  const open = /^\[(=*)\[/.exec(code.slice(start, start + 8));
  if (open === null) return undefined;
  const close = `]${open[1]}]`;
  const end = code.indexOf(close, start);
  tokens.push({
    kind: "text",
    parts: [code.slice(start + open[0].length, end === -1 ? code.length : end)],
    shell: false,
    hidden: false,
  });
  return end === -1 ? code.length : end + close.length;
}

function pushText(
  tokens: Token[],
  body: string,
  kind: "raw" | "text" | "parts" | "shell",
  syntax: Syntax,
  prefix: string,
): void {
  const shell = kind === "shell";
  const hidden = kind !== "raw" && hides(body);
  if (kind === "raw")
    tokens.push({ kind: "text", parts: [body.replace(/\\(['\\])/g, "$1")], shell, hidden: false });
  else if (kind === "text") tokens.push({ kind: "text", parts: [unescaped(body)], shell, hidden });
  else
    tokens.push({ kind: "text", parts: partsOf(body, syntax.insertion, /r/i.test(prefix)), shell, hidden });
}

/** Splits a text into what stands there and the code in it. */
function partsOf(body: string, insertion: Syntax["insertion"], raw: boolean): readonly Part[] {
  if (insertion === "$") return variableParts(body);
  const open = insertion === "f{" ? "{" : insertion;
  const parts: Part[] = [];
  let from = 0;
  for (let at = 0; open !== "" && at < body.length; at += 1) {
    if (body[at] === "\\" && !raw) {
      at += 1;
      continue;
    }
    if (!body.startsWith(open, at)) continue;
    if (insertion === "f{" && body[at + 1] === "{") {
      at += 1;
      continue;
    }
    const brace = at + open.length - 1;
    const end = delimitedEnd(body, brace);
    parts.push(finished(body.slice(from, at), insertion, raw), {
      code: insertedCode(body.slice(brace + 1, end), insertion),
    });
    from = end + 1;
    at = end;
  }
  parts.push(finished(body.slice(from), insertion, raw));
  return parts;
}

const finished = (text: string, insertion: string, raw: boolean): string => {
  const plain = raw ? text : unescaped(text);
  return insertion === "f{" ? plain.replaceAll("{{", "{").replaceAll("}}", "}") : plain;
};

/** Without `!r`, `:>10` and `=` of an f-string. */
const insertedCode = (code: string, insertion: string): string =>
  insertion === "f{" ? code.replace(/(?:![rsa])?(?::[^'"\]})]*)?$/, "").replace(/=$/, "") : code;

const variable =
  /\\[\s\S]|\$\{\s*(\w+)\s*\}|\{(\$[^{}]*)\}|@\{\[([^\]]*)\]\}|(\$\w+(?:::\w+)*(?:(?:->)?[[{][^\]}\s]*[\]}]|->\w+)*)|(@\w+)/g;

/** `$name`, `${name}`, `{$name->x}`, `$ENV{HOME}` in a text. */
function variableParts(body: string): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const found of body.matchAll(variable)) {
    const [whole, braced, block, list, plainName, array] = found;
    if (whole.startsWith("\\")) continue;
    parts.push(unescaped(body.slice(from, found.index)));
    parts.push({ code: braced === undefined ? (block ?? list ?? plainName ?? array ?? "") : `$${braced}` });
    from = found.index + whole.length;
  }
  parts.push(unescaped(body.slice(from)));
  return parts;
}

function plain(code: string, at: number, tokens: Token[], { sigils }: Syntax): number {
  const rest = code.slice(at, at + 128);
  const name = (sigils === "" ? /^[A-Za-z_][\w]*/ : /^(?:[$@%&]?[A-Za-z_]\w*(?:::\w+)*|\$[_0-9!@&])/).exec(
    rest,
  );
  if (name !== null) {
    tokens.push({ kind: "name", text: name[0] });
    return at + name[0].length;
  }
  const number = /^(?:0[xX][0-9a-fA-F_]+|0[oO][0-7]+|0[bB][01]+|\d[\d_]*(?:\.\d+)?)/.exec(rest);
  if (number !== null) {
    tokens.push({ kind: "number", text: number[0] });
    return at + number[0].length;
  }
  const sign = signs.find((one) => rest.startsWith(one)) ?? rest[0] ?? "";
  tokens.push({ kind: "sign", text: sign });
  return at + sign.length;
}
