import { Command, Option } from "clipanion";
import { locateHome } from "../../../platform/home.ts";
import { loadRuleFiles } from "../../../platform/rules-files.ts";
import type { RulesetRule } from "../../../rules/ruleset.ts";
import { PremptiCommand } from "../../command.ts";
import type { Style } from "../../paint.ts";
import { builtinFiles, printProblems, withoutWarningsIn } from "../../rule-files.ts";
import { tableOf } from "../../table.ts";

type Effect = "deny" | "ask" | "record";

const styles: Readonly<Record<Effect, Style>> = { deny: "red", ask: "yellow", record: "dim" };

export class RulesListCommand extends PremptiCommand {
  static override paths = [["rules", "list"]];
  static override usage = Command.Usage({
    category: "Rules",
    description: "list the rules, built-in ones and your own",
    details: "In the order in which they are matched. A rule without a verdict tag records only.",
    examples: [
      ["all rules", "prempti rules list"],
      ["those that deny", "prempti rules list --tag coding_agent_deny"],
    ],
  });

  json = Option.Boolean("--json", false, { description: "print one JSON object a rule" });
  tag = Option.String("--tag", { description: "only rules with this tag" });

  async act(): Promise<number> {
    const { ruleset, problems, leftOut } = await loadRuleFiles(locateHome(this.home, this.context.env));
    await printProblems(withoutWarningsIn(await builtinFiles(), problems), this.context.stderr);
    for (const file of leftOut) this.note(`warning: ${file} has errors and is left out`);
    const rules = ruleset.rules.filter(({ tags }) => this.tag === undefined || tags.includes(this.tag));
    if (this.json) for (const rule of rules) this.printJson(jsonOf(rule));
    else this.print(tableOf(rules.map((rule) => this.row(rule))));
    return leftOut.length === 0 ? 0 : 1;
  }

  row(rule: RulesetRule): readonly string[] {
    const effect = effectOf(rule);
    const name = rule.enabled ? rule.name : this.paint("dim", `${rule.name} (disabled)`);
    return [
      this.paint(styles[effect], effect),
      rule.priority,
      name,
      this.paint("dim", `${rule.at.file}:${rule.at.line}`),
    ];
  }
}

function effectOf({ tags }: RulesetRule): Effect {
  if (tags.includes("coding_agent_deny")) return "deny";
  return tags.includes("coding_agent_ask") ? "ask" : "record";
}

function jsonOf(rule: RulesetRule): object {
  const { name, priority, tags, enabled, desc, written, outputText, at } = rule;
  return {
    name,
    verdict: effectOf(rule),
    priority,
    tags,
    enabled,
    desc,
    condition: written,
    output: outputText,
    ...at,
  };
}
