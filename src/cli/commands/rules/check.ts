import { Command, Option } from "clipanion";
import type { Problem, Source } from "../../../model/problem.ts";
import type { Decision } from "../../../model/verdict.ts";
import { locateHome } from "../../../platform/home.ts";
import { userRuleFiles } from "../../../platform/rules-files.ts";
import { PremptiCommand } from "../../command.ts";
import { builtinFiles, printProblems, readSource, readSources, withoutWarningsIn } from "../../rule-files.ts";

export class RulesCheckCommand extends PremptiCommand {
  static override paths = [["rules", "check"]];
  static override usage = Command.Usage({
    category: "Rules",
    description: "find every problem of rule files",
    details: [
      "Files are checked together, in the order given, after the built-in rules, which they may use and change.",
      "Without a file, your own rules are checked. Exits 1 on an error; warnings alone leave 0.",
    ].join("\n"),
    examples: [
      ["check your own rules", "prempti rules check"],
      ["check a folder of rules that need no built-in ones", "prempti rules check rules/ --no-builtin"],
      ["for an editor or a build", "prempti rules check mine.yaml --json"],
    ],
  });

  json = Option.Boolean("--json", false, { description: "print one JSON object" });
  sarif = Option.Boolean("--sarif", false, { description: "print SARIF 2.1.0, as code scanners take it" });
  noBuiltin = Option.Boolean("--no-builtin", false, { description: "check the given files alone" });
  falcoCodes = Option.Boolean("--falco-codes", false, {
    description: "add Falco's own code to each problem",
  });
  files = Option.Rest({ name: "file" });

  async act(): Promise<number> {
    const sources = this.sources();
    const { loadRules } = await import("../../../rules/load.ts");
    const builtin = this.noBuiltin ? [] : await builtinFiles();
    const unused = this.falcoCodes ? "after-every-file" : "at-end";
    const { ruleset, problems: found } = loadRules([...builtin, ...sources], { unused });
    const { lintRules } = await import("../../../rules/lint.ts");
    const lints = ruleset === undefined ? [] : lintRules(ruleset, sources, { tags: await this.tags() });
    const problems = [...withoutWarningsIn(builtin, found), ...lints];
    const ok = problems.every(({ severity }) => severity !== "error");
    await this.tell(problems, sources, ok);
    return ok ? 0 : 1;
  }

  sources(): readonly Source[] {
    if (this.files.length > 0) return readSources(this.files, this.context.cwd);
    return userRuleFiles(locateHome(this.home, this.context.env)).map((file) =>
      readSource(file, this.context.cwd),
    );
  }

  /** The tags that decide, with those of the config. */
  async tags(): Promise<Readonly<Record<string, Decision>>> {
    const { configIn } = await import("../../../platform/in-force.ts");
    const { decisionsByTag } = await import("../../../platform/config-tags.ts");
    return decisionsByTag(await configIn(locateHome(this.home, this.context.env)));
  }

  async tell(problems: readonly Problem[], sources: readonly Source[], ok: boolean): Promise<void> {
    if (this.json) {
      const { listedProblem } = await import("../../problem-json.ts");
      return this.printJson({
        ok,
        problems: problems.map((problem) => listedProblem(problem, this.falcoCodes)),
      });
    }
    if (this.sarif) {
      const { sarifOf } = await import("../../problem-json.ts");
      return this.printJson(sarifOf(problems));
    }
    await printProblems(problems, this.context.stdout);
    const count = (severity: string) => problems.filter((problem) => problem.severity === severity).length;
    const what = `${counted(sources.length, "file")}: ${counted(count("error"), "error")}, ${counted(count("warning"), "warning")}`;
    this.print(ok ? this.paint("green", what) : this.paint("red", what));
  }
}

const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? "" : "s"}`;
