import { Command, Option } from "clipanion";
import { PremptiCommand } from "../command.ts";

export class DisableCommand extends PremptiCommand {
  static override paths = [["disable"]];
  static override usage = Command.Usage({
    category: "Service",
    description: "no longer start the daemon at login",
    details: "One that runs goes on. Hooks judge in their own process when none runs.",
    examples: [["not at login", "prempti disable"]],
  });

  json = Option.Boolean("--json", false, { description: "print a JSON object" });

  async act(): Promise<number> {
    const { serviceOf } = await import("../service.ts");
    const { service } = await serviceOf(this.home, this.context.env);
    if ((await service.status()).enabled) await service.disable();
    if (this.json) this.printJson({ enabled: false });
    else this.print("the daemon does not start at login");
    return 0;
  }
}
