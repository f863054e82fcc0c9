import { Option } from "clipanion";
import { agentsMeant } from "../../agents-in-use.ts";
import { PremptiCommand } from "../../command.ts";
import type { WrittenScope } from "../../hook-files.ts";
import { type Edit, editHook } from "../../hook-registration.ts";
import { Refusal } from "../../refusal.ts";

/** What `hook add` and `hook remove` share. */
export abstract class HookEditCommand extends PremptiCommand {
  json = Option.Boolean("--json", false, { description: "print one JSON object a file" });
  scope = Option.String("--scope", "user", {
    description: "user (default) or project: the settings of this folder",
  });
  agents = Option.Rest({ name: "agent" });

  abstract readonly action: "add" | "remove";
  abstract tell(edit: Edit): string;

  async act(): Promise<number> {
    const scope = readScope(this.scope);
    const surroundings = { env: this.context.env, cwd: this.context.cwd, platform: process.platform };
    for (const agent of agentsMeant(this.agents, surroundings)) {
      const edit = editHook(this.action, { agent, scope, homeOption: this.home }, surroundings);
      if (this.json) this.printJson(edit);
      else this.print(this.tell(edit));
      if (!this.json && edit.backup !== undefined) this.note(`what it was before is in ${edit.backup}`);
      if (!this.json && this.action === "add" && edit.changed && agent.afterAdd !== undefined)
        this.note(agent.afterAdd);
    }
    return 0;
  }
}

function readScope(scope: string): WrittenScope {
  if (scope === "user" || scope === "project") return scope;
  throw new Refusal(`unknown scope ${JSON.stringify(scope)}`, "use --scope user or --scope project");
}
