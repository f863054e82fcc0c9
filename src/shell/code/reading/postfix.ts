import type { Machine } from "../language.ts";
import { type Body, distribute, unknownValue, type Value } from "../value.ts";
import { assignInto } from "./assignments.ts";
import { attribute, item } from "./attributes.ts";
import { bareArguments, startsBareArgument } from "./bare-calls.ts";
import { bindBlock, rubyBlock } from "./blocks.ts";
import { isTooDeep } from "./brackets.ts";
import { call, invoke } from "./calls.ts";
import { comprehended, comprehensionAt } from "./comprehensions.ts";
import { closingAt, isOneOf, isSign, peek, textOf } from "./cursor.ts";
import { entries } from "./entries.ts";
import { actionOf } from "./lookup.ts";
import { texts } from "./texts.ts";

const attributeSigns: ReadonlySet<string> = new Set([".", "?.", "->"]);
const assigning: ReadonlySet<string> = new Set(["=", "+=", "??=", "||="]);

/** Attributes, indices and calls that follow a value. */
export function postfix(machine: Machine, first: Value, baseName: string): Value {
  const { state, language } = machine;
  let value = first;
  while (state.steps > 0) {
    const token = peek(machine);
    const text = token?.kind === "sign" ? token.text : "";
    const next = peek(machine, 1);
    if (token?.kind === "line" && !language.indented && isOneOf(next, attributeSigns)) {
      state.at += 1;
      continue;
    }
    if (
      language.attributes.includes(text) &&
      next?.kind === "name" &&
      !(text === ":" && !isSign(peek(machine, 2), "("))
    ) {
      state.at += 2;
      value = attributed(machine, value, next.text, baseName);
    } else if (language.attributes.includes(text) && isSign(next, "[", "(", "{")) {
      state.at += 1;
    } else if (text === "(") value = called(machine, value);
    else if (text === "[" || (text === "{" && value.variable?.startsWith("$") === true))
      value = indexed(machine, value, baseName);
    else if (
      token?.kind === "text" &&
      !language.indented &&
      value.name !== undefined &&
      language.attributes.includes(":")
    )
      value = call(machine, value.name, value.self, [texts(machine)], new Map());
    else if (text === "{" && language.syntax.quoteLike === "ruby" && value.name !== undefined)
      value = rubyBlock(machine, value);
    else if (token?.kind === "name" && token.text === "do" && language.syntax.quoteLike === "ruby") {
      state.at += 1;
      bindBlock(machine, value);
    } else if (token?.kind === "name" && token.text.startsWith("$") && value.name === undefined) return value;
    else return settled(machine, value);
  }
  return value;
}

/** A method without brackets is called all the same where the language has none. */
function settled(machine: Machine, value: Value): Value {
  if (!machine.language.bareCalls || value.name === undefined || value.self === undefined) return value;
  if (actionOf(machine, value.name) === undefined) return value;
  if (startsBareArgument(machine, value.name))
    return call(machine, value.name, value.self, bareArguments(machine), new Map());
  return call(machine, value.name, value.self, [], new Map());
}

/** `x.name`; assigned, it adds to what `x` says. */
function attributed(machine: Machine, value: Value, name: string, baseName: string): Value {
  const { state } = machine;
  const result = attribute(machine, value, name);
  if (!isOneOf(peek(machine), assigning)) return result;
  state.at += 1;
  return assignInto(machine, value, name, machine.reader.expression(machine), baseName);
}

/** `x[0]`, `x["key"]`, `x[::-1]`, `$ENV{HOME}`. */
function indexed(machine: Machine, value: Value, baseName: string): Value {
  const { state } = machine;
  const close = closingAt(machine, state.at);
  const reversing =
    isSign(peek(machine, 1), "::", ":") &&
    isSign(state.tokens[close - 2], "-") &&
    textOf(state.tokens[close - 1]) === "1";
  const bareKey = close === state.at + 2 && peek(machine, 1)?.kind === "name" ? textOf(peek(machine, 1)) : "";
  state.depth += 1;
  const { args } = entries(machine, state.at + 1, close);
  state.depth -= 1;
  state.at = close + 1;
  if (reversing) return call(machine, "str.reverse", value, [], new Map());
  const key =
    bareKey !== "" &&
    (value.name === "environment" || !machine.variables.has(bareKey)) &&
    value.variable?.startsWith("$") === true
      ? bareKey
      : (args[0]?.flow.text ?? "");
  const sign = peek(machine);
  if (isOneOf(sign, assigning)) {
    state.at += 1;
    return assignInto(machine, value, key, machine.reader.expression(machine), baseName);
  }
  return item(machine, value, key);
}

/** `f(…)`. */
function called(machine: Machine, callee: Value): Value {
  const { state } = machine;
  const close = closingAt(machine, state.at);
  if (isTooDeep(machine, close)) return unknownValue;
  const start = state.at + 1;
  const comprehension = machine.language.indented ? comprehensionAt(machine, start, close) : -1;
  state.depth += 1;
  let args: readonly Value[];
  let options: ReadonlyMap<string, Value> = new Map();
  if (comprehension === -1) ({ args, named: options } = entries(machine, start, close));
  else args = [comprehended(machine, start, comprehension, close)];
  state.depth -= 1;
  state.at = close + 1;
  if (callee.body !== undefined) return distribute(args, (one) => invoke(machine, callee.body as Body, one));
  return call(machine, callee.name ?? calledByText(callee), callee.self, args, options);
}

/** `$f = "system"; $f("ls")`. */
const calledByText = ({ flow }: Value): string => (/^[\w.]{1,64}$/.test(flow.text) ? flow.text : "");
