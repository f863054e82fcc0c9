import { Command, Option } from "clipanion";
import { locateHome } from "../../../platform/home.ts";
import { PremptiCommand } from "../../command.ts";

export class ConfigGetCommand extends PremptiCommand {
  static override paths = [["config", "get"]];
  static override usage = Command.Usage({
    category: "Settings",
    description: "print one setting",
    examples: [
      ["how many log files are kept", "prempti config get log.keep"],
      ["as JSON, sizes in bytes", "prempti config get log.max_bytes --json"],
    ],
  });

  json = Option.Boolean("--json", false, { description: "print the value as JSON" });
  key = Option.String({ name: "key" });

  async act(): Promise<number> {
    const { readConfig } = await import("../../../platform/config.ts");
    const { printDefault } = await import("../../../platform/install/default-config.ts");
    const { configSource, keyNamed } = await import("../../config-file.ts");
    const { name, expects } = keyNamed(this.key);
    const value = readConfig(configSource(locateHome(this.home, this.context.env))).config[name];
    if (this.json) this.printJson(value);
    else if (Array.isArray(value)) for (const one of value as readonly string[]) this.print(one);
    else this.print(value === "" ? "" : printDefault(value, expects));
    return 0;
  }
}
