import { statSync } from "node:fs";
import { Option } from "clipanion";
import { agentsMeant } from "../../agents-in-use.ts";
import { oneOf } from "../../choices.ts";
import { PremptiCommand } from "../../command.ts";
import { type AgentSettings, type WrittenScope, writtenScopes } from "../../hook-files.ts";
import { type Edit, editHook } from "../../hook-registration.ts";
import { hookStatus } from "../../hook-status.ts";

/** What `hook add` and `hook remove` share. */
export abstract class HookEditCommand extends PremptiCommand {
  json = Option.Boolean("--json", false, { description: "print one JSON object a file" });
  scope = Option.String("--scope", "user", {
    description:
      "user (default); project: the settings of this folder; managed: the machine's, for every user",
  });
  agents = Option.Rest({ name: "agent" });

  abstract readonly action: "add" | "remove";
  abstract tell(edit: Edit): string;

  async act(): Promise<number> {
    const scope = oneOf("--scope", this.scope, writtenScopes);
    for (const agent of agentsMeant(this.agents, this.around)) {
      const edit = editHook(this.action, { agent, scope, homeOption: this.home }, this.around);
      this.report(edit);
      if (this.action === "add") this.tellBeside(agent, scope, edit);
    }
    return 0;
  }

  report(edit: Edit): void {
    if (this.json) this.printJson(edit);
    else this.print(this.tell(edit));
    if (!this.json && edit.backup !== undefined) this.note(`what it was before is in ${edit.backup}`);
  }

  tellBeside(agent: AgentSettings, scope: WrittenScope, { changed }: Edit): void {
    const scopes = this.scopesOf(agent);
    if (scope === "managed" && scopes.has("user")) this.settleTwice(agent);
    if (scope === "managed" || this.json) return;
    if (changed && agent.afterAdd !== undefined) this.note(agent.afterAdd);
    if (scopes.has("managed")) this.note(`the machine's settings have it too, so every call is judged twice`);
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
    const removed = editHook("remove", { agent, scope: "user", homeOption: this.home }, this.around);
    if (this.json) this.printJson(removed);
    else this.print(`hook removed from ${file}: the machine's settings have it for every user`);
  }

  scopesOf(agent: AgentSettings): ReadonlySet<string> {
    return new Set(hookStatus(agent, this.home, this.around).entries.map(({ scope }) => scope));
  }
}
