import { Command } from "clipanion";
import { PremptiCommand } from "../../command.ts";

export class RulesSchemaCommand extends PremptiCommand {
  static override paths = [["rules", "schema"]];
  static override usage = Command.Usage({
    category: "Rules",
    description: "print a JSON Schema of rule files, for editors",
    details: "docs/writing-rules.md says how an editor uses it.",
    examples: [["write it where an editor finds it", "prempti rules schema > prempti-rules.schema.json"]],
  });

  async act(): Promise<number> {
    const { rulesSchema } = await import("../../../rules/schema.ts");
    this.print(JSON.stringify(rulesSchema(), null, 2));
    return 0;
  }
}
