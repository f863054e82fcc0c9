import type { Machine } from "../language.ts";
import { alternatives, elementOf, oneOf, type Value } from "../value.ts";
import { isName, isSign, lookedThrough, textOf } from "./cursor.ts";

const declares: ReadonlySet<string> = new Set("const let var my our local await".split(" "));

/** `for x in y`, `for (const x of y)`, `for k, v in pairs(t)`, `foreach my $x (list)`: the names are each of them in turn. */
export function loop(machine: Machine): boolean {
  const { state } = machine;
  let at = state.at + 1;
  if (isSign(state.tokens[at], "(")) at += 1;
  const names: string[] = [];
  while (isName(state.tokens[at]) || isSign(state.tokens[at], ",", "(", ")", "[", "]")) {
    const text = textOf(state.tokens[at]);
    if (text === "in" || text === "of") break;
    if (isSign(state.tokens[at], "(") && names.length > 0) break;
    if (isName(state.tokens[at]) && !declares.has(text)) names.push(text);
    at += 1;
  }
  lookedThrough(machine, at - state.at);
  const lists = isName(state.tokens[at], "in", "of") || (isSign(state.tokens[at], "(") && names.length > 0);
  if (!lists) {
    state.at += 1;
    return true;
  }
  state.at = isSign(state.tokens[at], "(") ? at : at + 1;
  bindLoop(machine, names, machine.reader.expression(machine));
  return true;
}

function bindLoop(machine: Machine, names: readonly string[], list: Value): void {
  const element = elementOf(list);
  for (const [index, name] of names.entries()) {
    const parts = alternatives(element).map((one) => one.items?.[index] ?? one);
    machine.variables.set(name, names.length === 1 ? element : oneOf(parts));
  }
}
