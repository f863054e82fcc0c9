import {
  breakLength,
  type Cursor,
  columnOf,
  eatBlanks,
  eatBreak,
  eatLine,
  isBlank,
  isDocumentSign,
  mistakeAt,
} from "./yaml-cursor.ts";
import { readEscape } from "./yaml-escape.ts";

// How yaml-cpp reads a text that may go over several lines, also where YAML would have it otherwise: a plain text that
// ends in a line break, a quoted one that is not closed, blanks before a comment.

/** How one kind of text is read. */
type Rules = {
  readonly kind: "plain" | "single" | "double" | "literal" | "folded";
  /** How long the sign is that ends the text at a place; 0 where nothing ends it. */
  readonly endLength: (text: string, at: number) => number;
  /** The column at which a further line must begin; for a block it may be found out by its first line. */
  indent: number;
  readonly findsIndent: boolean;
  readonly chomp: "clip" | "strip" | "keep";
};

export type ReadText = {
  readonly value: string;
  /** Where what was read ends, without blanks and line breaks behind a plain text. */
  readonly end: number;
  /** Whether a line that is indented less ended it; the cursor stands in that line then. */
  readonly endedByIndent: boolean;
};

const never = () => 0;
const isFlow = ({ kind }: Rules) => kind === "plain" || kind === "single" || kind === "double";
const isQuoted = ({ kind }: Rules) => kind === "single" || kind === "double";

/** What ends a plain text: a colon with a blank behind it, a comment with one before it, and signs of a flow. */
function plainEnd(inFlow: boolean): Rules["endLength"] {
  return (text, at) => {
    const character = text[at] ?? "";
    const next = text[at + 1];
    if (character === ":")
      return next === undefined ||
        isBlank(next) ||
        breakLength(text, at + 1) > 0 ||
        (inFlow && ",]}".includes(next))
        ? 1
        : 0;
    if (inFlow && character !== "" && ",?[]{}".includes(character)) return 1;
    if (isBlank(character)) return next === "#" ? 1 : 0;
    const length = breakLength(text, at);
    return length > 0 && text[at + length] === "#" ? length : 0;
  };
}

const singleEnd: Rules["endLength"] = (text, at) => (text[at] === "'" && text[at + 1] !== "'" ? 1 : 0);
const doubleEnd: Rules["endLength"] = (text, at) => (text[at] === '"' ? 1 : 0);

/** A plain text; `indent` is the column at which a further line must begin. */
export function readPlain(cursor: Cursor, inFlow: boolean, indent: number): ReadText {
  const endLength = plainEnd(inFlow);
  return readText(cursor, { kind: "plain", endLength, indent, findsIndent: false, chomp: "strip" });
}

/** A quoted text; the cursor stands on its first quote. */
export function readQuoted(cursor: Cursor): ReadText {
  const kind = cursor.text[cursor.at] === "'" ? "single" : "double";
  cursor.at += 1;
  const endLength = kind === "single" ? singleEnd : doubleEnd;
  return readText(cursor, { kind, endLength, indent: 0, findsIndent: false, chomp: "clip" });
}

/** A block text; the cursor stands on "|" or ">", and `outer` is the indentation of what it is in. */
export function readBlock(cursor: Cursor, outer: number): ReadText & { readonly kind: "literal" | "folded" } {
  const kind = cursor.text[cursor.at] === ">" ? "folded" : "literal";
  cursor.at += 1;
  const head = /^(?:[+-][0-9]?|[0-9][+-]?)?/.exec(cursor.text.slice(cursor.at, cursor.at + 2))?.[0] ?? "";
  const digit = /[0-9]/.exec(head)?.[0];
  if (digit === "0") throw mistakeAt(cursor.at, "a block can't be indented by 0");
  cursor.at += head.length;
  eatBlanks(cursor);
  if (cursor.text[cursor.at] === "#") eatLine(cursor);
  if (cursor.at < cursor.text.length && breakLength(cursor.text, cursor.at) === 0)
    throw mistakeAt(cursor.at, "the text of a block begins in the next line");
  const indent = Number(digit ?? 1) + Math.max(outer, 0);
  const chomp = head.includes("+") ? "keep" : head.includes("-") ? "strip" : "clip";
  return { kind, ...readText(cursor, { kind, endLength: never, indent, findsIndent: !digit, chomp }) };
}

/** What is known of a text while its lines are read. */
type State = {
  readonly parts: string[];
  length: number;
  /** The length up to behind the last escape, which nothing cuts away. */
  escaped: number;
  end: number;
  /** Where the line that was read last ends, before its break or what ends the text. */
  lineEnd: number;
  seen: boolean;
  pastBreak: boolean;
  empty: boolean;
  moreIndented: boolean;
  folded: number;
  foldedFromMore: boolean;
};

function add(state: State, part: string): void {
  if (part === "") return;
  state.parts.push(part);
  state.length += part.length;
}

function readText(cursor: Cursor, rules: Rules): ReadText {
  const state: State = {
    parts: [],
    length: 0,
    escaped: 0,
    end: cursor.at,
    lineEnd: cursor.at,
    seen: false,
    pastBreak: isFlow(rules),
    empty: false,
    moreIndented: false,
    folded: 0,
    foldedFromMore: false,
  };
  let endedByIndent = false;
  while (cursor.at < cursor.text.length) {
    const line = readLine(cursor, rules, state);
    if (line === "ended") break;
    eatBreak(cursor);
    if (!isFlow(rules)) state.end = cursor.at;
    eatIndentation(cursor, rules, state);
    joinLines(cursor, rules, state, line === "escaped");
    if (!state.empty && columnOf(cursor) < rules.indent) {
      endedByIndent = true;
      break;
    }
  }
  return { value: finished(state, rules), end: state.end, endedByIndent };
}

/** What is read of one line; `solid` is how long it is without the blanks at its end. */
type Line = { text: string; solid: number; from: number };

/** Takes what stands between the last escape and the cursor as it is. */
function flush({ text, at }: Cursor, line: Line): void {
  line.text += text.slice(line.from, at);
  line.from = at;
}

/** How a line of a text goes on: it ended the text, it ended, or a backslash stands before its break. */
type Outcome = "ended" | "line" | "escaped";

function readLine(cursor: Cursor, rules: Rules, state: State): Outcome {
  const line: Line = { text: "", solid: 0, from: cursor.at };
  let outcome = lineEnd(cursor, rules, state);
  while (outcome === undefined) {
    outcome = readCharacter(cursor, rules, state, line);
    outcome ??= lineEnd(cursor, rules, state);
  }
  if (outcome !== "escaped") flush({ ...cursor, at: state.lineEnd }, line);
  add(state, isFlow(rules) && outcome !== "ended" ? line.text.slice(0, line.solid) : line.text);
  if (outcome === "ended" && !isFlow(rules)) state.end = cursor.at;
  return outcome;
}

/** Whether the text or its line ends at the cursor; undefined where it goes on. */
function lineEnd(cursor: Cursor, rules: Rules, state: State): Outcome | undefined {
  const { text, at } = cursor;
  state.lineEnd = at;
  const length = rules.endLength(text, at);
  if (length > 0) {
    if (!isQuoted(rules)) return "ended";
    cursor.at += length;
    state.end = cursor.at;
    return "ended";
  }
  if (breakLength(text, at) > 0) return "line";
  if (at >= text.length) {
    if (isQuoted(rules)) throw mistakeAt(at, "a quote is not closed before the end of the file");
    return "ended";
  }
  if (!isFlow(rules) || !(isDocumentSign(cursor, "---") || isDocumentSign(cursor, "..."))) return undefined;
  if (isQuoted(rules)) throw mistakeAt(at, "a document ends inside of a quoted text");
  return "ended";
}

function readCharacter(cursor: Cursor, rules: Rules, state: State, line: Line): "escaped" | undefined {
  const { text, at } = cursor;
  state.seen = true;
  state.pastBreak = true;
  const character = text[at];
  const isEscape = character === (rules.kind === "double" ? "\\" : rules.kind === "single" ? "'" : undefined);
  if (!isEscape) {
    cursor.at += 1;
    if (isBlank(character)) return undefined;
    line.solid = line.text.length + cursor.at - line.from;
    if (rules.kind === "plain") state.end = cursor.at;
    return undefined;
  }
  flush(cursor, line);
  const isBreak = rules.kind === "double" && breakLength(text, at + 1) > 0;
  if (isBreak) cursor.at += 1;
  else line.text += readEscape(cursor);
  line.from = cursor.at;
  line.solid = line.text.length;
  state.escaped = state.length + line.text.length;
  return isBreak ? "escaped" : undefined;
}

/** Past the blanks that begin a line, as far as they are indentation; a first line with text tells how deep a block is. */
function eatIndentation(cursor: Cursor, rules: Rules, state: State): void {
  const { text } = cursor;
  const looks = rules.findsIndent && !state.seen;
  while (
    text[cursor.at] === " " &&
    (columnOf(cursor) < rules.indent || looks) &&
    rules.endLength(text, cursor.at) === 0
  )
    cursor.at += 1;
  if (looks) rules.indent = Math.max(rules.indent, columnOf(cursor));
  while (isBlank(text[cursor.at])) {
    if (text[cursor.at] === "\t" && columnOf(cursor) < rules.indent && !isQuoted(rules))
      throw mistakeAt(cursor.at, "a tab can't indent");
    if (!isFlow(rules) || rules.endLength(text, cursor.at) > 0) break;
    cursor.at += 1;
  }
}

/** Adds what a line break stands for, as the line that follows it is known by now. */
function joinLines(cursor: Cursor, rules: Rules, state: State, escaped: boolean): void {
  const nextEmpty = breakLength(cursor.text, cursor.at) > 0;
  const nextMore = isBlank(cursor.text[cursor.at]);
  if (rules.kind === "folded" && state.folded === 0 && nextEmpty) state.foldedFromMore = state.moreIndented;
  if (state.pastBreak) {
    if (rules.kind === "literal") add(state, "\n");
    else if (rules.kind === "folded") foldLine(cursor, rules, state, nextEmpty, nextMore);
    else if (nextEmpty) add(state, "\n");
    else if (!state.empty && !escaped) add(state, " ");
  }
  state.empty = nextEmpty;
  state.moreIndented = nextMore;
  state.pastBreak = true;
}

function foldLine(cursor: Cursor, rules: Rules, state: State, nextEmpty: boolean, nextMore: boolean): void {
  const between = !state.empty && !nextEmpty && !state.moreIndented && !nextMore;
  if (between && columnOf(cursor) >= rules.indent) add(state, " ");
  else if (nextEmpty) state.folded += 1;
  else add(state, "\n");
  if (nextEmpty || state.folded === 0) return;
  add(state, "\n".repeat(state.folded - 1));
  if (state.foldedFromMore || nextMore || !state.seen) add(state, "\n");
  state.folded = 0;
}

/** The text with the blanks and line breaks at its end cut as its kind wants it. */
function finished(state: State, rules: Rules): string {
  const text = state.parts.join("");
  let length = text.length;
  // yaml-cpp leaves one character more than the escape alone.
  const kept = state.escaped === 0 ? 0 : state.escaped + 1;
  const cut = (characters: string) => {
    while (length > kept && characters.includes(text.charAt(length - 1))) length -= 1;
  };
  if (rules.kind === "plain") cut(" \t");
  const before = length;
  if (rules.chomp !== "keep") cut("\n");
  // Of a text that is line breaks and nothing else none is left.
  return text.slice(0, rules.chomp === "clip" && length > 0 && length < before ? length + 1 : length);
}
