import { effect, execute } from "../../act.ts";
import { type Flow, nothing, unknownPart } from "../../flow.ts";
import { isGuard } from "../../guard.ts";
import { absolutePath } from "../../paths.ts";
import type { Action, Call } from "../language.ts";
import { runCode, runProgram, shellOutput } from "../spawn.ts";
import { emptyValue, flowValue, unknownValue } from "../value.ts";
import { argument, fetchUrl, option, pathOf, readFile } from "./access.ts";

/** `os.system(text)`. */
export const runsText =
  (at = 0): Action =>
  (call) =>
    flowValue(shellOutput(call.machine, argument(call, at), inputOf(call)), "Process");

/** What is written to a child's input. */
function inputOf(call: Call): Flow {
  const input = option(call, "input");
  return input === undefined ? nothing : input.flow;
}

/** A list is a command, a text is one, or shell text. */
export const runs: Action = (call) => {
  const command = argument(call, 0);
  const { machine } = call;
  noteStreams(call);
  if (command.items !== undefined)
    return flowValue(runProgram(machine, command.items, inputOf(call)), "Process");
  const shell = option(call, "shell")?.flow.text;
  const asShell = shell !== undefined && !/^(false|0|none)$/i.test(shell);
  if (asShell || /\s/.test(command.flow.text) || call.args.length < 2)
    return flowValue(shellOutput(machine, command, inputOf(call)), "Process");
  return spawnsProgram(call);
};

/** `spawn("rm", ["-rf", x])`, `system("rm", "-rf", x)`. */
export const spawnsProgram: Action = (call) => {
  noteStreams(call);
  const [program = emptyValue, ...rest] = call.args;
  if (option(call, "shell")?.flow.text === "true" && rest[0]?.items === undefined)
    return flowValue(shellOutput(call.machine, program), "Process");
  if (program.items !== undefined)
    return flowValue(runProgram(call.machine, program.items, inputOf(call)), "Process");
  const args = rest.flatMap((value) =>
    value.items !== undefined
      ? value.items
      : value.fields !== undefined || value.name === "environment"
        ? []
        : [value],
  );
  if (args.length === 0 && /\s/.test(program.flow.text))
    return flowValue(shellOutput(call.machine, program, inputOf(call)), "Process");
  return flowValue(runProgram(call.machine, [program, ...args], inputOf(call)), "Process");
};

/** exec's like: program, then arguments of which the first is the name again. */
export const executesProgram =
  (skips: number): Action =>
  (call) => {
    const [program = emptyValue, ...rest] = call.args.flatMap((value) => value.items ?? [value]);
    return flowValue(runProgram(call.machine, [program, ...rest.slice(skips)]), "Process");
  };

/** A child whose streams are a connection. */
function noteStreams(call: Call): void {
  const streams = ["stdin", "stdout", "stderr"].map((name) => option(call, name));
  if (
    call.machine.state.connection !== "none" &&
    streams.some((value) => value?.name !== undefined && /Socket|fileno|makefile|^s(ock)?$/i.test(value.name))
  )
    call.machine.state.streamsMoved = true;
}

export const movesStreams: Action = ({ machine }) => {
  if (machine.state.connection !== "none") machine.state.streamsMoved = true;
  return unknownValue;
};

export const evaluates =
  (language: string, at = 0): Action =>
  (call) =>
    flowValue(runCode(call.machine, language, argument(call, at)));

/** Runs a script of its own language by its path. */
export const runsFile =
  (language: string, at = 0): Action =>
  (call) => {
    const file = argument(call, at);
    if (file.flow.text === "") return unknownValue;
    // What was downloaded, whether its content or the path at which it lies.
    if (file.flow.text === unknownPart && file.flow.from.network)
      return flowValue(runCode(call.machine, language, file));
    if (/^(https?|ftp):\/\//.test(file.flow.text))
      return flowValue(runCode(call.machine, language, flowValue(fetchUrl(call.machine, file))));
    execute(call.machine, pathOf(file));
    const flow = readFile(call.machine, file);
    const own =
      flow.from.paths.length === 1 &&
      flow.text === unknownPart &&
      flow.from.paths[0] === absolutePath(call.machine.shell, file.flow.text);
    return own ? unknownValue : flowValue(runCode(call.machine, language, flowValue(flow)));
  };

export const stopsProcess: Action = (call) => {
  const text = argument(call, 0).flow.text;
  const all = call.args.slice(1).some(({ flow }) => flow.text === "-1");
  if (text === "-1" || (all && call.name === "kill") || (text === "1" && call.name.endsWith("kill")))
    effect(call.machine, "system:kill-everything");
  if (isGuard(text) || call.args.some(({ flow }) => flow.from.paths.some(isGuard)))
    effect(call.machine, "guard:tamper");
  return unknownValue;
};
