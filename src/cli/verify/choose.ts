import { isAbsolute } from "node:path";
import { isThatCommand, programOf } from "../../agents/hook-command.ts";
import type { Surroundings } from "../hook-files.ts";
import type { Warning, WaysIn } from "../hook-status.ts";
import { codeBringing, isOfProject } from "../hook-surroundings.ts";
import type { Way } from "./send.ts";

/** What is tried, and what is not for a reason that the person should know. */
type Chosen = { readonly ways: readonly Way[]; readonly warnings: readonly Warning[] };

/**
 * Nothing runs here that a project brings along: its person may not have looked at it yet, and a program of the project's
 * could answer as Prempti does. Of a project's entries only `own`, the command as `hook add` writes it, is tried.
 */
export function chooseWays({ entries, env, ofProject }: WaysIn, own: string, { cwd }: Surroundings): Chosen {
  const isByName = entries.some(
    ({ transport, command }) => transport === "command" && !isAbsolute(programOf(command)),
  );
  const code = ofProject.filter((name) => codeBringing.test(name) || (isByName && name === "PATH"));
  if (code.length > 0 && entries.length > 0)
    return {
      ways: [],
      warnings: [
        {
          problem: `no hook is tried in this folder: its settings set ${code.join(", ")}, by which code of the project's would run`,
          remedy: "take it out of the project's settings, or verify in another folder",
        },
      ],
    };
  const strange = entries.filter((entry) => isOfProject(entry) && !isThatCommand(entry.command, own));
  return {
    ways: entries.filter((entry) => !strange.includes(entry)).map((entry) => ({ entry, cwd, env })),
    warnings: strange.map(({ file, command }) => ({
      problem: `the hook in ${file} is not tried, because it is not this prempti's command: ${command}`,
      remedy: `look at ${file}`,
    })),
  };
}
