import type { Machine } from "../language.ts";
import type { Body } from "../value.ts";
import { closingAt, isSign, nesting } from "./cursor.ts";

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

/** What the next braces hold. */
export function bracedBody(machine: Machine, start: number, params: readonly string[]): Body | undefined {
  const { state } = machine;
  let at = start;
  while (at < state.end && at < start + 24 && !isSign(state.tokens[at], "{", ";", "=")) at += 1;
  if (!isSign(state.tokens[at], "{")) return undefined;
  return { tokens: state.tokens, start: at + 1, end: closingAt(machine, at), params };
}

/** What follows the colon: the rest of the line, or the lines that are indented more. */
export function indentedBody({ state }: Machine, start: number, params: readonly string[]): Body | undefined {
  let at = start;
  while (at < state.end && !isSign(state.tokens[at], ":")) at += 1;
  const first = at + 1;
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
  return { tokens: state.tokens, start: first, end, params };
}

/** Where an expression ends that is not read now. */
export function expressionEnd({ state }: Machine, start: number): number {
  let depth = 0;
  for (let at = start; at < state.end; at += 1) {
    const token = state.tokens[at];
    depth += nesting(token);
    if (depth < 0) return at;
    if (depth === 0 && (isSign(token, ",", ";") || (token?.kind === "line" && state.depth === 0))) return at;
  }
  return state.end;
}
