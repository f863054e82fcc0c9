import { Command, Option } from "clipanion";
import { locateHome } from "../../../platform/home.ts";
import { PremptiCommand } from "../../command.ts";
import { Refusal } from "../../refusal.ts";
import type { FolderRun } from "../../rule-tests.ts";

export class RulesTestCommand extends PremptiCommand {
  static override paths = [["rules", "test"]];
  static override usage = Command.Usage({
    category: "Rules",
    description: "run the tests of rules, and name the rules that no test makes match",
    details: [
      "Tests are in *.test.yaml files. They are run on the rule files of the same folder, after the built-in rules.",
      "Without a file, those beside your own rules are run. Exits 1 when a test fails, 2 when rules or tests don't load.",
    ].join("\n"),
    examples: [
      ["your own", "prempti rules test"],
      ["a folder whose rules need no built-in ones", "prempti rules test rules/ --no-builtin"],
    ],
  });

  json = Option.Boolean("--json", false, { description: "print one JSON object a folder" });
  noBuiltin = Option.Boolean("--no-builtin", false, { description: "leave the built-in rules out" });
  files = Option.Rest({ name: "file" });

  async act(): Promise<number> {
    const { runFolders } = await import("../../rule-tests.ts");
    const { cwd, env, stderr } = this.context;
    const paths = this.files.length > 0 ? this.files : [locateHome(this.home, env).userRules];
    const runs = await runFolders(paths, { cwd, builtin: !this.noBuiltin, stderr });
    if (runs === undefined) return 2;
    if (runs.length === 0)
      throw new Refusal(`no *.test.yaml in ${paths.join(", ")}`, "prempti rules test --help", { exit: 1 });
    for (const run of runs) {
      if (this.json) this.printJson(jsonOf(run));
      else this.tell(run);
    }
    return runs.every(({ results }) => results.every(({ failures }) => failures.length === 0)) ? 0 : 1;
  }

  tell({ results, untested }: FolderRun): void {
    const failed = results.filter(({ failures }) => failures.length > 0);
    for (const { test, failures } of failed) {
      this.print(`${test.file}:${test.line}: ${this.paint("red", "failed")}: ${test.name}`);
      for (const failure of failures) this.print(`  ${failure}`);
    }
    const summary = `${results.length} ${results.length === 1 ? "test" : "tests"}: ${results.length - failed.length} passed, ${failed.length} failed`;
    this.print(this.paint(failed.length === 0 ? "green" : "red", summary));
    if (untested.length > 0) this.print(`rules that no test makes match: ${untested.join(", ")}`);
  }
}

function jsonOf({ folder, results, untested }: FolderRun): object {
  return {
    folder,
    ok: results.every(({ failures }) => failures.length === 0),
    results: results.map(({ test: { name, file, line }, failures, decision, matched }) => ({
      name,
      file,
      line,
      ok: failures.length === 0,
      failures,
      verdict: decision,
      matched,
    })),
    untested,
  };
}
