import { Command, Option } from "clipanion";
import { PremptiCommand } from "../command.ts";
import { Refusal } from "../refusal.ts";
import type { Entry, Section } from "../vocabulary.ts";

export class FieldsCommand extends PremptiCommand {
  static override paths = [["fields"]];
  static override usage = Command.Usage({
    category: "Rules",
    description: "list every field, operator, transformer and effect that rules can use",
    examples: [
      ["everything, one line each", "prempti fields"],
      ["what is known about some", "prempti fields tool.reads pmatch b64"],
      ["for an editor", "prempti fields --json"],
    ],
  });

  json = Option.Boolean("--json", false, { description: "print one JSON object a line" });
  names = Option.Rest({ name: "name" });

  async act(): Promise<number> {
    const { vocabulary } = await import("../vocabulary.ts");
    const sections = this.names.length === 0 ? vocabulary : this.chosen(vocabulary);
    if (this.json) for (const entry of sections.flatMap(({ entries }) => entries)) this.printJson(entry);
    else if (this.names.length === 0) this.list(sections);
    else for (const entry of sections.flatMap(({ entries }) => entries)) this.tell(entry);
    return 0;
  }

  chosen(sections: readonly Section[]): readonly Section[] {
    for (const name of this.names)
      if (!sections.some(({ entries }) => entries.some((entry) => isNamed(entry, name))))
        throw new Refusal(`nothing is named ${JSON.stringify(name)}`, "prempti fields lists every name", {
          exit: 1,
        });
    const isWanted = (entry: Entry) => this.names.some((name) => isNamed(entry, name));
    return sections.map((section) => ({ ...section, entries: section.entries.filter(isWanted) }));
  }

  list(sections: readonly Section[]): void {
    for (const { title, entries } of sections) {
      const width = Math.max(...entries.map(({ name }) => name.length));
      this.print(this.paint("bold", title));
      for (const { name, type, doc } of entries) {
        const kind = type === undefined ? "" : `${this.paint("dim", type)}  `;
        this.print(`  ${name.padEnd(width)}  ${kind}${doc}`);
      }
      this.print("");
    }
  }

  tell({ kind, name, type, doc, examples }: Entry): void {
    this.print(
      `${this.paint("bold", name)}  ${this.paint("dim", type === undefined ? kind : `${kind}, ${type}`)}\n  ${doc}`,
    );
    for (const example of examples) this.print(`  ${this.paint("cyan", example)}`);
    this.print("");
  }
}

/** Whether a person's word names an entry, or a group of fields that it is in. Arguments in brackets don't matter. */
function isNamed(entry: Entry, word: string): boolean {
  const [name, wanted] = [entry.name, word].map((text) => text.replace(/\[.*/, ""));
  return name === wanted || entry.name.startsWith(`${wanted}.`);
}
