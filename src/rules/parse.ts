import { parse as readTokens, SyntaxError as Unreadable } from "#condition-parser";
import { assemble } from "./assemble.ts";
import type { Condition } from "./ast.ts";
import type { Piece } from "./items.ts";
import { nearest } from "./nearest.ts";
import { operatorNames } from "./operators/table.ts";
import { transformerNames } from "./transformers.ts";

/** Why a text is no condition, and where in it. */
type SyntaxProblem = {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly start: number;
  readonly end: number;
};

export type Parsed = { readonly condition: Condition } | { readonly problem: SyntaxProblem };

/** Reads a condition in which list names are already replaced, by their text or by signs that `lists` has. */
export function parseCondition(text: string, lists?: ReadonlyMap<string, Piece>): Parsed {
  try {
    // What it failed to find is never told: every error is one of the grammar's own.
    const { tokens, restAt } = readTokens(text, { lists, peg$silentFails: 1 });
    const assembled = assemble(tokens, text, restAt);
    if ("condition" in assembled) return assembled;
    return { problem: describe(assembled.code, text, assembled.at) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { start, end } = error.location;
    return { problem: describe(error.message, text, start.offset, end.offset) };
  }
}

/** The word or sign at an offset, for a message. */
function wordAt(text: string, at: number): string {
  return /^(?:[^\s()"',=<>!]+|"[^"]*"?|'[^']*'?|[=<>!]+|.)/u.exec(text.slice(at, at + 200))?.[0] ?? "";
}

/** The message, and a hint if there is one. */
type Message = readonly [message: string, hint?: string | undefined];
type Messages = Readonly<Record<string, (word: string, text: string, at: number) => Message>>;

const found = (word: string) => (word === "" ? "the condition ends" : `there is "${word}"`);

const messages: Messages = {
  "bad-escape": (word) => [`unknown escape "${word.slice(0, 2)}"`, String.raw`write "\\" for a backslash`],
  "missing-argument": (word) => [
    `a field, a transformer, a quoted string, a number or a list in brackets must stand here, but ${found(word)}`,
    word === "" ? undefined : `quote a string: "${word}"`,
  ],
  "missing-blank": (word) => [`"and" and "or" need a blank or "(" after them, but ${found(word)}`],
  "missing-bracket": (word) => [`")" is missing: ${found(word)}`],
  "missing-field": (word) => [`a field must stand inside "val()", but ${found(word)}`],
  "missing-field-argument": (word) => [`an argument must stand after "[", but ${found(word)}`],
  "missing-field-argument-end": (word) => [`"]" is missing: ${found(word)}`],
  "missing-list": (word) => [
    `a list in brackets must stand here, but ${found(word)}`,
    word === "" ? undefined : `write (${word})`,
  ],
  "missing-list-end": (word) => [`")" is missing: ${found(word)}`],
  "missing-number": (word) => [
    `a number, "val(field)" or another transformer must stand here, but ${found(word)}`,
    `compare strings with "=", "contains", "startswith" …`,
  ],
  "missing-operand": (word) => [
    `a field, a macro or "(" must stand here, but ${found(word)}`,
    operandHint(word),
  ],
  "missing-operator": (word) =>
    word === "" || /^[()"',]/.test(word)
      ? [`an operator must stand here, but ${found(word)}`]
      : [`unknown operator "${word}"`, operatorHint(word)],
  "missing-string": (word) => [
    `a string, "val(field)" or another transformer must stand here, but ${found(word)}`,
    word.startsWith("(") ? `use "in" with a list` : undefined,
  ],
  "too-deep": () => ["the condition is nested too deeply"],
  "trailing-text": (word, text, at) => [
    `"and" or "or" must stand here, but ${found(word)}`,
    trailingHint(word, text, at),
  ],
};

function operandHint(word: string): string | undefined {
  return word === "!" ? `write "not"` : undefined;
}

function operatorHint(word: string): string {
  if (operatorNames.includes(word)) return `put a blank after "${word}"`;
  const name = nearest(word, operatorNames);
  return name === undefined ? `one of ${operatorNames.join(" ")}` : `did you mean "${name}"?`;
}

const signs: Readonly<Record<string, string>> = {
  "&&": "and",
  "||": "or",
  AND: "and",
  OR: "or",
  "&": "and",
  "|": "or",
};

function trailingHint(word: string, text: string, at: number): string {
  const before = /([A-Za-z][A-Za-z0-9_]*)\s*$/.exec(text.slice(Math.max(0, at - 100), at))?.[1] ?? "";
  if (signs[word] !== undefined) return `write "${signs[word]}"`;
  if (before === "NOT") return `write "not"`;
  if (word === "(" && transformerNames.includes(before.toLowerCase()))
    return `write "${before.toLowerCase()}("`;
  if (word === "and") return `put a blank between "or" and "("`;
  if (word === ")") return `take ")" away or open it with "("`;
  return /^[=<>!]/.test(word)
    ? "a field's name has a dot in it: tool.name"
    : "quote a string that has blanks in it";
}

/** Codes of the passes are ours: what the grammar calls its places is the reason, not the code. */
function describe(reason: string, text: string, start: number, end = start): SyntaxProblem {
  const word = wordAt(text, start);
  const write = messages[reason];
  if (write === undefined) throw new Error(`internal: no message for ${reason}`);
  const [message, hint] = write(word, text, start);
  return {
    code: codes[reason] ?? "syntax",
    message,
    ...(hint === undefined ? {} : { hint }),
    start,
    end: Math.max(end, start + (reason === "bad-escape" ? 2 : word.length)),
  };
}

const codes: Readonly<Record<string, string>> = {
  "bad-escape": "bad-escape",
  "missing-operator": "unknown-operator",
  "too-deep": "too-deep",
};
