import type { Machine } from "../language.ts";
import { type Body, unknownValue, type Value } from "../value.ts";
import { bodyAt, bracedBody, endedBody, expressionEnd, paramNames } from "./bodies.ts";
import { closingAt, isName, isSign, lookedThrough, signAhead, textOf } from "./cursor.ts";

/** A function with a name; its body is read when it is called. */
export function define(machine: Machine): boolean {
  const { state, language } = machine;
  let at = state.at + 1;
  let name = "";
  while (isName(state.tokens[at]) || isSign(state.tokens[at], ".", ":", "*"))
    name += textOf(state.tokens[at++]);
  lookedThrough(machine, at - state.at);
  const hasParams = isSign(state.tokens[at], "(");
  const close = hasParams ? closingAt(machine, at) : at - 1;
  const params = hasParams ? paramNames(machine, at + 1, close) : [];
  at = close + 1;
  const body = bodyAt(machine, at, params);
  if (body === undefined) {
    state.at = at;
    return true;
  }
  state.waiting.add(body);
  if (name !== "") machine.variables.set(name, { ...unknownValue, body });
  state.at = language.indented ? body.end : body.end + 1;
  return true;
}

export function lambda(machine: Machine): Value {
  const { state } = machine;
  const at = signAhead(machine, state.at + 1, state.end, ":");
  return arrow(machine, paramNames(machine, state.at + 1, at), at + 1);
}

/** A function whose body is one expression or a block. */
export function arrow(machine: Machine, params: readonly string[], start: number): Value {
  const { state } = machine;
  let at = start;
  while (state.tokens[at]?.kind === "line") at += 1;
  if (isSign(state.tokens[at], "{")) {
    const close = closingAt(machine, at);
    state.at = close + 1;
    return functionValue(machine, { tokens: state.tokens, start: at + 1, end: close, params });
  }
  const end = expressionEnd(machine, at);
  state.at = end;
  return functionValue(machine, { tokens: state.tokens, start: at, end, params });
}

function functionValue({ state }: Machine, body: Body): Value {
  state.waiting.add(body);
  return { ...unknownValue, body };
}

/** `function (a) { … }`, `fn ($a) => …`, `sub { … }`. */
export function anonymous(machine: Machine): Value {
  const { state, language } = machine;
  let at = state.at + 1;
  while (isName(state.tokens[at]) || isSign(state.tokens[at], "*", "&")) at += 1;
  lookedThrough(machine, at - state.at);
  const hasParams = isSign(state.tokens[at], "(");
  const close = hasParams ? closingAt(machine, at) : at - 1;
  const params = hasParams ? paramNames(machine, at + 1, close) : [];
  if (isSign(state.tokens[close + 1], "=>")) return arrow(machine, params, close + 2);
  const body =
    language.ended === undefined
      ? bracedBody(machine, close + 1, params)
      : endedBody(machine, close + 1, params);
  if (body === undefined) {
    state.at = close + 1;
    return unknownValue;
  }
  state.at = body.end + 1;
  return functionValue(machine, body);
}
