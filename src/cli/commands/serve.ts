import { Command } from "clipanion";
import { locateHome } from "../../platform/home.ts";
import { PremptiCommand } from "../command.ts";
import { version } from "../version.ts";

export class ServeCommand extends PremptiCommand {
  static override paths = [["serve"]];
  static override usage = Command.Usage({
    category: "Daily",
    description: "run the daemon in the foreground",
    details:
      "Judges calls for every hook of this home, reloads rules and settings as they change, stops on SIGTERM.",
    examples: [
      ["run it in a terminal", "prempti serve"],
      ["try something without touching your own home", "prempti serve --home /tmp/try"],
    ],
  });

  async act(): Promise<number> {
    const { serve } = await import("../../daemon/serve.ts");
    return serve({ home: locateHome(this.home, this.context.env), version: version() });
  }
}
