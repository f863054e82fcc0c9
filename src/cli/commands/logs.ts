import { existsSync } from "node:fs";
import { Command, Option } from "clipanion";
import { locateHome } from "../../platform/home.ts";
import { alarmIn } from "../../store/alarms.ts";
import type { Filter } from "../../store/filter.ts";
import type { Entry, ReadOptions } from "../../store/read-log.ts";
import { oneOf, wholeNumber } from "../choices.ts";
import { PremptiCommand } from "../command.ts";
import { homeFolder } from "../hook-files.ts";
import { printable, verdictStyle } from "../paint.ts";
import { createRecordPrinter } from "../print-record.ts";
import { plural } from "../table.ts";
import { isTerminal, widthFor } from "../terminal.ts";
import { timeFrom } from "../when.ts";
import { writerTo } from "../writer.ts";

const verdicts = ["allow", "ask", "deny"] as const;

export class LogsCommand extends PremptiCommand {
  static override paths = [["logs"]];
  static override usage = Command.Usage({
    category: "Daily",
    description: "show recorded tool calls",
    details: [
      "Reads the log itself, so it needs no daemon. A verdict with a star was not enforced. An alarm is a tool that ran",
      "unjudged, or although it was denied. On a terminal, what was denied or asked about is shown whole, what was allowed",
      "in one line, and the last line counts; the variable COLUMNS sets the width. `prempti logs show ID` has everything",
      "about one call.",
    ].join("\n"),
    examples: [
      ["watch what happens", "prempti logs -f"],
      ["what was denied or asked about since yesterday", "prempti logs --since yesterday --verdict deny,ask"],
      ["one call in full, by the id in the list", "prempti logs show 48210773"],
      ["what ran past the guard", "prempti logs --alarms"],
      ["hand everything to another program", "prempti logs -n 0 --json | jq ."],
    ],
  });

  follow = Option.Boolean("-f,--follow", false, { description: "go on with calls as they are judged" });
  count = Option.String("-n,--lines", {
    description: "at most so many, the last ones; 0 for all (default 50)",
  });
  since = Option.String("--since", { description: "from: 15m, 2h, 7d, today, yesterday, or an ISO time" });
  until = Option.String("--until", { description: "up to, written as for --since" });
  verdict = Option.Array("--verdict", [], { description: "only allow, ask or deny; several with commas" });
  rule = Option.String("--rule", { description: "only calls that a rule matched with this in its name" });
  session = Option.String("--session", { description: "only sessions whose id begins so" });
  agent = Option.String("--agent", { description: "only calls of this agent" });
  tool = Option.String("--tool", { description: "only calls of this tool" });
  grep = Option.String("--grep", {
    description: "only calls with this text in a field or an alert, in any case",
  });
  alarms = Option.Boolean("--alarms", false, { description: "only tools that ran past the guard" });
  json = Option.Boolean("--json", false, { description: "print the records as they are stored" });

  async act(): Promise<number> {
    const path = locateHome(this.home, this.context.env).events;
    const { readLog } = await import("../../store/read-log.ts");
    if (!existsSync(path)) this.note(`no tool call is recorded yet in ${path}`);
    const stop = this.follow ? stopper() : undefined;
    const print = this.printer();
    const counts = new Map<string, number>();
    const writer = writerTo(this.context.stdout);
    for await (const entry of readLog(path, this.readOptions(stop))) {
      const kind = alarmIn(entry.record) === undefined ? entry.record.verdict : "alarm";
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      await writer.write(print(entry));
      // Live, a line that waits in a buffer is a line not shown.
      if (this.follow) await writer.end();
    }
    await writer.end();
    if (isTerminal(this.context.stdout) && !this.json) this.note(this.footer(counts));
    return 0;
  }

  footer(counts: ReadonlyMap<string, number>): string {
    const total = counts.values().reduce((sum, count) => sum + count, 0);
    if (total === 0) return "no recorded call is like that";
    const each = [...counts]
      .sort()
      .map(([verdict, count]) => `${count} ${this.paint(verdictStyle(verdict), printable(verdict))}`);
    return `${plural(total, "call")}: ${each.join(", ")}`;
  }

  readOptions(follow: AbortSignal | undefined): ReadOptions {
    const bounded = this.since === undefined && this.until === undefined;
    const last = this.count === undefined ? (bounded ? 50 : 0) : wholeNumber("-n", this.count);
    return {
      filter: this.filter(),
      ...(last > 0 ? { last } : {}),
      ...(follow === undefined ? {} : { follow }),
    };
  }

  filter(): Filter {
    const now = Date.now();
    const wanted = this.verdict
      .flatMap((names) => names.split(","))
      .map((name) => oneOf("--verdict", name.trim(), verdicts));
    const { since, until, rule, session, agent, tool, grep } = this;
    return {
      ...(since === undefined ? {} : { since: timeFrom("--since", since, now) }),
      ...(until === undefined ? {} : { until: timeFrom("--until", until, now) }),
      ...(wanted.length === 0 ? {} : { verdict: wanted }),
      ...(rule === undefined ? {} : { rule }),
      ...(session === undefined ? {} : { session }),
      ...(agent === undefined ? {} : { agent }),
      ...(tool === undefined ? {} : { tool }),
      ...(grep === undefined ? {} : { text: grep }),
      ...(this.alarms ? { alarms: true as const } : {}),
    };
  }

  printer(): (entry: Entry) => string {
    if (this.json) return ({ line }) => `${this.asJson(line)}\n`;
    const { stdout, env } = this.context;
    const width = widthFor(stdout, env);
    const print = createRecordPrinter({ paint: this.paint, home: homeFolder(env), width });
    return ({ record }) => print(record);
  }
}

/** Ends following at Ctrl-C: it was asked for, so it is no failure. */
function stopper(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}
