import { Command, Option } from "clipanion";
import { oneOf } from "../choices.ts";
import { PremptiCommand } from "../command.ts";

export class CompletionsCommand extends PremptiCommand {
  static override paths = [["completions"]];
  static override usage = Command.Usage({
    category: "More",
    description: "print what makes a shell complete prempti's commands: bash, zsh, fish or powershell",
    details:
      "The shell asks prempti itself, so a newer version brings its own. The first line says where it belongs.",
    examples: [
      ["bash, now", "source <(prempti completions bash)"],
      ["fish, for good", "prempti completions fish > ~/.config/fish/completions/prempti.fish"],
      ["PowerShell, in $PROFILE", "prempti completions powershell | Out-String | Invoke-Expression"],
    ],
  });

  partial = Option.String("--partial", { description: "the word to complete, when a shell asks" });
  shell = Option.String({ name: "shell" });
  before = Option.Rest({ name: "word" });

  async act(): Promise<number> {
    if (this.shell === "words") return this.answer();
    const { shells } = await import("../manual/complete.ts");
    const { shellScripts } = await import("../manual/shell-scripts.ts");
    this.context.stdout.write(shellScripts[oneOf("the shell", this.shell, shells)]);
    return 0;
  }

  async answer(): Promise<number> {
    const { complete } = await import("../manual/complete.ts");
    const { globalOptionsOf, pagesOf } = await import("../manual/page.ts");
    const { adapters } = await import("../../agents/registry.ts");
    const { namedKeys } = await import("../../platform/config-edit.ts");
    const { agentSettings } = await import("../hook-files.ts");
    const definitions = this.cli.definitions();
    const words = {
      agents: adapters.map(({ name }) => name),
      registrable: agentSettings.map(({ agent }) => agent),
      keys: namedKeys.map(({ path }) => path),
    };
    const pages = pagesOf(definitions);
    const found = complete(pages, globalOptionsOf(definitions), words, this.before, this.partial ?? "");
    if (typeof found === "string") this.print(`:${found}`);
    else for (const { word, description } of found) this.print(`${word}\t${description}`);
    return 0;
  }
}
