import { Command, Option } from "clipanion";
import { locateHome } from "../../../platform/home.ts";
import { alarmIn, alarmTag } from "../../../store/alarms.ts";
import type { StoredRecord } from "../../../store/record.ts";
import { PremptiCommand } from "../../command.ts";
import { printable, verdictStyle } from "../../paint.ts";
import { becauseLine } from "../../print-because.ts";
import { toldOtherwise } from "../../print-record.ts";
import { Refusal } from "../../refusal.ts";
import type { AlertToday, RecordToday } from "../../show-record.ts";
import { tableOf } from "../../table.ts";

/** Records that one beginning of an id may fit before it is called ambiguous, with so many of them named. */
const mostNamed = 5;

export class LogsShowCommand extends PremptiCommand {
  static override paths = [["logs", "show"]];
  static override usage = Command.Usage({
    category: "Daily",
    description: "show one recorded call in full, with its alerts and why",
    details: [
      "The id is the one in the list, its beginning, or the correlation in what the agent was told. Why is worked out from",
      "the recorded fields, in which secrets are redacted, by the rules that are in force now.",
    ].join("\n"),
    examples: [
      ["by the id in the list", "prempti logs show 48210773"],
      ["for a script", "prempti logs show 48210773 --json"],
    ],
  });

  json = Option.Boolean("--json", false, {
    description: "print a JSON object: the record, and what holds today",
  });
  id = Option.String({ name: "id" });

  async act(): Promise<number> {
    const home = locateHome(this.home, this.context.env);
    const { line, record } = await this.find(home.events);
    const { loadInForce, rulesetOf } = await import("../../../platform/in-force.ts");
    const { recordToday } = await import("../../show-record.ts");
    const { tagsOf } = await import("../../../platform/config-tags.ts");
    const force = await loadInForce(home);
    const { matching } = force.config;
    const today = recordToday(record, rulesetOf(force), { matching, tags: tagsOf(force.config) });
    // The record as it stands in the log: its large integers would not survive being read and written.
    if (this.json) this.print(this.asJson(`{"record":${line},"today":${JSON.stringify(today)}}`));
    else this.tell(record, today);
    return 0;
  }

  async find(path: string): Promise<{ readonly line: string; readonly record: StoredRecord }> {
    if (!/^\d{1,20}$/.test(this.id))
      throw new Refusal(`an id can't be ${JSON.stringify(this.id)}`, "prempti logs shows the ids");
    const { readLog } = await import("../../../store/read-log.ts");
    const found = new Map<string, { readonly line: string; readonly record: StoredRecord }>();
    for await (const entry of readLog(path, { filter: { id: this.id } })) {
      found.set(entry.record.id, entry);
      if (found.size > mostNamed) break;
    }
    const entry = found.get(this.id) ?? (found.size === 1 ? found.values().next().value : undefined);
    if (entry !== undefined) return entry;
    if (found.size === 0)
      throw new Refusal(`no recorded call has the id ${this.id}`, "prempti logs shows the ids", { exit: 1 });
    const some = [...found.keys()].slice(0, mostNamed).join(", ");
    throw new Refusal(`several ids begin with ${this.id}`, `use more digits: ${some}`, { exit: 1 });
  }

  tell(record: StoredRecord, today: RecordToday): void {
    const { verdict, alerts, fields } = record;
    const isAlarm = alarmIn(record) !== undefined;
    const kind = isAlarm ? "alarm" : verdict;
    const told = isAlarm ? "the tool has run" : toldOtherwise(record).replace(/^\* /, "");
    this.print(`${this.paint(verdictStyle(kind), printable(kind))}${told === "" ? "" : `  (${told})`}`);
    this.print(tableOf(this.headRows(record), "  "));
    this.print(`\n${this.paint("bold", alerts.length === 0 ? "No rule matched" : "Rules that matched")}`);
    for (const [at, alert] of alerts.entries()) {
      const tags = alert.tags.length === 0 ? "" : this.paint("dim", `  ${printable(alert.tags.join(", "))}`);
      this.print(`  ${printable(alert.priority)}  ${this.paint("bold", printable(alert.rule))}${tags}`);
      if (alert.output !== "") this.print(`      ${printable(alert.output)}`);
      if (!alert.tags.includes(alarmTag)) this.tellWhy(today.alerts[at]);
    }
    const nowLine = isAlarm ? "the call by itself would be " : "";
    this.print(
      `\n${this.paint("bold", "By the rules in force now")}\n  ${nowLine}${this.nowLine(record, today)}`,
    );
    this.print(`\n${this.paint("bold", "What was recorded")}`);
    const rows = Object.entries(fields).map(([name, value]) => [
      this.paint("cyan", printable(name)),
      printable(Array.isArray(value) ? value.join("  ·  ") : String(value)),
    ]);
    this.print(tableOf(rows, "  "));
  }

  headRows({ time, id, agent, session, tool, mode, duration_us }: StoredRecord): readonly string[][] {
    const local = new Date(time).toString().replace(/ \(.*/, "");
    return [
      ["time", `${printable(time)}  (${local})`],
      ["id", printable(id)],
      ["agent", printable(agent)],
      ["session", printable(session)],
      ["tool", printable(tool)],
      ["mode", printable(mode)],
      ["judged in", `${Number(duration_us) / 1000} ms`],
    ];
  }

  tellWhy(alert: AlertToday | undefined): void {
    if (alert === undefined) return;
    const { inForce, matches, at, because } = alert;
    const said = matches ? "it matches because" : "it would not match";
    const line = inForce ? `as it is now (${at}), ${said}:` : "no rule of this name is in force now";
    this.print(this.paint("dim", `      ${line}`));
    for (const check of because) this.print(becauseLine(check, this.paint));
  }

  nowLine({ verdict }: StoredRecord, { now, rule }: RecordToday): string {
    const same = now === verdict ? "the same: " : "";
    const by = rule === null ? "" : `  ${this.paint("bold", printable(rule))}`;
    return `${same}${this.paint(verdictStyle(now), now)}${by}`;
  }
}
