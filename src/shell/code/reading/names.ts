import { own } from "../../own.ts";
import type { Machine } from "../language.ts";
import { sharedProperties } from "../languages/shared.ts";
import { named, textValue, type Value } from "../value.ts";
import { assignment } from "./assignments.ts";
import { bareCall, startsBareArgument } from "./bare-calls.ts";
import { isName, isSign, peek } from "./cursor.ts";
import { anonymous, arrow, lambda } from "./functions.ts";
import { actionOf } from "./lookup.ts";

/** A name where a value may stand: a function's head, a call, an assignment or what it stands for. */
export function variableOrName(machine: Machine, name: string): Value {
  const { state, language } = machine;
  if (name === "lambda" && language.indented) return lambda(machine);
  if (!language.bareCalls && isSign(peek(machine, 1), "=>") && state.depth >= 0 && !isInObject(machine))
    return arrow(machine, [name], state.at + 2);
  if (functionWords.has(name) && (isSign(peek(machine, 1), "(", "{", "*") || isName(peek(machine, 1))))
    return anonymous(machine);
  if (loadingWords.has(name) && !endsHere(machine)) return bareCall(machine, name);
  state.at += 1;
  if (language.bareCalls && startsBareArgument(machine, name)) return bareCall(machine, name, 0);
  const assigned = assignment(machine, name);
  if (assigned !== undefined) return assigned;
  return { ...nameValue(machine, name), variable: name };
}

/** `require(x)`, and `require` on its own, which is a value like any other. */
function endsHere(machine: Machine): boolean {
  const next = peek(machine, 1);
  return next === undefined || next.kind === "line" || isSign(next, "(", ")", ";", ",", ".");
}

/** `{ key => value }` of PHP and Perl is no function. */
const isInObject = ({ language }: Machine): boolean =>
  language.joins.includes(".") && !language.attributes.includes(".");

const constants: ReadonlySet<string> = new Set("True False None true false null nil undefined".split(" "));
const functionWords: ReadonlySet<string> = new Set(["function", "fn", "sub", "proc"]);
const loadingWords: ReadonlySet<string> = new Set(
  "import require include require_once include_once".split(" "),
);

/** `$x[0]` is of `@x`, `@x{a}` of `$x`. */
function siblingOf({ variables }: Machine, name: string): Value | undefined {
  const sigil = name[0];
  if (sigil === "@" || sigil === "%") return variables.get(`$${name.slice(1)}`);
  return sigil === "$" ? variables.get(`@${name.slice(1)}`) : undefined;
}

/** What a name stands for: a variable, a constant, a property of the library, or something of that name. */
function nameValue(machine: Machine, name: string): Value {
  const known = machine.variables.get(name) ?? siblingOf(machine, name);
  if (known !== undefined) return known;
  if (constants.has(name)) return textValue(name);
  const property = own(machine.language.properties, name) ?? own(sharedProperties, name);
  if (property !== undefined) return property({ machine, name, args: [], named: new Map(), self: undefined });
  for (const module of machine.opened)
    if (actionOf(machine, `${module}.${name}`) !== undefined) return named(`${module}.${name}`);
  return named(name);
}
