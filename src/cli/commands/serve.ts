import { Command, Option } from "clipanion";
import { locateHome } from "../../platform/home.ts";
import { PremptiCommand } from "../command.ts";

export class ServeCommand extends PremptiCommand {
  static override paths = [["serve"]];
  static override usage = Command.Usage({
    category: "Daily",
    description: "run the daemon in the foreground",
    details: [
      "Judges calls for every hook of this home, reloads rules and settings as they change, stops on SIGTERM.",
      "With --detach it returns once the daemon answers; prempti stop ends it. Its process is in run/prempti.pid.",
    ].join("\n"),
    examples: [
      ["run it in a terminal", "prempti serve"],
      ["in the background, where no service manager is", "prempti serve --detach"],
      ["try something without touching your own home", "prempti serve --home /tmp/try"],
    ],
  });

  detach = Option.Boolean("--detach", false, { description: "run it in the background" });

  async act(): Promise<number> {
    if (this.detach) return this.startInBackground();
    const { serve } = await import("../../daemon/serve.ts");
    return serve(locateHome(this.home, this.context.env));
  }

  async startInBackground(): Promise<number> {
    const { startDetached } = await import("../../platform/services/detached.ts");
    const { serviceAsked } = await import("../service.ts");
    const { servicePlace } = await import("../../platform/services/find-service.ts");
    const pid = await startDetached(servicePlace(serviceAsked(this.home, this.context.env)));
    this.print(`the daemon runs, process ${pid}`);
    return 0;
  }
}
