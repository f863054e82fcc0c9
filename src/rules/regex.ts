import { RE2JS } from "re2js";

// Falco compiles regular expressions with RE2 in POSIX mode. re2js speaks Perl's dialect only, so a pattern is checked
// against POSIX and written anew in the dialect that re2js reads; that one also runs in linear time.
// https://github.com/google/re2/wiki/Syntax

type Written = { readonly pattern: string } | { readonly refused: string };

/** Thrown inside this file only: why a pattern is no POSIX expression. */
type Refused = { readonly refused: string };
const refuse = (refused: string): Refused => ({ refused });

const classNames =
  /^\[:\^?(alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]/;
const escapes =
  /^\\(?:x[0-9A-Fa-f]{2}|x\{[0-9A-Fa-f]+\}|[1-7][0-7]{1,2}|0[0-7]{0,2}|[afnrtv]|[!-/:-@[-^`{-~ ])/;
const repetition = /^\{([0-9]+)(,([0-9]*))?\}/;

function escapeAt(text: string, at: number): string {
  const found = escapes.exec(text.slice(at, at + 16))?.[0];
  if (found !== undefined && !(found.startsWith("\\x{") && Number.parseInt(found.slice(3), 16) > 0x10ffff))
    return found;
  const wrong = [...text.slice(at, at + 4)].slice(0, 2).join("");
  throw refuse(wrong === "\\" ? `"\\" at the end` : `unknown escape "${wrong}"`);
}

/** An escape as re2js reads it: it has no octal ones beside \0nn, so they are written in hexadecimal. */
function written(found: string): string {
  return /^\\[0-7]/.test(found)
    ? `\\x{${Number.parseInt(found.slice(1), 8).toString(16)}}`
    : found.replace("\\ ", " ");
}

function codeOf(element: string): number {
  if (/^\\[0-7]/.test(element)) return Number.parseInt(element.slice(1), 8);
  if (element.startsWith("\\x")) return Number.parseInt(element.replace(/^\\x\{?/, ""), 16);
  const control: Readonly<Record<string, number>> = {
    "\\a": 7,
    "\\f": 12,
    "\\n": 10,
    "\\r": 13,
    "\\t": 9,
    "\\v": 11,
  };
  return (
    control[element] ?? (element.startsWith("\\") ? element.codePointAt(1) : element.codePointAt(0)) ?? 0
  );
}

function characterAt(text: string, at: number): string {
  return text[at] === "\\" ? escapeAt(text, at) : String.fromCodePoint(text.codePointAt(at) ?? 0);
}

/** The bracket expression at `at`: what re2js reads, and where it ends. */
function bracketAt(text: string, at: number): { readonly written: string; readonly next: number } {
  const unclosed = refuse(`"]" is missing after "${text.slice(at, at + 40)}"`);
  let next = at + (text[at + 1] === "^" ? 2 : 1);
  const first = next;
  let inside = "";
  while (text[next] !== "]" || next === first) {
    if (next >= text.length) throw unclosed;
    if (text[next] === "-" && next !== first && text[next + 1] !== "]")
      throw refuse(`"-" may stand only first, last or in a range in "[…]"`);
    if (text.startsWith("[:", next) && text.includes(":]", next + 2)) {
      const name = classNames.exec(text.slice(next, next + 16))?.[0];
      if (name === undefined)
        throw refuse(`unknown class "${text.slice(next, text.indexOf(":]", next) + 2)}"`);
      inside += name;
      next += name.length;
      continue;
    }
    const low = characterAt(text, next);
    next += low.length;
    inside += bracketed(low);
    if (text[next] !== "-" || text[next + 1] === "]" || next + 1 >= text.length) continue;
    const high = characterAt(text, next + 1);
    next += 1 + high.length;
    if (codeOf(high) < codeOf(low)) throw refuse(`range "${low}-${high}" is upside down`);
    inside += `-${bracketed(high)}`;
  }
  return { written: `[${text[at + 1] === "^" ? "^" : ""}${inside}]`, next: next + 1 };
}

const bracketed = (element: string) =>
  element.startsWith("\\") ? written(element) : /[\][^\\-]/.test(element) ? `\\${element}` : element;

/** Most repetitions of atoms that are written out when an expression is compiled. */
const largest = 5_000;

/** One open group: what was written of it up to the last atom, and that atom. */
type Group = { before: string; atom: string; repeats: number; size: number };

function repeat(group: Group, operator: string, times: number): void {
  if (group.atom === "") throw refuse(`nothing to repeat before "${operator}"`);
  group.atom = `(?:${group.atom})${operator}`;
  group.repeats *= times;
  group.size += times;
  if (group.size > largest) throw refuse("the expression is too large");
  if (group.repeats > 1_000) throw refuse(`repeated too often: "${operator}"`);
}

function append(group: Group, atom: string, repeats = 1): void {
  group.before += group.atom;
  group.atom = atom;
  group.repeats = repeats;
}

function write(text: string): string {
  const groups: Group[] = [];
  let group: Group = { before: "", atom: "", repeats: 1, size: 0 };
  for (let at = 0; at < text.length; ) {
    const character = text[at] ?? "";
    const counted = character === "{" ? repetition.exec(text.slice(at, at + 24)) : null;
    if (counted !== null) {
      const [operator, low = "", comma, high = ""] = counted;
      const most = Number(comma === undefined || high === "" ? low : high);
      if (Number(low) > 1_000 || most > 1_000 || most < Number(low))
        throw refuse(`bad repetition "${operator}"`);
      repeat(group, operator, Math.max(most, 1));
      at += operator.length;
    } else if (character === "*" || character === "+" || character === "?") {
      repeat(group, character, 1);
      at += 1;
    } else if (character === "[") {
      const bracket = bracketAt(text, at);
      append(group, bracket.written);
      at = bracket.next;
    } else if (character === "(") {
      groups.push(group);
      group = { before: "", atom: "", repeats: 1, size: 0 };
      at += 1;
    } else if (character === ")") {
      const inside = group;
      const outer = groups.pop();
      if (outer === undefined) throw refuse(`")" closes nothing`);
      group = outer;
      append(group, `(?:${inside.before}${inside.atom})`, inside.repeats);
      group.size += inside.size;
      at += 1;
    } else if (character === "|") {
      append(group, "|");
      append(group, "");
      at += 1;
    } else {
      const one = characterAt(text, at);
      append(group, one.startsWith("\\") ? written(one) : /[{}\]]/.test(one) ? `\\${one}` : one);
      at += one.length;
    }
  }
  if (groups.length > 0) throw refuse(`")" is missing`);
  return group.before + group.atom;
}

/** Writes a POSIX expression in re2js's dialect, or says why it is none. */
function readPosix(text: string): Written {
  try {
    return { pattern: write(text) };
  } catch (error) {
    if (isRefused(error)) return error;
    throw error;
  }
}

function isRefused(error: unknown): error is Refused {
  return typeof error === "object" && error !== null && "refused" in error;
}

function compile(text: string): RE2JS | Refused {
  const read = readPosix(text);
  if ("refused" in read) return read;
  try {
    return RE2JS.compile(read.pattern, RE2JS.MULTILINE);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/** Why a text is no regular expression; undefined when it is one. */
export function refusedRegex(text: string): string | undefined {
  const compiled = compile(text);
  return "refused" in compiled ? compiled.refused : undefined;
}

/** Tests a text against an expression as a whole. Compiled at the first test: most rules never get to theirs. */
export function regexTest(text: string): (actual: string) => boolean {
  let compiled: RE2JS | Refused | undefined;
  return (actual) => {
    compiled ??= compile(text);
    return "refused" in compiled ? false : compiled.testExact(actual);
  };
}
