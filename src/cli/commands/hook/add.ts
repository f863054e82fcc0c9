import { statSync } from "node:fs";
import { Command, Option } from "clipanion";
import type { AgentSettings } from "../../hook-files.ts";
import { type Edit, type Place, registerHook, unregisterHook } from "../../hook-registration.ts";
import { hookStatus } from "../../hook-status.ts";
import { HookEditCommand } from "./edit.ts";

export class HookAddCommand extends HookEditCommand {
  static override paths = [["hook", "add"]];
  static override usage = Command.Usage({
    category: "Agents",
    description: "register the hook in an agent's own settings",
    details: [
      "Agents: claude-code, codex, copilot, gemini; without a name, those that you use. Edits only Prempti's own entry;",
      "comments, layout and the hooks of others stay. Repairs an entry that is outdated. Codex runs no hook that you",
      "do not trust: `codex app-server` is told that you do, for Prempti's own entries alone. The scope managed needs an administrator: it holds for every user of the",
      "machine, and no project or person can switch it off.",
    ].join("\n"),
    examples: [
      ["register with Claude Code for every project", "prempti hook add claude-code"],
      ["register with every agent that is in use here", "prempti hook add"],
      ["for the project in this folder only", "prempti hook add claude-code --scope project"],
      ["for every user of this machine", "sudo /usr/local/bin/prempti hook add claude-code --scope managed"],
    ],
  });

  noTrust = Option.Boolean("--no-trust", false, {
    description: "leave it to you to have Codex trust the hook",
  });

  async edit(place: Place): Promise<void> {
    const { edit, said } = await registerHook(place, this.around, !this.noTrust);
    this.report(edit, said);
    const { entries } = hookStatus(place.agent, this.home, this.around);
    const scopes = new Set(entries.map(({ scope }) => scope));
    if (place.scope === "managed" && scopes.has("user")) this.settleTwice(place.agent);
    else if (place.scope === "user" && scopes.has("managed"))
      this.note("the machine's settings have it too, so every call is judged twice");
  }

  /** A call is judged once for every file that has the hook; the machine's alone is enough. */
  settleTwice(agent: AgentSettings): void {
    const file = agent.file("user", this.around);
    // Under sudo the folder may be another person's, whose files must not become root's.
    if (process.geteuid !== undefined && statSync(file).uid !== process.geteuid()) {
      this.note(
        `${file} has the hook too, so every call is judged twice; as that user: prempti hook remove ${agent.agent}`,
      );
      return;
    }
    const { edit } = unregisterHook({ agent, scope: "user", homeOption: this.home }, this.around);
    if (this.json) this.printJson(edit);
    else this.print(`hook removed from ${file}: the machine's settings have it for every user`);
  }

  tell({ file, changed }: Edit): string {
    return changed ? `hook registered in ${file}` : `hook is registered already in ${file}`;
  }
}
