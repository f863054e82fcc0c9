import type { Machine } from "../language.ts";
import { shellOutput } from "../spawn.ts";
import { tokensOf } from "../tokens/cut.ts";
import type { Token } from "../tokens/token.ts";
import { concatenated, emptyValue, shownValue, textValue, unknownValue, type Value } from "../value.ts";
import { deepestCalls } from "./calls.ts";
import { peek } from "./cursor.ts";

/** One text, or several side by side. */
export function texts(machine: Machine): Value {
  let value: Value | undefined;
  for (;;) {
    const token = peek(machine);
    if (token?.kind !== "text") break;
    if (value !== undefined && !machine.language.indented) break;
    machine.state.at += 1;
    const one = textToken(machine, token);
    value = value === undefined ? one : concatenated(value, one);
  }
  return value ?? emptyValue;
}

function textToken(machine: Machine, token: Extract<Token, { kind: "text" }>): Value {
  let value: Value = emptyValue;
  for (const part of token.parts) {
    if (part === "") continue;
    value = concatenated(value, typeof part === "string" ? textValue(part) : inserted(machine, part.code));
  }
  if (token.hidden)
    value = { ...value, flow: { text: value.flow.text, from: { ...value.flow.from, decoded: true } } };
  return token.shell ? { flow: shellOutput(machine, value) } : value;
}

/** The value of code that stands in a text. */
function inserted(machine: Machine, code: string): Value {
  const { state } = machine;
  if (state.invoking >= deepestCalls) return unknownValue;
  const { tokens, at, end, depth } = state;
  const inner = tokensOf(code, machine.language.syntax);
  Object.assign(state, { tokens: inner, at: 0, end: inner.length, depth: 1 });
  state.invoking += 1;
  const value = machine.reader.expression(machine);
  state.invoking -= 1;
  Object.assign(state, { tokens, at, end, depth });
  return value.items === undefined && value.fields === undefined ? value : { flow: shownValue(value) };
}
