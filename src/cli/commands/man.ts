import { Command } from "clipanion";
import { version } from "../../platform/version.ts";
import { PremptiCommand } from "../command.ts";

export class ManCommand extends PremptiCommand {
  static override paths = [["man"]];
  static override usage = Command.Usage({
    category: "More",
    description: "print the manual page",
    examples: [
      ["read it", "prempti man | man -l -"],
      ["for man prempti", "prempti man > ~/.local/share/man/man1/prempti.1"],
    ],
  });

  async act(): Promise<number> {
    const { globalOptionsOf, pagesOf } = await import("../manual/page.ts");
    const { manualPage } = await import("../manual/roff.ts");
    const definitions = this.cli.definitions();
    this.context.stdout.write(
      manualPage({
        version: version(),
        pages: pagesOf(definitions),
        everywhere: globalOptionsOf(definitions),
      }),
    );
    return 0;
  }
}
