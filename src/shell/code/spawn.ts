import { interpret, noteCode } from "../act.ts";
import { type Flow, isKnown, nothing, unknownPart } from "../flow.ts";
import { baseName } from "../paths.ts";
import { deeper, subshell } from "../state.ts";
import type { Word } from "../word.ts";
import type { Machine } from "./language.ts";
import { type Value, wordOfValue } from "./value.ts";

const shellNames = /^(ba|z|da|k|a|c|tc|fi)?sh$|^(cmd|powershell|pwsh)(\.exe)?$/;

/** A shell with nothing to run: whoever is at the other end of its input has it. */
const isBareShell = (words: readonly string[]): boolean =>
  shellNames.test(baseName(words[0] ?? "")) &&
  words.slice(1).every((word) => /^(-[ilsp]+|--login|--noprofile|--norc|[0-9]?[<>]&.*)$/.test(word));

function noteShell(machine: Machine, words: readonly string[], flow: Flow): void {
  if (isBareShell(words)) machine.state.shellStarted = true;
  // What a connection sends and this end runs is a shell for the other end.
  if (machine.state.connection !== "none" && flow.from.network) machine.state.shellStarted = true;
}

/** Runs shell text that the code gives away; returns what it prints. */
export function shellOutput(machine: Machine, value: Value, stdin: Flow = nothing): Flow {
  const { flow } = value;
  const { shell, run } = machine;
  if (flow.from.network || flow.from.decoded) noteCode(run, flow);
  if (flow.text.startsWith(unknownPart) && !flow.from.network && !flow.from.decoded)
    shell.draft.dynamic = true;
  noteShell(machine, flow.text.trim().split(/\s+/), flow);
  const inner = subshell(shell, { walker: shell.walker.as("posix") });
  const socket = machine.state.connection !== "none";
  return deeper(shell, () => inner.walker.text(inner, flow.text, { stdin, socket }), nothing);
}

/** Runs a program with its arguments. */
export function runProgram(machine: Machine, values: readonly Value[], stdin: Flow = nothing): Flow {
  const { shell, run } = machine;
  const words: readonly Word[] = values.map(wordOfValue);
  const [first] = words;
  if (first === undefined) return nothing;
  noteShell(
    machine,
    words.map(({ text }) => text),
    first,
  );
  if (first.from.decoded || first.from.network) noteCode(run, first);
  const inner = subshell(shell, { walker: shell.walker.as("posix") });
  const socket = machine.state.connection !== "none";
  return deeper(shell, () => inner.walker.words(inner, words, { stdin, socket }), nothing);
}

/** Code that is made while the code runs. */
export function runCode(machine: Machine, language: string, value: Value): Flow {
  const { flow } = value;
  if (machine.state.connection !== "none" && flow.from.network) machine.state.shellStarted = true;
  if (
    !isKnown(flow) &&
    flow.text === unknownPart &&
    !flow.from.network &&
    !flow.from.decoded &&
    flow.from.paths.length === 0
  )
    return nothing;
  return deeper(
    machine.shell,
    () => interpret({ ...machine.run, shell: machine.shell }, language, flow),
    nothing,
  );
}
