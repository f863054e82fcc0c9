import { isSea } from "node:sea";
import { Command, Option } from "clipanion";
import { locateHome } from "../../platform/home.ts";
import { PremptiCommand } from "../command.ts";
import type { AgentSettings, Surroundings } from "../hook-files.ts";
import { Refusal } from "../refusal.ts";

export class InstallCommand extends PremptiCommand {
  static override paths = [["install"]];
  static override usage = Command.Usage({
    category: "Service",
    description: "put prempti in place, or a newer version in place of an older one",
    details: [
      "Copies this program to ~/.prempti/bin, writes settings that change nothing, has the daemon run at login, and",
      "registers the hook of every agent found here; on a terminal it asks about each. Nothing that is yours is",
      "changed by a later version: settings, mode, rules and logs stay.",
    ].join("\n"),
    examples: [
      ["see what would be done", "prempti install --dry-run"],
      ["without a question, and for Claude Code alone", "prempti install --yes --agents claude-code"],
      [
        "the program alone, in another place",
        "prempti install --home /opt/me/prempti --no-service --agents none",
      ],
    ],
  });

  json = Option.Boolean("--json", false, { description: "print a JSON object" });
  dryRun = Option.Boolean("--dry-run", false, { description: "say what would be done, and do nothing" });
  yes = Option.Boolean("--yes,-y", false, { description: "ask nothing" });
  agents = Option.String("--agents", {
    description: "register the hooks of these, with commas between; or none",
  });
  withoutService = Option.Boolean("--no-service", false, {
    description: "leave the daemon to somebody else",
  });
  withoutPath = Option.Boolean("--no-path", false, { description: "leave PATH as it is" });

  async act(): Promise<number> {
    if (!isSea())
      throw new Refusal(
        "only the executable can be installed, not its sources",
        "npm run build, then build/out/prempti install",
      );
    const { env } = this.context;
    const { around } = this;
    const { installSteps } = await import("../install/install-steps.ts");
    const { takeSteps } = await import("../install/step.ts");
    const { tellOutcomes } = await import("../install/tell.ts");
    const home = locateHome(this.home, env);
    const agents = await this.wantedAgents(around);
    const steps = installSteps({
      home,
      homeOption: this.home,
      source: process.execPath,
      around,
      agents,
      withService: !this.withoutService,
      withPath: !this.withoutPath,
    });
    const exit = tellOutcomes(this, await takeSteps(steps, this.dryRun));
    if (!this.json && !this.dryRun && exit < 2) await this.tellNext(agents, around);
    return exit;
  }

  /** Those that are named, else those that are found, as far as the person wants them. */
  async wantedAgents(around: Surroundings): Promise<readonly AgentSettings[]> {
    const { agentsFrom } = await import("../install/found-agents.ts");
    const { agentsInUse } = await import("../agents-in-use.ts");
    if (this.agents !== undefined) return agentsFrom(this.agents);
    const found = agentsInUse(around);
    const { ask, isTerminal } = await import("../install/ask.ts");
    if (this.yes || this.dryRun || !isTerminal(this.context)) return found;
    const wanted: AgentSettings[] = [];
    for (const agent of found)
      if (await ask(this.context, `Have ${agent.label} ask prempti before every tool call?`, true))
        wanted.push(agent);
    return wanted;
  }

  async tellNext(agents: readonly AgentSettings[], { env }: Surroundings): Promise<void> {
    const { pathEntry } = await import("../../platform/install/path-entry.ts");
    const { programRunner } = await import("../../platform/services/run-program.ts");
    const { homeFolder } = await import("../hook-files.ts");
    const home = locateHome(this.home, env);
    const asked = { home, env, userHome: homeFolder(env), run: programRunner(env) };
    const hint = this.withoutPath ? undefined : await pathEntry(asked).hint();
    if (hint !== undefined) this.note(hint);
    if (agents.length === 0) this.note("no agent asks it yet: prempti hook add AGENT");
    const program = hint === undefined && !this.withoutPath ? "prempti" : home.executable;
    this.print(`To see that it works: ${program} status, then ${program} doctor`);
  }
}
