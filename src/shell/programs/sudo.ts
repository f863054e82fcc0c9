import { effect, runText, runWords } from "../act.ts";
import { type Flow, isKnown, nothing } from "../flow.ts";
import { has, value } from "../given.ts";
import { isElevated } from "./elevated.ts";
import { takeAssignments } from "./env.ts";
import type { Run } from "./program.ts";

/** sudo and its like: without a command they open a shell. */
export function runElevated(run: Run): Flow {
  const { inner, command } = takeAssignments(run, run.operands);
  run.shell.draft.wrappers.add(run.program);
  if (
    has(run, "-l", "--list", "-v", "--validate", "-k", "-K", "-V", "--version", "--help") &&
    command.length === 0
  )
    return nothing;
  if (!has(run, "-e", "--edit") || command.length === 0) effect(run, "privilege:sudo");
  if (command.length === 0 && has(run, "-i", "-s", "--login", "--shell")) {
    if (run.io.stdin === nothing || run.program !== "sudo" || !isKnown(run.io.stdin))
      effect(run, "privilege:root-shell");
    return run.io.stdin === nothing ? nothing : runText(run, run.io.stdin);
  }
  return command.length === 0 ? nothing : runWords(inner, command);
}

/** `su [-] [user] [-c CODE]`. */
export function runSu(run: Run): Flow {
  const code = value(run, "-c", "--command", "--session-command");
  effect(run, "privilege:sudo");
  if (code === undefined || isElevated(run)) effect(run, "privilege:root-shell");
  run.shell.draft.wrappers.add("su");
  return code === undefined ? nothing : runText(run, code);
}
