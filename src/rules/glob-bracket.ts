// A bracket expression as fnmatch(3) of glibc reads it, in the C locale, also where it is no good: an unclosed one begins
// with a plain "[", an unknown class never matches, and what is written first is asked first.

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

/** What one element says of a byte: it is in, it isn't and the next element is at `next`, or nothing can match. */
type Answer = { readonly found: boolean; readonly next: number } | "never" | "unclosed";

/** One character of the pattern, whose case is disregarded where `folds` says so. */
type Character = { readonly byte: number; readonly next: number; readonly folds: boolean };

const lowerByte = (byte: number): number => (byte >= 65 && byte <= 90 ? byte + 32 : byte);

/**
 * Where the pattern goes on when the bracket expression at `at` takes a byte; -1 when it doesn't. The pattern is a
 * string of bytes.
 */
export function bracketStep(pattern: string, at: number, byte: number, fold: boolean): number {
  const negated = pattern[at + 1] === "!" || pattern[at + 1] === "^";
  const asPlain = byte === 0x5b ? at + 1 : -1;
  let next = at + (negated ? 2 : 1);
  do {
    const answer = askElement(pattern, next, byte, fold);
    if (answer === "never") return -1;
    if (answer === "unclosed") return asPlain;
    if (answer.found) {
      const end = behind(pattern, answer.next);
      return end === "unclosed" ? asPlain : negated || end === "never" ? -1 : end;
    }
    next = answer.next;
  } while (pattern[next] !== "]");
  return negated ? next + 1 : -1;
}

function askElement(pattern: string, at: number, byte: number, fold: boolean): Answer {
  if (at >= pattern.length) return "unclosed";
  const named = className(pattern, at);
  if (named !== undefined) {
    const has = classes[named];
    return has === undefined ? "never" : { found: has(byte), next: at + named.length + 4 };
  }
  if (/^\[=.=\]$/s.test(pattern.slice(at, at + 5)))
    return { found: pattern.charCodeAt(at + 2) === byte, next: at + 5 };
  const low = characterAt(pattern, at);
  if (low === undefined) return "never";
  const value = ({ byte: one, folds }: Character) => (fold && folds ? lowerByte(one) : one);
  const isRange = pattern[low.next] === "-" && low.next + 1 < pattern.length && pattern[low.next + 1] !== "]";
  const actual = fold && low.folds ? lowerByte(byte) : byte;
  if (!isRange) {
    // A named character before "-]" is not asked about, but what follows is.
    const [isBeforeMinus, isEnd] = [pattern[low.next] === "-", low.next + 1 >= pattern.length];
    const found = (low.folds || !isBeforeMinus || isEnd) && value(low) === actual;
    return !found && isBeforeMinus && isEnd ? "never" : { found, next: low.next };
  }
  const high = characterAt(pattern, low.next + 1);
  if (high === undefined) return "never";
  const folded = fold ? lowerByte(byte) : byte;
  const end = fold ? lowerByte(high.byte) : high.byte;
  return { found: value(low) <= folded && folded <= end, next: high.next };
}

/** The name in [:name:], which has no z. */
function className(pattern: string, at: number): string | undefined {
  if (pattern[at] !== "[" || pattern[at + 1] !== ":") return undefined;
  return /^[a-y]*(?=:\])/.exec(pattern.slice(at + 2))?.[0];
}

/** A character, one behind a backslash, or one written as [.x.]; undefined where nothing can match. */
function characterAt(pattern: string, at: number): Character | undefined {
  if (pattern[at] === "[" && pattern[at + 1] === ".") {
    const end = pattern.indexOf(".]", at + 2);
    return end === at + 3 ? { byte: pattern.charCodeAt(at + 2), next: end + 2, folds: false } : undefined;
  }
  const start = pattern[at] === "\\" ? at + 1 : at;
  if (start >= pattern.length) return undefined;
  return { byte: pattern.charCodeAt(start), next: start + 1, folds: true };
}

/** Behind the bracket that closes an expression of which an element was found. */
function behind(pattern: string, from: number): number | "never" | "unclosed" {
  let at = from;
  while (pattern[at] !== "]") {
    if (at >= pattern.length) return "unclosed";
    const named = className(pattern, at);
    const sign = pattern[at] === "[" ? pattern[at + 1] : undefined;
    if (pattern[at] === "\\" && at + 1 === pattern.length) return "never";
    if (pattern[at] === "\\") at += 2;
    else if (named !== undefined) at += named.length + 4;
    else if (sign === "=") {
      if (pattern.slice(at + 3, at + 5) !== "=]") return "never";
      at += 5;
    } else if (sign === ".") {
      const end = pattern.indexOf(".]", at + 2);
      if (end === -1) return "never";
      at = end + 2;
    } else at += 1;
  }
  return at + 1;
}
