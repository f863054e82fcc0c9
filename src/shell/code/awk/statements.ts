import { blurred, type Flow, join, nothing } from "../../flow.ts";
import { step } from "../../state.ts";
import { expression, listUntil } from "./expression.ts";
import { format, lineOf, runCommand, writeFile } from "./functions.ts";
import { here, isAt, isWord, type Machine, skip } from "./machine.ts";

/** Most functions that call one another. */
const deepestCalls = 8;

/** Everything up to the brace that closes, or to the end: every branch and every body once, in order. */
export function statements(machine: Machine, closer = "}"): void {
  while (here(machine) !== undefined && step(machine.run.shell)) {
    const before = machine.at;
    if (skip(machine, closer)) return;
    statement(machine);
    if (machine.at === before) machine.at += 1;
  }
}

const conditions = /^(?:if|while|for|switch)$/;
const plainWords = /^(?:else|do|return|delete|BEGIN|END|BEGINFILE|ENDFILE|case|default)$/;

function statement(machine: Machine): void {
  const token = here(machine);
  const word = token?.kind === "name" ? token.text : "";
  if (/^func(?:tion)?$/.test(word)) define(machine);
  else if (/^printf?$/.test(word)) print(machine);
  else if (conditions.test(word)) {
    machine.at += 1;
    if (skip(machine, "(")) listUntil(machine, ")");
  } else if (plainWords.test(word)) machine.at += 1;
  else if (skip(machine, "{")) statements(machine);
  else if (!skip(machine, ";", "\n", ",", ")", ":")) expression(machine);
}

/** `print a, b > file`, `printf format, a | command`. */
function print(machine: Machine): void {
  const isFormat = isWord(machine, "printf");
  machine.at += 1;
  const values = printedValues(machine);
  const given = values.length === 0 ? [machine.run.content.flow] : values;
  const text = isFormat ? format(given) : lineOf(given);
  if (isAt(machine, ">", ">>")) {
    const append = isAt(machine, ">>");
    machine.at += 1;
    writeFile(machine, expression(machine), text, append);
  } else if (skip(machine, "|", "|&")) runCommand(machine, expression(machine), text);
  else machine.printed = join(machine.printed, text);
}

function printedValues(machine: Machine): readonly Flow[] {
  if (!isBracketed(machine)) return printedList(machine);
  machine.at += 1;
  return listUntil(machine, ")");
}

/** `print("a", "b") > file`: the brackets hold all arguments, if nothing goes on behind them. */
function isBracketed(machine: Machine): boolean {
  if (!isAt(machine, "(")) return false;
  let depth = 0;
  for (let at = machine.at; at < machine.tokens.length; at += 1) {
    const token = machine.tokens[at];
    if (token?.kind !== "operator") continue;
    if (token.text === "(") depth += 1;
    if (token.text !== ")" || --depth > 0) continue;
    const next = machine.tokens[at + 1];
    return next === undefined || (next.kind === "operator" && /^(?:[;\n}>|]|>>|\|&)$/.test(next.text));
  }
  return false;
}

function printedList(machine: Machine): readonly Flow[] {
  const values: Flow[] = [];
  while (here(machine) !== undefined && !isAt(machine, ";", "\n", "}", ">", ">>", "|", "|&", ")")) {
    const before = machine.at;
    if (!skip(machine, ",")) values.push(expression(machine, true));
    if (machine.at === before) machine.at += 1;
  }
  return values;
}

/** `function f(a, b) { … }` is read when it is called, with what it is called with. */
function define(machine: Machine): void {
  const name = machine.tokens[machine.at + 1]?.text ?? "";
  machine.at += 2;
  const parameters: string[] = [];
  while (here(machine) !== undefined && !isAt(machine, "{")) {
    const token = here(machine);
    if (token?.kind === "name") parameters.push(token.text);
    machine.at += 1;
  }
  machine.at += 1;
  machine.functions.set(name, { parameters, start: machine.at });
  for (let depth = 1; depth > 0 && here(machine) !== undefined; machine.at += 1) {
    if (isAt(machine, "{")) depth += 1;
    if (isAt(machine, "}")) depth -= 1;
  }
}

/** Functions may stand behind what calls them. */
export function defineAll(machine: Machine): void {
  for (machine.at = 0; here(machine) !== undefined; machine.at += 1)
    if (isWord(machine, "function") || isWord(machine, "func")) define(machine);
  machine.at = 0;
}

/** What one of the program's own functions does; undefined when it is none. */
export function callFunction(machine: Machine, name: string, values: readonly Flow[]): Flow | undefined {
  const body = machine.functions.get(name);
  if (body === undefined || machine.calling >= deepestCalls) return undefined;
  const back = machine.at;
  const before = body.parameters.map((parameter) => machine.variables.get(parameter));
  for (const [at, parameter] of body.parameters.entries())
    machine.variables.set(parameter, values[at] ?? nothing);
  machine.at = body.start;
  machine.calling += 1;
  statements(machine);
  machine.calling -= 1;
  machine.at = back;
  for (const [at, parameter] of body.parameters.entries()) {
    const value = before[at];
    if (value === undefined) machine.variables.delete(parameter);
    else machine.variables.set(parameter, value);
  }
  return blurred(values.reduce(join, nothing));
}
