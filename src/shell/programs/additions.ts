import { nothing } from "../flow.ts";
import { perform } from "../perform.ts";
import { configEditorAdditions } from "./config-editors.ts";
import { consoles } from "./consoles.ts";
import { outputs } from "./outputs.ts";
import { guardRemovers } from "./prempti.ts";
import type { Program, Run } from "./program.ts";
import { scaffolds } from "./scaffolds.ts";
import { scripted } from "./scripted.ts";
import { typedInto } from "./typed-into.ts";
import { senders } from "./uploaders.ts";
import { windowsAdditions } from "./windows.ts";

/** Further rows for names that have one: what they also do, where another subject's table says it best. */
export const additions: readonly Program[] = [
  ...outputs,
  ...scaffolds,
  ...consoles,
  ...senders,
  ...scripted,
  ...typedInto,
  ...windowsAdditions,
  ...configEditorAdditions,
  ...guardRemovers,
];

/** A program's row, with what the additions say of that name done first. */
export function withAdditions(row: Program, name: string): Program {
  const added = additions.filter(({ names }) => names.includes(name));
  if (added.length === 0) return row;
  return {
    ...row,
    before: (run: Run) => {
      for (const more of added) perform(afresh(run), more);
      row.before?.(run);
    },
  };
}

/** The same arguments, not yet taken apart. */
const afresh = (run: Run): Run => ({
  ...run,
  options: [],
  operands: [],
  content: { flow: nothing },
  hosts: new Set(),
});
