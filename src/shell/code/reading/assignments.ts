import type { Machine } from "../language.ts";
import { concatenated, elementOf, unknownValue, type Value } from "../value.ts";
import { attribute } from "./attributes.ts";
import { closingAt, isName, isOneOf, isSign, peek, textOf } from "./cursor.ts";
import { setEnvironment } from "./environment.ts";

const assigning: ReadonlySet<string> = new Set(["=", ":=", "+=", ".=", "||=", "??="]);

/** `x = …`, `x += …`, `x .= …`, `x: T = …`. */
export function assignment(machine: Machine, name: string): Value | undefined {
  const { state, variables } = machine;
  const token = peek(machine);
  if (!isOneOf(token, assigning)) return undefined;
  const sign = textOf(token);
  state.at += 1;
  const value = machine.reader.expression(machine);
  const before = variables.get(name);
  const result =
    (sign === "+=" || sign === ".=") && before !== undefined
      ? concatenated(before, value)
      : listed(machine, value);
  if (
    name === "$_" ||
    !/^[A-Z]\w*$/.test(name) ||
    result.flow !== unknownValue.flow ||
    result.items !== undefined ||
    result.name !== undefined
  )
    variables.set(name, result);
  return result;
}

/** `a = b, c` in Python is a list. */
function listed(machine: Machine, value: Value): Value {
  const { state, language } = machine;
  if (!language.indented || state.depth > 0 || !isSign(peek(machine), ",")) return value;
  const items = [value];
  while (isSign(peek(machine), ",")) {
    state.at += 1;
    items.push(machine.reader.expression(machine));
  }
  return { ...unknownValue, items };
}

/** `a, b = 1, 2`. */
export function assignsMany(machine: Machine): boolean {
  const { state } = machine;
  const names: string[] = [];
  let at = state.at;
  while (
    isName(state.tokens[at]) &&
    isSign(state.tokens[at + 1], ",") &&
    at < state.end &&
    names.length < 16
  ) {
    names.push(textOf(state.tokens[at]));
    at += 2;
  }
  if (names.length === 0 || !isName(state.tokens[at]) || !isSign(state.tokens[at + 1], "=", ":="))
    return false;
  names.push(textOf(state.tokens[at]));
  state.at = at + 2;
  const values = [machine.reader.expression(machine)];
  while (isSign(peek(machine), ",")) {
    state.at += 1;
    values.push(machine.reader.expression(machine));
  }
  for (const [index, name] of names.entries())
    machine.variables.set(
      name,
      values.length === 1
        ? (values[0]?.items?.[index] ?? elementOf(values[0] ?? unknownValue))
        : (values[index] ?? unknownValue),
    );
  return true;
}

/** `const { a, b: c } = x`, `my ($a, $b) = @_`; `const x = …` is an expression. */
export function destructuring(machine: Machine): boolean {
  const { state } = machine;
  const open = peek(machine, 1);
  if (!isSign(open, "{", "[", "(")) return false;
  const close = closingAt(machine, state.at + 1);
  const pairs: (readonly [string, string])[] = [];
  for (let at = state.at + 2; at < close; at += 1) {
    const token = state.tokens[at];
    if (token?.kind !== "name") continue;
    const renamed = isSign(state.tokens[at + 1], ":") && isName(state.tokens[at + 2]);
    pairs.push([renamed ? textOf(state.tokens[at + 2]) : token.text, token.text]);
    if (renamed) at += 2;
  }
  state.at = close + 1;
  if (!isSign(peek(machine), "=")) return true;
  state.at += 1;
  const value = machine.reader.expression(machine);
  for (const [index, [name, key]] of pairs.entries())
    machine.variables.set(name, value.items?.[index] ?? attribute(machine, value, key));
  return true;
}

/** `x.k = v` and `x["k"] = v`: what `x` holds is no longer known, but that it holds this. */
export function assignInto(
  machine: Machine,
  owner: Value,
  key: string,
  value: Value,
  baseName: string,
): Value {
  if (owner.name === "environment") setEnvironment(machine, key, value);
  const base = machine.variables.get(baseName);
  if (base !== undefined && base.body === undefined) {
    const fields = new Map(base.fields);
    fields.set(key, value);
    machine.variables.set(baseName, { ...base, fields });
  }
  return value;
}
