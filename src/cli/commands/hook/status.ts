import { Command, Option } from "clipanion";
import { agentsMeant } from "../../agents-in-use.ts";
import { PremptiCommand } from "../../command.ts";
import type { HookStatus } from "../../hook-status.ts";

export class HookStatusCommand extends PremptiCommand {
  static override paths = [["hook", "status"]];
  static override usage = Command.Usage({
    category: "Agents",
    description: "say whether agents really ask Prempti",
    details:
      "Reads the settings of the user, of this folder, and the managed ones. Without a name: the agents that you use. Exits 1 when something is off.",
    examples: [
      ["every agent in use", "prempti hook status"],
      ["ask Codex too, which takes a second", "prempti hook status codex --deep"],
      ["for a script", "prempti hook status claude-code --json"],
    ],
  });

  json = Option.Boolean("--json", false, { description: "print one JSON object an agent" });
  deep = Option.Boolean("--deep", false, {
    description: "ask Codex itself whether it runs the hook in its present form",
  });
  agents = Option.Rest({ name: "agent" });

  async act(): Promise<number> {
    const { hookStatus, withTrust } = await import("../../hook-status.ts");
    const { around } = this;
    const all: HookStatus[] = [];
    for (const agent of agentsMeant(this.agents, around)) {
      const status = hookStatus(agent, this.home, around);
      all.push(this.deep ? await withTrust(status, agent, this.home, around) : status);
    }
    for (const status of all) {
      if (this.json) this.printJson(status);
      else this.tell(status);
    }
    return all.every(({ registered, warnings }) => registered && warnings.length === 0) ? 0 : 1;
  }

  tell({ label, registered, entries, warnings, notes }: HookStatus): void {
    const state = registered ? this.paint("green", "registered") : this.paint("red", "not in force");
    this.print(`${this.paint("bold", label)}: ${state}`);
    for (const line of entryLines(entries)) this.print(line);
    for (const { problem, remedy } of warnings)
      this.print(`  ${this.paint("yellow", "warning:")} ${problem}\n    ${this.paint("cyan", remedy)}`);
    for (const note of notes) this.print(`  note: ${note}`);
  }
}

/** Entries that run the same in one file together. */
function entryLines(entries: HookStatus["entries"]): readonly string[] {
  const groups = Map.groupBy(entries, ({ scope, file, command }) => `${scope}: ${file}\n    ${command}`);
  return [...groups].map(([place, alike]) => `  ${place}\n    ${alike.map(({ event }) => event).join(", ")}`);
}
