import { Command, Option } from "clipanion";
import type { NamedKey } from "../../../platform/config-edit.ts";
import { locateHome } from "../../../platform/home.ts";
import { PremptiCommand } from "../../command.ts";
import { Refusal } from "../../refusal.ts";

export class ConfigSetCommand extends PremptiCommand {
  static override paths = [["config", "set"]];
  static override usage = Command.Usage({
    category: "Settings",
    description: "change one setting, at once",
    details: [
      "Values are checked first; comments and everything else in the file stay. A list takes several values, and none",
      "at all to be empty. --default takes the setting out of the file.",
    ].join("\n"),
    examples: [
      ["keep ten log files", "prempti config set log.keep 10"],
      ["larger ones", "prempti config set log.max_bytes '64 MiB'"],
      [
        "not to enforce two rules",
        "prempti config set rules.disable 'Ask before sudo' 'Ask before publishing'",
      ],
      ["as it came", "prempti config set log.keep --default"],
    ],
  });

  toDefault = Option.Boolean("--default", false, { description: "take the setting out of the file" });
  key = Option.String({ name: "key" });
  values = Option.Rest({ name: "value" });

  async act(): Promise<number> {
    const { withKey } = await import("../../../platform/config-edit.ts");
    const { configSource, keyNamed, writeConfig } = await import("../../config-file.ts");
    const home = locateHome(this.home, this.context.env);
    const key = keyNamed(this.key);
    const value = this.toDefault ? undefined : this.valueFor(key);
    const changed = withKey(configSource(home), key, value);
    if ("error" in changed) throw new Refusal(changed.error, "prempti config check", { exit: 1 });
    const objection = await writeConfig(home, changed.text);
    if (objection !== undefined) this.note(objection);
    return objection === undefined ? 0 : 1;
  }

  valueFor(key: NamedKey): unknown {
    const value = Array.isArray(key.byDefault) ? [...this.values] : this.oneValue(key);
    if (key.read(value) !== undefined) return value;
    throw new Refusal(`"${key.path}" can't be ${JSON.stringify(value)}`, `use ${key.expects}`);
  }

  /** Numbers are written as such; everything else is text. */
  oneValue({ path }: NamedKey): unknown {
    const [value, ...more] = this.values;
    if (value === undefined)
      throw new Refusal(`there is no value for "${path}"`, `prempti config set ${path} VALUE`);
    if (more.length > 0)
      throw new Refusal(`"${path}" takes one value`, `prempti config set ${path} '${this.values.join(" ")}'`);
    return /^\d{1,15}$/.test(value) ? Number(value) : value;
  }
}
