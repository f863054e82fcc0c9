import { Command, Option } from "clipanion";
import { version } from "../../platform/version.ts";
import { PremptiCommand } from "../command.ts";

export class VersionCommand extends PremptiCommand {
  static override paths = [["version"], ["--version"]];
  static override usage = Command.Usage({
    category: "More",
    description: "print the version",
    examples: [["with the runtime's", "prempti version --json"]],
  });

  json = Option.Boolean("--json", false, { description: "print a JSON object" });

  async act(): Promise<number> {
    const { platform, arch } = process;
    if (this.json) this.printJson({ version: version(), node: process.versions.node, platform, arch });
    else this.print(`prempti ${version()}`);
    return 0;
  }
}
