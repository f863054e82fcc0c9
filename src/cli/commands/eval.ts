import { Command, Option } from "clipanion";
import type { Rules } from "../../rules/compile.ts";
import { agentOption, oneOf } from "../choices.ts";
import { PremptiCommand } from "../command.ts";
import type { EvalOptions, Evaluator } from "../eval/evaluate.ts";
import { Refusal } from "../refusal.ts";
import { loadChosen, printProblems, readSources } from "../rule-files.ts";
import { writerTo } from "../writer.ts";

/** The longest input line, in bytes: what the hook takes at most. */
const longestLine = 4 << 20;

export class EvalCommand extends PremptiCommand {
  static override paths = [["eval"]];
  static override usage = Command.Usage({
    category: "Rules",
    description: "judge events from stdin, one JSON object a line, and print one verdict a line",
    details: [
      'Needs no daemon and records nothing. A line that can\'t be read gives {"error": …} and exit 1 at the end;',
      'rules that don\'t load give exit 2 and no output. A line may be wrapped as {"agent": "codex", "event": {…}}.',
    ].join("\n"),
    examples: [
      ["judge a tool call as Claude Code would send it", `prempti eval < calls.jsonl`],
      ["by rules of your own alone", "prempti eval --rules mine.yaml --no-builtin < calls.jsonl"],
      ["by fields instead of an agent's JSON", `echo '{"tool.name":"Bash"}' | prempti eval --input fields`],
    ],
  });

  agent = Option.String("--agent", "claude-code", {
    description: "whose hook JSON the lines are (default claude-code)",
  });
  input = Option.String("--input", "hook", {
    description: "hook (default): an agent's JSON; fields: a map of fields",
  });
  rules = Option.Array("--rules", [], { description: "add the rules of a file or folder; may be repeated" });
  noBuiltin = Option.Boolean("--no-builtin", false, { description: "leave the built-in rules out" });
  matching = Option.String("--rule-matching", "all", {
    description: "all (default) matching rules count, or the first alone",
  });

  async act(): Promise<number> {
    const options = await this.readOptions();
    const rules = await this.loadRules();
    if (rules === undefined) return 2;
    const { createEvaluator } = await import("../eval/evaluate.ts");
    const evaluator = createEvaluator(rules, options);
    await this.evaluateAll(evaluator);
    for (const name of evaluator.unknownNames())
      this.note(`warning: no field is named ${JSON.stringify(name)}`);
    return evaluator.failures() === 0 ? 0 : 1;
  }

  async readOptions(): Promise<EvalOptions> {
    return {
      adapter: await agentOption(this.agent),
      input: oneOf("--input", this.input, ["hook", "fields"]),
      matching: oneOf("--rule-matching", this.matching, ["all", "first"]),
    };
  }

  async loadRules(): Promise<Rules | undefined> {
    if (this.noBuiltin && this.rules.length === 0)
      throw new Refusal(
        "no rules are left to evaluate",
        "give some with --rules FILE, or leave --no-builtin out",
      );
    const files = readSources(this.rules, this.context.cwd);
    const { ruleset, problems } = await loadChosen({ builtin: !this.noBuiltin, files });
    await printProblems(problems, this.context.stderr);
    if (ruleset === undefined) return undefined;
    const { compileRules } = await import("../../rules/compile.ts");
    return compileRules(ruleset);
  }

  async evaluateAll({ evaluate, refresh, fail }: Evaluator): Promise<void> {
    const { linesOf } = await import("../lines.ts");
    const writer = writerTo(this.context.stdout);
    for await (const lines of linesOf(this.context.stdin, longestLine)) {
      refresh();
      for (const line of lines) {
        const full = writer.write(`${typeof line === "string" ? evaluate(line) : fail(line.unreadable)}\n`);
        if (full !== undefined) await full;
      }
      // What has arrived is answered before more is waited for: a person may be typing.
      await writer.end();
    }
  }
}
