import { Command, Option } from "clipanion";
import { locateHome } from "../../platform/home.ts";
import type { Filter } from "../../store/filter.ts";
import { wholeNumber } from "../choices.ts";
import { PremptiCommand } from "../command.ts";
import { printStats } from "../print-stats.ts";
import { createTally } from "../tally.ts";
import { widthFor } from "../terminal.ts";
import { timeFrom } from "../when.ts";

export class StatsCommand extends PremptiCommand {
  static override paths = [["stats"]];
  static override usage = Command.Usage({
    category: "Daily",
    description: "count recorded calls by verdict, rule, tool, session and day",
    details:
      "Reads the log itself, so it needs no daemon. A call that several rules matched counts for each of them.",
    examples: [
      ["the last week", "prempti stats --since 7d"],
      ["what one agent did today, for a script", "prempti stats --since today --agent codex --json"],
    ],
  });

  since = Option.String("--since", { description: "from: 15m, 2h, 7d, today, yesterday, or an ISO time" });
  until = Option.String("--until", { description: "up to, written as for --since" });
  session = Option.String("--session", { description: "only sessions whose id begins so" });
  agent = Option.String("--agent", { description: "only calls of this agent" });
  top = Option.String("--top", "10", { description: "so many rules, tools and sessions (default 10)" });
  json = Option.Boolean("--json", false, { description: "print a JSON object" });

  async act(): Promise<number> {
    const { stdout, env } = this.context;
    const top = wholeNumber("--top", this.top);
    const filter = this.filter();
    const { readSummaries } = await import("../../store/read-log.ts");
    const tally = createTally();
    for await (const group of readSummaries(locateHome(this.home, env).events, filter))
      for (const summary of group) tally.add(summary);
    const stats = tally.stats(top);
    if (this.json) this.printJson(stats);
    else this.print(printStats(stats, this.paint, Math.min(100, widthFor(stdout, env))));
    return 0;
  }

  filter(): Filter {
    const now = Date.now();
    const { since, until, session, agent } = this;
    return {
      ...(since === undefined ? {} : { since: timeFrom("--since", since, now) }),
      ...(until === undefined ? {} : { until: timeFrom("--until", until, now) }),
      ...(session === undefined ? {} : { session }),
      ...(agent === undefined ? {} : { agent }),
    };
  }
}
