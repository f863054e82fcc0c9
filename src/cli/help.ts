import type { Definition } from "clipanion";
import { globalOptions } from "./command.ts";
import type { Paint } from "./paint.ts";
import { tableOf } from "./table.ts";

/** "prempti rules check [--json] …" without its first word and what follows the path. */
export const pathOf = ({ path }: Definition): string => /^\S+((?: [a-z]+)*)/.exec(path)?.[1]?.trim() ?? "";

/** The page that `prempti` alone prints. */
export function overview(definitions: readonly Definition[], version: string, paint: Paint): string {
  const categories = Map.groupBy(
    definitions.filter((definition) => pathOf(definition) !== ""),
    ({ category }) => category?.trim() ?? "",
  );
  const parts = [...categories].map(
    ([category, commands]) =>
      `${paint("bold", category)}\n${tableOf(
        commands.map((command) => [pathOf(command), oneLine(command)]),
        "  ",
      )}`,
  );
  return [
    `${paint("bold", `prempti ${version}`)}: judges an AI coding agent's tool calls before they run`,
    ...parts,
    "prempti COMMAND --help tells more about each, with examples.\n",
  ].join("\n\n");
}

const oneLine = ({ description = "" }: Definition): string => description.trim();

/** The page of one command. */
export function commandHelp(definition: Definition, paint: Paint): string {
  const options = definition.options.map(({ definition: name, description = "" }) => [
    withPlaceholder(name),
    description.trim(),
  ]);
  const isGlobal = ([name = ""]: readonly string[]) =>
    globalOptions.some((global) => name.startsWith(global));
  const own = options.filter((option) => !isGlobal(option));
  const sections = [
    paint("bold", `${definition.usage}${own.length === 0 ? "" : " [options]"}`),
    `${capital(oneLine(definition))}.`,
    definition.details?.replaceAll(/ +$/gm, "").trim(),
    own.length === 0 ? undefined : `${paint("bold", "Options")}\n${tableOf(own, "  ")}`,
    `${paint("bold", "Everywhere")}\n${tableOf(options.filter(isGlobal), "  ")}`,
    examples(definition, paint),
  ];
  return `${sections.filter((section) => section !== undefined).join("\n\n")}\n`;
}

/** clipanion writes an option's value as #0. */
export function withPlaceholder(option: string): string {
  const [, name = ""] = /--([a-z-]+) #0/.exec(option) ?? [];
  return option.replace("#0", placeholders[name] ?? name.toUpperCase());
}

const placeholders: Readonly<Record<string, string>> = {
  home: "DIR",
  cwd: "DIR",
  rules: "FILE",
  since: "WHEN",
  until: "WHEN",
  lines: "N",
  top: "N",
  session: "ID",
  grep: "TEXT",
  "rule-matching": "WHICH",
};

function examples({ examples: list = [] }: Definition, paint: Paint): string | undefined {
  if (list.length === 0) return undefined;
  const lines = list.map(([what, line]) => `  ${capital(what.trim())}:\n    ${paint("cyan", line)}`);
  return `${paint("bold", "Examples")}\n${lines.join("\n")}`;
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
