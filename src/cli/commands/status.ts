import { Command, Option } from "clipanion";
import { PremptiCommand } from "../command.ts";
import { homeFolder } from "../hook-files.ts";
import { printable, shorten } from "../paint.ts";
import { shortPath, shortSession } from "../print-record.ts";
import type { Status } from "../status.ts";
import { plural, tableOf } from "../table.ts";

/** Alarms that are shown one by one; the latest. */
const alarmsNamed = 5;

const exits = { well: 0, warnings: 1, down: 2 } as const;

export class StatusCommand extends PremptiCommand {
  static override paths = [["status"]];
  static override usage = Command.Usage({
    category: "Daily",
    description: "say on one screen what is in force and what is off",
    details: [
      "Exits 0 when all is well, 1 with warnings, 2 when no daemon runs. Each warning comes with its remedy. An alarm is a",
      "tool that ran unjudged, or although it was denied, within the last day.",
    ].join("\n"),
    examples: [
      ["look", "prempti status"],
      ["for a script", "prempti status --json"],
    ],
  });

  json = Option.Boolean("--json", false, { description: "print a JSON object" });

  async act(): Promise<number> {
    const { readStatus } = await import("../status.ts");
    const status = await readStatus(this.home, this.around);
    if (this.json) this.printJson(status);
    else this.tell(status);
    return exits[status.state];
  }

  tell(status: Status): void {
    this.print(`${tableOf(this.rows(status))}\n`);
    for (const alarm of status.alarms.slice(-alarmsNamed)) this.tellAlarm(alarm);
    if (status.alarms.length > alarmsNamed)
      this.print(
        `${status.alarms.length} alarms in all: ${this.paint("cyan", "prempti logs --alarms --since 24h")}`,
      );
    for (const { problem, remedy } of status.warnings)
      this.print(
        `${this.paint("yellow", "warning:")} ${printable(problem)}\n  ${this.paint("cyan", remedy)}`,
      );
    if (status.state === "well") this.print(this.paint("green", "all is well"));
  }

  tellAlarm({ id, time, agent, session, output }: Status["alarms"][number]): void {
    const what = output.replace(/ \(session [^)]*\)$/, "");
    const where = `session ${shortSession(session)}, ${agent}, ${time.slice(0, 19)}Z; prempti logs show ${id}`;
    this.print(this.paint("red", `alarm: ${printable(shorten(what, 300))} (${printable(where)})`));
    this.print(`  ${this.paint("cyan", "prempti verify; prempti hook status")}`);
  }

  rows({
    version,
    home,
    daemon,
    mode,
    rules,
    leftOut,
    agents,
    cost,
    log,
  }: Status): readonly (readonly string[])[] {
    const shown =
      daemon === undefined
        ? this.paint("red", "not running")
        : `${this.paint("green", "running")}, process ${daemon.pid}, for ${duration(daemon.uptime_s)}, ${plural(daemon.events.total, "call")}, ${plural(daemon.sessions, "session")} begun`;
    const left = leftOut.length === 0 ? "" : `, ${plural(leftOut.length, "file")} left out`;
    return [
      ["prempti", `${version} in ${shortPath(home, homeFolder(this.context.env))}`],
      ["daemon", shown],
      ["mode", this.paint(mode === "guardrails" ? "green" : "yellow", mode)],
      ["rules", `${rules.enforced} enforced of ${rules.total}${left}`],
      ["today", `${log.today.deny} denied, ${log.today.ask} asked about, ${log.today.allow} let through`],
      ...(cost === undefined ? [] : [["a call waits", costLine(cost)]]),
      ["log", `${size(log.bytes)} in ${log.files} ${log.files === 1 ? "file" : "files"}`],
      ...agents.map(({ label, registered, last }) => [label, this.hookLine(registered, last)]),
    ];
  }

  hookLine(registered: boolean, last: Status["agents"][number]["last"]): string {
    const hook = registered ? this.paint("green", "hook registered") : this.paint("red", "no hook in force");
    return last === undefined
      ? `${hook}, no call seen yet`
      : `${hook}, last call ${last.time.slice(0, 19)}Z ${last.tool}: ${last.verdict}`;
  }
}

function costLine({ command, http }: NonNullable<Status["cost"]>): string {
  const said = (what: string, ms: number | undefined) =>
    ms === undefined ? [] : [`${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms ${what}`];
  return [...said("by command", command), ...said("over http", http)].join(", ") || "not measured";
}

function size(bytes: number): string {
  return bytes < 1 << 20 ? `${Math.ceil(bytes / 1024)} KiB` : `${Math.round(bytes / (1 << 20))} MiB`;
}

function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.floor(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} days`;
}
