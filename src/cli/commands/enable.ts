import { Command, Option } from "clipanion";
import { PremptiCommand } from "../command.ts";

export class EnableCommand extends PremptiCommand {
  static override paths = [["enable"]];
  static override usage = Command.Usage({
    category: "Service",
    description: "start the daemon at every login",
    details: "Does not start it now; prempti start does.",
    examples: [["at every login", "prempti enable"]],
  });

  json = Option.Boolean("--json", false, { description: "print a JSON object" });

  async act(): Promise<number> {
    const { serviceOf } = await import("../service.ts");
    const { service } = await serviceOf(this.home, this.context.env);
    if (service.kind === "none") {
      const { Refusal } = await import("../refusal.ts");
      throw new Refusal("no service manager starts programs for you here", service.hints[0], { exit: 1 });
    }
    await service.enable();
    if (this.json) this.printJson({ enabled: true, registration: service.registration });
    else this.print(`the daemon starts at login, by ${service.label}`);
    for (const hint of service.hints) if (!this.json) this.note(hint);
    return 0;
  }
}
