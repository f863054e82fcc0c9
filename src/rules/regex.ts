import { RE2JS } from "re2js";
import { requiredTexts } from "./regex-literals.ts";

// Falco compiles regular expressions with RE2 in POSIX mode. re2js speaks Perl's dialect only, so a pattern is checked
// against POSIX and written anew in the dialect that re2js reads; that one also runs in linear time.
// https://github.com/google/re2/wiki/Syntax

type Written = { readonly pattern: string; readonly size: number };

/** Thrown inside this file only: why a pattern is no POSIX expression. */
type Refused = { readonly refused: string };
const refuse = (refused: string): Refused => ({ refused });

const classNames =
  /^\[:\^?(alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]/;
const escapes =
  /^\\(?:x[0-9A-Fa-f]{2}|x\{[0-9A-Fa-f]+\}|[1-7][0-7]{1,2}|0[0-7]{0,2}|[afnrtv]|[^0-9A-Za-z\x80-\uffff])/;
const repetition = /^\{([0-9]+)(,([0-9]*))?\}/;

function escapeAt(text: string, at: number): string {
  const found = escapes.exec(text.slice(at, at + 16))?.[0];
  if (found !== undefined && !(found.startsWith("\\x{") && Number.parseInt(found.slice(3), 16) > 0x10ffff))
    return found;
  const wrong = [...text.slice(at, at + 4)].slice(0, 2).join("");
  throw refuse(wrong === "\\" ? `"\\" at the end` : `unknown escape "${wrong}"`);
}

/**
 * An escape as re2js reads it: it has no octal ones beside \0nn, so they are written in hexadecimal; what means nothing
 * without the backslash is written without.
 */
function written(found: string): string {
  return /^\\[0-7]/.test(found)
    ? `\\x{${Number.parseInt(found.slice(1), 8).toString(16)}}`
    : found.replace(/^\\([^!-~]|_)$/, "$1");
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

/** Most characters and classes that an expression may have with its repetitions written out. */
const largest = 2_000;

/** One open group: what was written of it up to the last atom, and that atom; how large each is, written out. */
type Group = { before: string; atom: string; repeats: number; size: number; atomSize: number };

const newGroup = (): Group => ({ before: "", atom: "", repeats: 1, size: 0, atomSize: 0 });

const sizeOf = ({ size, atomSize }: Group): number => size + atomSize;

function repeat(group: Group, operator: string, times: number): void {
  if (group.atom === "") throw refuse(`nothing to repeat before "${operator}"`);
  group.atom = `(?:${group.atom})${operator}`;
  group.repeats *= times;
  group.atomSize *= times;
  if (sizeOf(group) > largest) throw refuse("the expression is too large");
  if (group.repeats > 1_000) throw refuse(`repeated too often: "${operator}"`);
}

function append(group: Group, atom: string, size = 1, repeats = 1): void {
  group.before += group.atom;
  group.size += group.atomSize;
  group.atom = atom;
  group.atomSize = size;
  group.repeats = repeats;
}

/** What re2js reads, and how large it is. */
function write(text: string): Written {
  const groups: Group[] = [];
  let group = newGroup();
  for (let at = 0; at < text.length; ) {
    const character = text[at] ?? "";
    const times = character === "{" ? repetition.exec(text.slice(at, at + 24)) : null;
    if (times !== null) {
      const [operator, low = "", comma, high = ""] = times;
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
      group = newGroup();
      at += 1;
    } else if (character === ")") {
      const inside = group;
      const outer = groups.pop();
      if (outer === undefined) throw refuse(`")" closes nothing`);
      group = outer;
      append(group, `(?:${inside.before}${inside.atom})`, Math.max(sizeOf(inside), 1), inside.repeats);
      at += 1;
    } else if (character === "|") {
      append(group, "|");
      append(group, "", 0);
      at += 1;
    } else {
      const one = characterAt(text, at);
      append(group, one.startsWith("\\") ? written(one) : /[{}\]]/.test(one) ? `\\${one}` : one);
      at += one.length;
    }
  }
  if (groups.length > 0) throw refuse(`")" is missing`);
  return { pattern: group.before + group.atom, size: sizeOf(group) };
}

/** Writes a POSIX expression in re2js's dialect, or says why it is none. */
function readPosix(text: string): Written | Refused {
  try {
    return write(text);
  } catch (error) {
    if (isRefused(error)) return error;
    throw error;
  }
}

function isRefused(error: unknown): error is Refused {
  return typeof error === "object" && error !== null && "refused" in error;
}

/** Why a text is no regular expression; undefined when it is one. re2js takes all that is written here. */
export function refusedRegex(text: string): string | undefined {
  const read = readPosix(text);
  return "refused" in read ? read.refused : undefined;
}

/** How much longer a regular expression is with its repetitions written out; 0 for what is none. */
export function growthOfRegex(text: string): number {
  if (!text.includes("{")) return 0;
  const read = readPosix(text);
  return "refused" in read ? 0 : Math.max(0, read.size - text.length);
}

const compiledBefore = new Map<string, RE2JS>();

/** Compiled expressions that are kept for other rules that use the same. */
const mostKept = 5_000;

function compiledOnce(pattern: string): RE2JS {
  const known = compiledBefore.get(pattern);
  if (known !== undefined) return known;
  if (compiledBefore.size >= mostKept) compiledBefore.clear();
  const compiled = RE2JS.compile(pattern, RE2JS.MULTILINE);
  compiledBefore.set(pattern, compiled);
  return compiled;
}

/**
 * Tests a text against an expression as a whole. Compiled at the first text that has in it what any match has: most
 * rules never get to theirs.
 */
export function regexTest(text: string): (actual: string) => boolean {
  const required = requiredTexts(text);
  let compiled: RE2JS | Refused | undefined;
  return (actual) => {
    if (required?.every((one) => !actual.includes(one))) return false;
    compiled ??= compile(text);
    return "refused" in compiled ? false : compiled.testExact(actual);
  };
}

function compile(text: string): RE2JS | Refused {
  const read = readPosix(text);
  return "refused" in read ? read : compiledOnce(read.pattern);
}
