import { Command, Option } from "clipanion";
import { PremptiCommand } from "../../command.ts";
import { Refusal } from "../../refusal.ts";

/** Its page only: what agents call is `hook/`, which never loads the command line. */
export class HookCommand extends PremptiCommand {
  static override paths = [["hook"]];
  static override usage = Command.Usage({
    category: "Agents",
    description: "the command that agents run: a tool call on stdin, the answer on stdout",
    details:
      "Exits 0 without a word when it has no opinion, 2 when the call is blocked. Agents: claude-code (default), codex, copilot, gemini, and generic for any other.",
    examples: [
      ["ask as Claude Code does", `prempti hook claude-code < call.json`],
      ["let Claude Code ask by itself", "prempti hook add claude-code"],
    ],
  });

  agent = Option.String({ required: false });

  async act(): Promise<number> {
    throw new Refusal("options of the hook stand behind it", "prempti hook --home DIR");
  }
}
