import { effect } from "../../act.ts";
import type { Machine } from "../language.ts";
import { elementOf, unknownValue, type Value } from "../value.ts";
import { assignsMany, destructuring } from "./assignments.ts";
import { expressionEnd } from "./bodies.ts";
import { call } from "./calls.ts";
import { isName, isOneOf, isSign, peek, textOf } from "./cursor.ts";
import { expression } from "./expression.ts";
import { define } from "./functions.ts";
import { importing, useModule } from "./imports.ts";
import { loop } from "./loops.ts";

/** Everything up to the end; returns the last value, which is a function's result often enough. */
export function statements(machine: Machine): Value {
  const { state } = machine;
  let last = unknownValue;
  while (state.at < state.end && state.steps > 0) {
    const before = state.at;
    const value = statement(machine);
    if (state.at === before) state.at += 1;
    else if (value !== undefined) last = value;
  }
  if (state.steps <= 0) machine.run.shell.draft.exceeded ??= "code in it takes too many steps to follow";
  return last;
}

const between: ReadonlySet<string> = new Set("; } ) ] , : {".split(" "));

function statement(machine: Machine): Value | undefined {
  const { state } = machine;
  state.steps -= 1;
  const token = peek(machine);
  if (token === undefined) return undefined;
  if (token.kind === "line" || isOneOf(token, between)) {
    state.at += 1;
    return undefined;
  }
  if (token.kind === "name" && keyword(machine, token.text)) return undefined;
  if (assignsMany(machine)) return undefined;
  return machine.language.syntax.quoteLike === "perl" ? modified(machine) : expression(machine);
}

/** `unlink for glob("*")`, `system("cat $_") foreach @files`: the list stands behind what is done to each. */
function modified(machine: Machine): Value {
  const { state } = machine;
  const start = state.at;
  const end = expressionEnd(machine, start, "for", "foreach");
  if (!isName(state.tokens[end], "for", "foreach") || end >= state.end) return expression(machine);
  state.at = end + 1;
  const element = elementOf(expression(machine));
  machine.variables.set("$_", element);
  const [after, whole] = [state.at, state.end];
  Object.assign(state, { at: start, end });
  // A name alone is called with the element.
  const value =
    end === start + 1
      ? call(machine, textOf(state.tokens[start]), undefined, [element], new Map())
      : expression(machine);
  Object.assign(state, { at: after, end: whole });
  return value;
}

/** Statements that are no expressions. Returns whether it was one. */
export function keyword(machine: Machine, text: string): boolean {
  switch (text) {
    case "import":
    case "from":
      return importing(machine);
    case "use":
      return useModule(machine);
    case "def":
    case "function":
    case "sub":
    case "func":
      return define(machine);
    case "for":
    case "foreach":
      return loop(machine);
    case "const":
    case "let":
    case "var":
    case "my":
    case "our":
      return destructuring(machine);
    case "while":
    case "loop":
    case "until":
      endless(machine);
      return false;
    default:
      return false;
  }
}

/** `while True: os.fork()` and `fork while fork` never end. */
function endless(machine: Machine): void {
  const next = peek(machine, isSign(peek(machine, 1), "(") ? 2 : 1);
  if (!/^(True|true|1|do|fork|\{)$/.test(textOf(next))) return;
  if (/\bfork\b/.test(machine.code)) effect(machine.run, "shell:fork-bomb");
}
