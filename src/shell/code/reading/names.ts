import { own } from "../../own.ts";
import type { Machine } from "../language.ts";
import { sharedProperties } from "../languages/shared.ts";
import { named, textValue, type Value } from "../value.ts";
import { assignment } from "./assignments.ts";
import { bareCall, startsBareArgument } from "./bare-calls.ts";
import { isName, isSign, peek } from "./cursor.ts";
import { anonymous, arrow, lambda } from "./functions.ts";
import { actionOf } from "./lookup.ts";

export function variableOrName(machine: Machine, name: string): Value {
  const { state, language } = machine;
  if (name === "lambda" && language.indented) return lambda(machine);
  if (!language.bareCalls && isArrow(machine, 1) && state.depth >= 0 && !isInObject(machine))
    return arrow(machine, [name], state.at + 2);
  if (
    /^(function|fn|sub|proc)$/.test(name) &&
    (isSign(peek(machine, 1), "(", "{", "*") || isName(peek(machine, 1)))
  )
    return anonymous(machine);
  if (/^(import|require|include|require_once|include_once)$/.test(name) && !isSign(peek(machine, 1), "("))
    return bareCall(machine, name);
  state.at += 1;
  if (language.bareCalls && startsBareArgument(machine, name)) return bareCall(machine, name, 0);
  const assigned = assignment(machine, name);
  if (assigned !== undefined) return assigned;
  return { ...nameValue(machine, name), variable: name };
}

const isArrow = (machine: Machine, ahead: number): boolean => isSign(peek(machine, ahead), "=>");

/** `{ key => value }` of PHP and Perl is no function. */
const isInObject = ({ language }: Machine): boolean =>
  language.joins.includes(".") && !language.attributes.includes(".");

function nameValue(machine: Machine, name: string): Value {
  const known =
    machine.variables.get(name) ??
    (/^[@%]/.test(name) ? machine.variables.get(`$${name.slice(1)}`) : undefined) ??
    (/^\$/.test(name) ? machine.variables.get(`@${name.slice(1)}`) : undefined);
  if (known !== undefined) return known;
  if (/^(True|False|None|true|false|null|nil|undefined)$/.test(name)) return textValue(name);
  const property = own(machine.language.properties, name) ?? own(sharedProperties, name);
  if (property !== undefined) return property({ machine, name, args: [], named: new Map(), self: undefined });
  for (const module of machine.opened)
    if (actionOf(machine, `${module}.${name}`) !== undefined) return named(`${module}.${name}`);
  return named(name);
}
