import { Command } from "clipanion";
import type { Edit } from "../../hook-registration.ts";
import type { Place } from "../../hook-target.ts";
import { HookEditCommand } from "./edit.ts";

export class HookRemoveCommand extends HookEditCommand {
  static override paths = [["hook", "remove"]];
  static override usage = Command.Usage({
    category: "Agents",
    description: "take the hook out of an agent's settings",
    details:
      "Takes away only Prempti's own entries, and what held nothing else. Without a name: of the agents that you use.",
    examples: [
      ["leave Claude Code unguarded", "prempti hook remove claude-code"],
      ["undo a registration for this folder", "prempti hook remove claude-code --scope project"],
    ],
  });

  async edit(place: Place): Promise<void> {
    const { unregisterHook } = await import("../../hook-registration.ts");
    const { edit, said } = unregisterHook(place, this.around);
    this.report(edit, said);
  }

  tell({ file, changed }: Edit): string {
    return changed ? `hook removed from ${file}` : `no hook of prempti's in ${file}`;
  }
}
