import type { Definition } from "clipanion";
import { globalOptions } from "../command.ts";
import { capital, pathOf, withPlaceholder } from "../help.ts";

export type OptionPage = {
  /** "-n", "--lines" */
  readonly names: readonly string[];
  /** "N"; undefined for a switch. */
  readonly value: string | undefined;
  readonly description: string;
};

/** One command, as every kind of manual needs it. */
export type Page = {
  /** "hook add" */
  readonly path: string;
  /** "prempti hook add ..." */
  readonly usage: string;
  readonly category: string;
  readonly description: string;
  /** Paragraphs, each in one line. */
  readonly details: readonly string[];
  /** Its own, without those that every command has. */
  readonly options: readonly OptionPage[];
  readonly examples: readonly (readonly [what: string, line: string])[];
};

export function pagesOf(definitions: readonly Definition[]): readonly Page[] {
  return definitions.filter((definition) => pathOf(definition) !== "").map(pageOf);
}

function pageOf(definition: Definition): Page {
  const { usage, category = "", description = "", details = "", examples = [] } = definition;
  return {
    path: pathOf(definition),
    usage,
    category: category.trim(),
    description: description.trim(),
    details: details
      .split(/\n\s*\n/)
      .map((paragraph) => paragraph.replace(/\s+/g, " ").trim())
      .filter((paragraph) => paragraph !== ""),
    options: optionsOf(definition).filter(({ names }) => !names.some((name) => globalOptions.includes(name))),
    examples: examples.map(([what, line]) => [capital(what.trim()), line.trim()]),
  };
}

function optionsOf({ options }: Definition): readonly OptionPage[] {
  return options.map(({ definition, description = "" }) => {
    const [names = "", value] = withPlaceholder(definition).split(" ");
    return { names: names.split(","), value, description: description.trim() };
  });
}

/** The options that every command has. */
export function globalOptionsOf(definitions: readonly Definition[]): readonly OptionPage[] {
  const [first] = definitions;
  return first === undefined
    ? []
    : optionsOf(first).filter(({ names }) => names.some((name) => globalOptions.includes(name)));
}

/** "-n, --lines N" */
export const spelled = ({ names, value }: OptionPage): string =>
  names.join(", ") + (value === undefined ? "" : ` ${value}`);

export const byCategory = (pages: readonly Page[]): ReadonlyMap<string, readonly Page[]> =>
  Map.groupBy(pages, ({ category }) => category);
