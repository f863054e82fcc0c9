import { Command } from "clipanion";
import type { Edit } from "../../hook-registration.ts";
import { HookEditCommand } from "./edit.ts";

export class HookAddCommand extends HookEditCommand {
  static override paths = [["hook", "add"]];
  static override usage = Command.Usage({
    category: "Agents",
    description: "register the hook in an agent's own settings",
    details: [
      "Agents: claude-code, codex, copilot, gemini; without a name, those that you use. Edits only Prempti's own entry;",
      "comments, layout and the hooks of others stay. Repairs an entry that is outdated. Codex runs a hook only once you",
      "trust it: start codex, type /hooks. The scope managed needs an administrator: it holds for every user of the",
      "machine, and no project or person can switch it off.",
    ].join("\n"),
    examples: [
      ["register with Claude Code for every project", "prempti hook add claude-code"],
      ["register with every agent that is in use here", "prempti hook add"],
      ["for the project in this folder only", "prempti hook add claude-code --scope project"],
      ["for every user of this machine", "sudo /usr/local/bin/prempti hook add claude-code --scope managed"],
    ],
  });

  readonly action = "add";

  tell({ file, changed }: Edit): string {
    return changed ? `hook registered in ${file}` : `hook is registered already in ${file}`;
  }
}
