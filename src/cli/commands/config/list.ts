import { Command, Option } from "clipanion";
import { locateHome } from "../../../platform/home.ts";
import { PremptiCommand } from "../../command.ts";
import { tableOf } from "../../table.ts";

export class ConfigListCommand extends PremptiCommand {
  static override paths = [["config", "list"], ["config"]];
  static override usage = Command.Usage({
    category: "Settings",
    description: "show every setting, and which ones are not as they come",
    details:
      "What the file says and, in brackets, the default of what it sets. prempti config list --json has all of it.",
    examples: [
      ["all of them", "prempti config list"],
      ["for a script", "prempti config list --json"],
    ],
  });

  json = Option.Boolean("--json", false, { description: "print a JSON object" });

  async act(): Promise<number> {
    const { readConfig } = await import("../../../platform/config.ts");
    const { namedKeys } = await import("../../../platform/config-edit.ts");
    const { printDefault } = await import("../../../platform/install/default-config.ts");
    const { configSource } = await import("../../config-file.ts");
    const source = configSource(locateHome(this.home, this.context.env));
    const { config, problems } = readConfig(source);
    if (this.json)
      this.printJson(Object.fromEntries(namedKeys.map(({ path, name }) => [path, config[name]])));
    else
      this.print(
        tableOf(
          namedKeys.map(({ path, name, byDefault, expects }) => {
            const [value, usual] = [config[name], byDefault].map((one) => printDefault(one, expects));
            return [
              path,
              value === usual ? `${value}` : `${this.paint("yellow", `${value}`)} (default ${usual})`,
            ];
          }),
        ),
      );
    if (problems.length > 0) this.note("the file has problems: prempti config check");
    return problems.some(({ severity }) => severity === "error") ? 1 : 0;
  }
}
