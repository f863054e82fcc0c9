import { Command, Option } from "clipanion";
import { originLine, type Request, requestsOf, shortId, timesLine, wholeLines } from "../../approvals.ts";
import { PremptiCommand } from "../../command.ts";
import { homeFolder } from "../../hook-files.ts";
import { printable } from "../../paint.ts";
import { widthFor } from "../../terminal.ts";

export class ApprovalsListCommand extends PremptiCommand {
  static override paths = [["approvals", "list"], ["approvals"]];
  static override usage = Command.Usage({
    category: "Daily",
    description: "show the calls that wait for a person's word",
    details: [
      "Where an agent asks nobody, as without a terminal or with permissions bypassed, a call that a rule asks about is",
      "denied and waits here for an hour. Without the word list it does the same.",
    ].join("\n"),
    examples: [
      ["what waits", "prempti approvals list"],
      ["for a script", "prempti approvals list --json"],
    ],
  });

  json = Option.Boolean("--json", false, { description: "print a JSON array" });

  async act(): Promise<number> {
    const requests = await requestsOf(this.home, this.context.env);
    if (this.json) this.printJson(requests);
    else if (requests.length === 0) this.print("nothing waits for a word of yours");
    else this.print(requests.map((request) => this.textOf(request)).join("\n\n"));
    return 0;
  }

  textOf(request: Request): string {
    const { stdout, env } = this.context;
    const id = this.paint("bold", printable(shortId(request.id)));
    return [
      `${id}  ${timesLine(request, Date.now(), this.paint)}`,
      `  ${this.paint("dim", originLine(request, homeFolder(env)))}`,
      `  ${this.paint("yellow", printable(request.rule))}`,
      ...wholeLines(request, Math.max(20, widthFor(stdout, env) - 4)).map((line) => `    ${line}`),
    ].join("\n");
  }
}
