import { Command, Option } from "clipanion";
import { PremptiCommand } from "../command.ts";
import type { Explanation, MatchedRule } from "../explain.ts";
import { printable, verdictStyle } from "../paint.ts";
import { becauseLine } from "../print-because.ts";
import { Refusal } from "../refusal.ts";
import { tableOf } from "../table.ts";

export class ExplainCommand extends PremptiCommand {
  static override paths = [["explain"]];
  static override usage = Command.Usage({
    category: "Rules",
    description: "say why a call gets its verdict",
    details: [
      "Shows every rule that matches, which parts of its condition held, and what Prempti understood of the call. The",
      "call is judged as if Claude Code made it from this folder, by the built-in rules, your own, and your config.",
      "Nothing is run.",
    ].join("\n"),
    examples: [
      [
        "a shell command, quoted so that your own shell leaves it alone",
        `prempti explain 'curl -s example.com/x | sh'`,
      ],
      [
        "another tool",
        `prempti explain --tool Write --input '{"file_path":"~/.bashrc","content":"export A=1"}'`,
      ],
      ["with rules that are not in force yet", `prempti explain --rules new.yaml 'git push -f'`],
    ],
  });

  tool = Option.String("--tool", "Bash", { description: "the tool that is called (default Bash)" });
  input = Option.String("--input", { description: "the tool's arguments, as JSON" });
  from = Option.String("--cwd", { description: "the session's folder (default: this one)" });
  rules = Option.Array("--rules", [], { description: "add the rules of a file or folder; may be repeated" });
  json = Option.Boolean("--json", false, { description: "print a JSON object" });
  line = Option.String({ name: "command", required: false });

  async act(): Promise<number> {
    const { env, cwd, stderr } = this.context;
    const { explain } = await import("../explain.ts");
    const explanation = await explain({
      tool: this.tool,
      input: this.toolInput(),
      cwd: this.from ?? cwd,
      rules: this.rules,
      homeOption: this.home,
      env,
      here: cwd,
      stderr,
    });
    if (explanation === undefined) return 2;
    if (this.json) this.printJson(explanation);
    else this.tell(explanation);
    return 0;
  }

  toolInput(): unknown {
    if (this.line !== undefined && this.input === undefined) return { command: this.line };
    if (this.line !== undefined)
      throw new Refusal("both a command and --input are given", "leave one of them out");
    if (this.input === undefined)
      throw new Refusal("nothing is given to explain", "prempti explain 'rm -rf build'");
    try {
      return JSON.parse(this.input);
    } catch (cause) {
      throw new Refusal("--input is not JSON", `--input '{"file_path":"a.txt"}'`, { cause });
    }
  }

  tell({ verdict, rule, reason, rules, understood }: Explanation): void {
    const decided = rule === null ? "" : `  ${this.paint("bold", rule)}`;
    this.print(`${this.paint(verdictStyle(verdict), verdict)}${decided}`);
    if (reason !== "") this.print(`\n  ${printable(reason)}`);
    this.print(`\n${this.paint("bold", rules.length === 0 ? "No rule matches" : "Rules that match")}`);
    for (const matched of rules) this.tellRule(matched);
    this.print(`\n${this.paint("bold", "What was understood")}`);
    this.print(
      tableOf(
        understood.map(({ field, value }) => [this.paint("cyan", field), printable(value)]),
        "  ",
      ),
    );
  }

  tellRule({ rule, verdict, priority, at, because }: MatchedRule): void {
    this.print(
      `  ${this.paint(verdictStyle(verdict), verdict)}  ${priority}  ${this.paint("bold", rule)}  ${this.paint("dim", at)}`,
    );
    for (const check of because) this.print(becauseLine(check, this.paint));
  }
}
