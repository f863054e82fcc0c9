import { statSync } from "node:fs";
import { Command, Option } from "clipanion";
import { oneOf } from "../../choices.ts";
import type { AgentSettings } from "../../hook-files.ts";
import type { Edit } from "../../hook-registration.ts";
import type { Place } from "../../hook-target.ts";
import { HookEditCommand } from "./edit.ts";

export class HookAddCommand extends HookEditCommand {
  static override paths = [["hook", "add"]];
  static override usage = Command.Usage({
    category: "Agents",
    description: "register the hook in an agent's own settings",
    details: [
      "Agents: claude-code, codex, copilot, gemini, opencode; without a name, those that you use. Edits only Prempti's own entry;",
      "comments, layout and the hooks of others stay. Repairs an entry that is outdated. Codex runs no hook that you",
      "do not trust: `codex app-server` is told that you do, for Prempti's own entries alone. The scope managed needs an administrator: it holds for every user of the",
      "machine, and no project or person can switch it off.",
    ].join("\n"),
    examples: [
      ["register with Claude Code for every project", "prempti hook add claude-code"],
      ["register with every agent that is in use here", "prempti hook add"],
      ["without a process for every call", "prempti hook add claude-code --transport http"],
      ["for the project in this folder only", "prempti hook add claude-code --scope project"],
      ["for every user of this machine", "sudo /usr/local/bin/prempti hook add claude-code --scope managed"],
    ],
  });

  noTrust = Option.Boolean("--no-trust", false, {
    description: "leave it to you to have Codex trust the hook",
  });

  transport = Option.String("--transport", {
    description:
      "command, or http for Claude Code: no process a call; what is registered by default, else command",
  });

  async edit(named: Place): Promise<void> {
    const { registerHook } = await import("../../hook-registration.ts");
    const { hookStatus } = await import("../../hook-status.ts");
    const transport =
      this.transport === undefined ? undefined : oneOf("--transport", this.transport, ["command", "http"]);
    const place = { ...named, transport };
    const ready = transport === "http" ? await this.setUpHttp(place) : [];
    const { edit, said } = await registerHook(place, this.around, !this.noTrust);
    this.report(edit, [...ready, ...said]);
    const { entries } = hookStatus(place.agent, this.home, this.around);
    const scopes = new Set(entries.map(({ scope }) => scope));
    if (place.scope === "managed" && scopes.has("user")) await this.settleTwice(place.agent);
    else if (place.scope === "user" && scopes.has("managed"))
      this.note("the machine's settings have it too, so every call is judged twice");
  }

  async setUpHttp(place: Place): Promise<readonly string[]> {
    const { setUpHttp } = await import("../../http-transport.ts");
    return await setUpHttp(place, this.around);
  }

  /** A call is judged once for every file that has the hook; the machine's alone is enough. */
  async settleTwice(agent: AgentSettings): Promise<void> {
    const { unregisterHook } = await import("../../hook-registration.ts");
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
