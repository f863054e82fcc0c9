import type { Machine } from "../language.ts";
import { type Body, elementOf, type Value } from "../value.ts";
import { paramNames } from "./bodies.ts";
import { call, runCallback } from "./calls.ts";
import { closingAt, isSign, peek, signAhead } from "./cursor.ts";
import { actionOf } from "./lookup.ts";

/** `{ |x| … }` after a call. */
export function rubyBlock(machine: Machine, value: Value): Value {
  const { state } = machine;
  const close = closingAt(machine, state.at);
  const bar = isSign(peek(machine, 1), "|");
  let at = state.at + 1;
  if (bar) {
    at = signAhead(machine, at + 1, close, "|");
  }
  const params = bar ? paramNames(machine, state.at + 2, at) : [];
  const body: Body = { tokens: state.tokens, start: bar ? at + 1 : at, end: close, params };
  state.at = close + 1;
  const result =
    actionOf(machine, value.name ?? "") === undefined
      ? value
      : call(machine, value.name ?? "", value.self, [], new Map());
  return runCallback(machine, value.name ?? "", value.self ?? result, result, body);
}

export function bindBlock(machine: Machine, value: Value): void {
  const { state } = machine;
  if (!isSign(peek(machine), "|")) return;
  const at = signAhead(machine, state.at + 1, state.end, "|");
  const subject = value.self ?? value;
  for (const name of paramNames(machine, state.at + 1, at)) machine.variables.set(name, elementOf(subject));
  state.at = at + 1;
}
