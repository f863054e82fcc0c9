import {
  type Flow,
  fromCommand,
  isKnown,
  join,
  joinAll,
  literalFlow,
  nothing,
  outputFlow,
  unknownFlow,
  unknownPart,
} from "../../flow.ts";
import { step } from "../../state.ts";
import { parameterWords } from "../../words/variables.ts";
import { unescaped } from "../tokens/escapes.ts";
import { format, pureCall, readFile, runCommand } from "./functions.ts";
import { here, isAt, isWord, type Machine, skip } from "./machine.ts";
import { callFunction } from "./statements.ts";

const deepest = 64;

/** Texts side by side are one; any other operator makes something unknown of both sides. */
export function expression(machine: Machine, inPrint = false): Flow {
  if (machine.nested > deepest || !step(machine.run.shell)) {
    machine.at = machine.tokens.length;
    return unknownFlow;
  }
  machine.nested += 1;
  const flow = choice(machine, inPrint);
  machine.nested -= 1;
  return flow;
}

/** `a ? b : c` may be either; `cmd | getline x` runs the command. */
function choice(machine: Machine, inPrint: boolean): Flow {
  let flow = combined(machine, inPrint);
  while (isAt(machine, "|", "|&") && machine.tokens[machine.at + 1]?.text === "getline") {
    machine.at += 2;
    flow = assignRead(machine, runCommand(machine, flow, nothing));
  }
  if (!skip(machine, "?")) return flow;
  const first = expression(machine, inPrint);
  skip(machine, ":");
  const second = expression(machine, inPrint);
  return first.text === "" ? second : first;
}

const operators = [
  "+",
  "-",
  "*",
  "/",
  "%",
  "^",
  "**",
  "==",
  "!=",
  "<",
  ">",
  "<=",
  ">=",
  "~",
  "!",
  "&&",
  "||",
];

function combined(machine: Machine, inPrint: boolean): Flow {
  let flow = operand(machine);
  for (;;) {
    if (inPrint && isAt(machine, ">")) return flow;
    if (isAt(machine, ...operators)) {
      machine.at += 1;
      flow = { text: unknownPart, from: join(flow, operand(machine)).from };
    } else if (isWord(machine, "in")) {
      machine.at += 2;
      flow = unknownFlow;
    } else if (startsOperand(machine)) flow = join(flow, operand(machine));
    else return flow;
  }
}

/** Something stands here that goes on with a text. */
function startsOperand(machine: Machine): boolean {
  const token = here(machine);
  if (token === undefined) return false;
  if (token.kind === "operator") return token.text === "(" || token.text === "$";
  return token.kind !== "name" || !/^(?:getline|in|else|print|printf)$/.test(token.text);
}

function operand(machine: Machine): Flow {
  const token = here(machine);
  if (token === undefined) return nothing;
  machine.at += 1;
  switch (token.kind) {
    case "text":
      return literalFlow(unescaped(token.text));
    case "number":
      return literalFlow(token.text);
    case "regex":
      return unknownFlow;
    case "name":
      return token.text === "getline" ? getline(machine) : nameValue(machine, token.text, token.called);
    case "operator":
      return operatorValue(machine, token.text);
  }
}

function operatorValue(machine: Machine, sign: string): Flow {
  if (sign === "(") {
    const values = listUntil(machine, ")");
    return values.length === 1 ? (values[0] ?? nothing) : { text: unknownPart, from: joinAll(values).from };
  }
  if (sign === "$") return field(machine, operand(machine));
  if (["-", "+", "!", "++", "--"].includes(sign)) return { text: unknownPart, from: operand(machine).from };
  // Whatever ends an expression is looked at again by whoever reads on.
  machine.at -= 1;
  return nothing;
}

/** Expressions up to a closing bracket, which is stepped over. */
export function listUntil(machine: Machine, closer: string): readonly Flow[] {
  const values: Flow[] = [];
  while (here(machine) !== undefined && !skip(machine, closer)) {
    const before = machine.at;
    if (!skip(machine, ",", "\n")) values.push(expression(machine));
    if (machine.at === before) machine.at += 1;
  }
  return values;
}

/** `$0` is the line, `$2` a word of it: known where the input is a single known line. */
function field(machine: Machine, number: Flow): Flow {
  const { flow } = machine.run.content;
  if (number.text === "0") return flow.text === "" ? unknownFlow : { ...flow, text: flow.text.trimEnd() };
  const line = flow.text.trim();
  const separator = machine.variables.get("FS")?.text ?? " ";
  if (!isKnown(flow) || line === "" || line.includes("\n")) return { text: unknownPart, from: flow.from };
  const words = separator === " " ? line.split(/\s+/) : line.split(separator);
  return { text: words[Number(number.text) - 1] ?? unknownPart, from: flow.from };
}

function nameValue(machine: Machine, name: string, called: boolean): Flow {
  if (skip(machine, "[")) return assigned(machine, elementName(name, listUntil(machine, "]")), name);
  if (name === "system" && called) {
    machine.at += 1;
    runCommand(machine, joinAll(listUntil(machine, ")")), nothing);
    return unknownFlow;
  }
  if (called) {
    machine.at += 1;
    const values = listUntil(machine, ")");
    if (name === "sprintf") return format(values);
    return callFunction(machine, name, values) ?? pureCall(name, values);
  }
  return assigned(machine, name);
}

const elementName = (name: string, keys: readonly Flow[]): string =>
  `${name}[${keys.map(({ text }) => text).join(",")}]`;

/** A variable, with what an assignment here gives it. */
function assigned(machine: Machine, name: string, array?: string): Flow {
  if (skip(machine, "=")) {
    const flow = expression(machine);
    machine.variables.set(name, flow);
    return flow;
  }
  if (isAt(machine, "+=", "-=", "*=", "/=", "%=", "^=")) {
    machine.at += 1;
    return { text: unknownPart, from: expression(machine).from };
  }
  skip(machine, "++", "--");
  return machine.variables.get(name) ?? inherited(machine, name, array);
}

/** The environment, and what nobody set. */
function inherited(machine: Machine, name: string, array: string | undefined): Flow {
  const variable = array === "ENVIRON" ? name.slice("ENVIRON[".length, -1) : undefined;
  if (variable !== undefined)
    return /^\w+$/.test(variable)
      ? (parameterWords(machine.run.shell, variable)[0] ?? nothing)
      : { text: unknownPart, from: { ...fromCommand, variables: ["*"] } };
  if (array !== undefined || /^(?:N[RF]|FNR|FILENAME|RSTART|RLENGTH|ARGC)$/.test(name)) return unknownFlow;
  return nothing;
}

/** `getline`, `getline x`, `getline x < file`. */
function getline(machine: Machine): Flow {
  const name = here(machine)?.kind === "name" && !isWord(machine, "in") ? here(machine)?.text : undefined;
  if (name !== undefined) machine.at += 1;
  const flow = skip(machine, "<")
    ? readFile(machine, operand(machine))
    : { text: unknownPart, from: machine.run.content.flow.from };
  if (name !== undefined) machine.variables.set(name, flow);
  return unknownFlow;
}

/** What a command printed goes into the variable behind `getline`. */
function assignRead(machine: Machine, flow: Flow): Flow {
  const token = here(machine);
  if (token?.kind !== "name") return outputFlow;
  machine.at += 1;
  machine.variables.set(token.text, flow.text.endsWith("\n") ? { ...flow, text: flow.text.trimEnd() } : flow);
  return outputFlow;
}
