import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Command } from "clipanion";
import { locateHome } from "../../../platform/home.ts";
import { PremptiCommand } from "../../command.ts";
import { Refusal } from "../../refusal.ts";

export class ConfigEditCommand extends PremptiCommand {
  static override paths = [["config", "edit"]];
  static override usage = Command.Usage({
    category: "Settings",
    description: "edit the settings in your editor, and check them before they take effect",
    details:
      "Opens a copy in $VISUAL, else $EDITOR, else vi. A copy with errors is kept for you and changes nothing.",
    examples: [
      ["with your usual editor", "prempti config edit"],
      ["with another", "EDITOR='code --wait' prempti config edit"],
    ],
  });

  async act(): Promise<number> {
    const { configSource, problemsOf, writeConfig } = await import("../../config-file.ts");
    const { printProblems } = await import("../../rule-files.ts");
    const home = locateHome(this.home, this.context.env);
    const source = configSource(home);
    const copy = `${home.config}.edited`;
    mkdirSync(dirname(copy), { recursive: true, mode: 0o700 });
    writeFileSync(copy, source.text, { mode: 0o600 });
    this.openEditor(copy);
    const text = readFileSync(copy, "utf8");
    const problems = problemsOf({ file: copy, text });
    await printProblems(problems, this.context.stdout);
    if (problems.some(({ severity }) => severity === "error"))
      throw new Refusal("nothing was changed", `your edit is in ${copy}`, { exit: 1 });
    rmSync(copy);
    if (text === source.text) {
      this.print("nothing was changed");
      return 0;
    }
    const objection = await writeConfig(home, text);
    if (objection !== undefined) this.note(objection);
    return objection === undefined ? 0 : 1;
  }

  /** The variables may hold arguments too, so a shell takes them apart; the file's name is handed over beside. */
  openEditor(file: string): void {
    const { env } = this.context;
    const isWindows = process.platform === "win32";
    const editor = env["VISUAL"] || env["EDITOR"] || (isWindows ? "notepad" : "vi");
    const options = { stdio: "inherit", env: { ...env } } as const;
    const ran = isWindows
      ? spawnSync(`${editor} "${file}"`, { ...options, shell: true })
      : spawnSync("sh", ["-c", `${editor} "$1"`, "prempti", file], options);
    if (ran.status === 0) return;
    rmSync(file, { force: true });
    throw new Refusal(
      `${editor} ended with ${ran.status ?? ran.signal}`,
      "name another in the variable EDITOR",
      { exit: 1 },
    );
  }
}
