import type { Machine } from "../language.ts";
import { emptyValue, mostItems, type Value } from "../value.ts";
import { call, invoke } from "./calls.ts";
import { isSign, peek } from "./cursor.ts";
import { keyAt } from "./entries.ts";
import { actionOf } from "./lookup.ts";

const ends =
  /^(if|unless|for|foreach|while|until|else|elif|then|do|end|and|or|not|except|finally|catch|from|import|return|local)$/;

/** `puts x, y`, `system "ls"`, `unlink $f`. */
export function bareCall(machine: Machine, name: string, ahead = 1): Value {
  machine.state.at += ahead;
  const args = bareArguments(machine);
  const known = machine.variables.get(name);
  if (known?.body !== undefined) return invoke(machine, known.body, args);
  return call(machine, known?.name ?? name, undefined, args, new Map());
}

export function bareArguments(machine: Machine): readonly Value[] {
  const { state } = machine;
  const args: Value[] = [];
  const fields = new Map<string, Value>();
  for (let count = 0; count < mostItems; count += 1) {
    const key = keyAt(machine);
    if (key !== undefined) fields.set(key, machine.reader.expression(machine));
    else args.push(machine.reader.expression(machine));
    const token = peek(machine);
    if (isSign(token, ",")) {
      state.at += 1;
      while (peek(machine)?.kind === "line") state.at += 1;
    } else if (!(token?.kind === "text" || (token?.kind === "name" && /^[$@]/.test(token.text)))) break;
  }
  return fields.size === 0 ? args : [...args, { ...emptyValue, fields }];
}

/** Whether a name that the library knows is followed by an argument. */
export function startsBareArgument(machine: Machine, name: string): boolean {
  if (
    /^[$@%]/.test(name) ||
    (actionOf(machine, name) === undefined && machine.variables.get(name)?.body === undefined)
  )
    return false;
  const token = peek(machine);
  if (token === undefined) return false;
  if (token.kind === "text" || token.kind === "number") return true;
  if (token.kind === "name")
    return !ends.test(token.text) && !/^(in|of|x|eq|ne|lt|gt|cmp|as)$/.test(token.text);
  return isSign(token, "\\", "[");
}
