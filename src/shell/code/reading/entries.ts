import type { Machine } from "../language.ts";
import { hasText, type Value } from "../value.ts";
import { isSign, peek } from "./cursor.ts";

type Entries = {
  readonly args: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  readonly count: number;
};

/** What stands between brackets, with commas between: values, `key: value`, `key=value`, `key => value`. */
export function entries(machine: Machine, start: number, close: number): Entries {
  const { state } = machine;
  const { end } = state;
  const args: Value[] = [];
  const fields = new Map<string, Value>();
  let commas = 0;
  state.at = start;
  state.end = close;
  while (state.at < close && state.steps > 0) {
    const before = state.at;
    const token = peek(machine);
    if (token?.kind === "line" || isSign(token, ";", ",")) {
      if (isSign(token, ",")) commas += 1;
      state.at += 1;
      continue;
    }
    const key = keyAt(machine);
    if (key !== undefined) fields.set(key, machine.reader.expression(machine));
    else if (isSign(token, "...", "*", "**") || !isKeyword(machine))
      takeEntry(machine, args, fields, isSign(token, "...", "**"));
    if (state.at === before) state.at += 1;
  }
  state.end = end;
  return { args, named: fields, count: args.length + (commas > 0 && args.length === 1 ? 1 : 0) };
}

/** Statements inside blocks. */
function isKeyword(machine: Machine): boolean {
  const token = peek(machine);
  return token?.kind === "name" && machine.reader.keyword(machine, token.text);
}

function takeEntry(machine: Machine, args: Value[], fields: Map<string, Value>, spread: boolean): void {
  const value = machine.reader.expression(machine);
  if (spread && value.fields !== undefined) for (const [key, field] of value.fields) fields.set(key, field);
  else if (spread && value.items !== undefined) args.push(...value.items);
  else if (isSign(peek(machine), ":", "=>") && value.name === undefined) {
    machine.state.at += 1;
    fields.set(value.flow.text, machine.reader.expression(machine));
  } else args.push(value);
}

/** The name of an entry, if it has one. */
export function keyAt(machine: Machine): string | undefined {
  const { state } = machine;
  const [token, next] = [peek(machine), peek(machine, 1)];
  const colon = isSign(next, ":") && !isSign(peek(machine, 2), ":");
  if (
    token?.kind === "name" &&
    (colon || isSign(next, "=>") || (isSign(next, "=") && machine.language.indented))
  ) {
    if (isSign(next, "=>") && machine.language.attributes.includes(".") && !machine.language.bareCalls)
      return undefined;
    // A Python dict's key that is a variable says what it holds.
    const known = colon && machine.language.indented ? machine.variables.get(token.text) : undefined;
    state.at += 2;
    return known !== undefined && hasText(known) ? known.flow.text : token.text;
  }
  if (token?.kind === "text" && (colon || isSign(next, "=>")) && typeof token.parts[0] === "string") {
    state.at += 2;
    return token.parts[0];
  }
  return undefined;
}
