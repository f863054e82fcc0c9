import { effect } from "../../act.ts";
import { type Flow, join, nothing, outputFlow } from "../../flow.ts";
import type { Run } from "../../programs/program.ts";
import { step, subshell } from "../../state.ts";
import type { Language, Machine, Reader } from "../language.ts";
import { isCut, tokensOf } from "../tokens/cut.ts";
import { flat } from "../value.ts";
import { invoke } from "./calls.ts";
import { expression } from "./expression.ts";
import { keyword, statements } from "./statements.ts";

/** How many steps one piece of code may take. */
const mostSteps = 20_000;

/** How much more a character of code costs than one of shell text. */
const codeCost = 4;

const reader: Reader = { statements, keyword, expression };

/** Reads code lightly, in the order in which it stands; returns what it prints. */
export function evaluate(language: Language, code: string, run: Run, printsResult = false): Flow {
  if (!step(run.shell, code.length * codeCost)) return outputFlow;
  const tokens = tokensOf(code, language.syntax);
  if (isCut(code, tokens)) run.shell.draft.exceeded ??= "code in it is too long to follow to its end";
  const machine: Machine = {
    language,
    reader,
    run,
    shell: subshell(run.shell),
    variables: new Map(),
    opened: [],
    code,
    state: {
      tokens,
      at: 0,
      end: tokens.length,
      depth: 0,
      printed: nothing,
      steps: mostSteps,
      invoking: 0,
      nested: 0,
      connection: "none",
      shellStarted: false,
      streamsMoved: false,
      waiting: new Set(),
    },
  };
  const result = statements(machine);
  if (printsResult) machine.state.printed = join(machine.state.printed, flat(result));
  for (const body of [...machine.state.waiting]) invoke(machine, body, []);
  noteRemoteShell(machine);
  const { printed } = machine.state;
  return printed === nothing ? outputFlow : { text: printed.text, from: { ...printed.from, output: true } };
}

function noteRemoteShell({ state, run }: Machine): void {
  if (state.connection === "none" || !(state.shellStarted || state.streamsMoved)) return;
  effect(run, state.connection === "connects" ? "net:reverse-shell" : "net:bind-shell");
}
