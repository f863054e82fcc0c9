import { Option } from "clipanion";
import { PremptiCommand } from "../../command.ts";
import { agentsNamed, type Scope } from "../../hook-files.ts";
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
    for (const agent of agentsNamed(this.agents)) {
      const edit = editHook(this.action, { agent, scope, homeOption: this.home }, surroundings);
      if (this.json) this.printJson(edit);
      else this.print(this.tell(edit));
      if (!this.json && edit.backup !== undefined) this.note(`what it was before is in ${edit.backup}`);
    }
    return 0;
  }
}

function readScope(scope: string): Scope {
  if (scope === "user" || scope === "project") return scope;
  throw new Refusal(`unknown scope ${JSON.stringify(scope)}`, "use --scope user or --scope project");
}
