import type { PremptiCommand } from "../command.ts";
import { tableOf } from "../table.ts";
import type { Outcome } from "./step.ts";

/** Prints what was done, and gives the exit code: 1 when something failed, 2 when it is the program itself. */
export function tellOutcomes(
  command: PremptiCommand & { readonly json: boolean },
  outcomes: readonly Outcome[],
): number {
  const failed = outcomes.filter(({ state }) => state === "failed");
  const exit = failed.length === 0 ? 0 : outcomes.some(({ state }) => state === "left out") ? 2 : 1;
  if (command.json) command.printJson({ ok: exit === 0, steps: outcomes });
  else tell(command, outcomes);
  return exit;
}

function tell(command: PremptiCommand, outcomes: readonly Outcome[]): void {
  const rows = outcomes.filter(({ state }) => state !== "nothing to do");
  if (rows.length === 0) command.print("nothing to do");
  else command.print(tableOf(rows.map(({ what, state, detail }) => [what, mark(command, state), detail])));
  for (const { what, notes, state, remedy } of outcomes) {
    for (const note of notes) command.note(note);
    if (state === "failed" && remedy !== undefined) command.note(`${what}: ${remedy}`);
  }
}

function mark({ paint }: PremptiCommand, state: Outcome["state"]): string {
  return paint(state === "failed" ? "red" : state === "done" ? "green" : "yellow", state);
}
