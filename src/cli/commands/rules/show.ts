import { Command, Option } from "clipanion";
import { locateHome } from "../../../platform/home.ts";
import { userRuleFiles } from "../../../platform/rules-files.ts";
import { PremptiCommand } from "../../command.ts";
import { Refusal } from "../../refusal.ts";
import { builtinFiles, readSource } from "../../rule-files.ts";

export class RulesShowCommand extends PremptiCommand {
  static override paths = [["rules", "show"]];
  static override usage = Command.Usage({
    category: "Rules",
    description: "print a rule, macro or list with its source, and everything that changes it",
    details: "Names are taken in any case. An unfinished one does if only one fits.",
    examples: [
      ["a list that your own rules may extend", "prempti rules show sensitive_paths"],
      ["for a script", "prempti rules show sensitive_paths --json"],
    ],
  });

  json = Option.Boolean("--json", false, { description: "print one JSON object for each place" });
  words = Option.Rest({ name: "name", required: 1 });

  async act(): Promise<number> {
    const name = this.words.join(" ");
    const { findItems } = await import("../../rule-items.ts");
    const own = userRuleFiles(locateHome(this.home, this.context.env)).map((file) =>
      readSource(file, this.context.cwd),
    );
    const { items, near } = findItems([...(await builtinFiles()), ...own], name);
    if (items.length === 0) {
      const hint =
        near.length === 0
          ? "prempti rules list"
          : `did you mean ${near.map((other) => JSON.stringify(other)).join(", ")}?`;
      throw new Refusal(`no rule, macro or list is named ${JSON.stringify(name)}`, hint, { exit: 1 });
    }
    for (const item of items) {
      if (this.json) this.printJson(item);
      else this.print(`${this.paint("dim", `# ${item.file}:${item.line}`)}\n${item.text}\n`);
    }
    return 0;
  }
}
