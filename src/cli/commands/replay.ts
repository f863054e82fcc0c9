import { Command, Option } from "clipanion";
import { locateHome } from "../../platform/home.ts";
import { userRuleFiles, withoutDisabled } from "../../platform/rules-files.ts";
import type { Rules } from "../../rules/compile.ts";
import { isCall } from "../../store/alarms.ts";
import type { StoredRecord } from "../../store/record.ts";
import { PremptiCommand } from "../command.ts";
import { homeFolder } from "../hook-files.ts";
import { printable, shorten } from "../paint.ts";
import { bodyOf } from "../print-record.ts";
import { loadChosen, printProblems, readSource, readSources } from "../rule-files.ts";
import { timeFrom } from "../when.ts";
import { writerTo } from "../writer.ts";

export class ReplayCommand extends PremptiCommand {
  static override paths = [["replay"]];
  static override usage = Command.Usage({
    category: "Rules",
    description: "judge recorded tool calls anew and show what would differ",
    details: [
      "By the built-in rules, your own, and those given with --rules. Nothing is run and nothing is recorded. What was",
      "redacted or cut in the record stays so. Exits 1 when a verdict differs.",
    ].join("\n"),
    examples: [
      ["what a new rule would have changed in the last week", "prempti replay --since 7d --rules new.yaml"],
      ["everything, for a script", "prempti replay --json"],
    ],
  });

  since = Option.String("--since", { description: "from: 15m, 2h, 7d, today, yesterday, or an ISO time" });
  rules = Option.Array("--rules", [], { description: "add the rules of a file or folder; may be repeated" });
  json = Option.Boolean("--json", false, {
    description: "print one JSON object for each verdict that differs",
  });

  async act(): Promise<number> {
    const home = locateHome(this.home, this.context.env);
    const { configIn } = await import("../../platform/in-force.ts");
    const { tagsOf } = await import("../../platform/config-tags.ts");
    const config = await configIn(home);
    const rules = await this.loadRules(userRuleFiles(home), config.disabled);
    if (rules === undefined) return 2;
    const { readLog } = await import("../../store/read-log.ts");
    const { judgeRecord } = await import("../judge-record.ts");
    const filter = this.since === undefined ? {} : { since: timeFrom("--since", this.since, Date.now()) };
    const writer = writerTo(this.context.stdout);
    let [judged, different] = [0, 0];
    for await (const { record } of readLog(home.events, { filter })) {
      if (!isCall(record)) continue;
      const { verdict } = judgeRecord(record, rules, { matching: config.matching, tags: tagsOf(config) });
      judged += 1;
      if (verdict.decision === record.verdict) continue;
      different += 1;
      await writer.write(this.lineFor(record, verdict.decision, verdict.rule));
    }
    await writer.end();
    if (!this.json) this.print(`${judged} calls judged anew: ${different} differ`);
    return different === 0 ? 0 : 1;
  }

  async loadRules(userFiles: readonly string[], disabled: readonly string[]): Promise<Rules | undefined> {
    const { cwd, stderr } = this.context;
    const own = userFiles.map((file) => readSource(file, cwd));
    const { ruleset, problems } = await loadChosen({
      builtin: true,
      files: [...own, ...readSources(this.rules, cwd)],
    });
    await printProblems(problems, stderr);
    if (ruleset === undefined) return undefined;
    const { compileRules } = await import("../../rules/compile.ts");
    return compileRules(withoutDisabled(ruleset, disabled));
  }

  lineFor(record: StoredRecord, now: string, rule: string | undefined): string {
    const { time, id, tool, verdict } = record;
    const body = bodyOf(record, homeFolder(this.context.env));
    if (this.json)
      return `${this.asJson(JSON.stringify({ time, id, tool, body, before: verdict, now, rule: rule ?? null }))}\n`;
    const change = `${printable(verdict)} → ${this.paint("bold", now)}`;
    return `${printable(time.slice(0, 19))}  ${change}  ${printable(tool)}  ${shorten(body, 100)}${rule === undefined ? "" : `  (${rule})`}\n`;
  }
}
