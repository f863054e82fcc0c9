import { fromCommand } from "../../flow.ts";
import type { Machine } from "../language.ts";
import { emptyValue, madeOf, mostItems, unknownValue, type Value } from "../value.ts";
import { paramNames } from "./bodies.ts";
import { comprehended, comprehensionAt } from "./comprehensions.ts";
import { closingAt, isSign } from "./cursor.ts";
import { entries } from "./entries.ts";
import { arrow } from "./functions.ts";

/** How deep brackets may be nested. */
const deepestBrackets = 64;

/** Whether brackets are nested too deeply to be looked into; what stands behind those that close at `close` is next then. */
export function isTooDeep({ state, run }: Machine, close: number): boolean {
  if (state.depth < deepestBrackets) return false;
  run.shell.draft.exceeded ??= "code in it is nested too deeply";
  state.at = close + 1;
  return true;
}

/** Brackets: an arrow's parameters, a list, a table or a block. */
export function bracketed(machine: Machine, sign: string): Value {
  const { state } = machine;
  if (!/^[([{]$/.test(sign)) {
    state.at += 1;
    return unknownValue;
  }
  const close = closingAt(machine, state.at);
  if (isTooDeep(machine, close)) return unknownValue;
  if (
    sign === "(" &&
    isSign(state.tokens[close + 1], "=>") &&
    !machine.language.joins.includes("..") &&
    machine.language.attributes.includes(".")
  )
    return arrow(machine, paramNames(machine, state.at + 1, close), close + 2);
  const start = state.at + 1;
  const comprehension = machine.language.indented ? comprehensionAt(machine, start, close) : -1;
  state.depth += 1;
  const value =
    comprehension === -1
      ? contents(machine, start, close, sign)
      : comprehended(machine, start, comprehension, close);
  state.depth -= 1;
  state.at = close + 1;
  return value;
}

const hasBracedLists = ({ language }: Machine): boolean => language.indented || language.bracedLists === true;

function contents(machine: Machine, start: number, close: number, sign: string): Value {
  const { args, named: fields, count } = entries(machine, start, close);
  if (sign === "{" || fields.size > 0)
    return {
      flow: { text: "", from: fromCommand },
      fields,
      ...(fields.size === 0 && args.length > 0 && hasBracedLists(machine) ? { items: args } : {}),
    };
  if (sign === "(" && count <= 1) return args[0] ?? emptyValue;
  return { ...madeOf(args), items: args.slice(0, mostItems) };
}
