import { Command, Option } from "clipanion";
import type { Decision } from "../../../model/verdict.ts";
import { decisionsByTag } from "../../../platform/config-tags.ts";
import { locateHome } from "../../../platform/home.ts";
import { configIn } from "../../../platform/in-force.ts";
import { loadRuleFiles, withoutDisabled } from "../../../platform/rules-files.ts";
import type { RulesetRule } from "../../../rules/ruleset.ts";
import { decisionOf } from "../../../rules/verdict-tags.ts";
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
    details:
      "In the order in which they are matched, as your config has them. A rule without a verdict tag records only.",
    examples: [
      ["all rules", "prempti rules list"],
      ["those that deny", "prempti rules list --tag coding_agent_deny"],
    ],
  });

  json = Option.Boolean("--json", false, { description: "print one JSON object a rule" });
  tag = Option.String("--tag", { description: "only rules with this tag" });

  async act(): Promise<number> {
    const home = locateHome(this.home, this.context.env);
    const { ruleset, problems, leftOut } = await loadRuleFiles(home);
    const config = await configIn(home);
    const effectOf = effectBy(decisionsByTag(config));
    await printProblems(withoutWarningsIn(await builtinFiles(), problems), this.context.stderr);
    for (const file of leftOut) this.note(`warning: ${file} has errors and is left out`);
    const { rules: all } = withoutDisabled(ruleset, config.disabled);
    const rules = all.filter(({ tags }) => this.tag === undefined || tags.includes(this.tag));
    if (this.json) for (const rule of rules) this.printJson(jsonOf(rule, effectOf(rule)));
    else this.print(tableOf(rules.map((rule) => this.row(rule, effectOf(rule)))));
    return leftOut.length === 0 ? 0 : 1;
  }

  row(rule: RulesetRule, effect: Effect): readonly string[] {
    const name = rule.enabled ? rule.name : this.paint("dim", `${rule.name} (disabled)`);
    return [
      this.paint(styles[effect], effect),
      rule.priority,
      name,
      this.paint("dim", `${rule.at.file}:${rule.at.line}`),
    ];
  }
}

function effectBy(tags: Readonly<Record<string, Decision>>): (rule: RulesetRule) => Effect {
  return (rule) => {
    const decision = decisionOf([rule], tags);
    return decision === "allow" ? "record" : decision;
  };
}

function jsonOf(rule: RulesetRule, effect: Effect): object {
  const { name, priority, tags, enabled, desc, written, outputText, at } = rule;
  return {
    name,
    verdict: effect,
    priority,
    tags,
    enabled,
    desc,
    condition: written,
    output: outputText,
    ...at,
  };
}
