import { Command } from "clipanion";
import { locateHome } from "../../../platform/home.ts";
import { PremptiCommand } from "../../command.ts";

export class ConfigPathCommand extends PremptiCommand {
  static override paths = [["config", "path"]];
  static override usage = Command.Usage({
    category: "Settings",
    description: "print where the settings are",
    examples: [["keep a copy", `cp "$(prempti config path)" ~/backup/`]],
  });

  async act(): Promise<number> {
    this.print(locateHome(this.home, this.context.env).config);
    return 0;
  }
}
