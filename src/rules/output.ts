import { type Field, fullName } from "../fields/field.ts";
import type { Expression } from "./ast.ts";
import { nearest } from "./nearest.ts";
import { parseCondition } from "./parse.ts";
import type { OutputPart, OutputTemplate } from "./ruleset.ts";
import { argumentMistake, type Fields, typeOf } from "./type-of.ts";

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

/** Largest width: no one pads further, and a rule must not make the engine run out of memory. */
const widest = 65_535;

/** After so many mistakes it is another thing than an output. */
const mostMistakes = 20;

/** What can begin a field or a transformer, as far as the longest of them could reach. */
const candidate = /[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)*/y;

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
      if (mistakes.length === mostMistakes) break;
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
  const digits = /^[0-9]*/.exec(text.slice(percent + 1, percent + 200))?.[0] ?? "";
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
  if (Number(digits) > widest)
    return {
      mistake: {
        code: "bad-output",
        message: `a width of ${digits} is too large`,
        start: percent,
        end: start,
      },
    };
  const found = longestExpression(text, start, fields);
  if (found !== undefined) return { ...found, width: Number(digits) };
  const name = matchAt(candidate, text, start) ?? "";
  const field = fields.get(name);
  if (field?.argument !== undefined) return { mistake: outputArgumentMistake(text, percent, start, field) };
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

/** A field that needs an argument, and has none or a wrong one. */
function outputArgumentMistake(text: string, percent: number, start: number, field: Field): OutputMistake {
  const next = start + field.name.length;
  const written = matchAt(argument, text, next) ?? "";
  const { message, hint } = argumentMistake(field, written === "" ? undefined : unquoted(written)) ?? {
    message: "",
  };
  return {
    code: "unknown-output-field",
    message,
    ...(hint === undefined ? {} : { hint: `%${hint}` }),
    start: percent,
    end: next + written.length,
  };
}

const unquoted = (bracketed: string): string => bracketed.slice(1, -1).replace(/^(["'])(.*)\1$/s, "$2");

type Found = { readonly expression: Expression; readonly end: number } | undefined;

/** The longest text from `start` on that is an expression with known fields. */
function longestExpression(text: string, start: number, fields: Fields): Found {
  const name = matchAt(candidate, text, start);
  if (name === undefined) return undefined;
  const next = start + name.length;
  if (text[next] === "(" && !name.includes(".")) {
    const closed = closingBracket(text, next);
    if (closed === undefined) return undefined;
    return firstOf(text, start, [closed + (matchAt(argument, text, closed)?.length ?? 0), closed], fields);
  }
  const withArgument = next + (matchAt(argument, text, next)?.length ?? 0);
  const shorter = Array.from({ length: Math.min(name.length, 100) }, (_, cut) => next - cut);
  return firstOf(text, start, withArgument === next ? shorter : [withArgument, ...shorter], fields);
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** An argument in brackets behind a field or a transformer. */
const argument = /\[(?:"[^"]{0,300}"|'[^']{0,300}'|[^\]["'\s]{1,300})\]/y;

/** Behind the bracket that closes the one at `open`; undefined when none does. */
function closingBracket(text: string, open: number): number | undefined {
  let depth = 0;
  let quote = "";
  for (let at = open; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (quote !== "") {
      if (character === quote && text[at - 1] !== "\\") quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if (character === "(") depth += 1;
    else if (character === ")") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function firstOf(text: string, start: number, ends: readonly number[], fields: Fields): Found {
  for (const end of ends) {
    const expression = expressionOf(text.slice(start, end), fields);
    if (expression !== undefined) return { expression, end };
  }
  return undefined;
}

function expressionOf(text: string, fields: Fields): Expression | undefined {
  if (!/[)\]A-Za-z0-9_]$/.test(text)) return undefined;
  if (/^[\w.]+$/.test(text)) {
    const field = fields.get(text);
    return field === undefined || field.argument !== undefined ? undefined : { kind: "field", name: text };
  }
  const parsed = parseCondition(`${text} exists`);
  if ("problem" in parsed || parsed.condition.kind !== "exists" || parsed.condition.end !== text.length + 7)
    return undefined;
  return "type" in typeOf(parsed.condition.left, fields) ? parsed.condition.left : undefined;
}

/** Full names of the plain fields in an expression. */
export function fieldsIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case "field":
      return [fullName(expression.name, expression.argument)];
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
