import { Command, Option } from "clipanion";
import { locateHome } from "../../platform/home.ts";
import { agentsMeant } from "../agents-in-use.ts";
import { PremptiCommand } from "../command.ts";
import { tableOf } from "../table.ts";
import type { ClassResult, Verification } from "../verify/verify.ts";

const signs = {
  verified: ["green", "verified"],
  unseen: ["yellow", "never seen"],
  open: ["yellow", "not blocked"],
  broken: ["red", "broken"],
} as const;

export class VerifyCommand extends PremptiCommand {
  static override paths = [["verify"]];
  static override usage = Command.Usage({
    category: "Agents",
    description: "find out whether agents are really guarded",
    details: [
      "Sends made-up calls through every registered hook that is in force, as the agent would: one that is harmless, and one",
      "that must be blocked, for each class of tools. Nothing of them runs; they are recorded. Then looks up when the agent",
      "itself has last asked: only a real call shows that it runs the hook. What no hook covers is listed.",
      "Exits 0 when every call was judged and blocked, 1 when something is off, 2 when no hook is in force.",
    ].join("\n"),
    examples: [
      ["every agent in use", "prempti verify"],
      ["one, for a script", "prempti verify codex --json"],
    ],
  });

  json = Option.Boolean("--json", false, { description: "print one JSON object an agent" });
  agents = Option.Rest({ name: "agent" });

  async act(): Promise<number> {
    const { verify } = await import("../verify/verify.ts");
    const { around } = this;
    const home = locateHome(this.home, around.env);
    const all: Verification[] = [];
    for (const agent of agentsMeant(this.agents, around)) {
      const found = await verify(agent, { home, homeOption: this.home, around });
      all.push(found);
      if (this.json) this.printJson(found);
      else this.tell(found);
    }
    return Math.max(...all.map(exitFor));
  }

  tell({ label, registered, asked, classes, uncovered, warnings, notes }: Verification): void {
    const state = registered ? this.paint("green", "registered") : this.paint("red", "not in force");
    this.print(`${this.paint("bold", label)}: ${state}`);
    for (const one of asked) this.print(`  ${one}`);
    if (classes.length > 0) this.print(tableOf(classes.map((found) => this.row(found))));
    for (const what of uncovered) this.print(`  ${this.paint("yellow", "not covered")}  ${what}`);
    for (const { problem, remedy } of warnings)
      this.print(`  ${this.paint("yellow", "warning:")} ${problem}\n    ${this.paint("cyan", remedy)}`);
    for (const note of notes) this.print(`  note: ${note}`);
  }

  row({ class: name, state, detail, took, seen }: ClassResult): readonly string[] {
    const [color, word] = signs[state];
    const time = took === undefined ? "" : `${Math.round(took)} ms`;
    const asked = seen === undefined ? "no real call yet" : `last asked ${seen.slice(0, 19)}Z`;
    return [`  ${name}`, this.paint(color, word), detail, time, asked];
  }
}

function exitFor({ registered, classes, warnings }: Verification): number {
  if (!registered) return 2;
  const isWell = classes.every(({ state }) => state === "verified" || state === "unseen");
  return isWell && warnings.length === 0 ? 0 : 1;
}
