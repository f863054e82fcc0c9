import { type Flow, nothing, outputFlow } from "../flow.ts";
import { values } from "../given.ts";
import { wordFrom } from "../word.ts";
import { runShellText } from "./git-config.ts";
import { installFrom } from "./install-sources.ts";
import type { Run } from "./program.ts";

/** brew, apt, dnf …: what isn't a name is a URL or a file. */
export function installSystem(run: Run): Flow {
  for (const word of run.operands) if (/[/.]|:\/\//.test(word.text)) installFrom(run, word);
  for (const word of values(run, "-o", "--option")) {
    const command = /(?:Pre|Post)-Invoke(?:-Success)?(?:::)?=(.*)$/s.exec(word.text)?.[1];
    if (command !== undefined)
      runShellText(run, wordFrom(command.replace(/^["']|["']$/g, ""), word.from), nothing);
  }
  return outputFlow;
}
