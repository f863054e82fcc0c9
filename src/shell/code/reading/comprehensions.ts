import type { Machine } from "../language.ts";
import { alternatives, madeOf, type Value } from "../value.ts";
import { isName, lookedThrough, nesting, peek } from "./cursor.ts";
import { loop } from "./loops.ts";

/** Where `for` stands in `[x for y in z]`. */
export function comprehensionAt(machine: Machine, start: number, close: number): number {
  const { tokens } = machine.state;
  let depth = 0;
  lookedThrough(machine, close - start);
  for (let at = start; at < close; at += 1) {
    const token = tokens[at];
    depth += nesting(token);
    if (depth === 0 && at > start && isName(token, "for")) return at;
  }
  return -1;
}

/** The lists first, then what is made of each element. */
export function comprehended(machine: Machine, start: number, first: number, close: number): Value {
  const { state } = machine;
  const { end } = state;
  state.end = close;
  state.at = first;
  while (isName(peek(machine), "for", "async")) {
    loop(machine);
    while (peek(machine) !== undefined && !isName(peek(machine), "for")) {
      const before = state.at;
      if (isName(peek(machine), "if")) machine.reader.expression(machine);
      if (state.at === before) state.at += 1;
    }
  }
  state.at = start;
  state.end = first;
  const value = machine.reader.expression(machine);
  state.end = end;
  return { ...madeOf([value]), items: alternatives(value) };
}
