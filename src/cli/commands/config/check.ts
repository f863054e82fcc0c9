import { existsSync } from "node:fs";
import { Command, Option } from "clipanion";
import { locateHome } from "../../../platform/home.ts";
import { PremptiCommand } from "../../command.ts";

export class ConfigCheckCommand extends PremptiCommand {
  static override paths = [["config", "check"]];
  static override usage = Command.Usage({
    category: "Settings",
    description: "find every problem of the settings",
    details: "Exits 1 on an error; warnings alone leave 0. A key with an error has its default.",
    examples: [
      ["after an edit by hand", "prempti config check"],
      ["for an editor", "prempti config check --json"],
    ],
  });

  json = Option.Boolean("--json", false, { description: "print one JSON object" });

  async act(): Promise<number> {
    const { configSource, problemsOf } = await import("../../config-file.ts");
    const { printProblems } = await import("../../rule-files.ts");
    const home = locateHome(this.home, this.context.env);
    const source = configSource(home);
    const problems = problemsOf(source);
    const ok = problems.every(({ severity }) => severity !== "error");
    if (this.json) {
      const { listedProblem } = await import("../../problem-json.ts");
      this.printJson({ ok, problems: problems.map((problem) => listedProblem(problem, false)) });
    } else {
      await printProblems(problems, this.context.stdout);
      const what = existsSync(home.config)
        ? source.file
        : `there is no ${source.file}: everything has its default`;
      if (problems.length === 0) this.print(`${this.paint("green", "no problem")}: ${what}`);
    }
    return ok ? 0 : 1;
  }
}
