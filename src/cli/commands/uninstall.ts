import { Command, Option } from "clipanion";
import { locateHome } from "../../platform/home.ts";
import { PremptiCommand } from "../command.ts";

export class UninstallCommand extends PremptiCommand {
  static override paths = [["uninstall"]];
  static override usage = Command.Usage({
    category: "Service",
    description: "take all of prempti away",
    details: [
      "First the hooks, so that no agent calls what is gone; then the daemon, PATH, and the files.",
      "Goes on where something is missing or can't be changed, says what is left to do by hand, and exits 1 then.",
    ].join("\n"),
    examples: [
      ["see what would be done", "prempti uninstall --dry-run"],
      ["take it away, but keep your own rules", "prempti uninstall --keep-user-rules"],
    ],
  });

  json = Option.Boolean("--json", false, { description: "print a JSON object" });
  dryRun = Option.Boolean("--dry-run", false, { description: "say what would be done, and do nothing" });
  yes = Option.Boolean("--yes,-y", false, { description: "ask nothing" });
  keepRules = Option.Boolean("--keep-user-rules", false, { description: "leave rules/user as it is" });
  keepLogs = Option.Boolean("--keep-logs", false, { description: "leave log as it is" });

  async act(): Promise<number> {
    const { env } = this.context;
    const home = locateHome(this.home, env);
    if (!(await this.isWanted(home.root))) return 1;
    const { uninstallSteps } = await import("../install/uninstall-steps.ts");
    const { takeSteps } = await import("../install/step.ts");
    const { tellOutcomes } = await import("../install/tell.ts");
    const steps = uninstallSteps({
      home,
      homeOption: this.home,
      around: this.around,
      keep: { rules: this.keepRules, logs: this.keepLogs },
    });
    return tellOutcomes(this, await takeSteps(steps, this.dryRun));
  }

  async isWanted(root: string): Promise<boolean> {
    const { ask, isTerminal } = await import("../install/ask.ts");
    if (this.yes || this.dryRun || !isTerminal(this.context)) return true;
    const kept = this.keepRules ? "" : ", your own rules included";
    return ask(this.context, `Take prempti away from ${root}${kept}?`, false);
  }
}
