import type { Machine } from "../language.ts";
import type { Token } from "../tokens/token.ts";
import type { Body } from "../value.ts";
import { closingAt, isName, isSign, lookedThrough, nesting, signAhead, textOf } from "./cursor.ts";

/** The names of parameters between brackets. */
export const paramNames = ({ state }: Machine, start: number, end: number): readonly string[] => {
  const names: string[] = [];
  let depth = 0;
  for (let at = start; at < end; at += 1) {
    const token = state.tokens[at];
    depth += nesting(token);
    const previous = state.tokens[at - 1];
    if (
      token?.kind === "name" &&
      depth === 0 &&
      (at === start || isSign(previous, ",", "*", "**", "...", "(", "&") || previous?.kind === "line")
    )
      names.push(token.text);
  }
  return names;
};

/** The body of a function with a name, behind its parameters. */
export function bodyAt(machine: Machine, start: number, params: readonly string[]): Body | undefined {
  const { language, state } = machine;
  if (language.indented) return indentedBody(machine, start, params);
  if (language.ended === undefined) return bracedBody(machine, start, params);
  if (!isSign(state.tokens[start], "=")) return endedBody(machine, start, params);
  return { tokens: state.tokens, start: start + 1, end: expressionEnd(machine, start + 1), params };
}

/** How far back a loop's head is looked for. */
const longestHead = 64;

/** What stands before the `end` that closes a function; undefined when there is none. */
export function endedBody(machine: Machine, start: number, params: readonly string[]): Body | undefined {
  const { state } = machine;
  const { tokens, end } = state;
  let depth = 1;
  for (let at = start; at < end; at += 1) {
    if (!isName(tokens[at]) || isSign(tokens[at - 1], ".") || isSign(tokens[at + 1], ":")) continue;
    if (isName(tokens[at], "end")) depth -= 1;
    else if (opensBlock(machine, at)) depth += 1;
    if (depth !== 0) continue;
    lookedThrough(machine, at - start);
    return { tokens, start, end: at, params };
  }
  // Functions that never end, one in the other, cost what is looked through for their ends.
  lookedThrough(machine, end - start);
  return undefined;
}

/** Behind these a statement begins, too. */
const heads: ReadonlySet<string> = new Set(["then", "else", "do", "begin", "return"]);

function opensBlock({ state, language }: Machine, at: number): boolean {
  const word = textOf(state.tokens[at]);
  const before = state.tokens[at - 1];
  const begins =
    before?.kind === "line" || (before?.kind === "sign" && before.nests !== -1) || heads.has(textOf(before));
  if (language.ended?.begins.has(word)) return begins;
  // The `do` of `while x do` is the loop's own.
  return (
    language.ended?.opens.has(word) === true &&
    !(word === "do" && isLoopLine(state.tokens, at, language.ended.begins))
  );
}

function isLoopLine(tokens: readonly Token[], at: number, begins: ReadonlySet<string>): boolean {
  for (let back = at - 1; back >= 0 && back > at - longestHead; back -= 1) {
    const token = tokens[back];
    if (token?.kind === "line" || isSign(token, ";")) return false;
    if (isName(token, "while", "until", "for")) return begins.has(textOf(token));
  }
  return false;
}

/** What the next braces hold. */
export function bracedBody(machine: Machine, start: number, params: readonly string[]): Body | undefined {
  const { state } = machine;
  let at = start;
  while (at < state.end && at < start + 24 && !isSign(state.tokens[at], "{", ";", "=")) at += 1;
  if (!isSign(state.tokens[at], "{")) return undefined;
  return { tokens: state.tokens, start: at + 1, end: closingAt(machine, at), params };
}

/** What follows the colon: the rest of the line, or the lines that are indented more. */
function indentedBody(machine: Machine, start: number, params: readonly string[]): Body | undefined {
  const { state } = machine;
  const first = signAhead(machine, start, state.end, ":") + 1;
  let indent: number | undefined;
  let end = first;
  for (; end < state.end; end += 1) {
    const token = state.tokens[end];
    if (token?.kind !== "line") continue;
    if (state.tokens[end + 1]?.kind === "line") continue;
    if (indent === undefined && end > first) break;
    indent ??= token.indent;
    if (token.indent < indent) break;
  }
  lookedThrough(machine, end - first);
  return { tokens: state.tokens, start: first, end, params };
}

/** Where an expression ends that is not read now; one of some words ends it, too. */
export function expressionEnd(machine: Machine, start: number, ...words: readonly string[]): number {
  const { state } = machine;
  let depth = 0;
  let at = start;
  for (; at < state.end; at += 1) {
    const token = state.tokens[at];
    depth += nesting(token);
    if (depth < 0) break;
    if (depth !== 0) continue;
    if (isSign(token, ",", ";") || (token?.kind === "line" && state.depth === 0)) break;
    if (words.length > 0 && isName(token, ...words)) break;
  }
  lookedThrough(machine, at - start);
  return at;
}
