import { Command, Option } from "clipanion";
import { PremptiCommand } from "../command.ts";

export class StartCommand extends PremptiCommand {
  static override paths = [["start"]];
  static override usage = Command.Usage({
    category: "Service",
    description: "start the daemon",
    details:
      "By the system's service manager; in the background where there is none. Returns once the daemon answers.",
    examples: [["start it", "prempti start"]],
  });

  json = Option.Boolean("--json", false, { description: "print a JSON object" });

  async act(): Promise<number> {
    const { requireRegistered, serviceOf, untilAnswers } = await import("../service.ts");
    const { answering } = await import("../../platform/services/daemon-process.ts");
    const { home, service } = await serviceOf(this.home, this.context.env);
    const before = await answering(home);
    if (before === undefined) {
      await requireRegistered(service);
      await service.start();
    }
    const { pid } = await untilAnswers(home, service);
    if (this.json) this.printJson({ started: before === undefined, pid, service: service.kind });
    else
      this.print(
        before === undefined ? `the daemon runs, process ${pid}` : `it runs already, process ${pid}`,
      );
    return 0;
  }
}
