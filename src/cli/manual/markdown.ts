import type { ConfigKey } from "../../platform/config-keys.ts";
import { printDefault } from "../../platform/install/default-config.ts";
import { capital } from "../help.ts";
import { byCategory, type OptionPage, type Page, spelled } from "./page.ts";

const generated = "<!-- Written by build/docs.ts from the sources. Change those, and run: npm run docs -->\n";

/** docs/commands.md */
export function commandsDocument(pages: readonly Page[], everywhere: readonly OptionPage[]): string {
  return [
    generated,
    "# Commands\n",
    "Answers are on standard output, everything else on standard error. Exit codes are 0 for clean, 1 for findings or a",
    "refusal, 2 for something broken or misused. `prempti COMMAND --help` says the same as this page.\n",
    "Every command has these options:\n",
    optionList(everywhere),
    ...[...byCategory(pages)].flatMap(([category, ofCategory]) => [
      `## ${category}\n`,
      ...ofCategory.map(command),
    ]),
  ].join("\n");
}

function command({ path, usage, description, details, options, examples }: Page): string {
  return [
    `### prempti ${path}\n`,
    `    ${usage}${options.length === 0 ? "" : " [options]"}\n`,
    `${capital(description)}.\n`,
    ...details.map((paragraph) => `${forMarkdown(paragraph)}\n`),
    ...(options.length === 0 ? [] : [optionList(options)]),
    "```sh",
    ...examples.flatMap(([what, line]) => [`# ${what}`, line]),
    "```\n",
  ].join("\n");
}

const optionList = (options: readonly OptionPage[]): string =>
  `${options.map((option) => `- \`${spelled(option)}\`: ${forMarkdown(option.description)}`).join("\n")}\n`;

/** docs/configuration.md */
export function configurationDocument(keys: readonly ConfigKey[]): string {
  return [
    generated,
    "# Settings\n",
    "Settings are in `~/.prempti/config.yaml`. Every one has its default unless it is set there; a change takes effect when",
    "the file is saved. `prempti config list` shows what holds, `prempti config set KEY VALUE` changes one and leaves",
    "everything else in the file as it is, `prempti config check` finds every mistake.\n",
    "| key | default | values |",
    "| --- | --- | --- |",
    ...keys.map(
      ({ path, byDefault, expects }) =>
        `| [\`${path}\`](#${anchor(path)}) | ${shown(byDefault, expects)} | ${expects} |`,
    ),
    "",
    ...keys.map(
      ({ path, doc, byDefault, expects }) =>
        `### ${path}\n\n${forMarkdown(doc)} Default: ${shown(byDefault, expects)}.\n\n\`\`\`yaml\n${example(path, printDefault(byDefault, expects))}\n\`\`\`\n`,
    ),
  ].join("\n");
}

/** As GitHub makes it of a heading. */
const anchor = (heading: string): string => heading.toLowerCase().replace(/[^\w -]/g, "");

const shown = (value: unknown, expects: string): string =>
  value === "" ? "empty" : `\`${printDefault(value, expects)}\``;

function example(path: string, value: string): string {
  const [first, second] = path.split(".");
  return second === undefined ? `${first}: ${value}` : `${first}:\n  ${second}: ${value}`;
}

const forMarkdown = (text: string): string => text.replace(/[<>*]/g, "\\$&");
