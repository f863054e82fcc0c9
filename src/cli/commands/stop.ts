import { Command, Option } from "clipanion";
import { PremptiCommand } from "../command.ts";

export class StopCommand extends PremptiCommand {
  static override paths = [["stop"]];
  static override usage = Command.Usage({
    category: "Service",
    description: "stop the daemon",
    details: [
      "Hooks then judge in their own process, by the same rules: stopping it lets nothing through.",
      "To be asked no more, use prempti mode monitor, or prempti hook remove.",
    ].join("\n"),
    examples: [["stop it", "prempti stop"]],
  });

  json = Option.Boolean("--json", false, { description: "print a JSON object" });

  async act(): Promise<number> {
    const { serviceOf } = await import("../service.ts");
    const { answering, endDaemon } = await import("../../platform/services/daemon-process.ts");
    const { home, service } = await serviceOf(this.home, this.context.env);
    const before = await answering(home);
    const { pid } = await service.status();
    if (pid !== undefined) await service.stop();
    // One that somebody started by hand.
    await endDaemon(home);
    const stopped = before?.pid ?? pid;
    if (this.json) this.printJson({ stopped: stopped !== undefined, pid: stopped });
    else if (stopped === undefined) this.print("no daemon runs");
    else
      this.print(
        `the daemon has stopped, process ${stopped}; hooks judge in their own process until prempti start`,
      );
    return 0;
  }
}
