import type { Machine } from "../language.ts";
import { unknownValue, type Value } from "../value.ts";
import { isOneOf, peek, textOf } from "./cursor.ts";
import { operand } from "./operand.ts";
import { binary } from "./operators.ts";

/** How deep expressions may stand in one another. */
const deepestExpressions = 160;

/** Operands put together by signs, from left to right: precedence hardly matters for texts. */
export function expression(machine: Machine): Value {
  const { state } = machine;
  state.steps -= 1;
  if (state.nested >= deepestExpressions) {
    machine.run.shell.draft.exceeded ??= "code in it is nested too deeply";
    state.at = state.end;
    return unknownValue;
  }
  state.nested += 1;
  const value = operands(machine);
  state.nested -= 1;
  // Texts that double again and again cost what they are long.
  state.steps -= value.flow.text.length >> 6;
  return value;
}

function operands(machine: Machine): Value {
  const { state } = machine;
  let left = operand(machine);
  while (state.steps > 0) {
    const token = peek(machine);
    if (token === undefined) return left;
    if (token.kind === "line") {
      if (state.depth === 0 && !continues(machine)) return left;
      state.at += 1;
      continue;
    }
    const joined = binary(machine, left, textOf(token));
    if (joined === undefined) return left;
    left = joined;
    state.steps -= left.flow.text.length >> 6;
  }
  return left;
}

const continuing: ReadonlySet<string> = new Set(". ?. -> + .. || && ??".split(" "));

/** A line that begins with a method or an operator goes on with the one before. */
function continues(machine: Machine): boolean {
  const next = peek(machine, 1);
  return !machine.language.indented && isOneOf(next, continuing);
}
