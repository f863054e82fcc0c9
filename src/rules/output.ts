import type { Expression } from "./ast.ts";
import { nearest } from "./nearest.ts";
import { parseCondition } from "./parse.ts";
import type { OutputPart, OutputTemplate } from "./ruleset.ts";
import { type Fields, typeOf } from "./type-of.ts";

/** Why an output is none; `start` and `end` are offsets into it. */
export type OutputMistake = {
  readonly code: "bad-output" | "unknown-output-field";
  readonly message: string;
  readonly hint?: string;
  readonly start: number;
  readonly end: number;
};

export type ReadOutput =
  | { readonly template: OutputTemplate }
  | { readonly mistakes: readonly OutputMistake[] };

/** What can begin a field or a transformer, as far as the longest of them could reach. */
const candidate = /^[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)*/;

/** Reads an output: literal text, and after each "%" an optional width and the longest text that is an expression. */
export function readOutput(text: string, fields: Fields): ReadOutput {
  if (text.trim() === "")
    return { mistakes: [{ code: "bad-output", message: "the output is empty", start: 0, end: text.length }] };
  const parts: OutputPart[] = [];
  const named = new Set<string>();
  const mistakes: OutputMistake[] = [];
  let at = text.startsWith("*") ? 1 : 0;
  while (at < text.length) {
    const percent = text.indexOf("%", at);
    const literal = text.slice(at, percent === -1 ? text.length : percent);
    if (literal !== "") parts.push(literal);
    if (percent === -1) break;
    const token = readToken(text, percent, fields);
    if ("mistake" in token) {
      mistakes.push(token.mistake);
      at = token.mistake.end;
      continue;
    }
    parts.push({ expression: token.expression, width: token.width });
    for (const name of fieldsIn(token.expression)) named.add(name);
    at = token.end;
  }
  if (mistakes.length > 0) return { mistakes };
  return { template: { parts, fields: [...named].sort() } };
}

type Token =
  | { readonly expression: Expression; readonly width: number; readonly end: number }
  | { readonly mistake: OutputMistake };

function readToken(text: string, percent: number, fields: Fields): Token {
  const digits = /^[0-9]*/.exec(text.slice(percent + 1, percent + 20))?.[0] ?? "";
  const start = percent + 1 + digits.length;
  if (start >= text.length) {
    const message = digits === "" ? `"%" can't end the output` : `a width can't end the output`;
    return {
      mistake: {
        code: "bad-output",
        message,
        hint: "a percent sign can't be written: there is no %%",
        start: percent,
        end: start,
      },
    };
  }
  const found = longestExpression(text, start, fields);
  if (found !== undefined) return { ...found, width: Number(digits) };
  const name = candidate.exec(text.slice(start, start + 200))?.[0] ?? "";
  const message = name === "" ? `"%" must be followed by a field` : `unknown field "${name}"`;
  const near = name === "" ? undefined : nearest(name, fields.keys());
  const known = near === undefined ? "prempti fields lists them all" : `did you mean "%${near}"?`;
  const hint = name === "" ? "a percent sign can't be written: there is no %%" : known;
  return {
    mistake: {
      code: "unknown-output-field",
      message,
      hint,
      start: percent,
      end: start + Math.max(name.length, 1),
    },
  };
}

/** The longest text from `start` on that is an expression with known fields. */
function longestExpression(
  text: string,
  start: number,
  fields: Fields,
): { readonly expression: Expression; readonly end: number } | undefined {
  const name = candidate.exec(text.slice(start))?.[0];
  if (name === undefined) return undefined;
  const next = text[start + name.length];
  if (next === "(" && !name.includes("."))
    return longestOf(text, start, ends(text, start + name.length, ")", "]"), fields);
  if (next === "[") {
    const withArgument = longestOf(text, start, ends(text, start + name.length, "]"), fields);
    if (withArgument !== undefined) return withArgument;
  }
  const shorter = Array.from({ length: name.length }, (_, cut) => start + name.length - cut);
  return longestOf(text, start, shorter, fields);
}

/** Offsets behind each of some characters, the last first. */
function ends(text: string, from: number, ...characters: readonly string[]): readonly number[] {
  const found: number[] = [];
  for (let at = text.length - 1; at > from; at -= 1)
    if (characters.includes(text[at] ?? "")) found.push(at + 1);
  return found;
}

function longestOf(
  text: string,
  start: number,
  candidates: readonly number[],
  fields: Fields,
): { readonly expression: Expression; readonly end: number } | undefined {
  for (const end of candidates) {
    const expression = expressionOf(text.slice(start, end), fields);
    if (expression !== undefined) return { expression, end };
  }
  return undefined;
}

function expressionOf(text: string, fields: Fields): Expression | undefined {
  if (!/[)\]A-Za-z0-9_]$/.test(text)) return undefined;
  if (/^[\w.]+$/.test(text)) return fields.has(text) ? { kind: "field", name: text } : undefined;
  const parsed = parseCondition(`${text} exists`);
  if ("problem" in parsed || parsed.condition.kind !== "exists" || parsed.condition.end !== text.length + 7)
    return undefined;
  return "type" in typeOf(parsed.condition.left, fields) ? parsed.condition.left : undefined;
}

/** Names of the plain fields in an expression. */
export function fieldsIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case "field":
      return [expression.name];
    case "text":
      return [];
    case "items":
      return expression.items.flatMap(fieldsIn);
    case "chain":
      return fieldsIn(expression.of);
    case "call":
      return expression.args.flatMap(fieldsIn);
  }
}
