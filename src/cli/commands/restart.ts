import { Command, Option } from "clipanion";
import { PremptiCommand } from "../command.ts";

export class RestartCommand extends PremptiCommand {
  static override paths = [["restart"]];
  static override usage = Command.Usage({
    category: "Service",
    description: "stop the daemon and start it again",
    details: "Meanwhile hooks judge in their own process. Rules and settings need no restart.",
    examples: [["restart it", "prempti restart"]],
  });

  json = Option.Boolean("--json", false, { description: "print a JSON object" });

  async act(): Promise<number> {
    const { requireRegistered, serviceOf, untilAnswers } = await import("../service.ts");
    const { restartDaemon } = await import("../restart-daemon.ts");
    const { home, service } = await serviceOf(this.home, this.context.env);
    await requireRegistered(service);
    await restartDaemon(home, service);
    const { pid } = await untilAnswers(home, service);
    if (this.json) this.printJson({ pid, service: service.kind });
    else this.print(`the daemon runs, process ${pid}`);
    return 0;
  }
}
