import { Option } from "clipanion";
import { agentsMeant } from "../../agents-in-use.ts";
import { oneOf } from "../../choices.ts";
import { PremptiCommand } from "../../command.ts";
import { writtenScopes } from "../../hook-files.ts";
import type { Edit } from "../../hook-registration.ts";
import type { Place } from "../../hook-target.ts";
import { Refusal } from "../../refusal.ts";

/** What `hook add` and `hook remove` share. */
export abstract class HookEditCommand extends PremptiCommand {
  json = Option.Boolean("--json", false, { description: "print one JSON object a file" });
  scope = Option.String("--scope", "user", {
    description:
      "user (default); project: the settings of this folder; managed: the machine's, for every user",
  });
  agents = Option.Rest({ name: "agent" });

  abstract edit(place: Place): Promise<void>;
  abstract tell(edit: Edit): string;

  async act(): Promise<number> {
    const scope = oneOf("--scope", this.scope, writtenScopes);
    // Those that the administrator uses are not those that the users use.
    if (scope === "managed" && this.agents.length === 0)
      throw new Refusal(
        "--scope managed needs the agents' names",
        "prempti hook add claude-code --scope managed",
      );
    for (const agent of agentsMeant(this.agents, this.around))
      await this.edit({ agent, scope, homeOption: this.home });
    return 0;
  }

  report(edit: Edit, said: readonly string[]): void {
    if (this.json) this.printJson(edit);
    else this.print(this.tell(edit));
    if (!this.json && edit.backup !== undefined) this.note(`what it was before is in ${edit.backup}`);
    for (const sentence of said) this.note(sentence);
  }
}
