import { Command, Option } from "clipanion";
import { locateHome } from "../../platform/home.ts";
import { PremptiCommand } from "../command.ts";
import type { Finding } from "../doctor/finding.ts";
import { tableOf } from "../table.ts";

export class DoctorCommand extends PremptiCommand {
  static override paths = [["doctor"]];
  static override usage = Command.Usage({
    category: "Daily",
    description: "try everything, and say what is off and what mends it",
    details: [
      "All that status says, and besides: permissions, socket, PATH, service, clock, disk, and a made-up tool call",
      "through every way that one can take. The call is judged and recorded; nothing runs, and nothing is changed.",
      "Exits 0 when all is well, 1 with warnings, 2 when something failed.",
    ].join("\n"),
    examples: [
      ["when in doubt", "prempti doctor"],
      ["for a report", "prempti doctor --json"],
    ],
  });

  json = Option.Boolean("--json", false, { description: "print a JSON object" });

  async act(): Promise<number> {
    const { readStatus } = await import("../status.ts");
    const { examine } = await import("../doctor/examine.ts");
    const { env } = this.context;
    const { around } = this;
    const status = await readStatus(this.home, around);
    const home = locateHome(this.home, env);
    const findings = await examine({ home, homeOption: this.home, around, status });
    if (this.json) this.printJson({ ok: findings.every(({ state }) => state === "ok"), findings });
    else this.tell(findings);
    if (findings.some(({ state }) => state === "failed")) return 2;
    return findings.some(({ state }) => state === "warning") ? 1 : 0;
  }

  tell(findings: readonly Finding[]): void {
    const colours = { ok: "green", warning: "yellow", failed: "red" } as const;
    const rows = findings.map(({ what, state, detail }) => [what, this.paint(colours[state], state), detail]);
    this.print(tableOf(rows));
    const remedies = findings.flatMap(({ remedy }) => (remedy === undefined ? [] : [remedy]));
    if (remedies.length === 0) this.print(this.paint("green", "\nall is well"));
    else
      this.print(
        `\nTo mend it:\n${[...new Set(remedies)].map((line) => `  ${this.paint("cyan", line)}`).join("\n")}`,
      );
  }
}
