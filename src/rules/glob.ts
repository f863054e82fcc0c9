import { asciiLower, toBytes } from "./bytes.ts";

// POSIX fnmatch(3) with no flags, in the C locale: one character is one byte, "*" and "?" match "/" and leading dots.

type Piece =
  | { readonly kind: "byte"; readonly byte: number }
  | { readonly kind: "any" }
  | { readonly kind: "star" }
  | Bracket;

/** A bracket expression: `folded` is asked of a byte whose case is disregarded if that is wished, `raw` of the byte as it is. */
type Bracket = {
  readonly kind: "set";
  readonly negated: boolean;
  readonly folded: ReadonlySet<number>;
  readonly raw: ReadonlySet<number>;
};

const classes: Readonly<Record<string, (byte: number) => boolean>> = {
  alnum: (byte) => /[0-9A-Za-z]/.test(String.fromCharCode(byte)),
  alpha: (byte) => /[A-Za-z]/.test(String.fromCharCode(byte)),
  blank: (byte) => byte === 32 || byte === 9,
  cntrl: (byte) => byte < 32 || byte === 127,
  digit: (byte) => byte >= 48 && byte <= 57,
  graph: (byte) => byte > 32 && byte < 127,
  lower: (byte) => byte >= 97 && byte <= 122,
  print: (byte) => byte >= 32 && byte < 127,
  punct: (byte) => byte > 32 && byte < 127 && !/[0-9A-Za-z]/.test(String.fromCharCode(byte)),
  space: (byte) => byte === 32 || (byte >= 9 && byte <= 13),
  upper: (byte) => byte >= 65 && byte <= 90,
  xdigit: (byte) => /[0-9A-Fa-f]/.test(String.fromCharCode(byte)),
};

/** One element of a bracket expression; glibc disregards case in characters and ranges, not in named elements. */
type Element = {
  readonly bytes: readonly number[];
  readonly next: number;
  readonly named: boolean;
  readonly ranges: boolean;
};

const allBytes = Array.from({ length: 256 }, (_, byte) => byte);

/** The element at `at`; undefined when the expression isn't closed, "never" when it can't match. */
function elementAt(pattern: string, at: number): Element | "never" | undefined {
  const named = /^\[(:([a-z]+):|([.=])(.)\3)\]/s.exec(pattern.slice(at, at + 16));
  if (named?.[2] !== undefined) {
    const has = classes[named[2]];
    if (has === undefined) return "never";
    return { bytes: allBytes.filter(has), next: at + named[0].length, named: true, ranges: false };
  }
  if (named?.[4] !== undefined)
    return {
      bytes: [named[4].charCodeAt(0)],
      next: at + named[0].length,
      named: true,
      ranges: named[3] === ".",
    };
  const start = pattern[at] === "\\" ? at + 1 : at;
  if (start >= pattern.length) return undefined;
  return { bytes: [pattern.charCodeAt(start)], next: start + 1, named: false, ranges: true };
}

/** The bracket expression that begins at `at`; undefined when it isn't closed and "[" stands for itself. */
function bracketAt(
  pattern: string,
  at: number,
): { readonly set: Bracket; readonly next: number } | "never" | undefined {
  const negated = pattern[at + 1] === "!" || pattern[at + 1] === "^";
  const [folded, raw] = [new Set<number>(), new Set<number>()];
  const first = at + (negated ? 2 : 1);
  let next = first;
  while (next < pattern.length && (pattern[next] !== "]" || next === first)) {
    const element = elementAt(pattern, next);
    if (element === undefined || element === "never") return element;
    next = element.next;
    const upTo =
      pattern[next] === "-" && pattern[next + 1] !== "]" && element.ranges
        ? elementAt(pattern, next + 1)
        : undefined;
    if (upTo === "never") return upTo;
    if (upTo === undefined) for (const byte of element.bytes) (element.named ? raw : folded).add(byte);
    else {
      for (let byte = element.bytes[0] ?? 0; byte <= (upTo.bytes[0] ?? -1); byte += 1) folded.add(byte);
      next = upTo.next;
    }
  }
  return pattern[next] === "]" ? { set: { kind: "set", negated, folded, raw }, next: next + 1 } : undefined;
}

/** The pieces of a pattern; undefined when it can't match anything. */
function piecesOf(pattern: string): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  const byte = (at: number) => ({ kind: "byte", byte: pattern.charCodeAt(at) }) as const;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at];
    if (character === "*") {
      if (pieces.at(-1)?.kind !== "star") pieces.push({ kind: "star" });
    } else if (character === "?") pieces.push({ kind: "any" });
    else if (character === "\\") {
      at += 1;
      if (at === pattern.length) return undefined;
      pieces.push(byte(at));
    } else if (character === "[") {
      const bracket = bracketAt(pattern, at);
      if (bracket === "never") return undefined;
      if (bracket === undefined) pieces.push(byte(at));
      else {
        pieces.push(bracket.set);
        at = bracket.next - 1;
      }
    } else pieces.push(byte(at));
  }
  return pieces;
}

function fits(piece: Piece, byte: number, folded: number): boolean {
  switch (piece.kind) {
    case "byte":
      return piece.byte === folded;
    case "any":
      return true;
    case "set":
      return (piece.folded.has(folded) || piece.raw.has(byte)) !== piece.negated;
    case "star":
      return false;
  }
}

/** Going back to the last star alone is enough, so a text of n bytes takes at most n × pattern steps. */
function matches(pieces: readonly Piece[], bytes: string, folded: string): boolean {
  let [at, piece, star, resume] = [0, 0, -1, 0];
  while (at < bytes.length) {
    const wanted = pieces[piece];
    if (wanted?.kind === "star") {
      star = piece;
      resume = at;
      piece += 1;
    } else if (wanted !== undefined && fits(wanted, bytes.charCodeAt(at), folded.charCodeAt(at))) {
      at += 1;
      piece += 1;
    } else if (star !== -1) {
      resume += 1;
      at = resume;
      piece = star + 1;
    } else return false;
  }
  return pieces.slice(piece).every(({ kind }) => kind === "star");
}

/** Tests a text against a pattern as a whole; `fold` disregards the case of ASCII letters. */
export function globTest(pattern: string, fold = false): (text: string) => boolean {
  const bytes = toBytes(pattern);
  const pieces = piecesOf(fold ? asciiLower(bytes) : bytes);
  if (pieces === undefined) return () => false;
  if (!fold) return (text) => matches(pieces, toBytes(text), toBytes(text));
  return (text) => matches(pieces, toBytes(text), asciiLower(toBytes(text)));
}
