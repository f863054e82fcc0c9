import { modes } from "../../model/mode.ts";
import type { OptionPage, Page } from "./page.ts";

/** What may stand at a place: words, or the name of a file or folder. */
type Operand = readonly string[] | "file" | "folder" | undefined;

export type Words = {
  /** Whose dialects the hook speaks. */
  readonly agents: readonly string[];
  /** Those of them that have settings to register the hook in. */
  readonly registrable: readonly string[];
  readonly keys: readonly string[];
};

type Candidate = { readonly word: string; readonly description: string };

/** What may come next; for names of files the shell knows better. */
export type Candidates = readonly Candidate[] | "file" | "folder";

export const shells = ["bash", "zsh", "fish", "powershell"] as const;

/** The operands of commands, which their definitions don't tell. */
const operands = (path: string, { agents, registrable, keys }: Words): Operand =>
  new Map<string, Operand>([
    ["mode", modes],
    ["hook", agents],
    ["hook add", registrable],
    ["hook remove", registrable],
    ["hook status", registrable],
    ["config get", keys],
    ["config set", keys],
    ["rules check", "file"],
    ["rules test", "file"],
    ["completions", shells],
  ]).get(path);

/** The values of options, by what stands for them in their description or by their name. */
function valuesOf({ names, value }: OptionPage, { agents, registrable }: Words): Operand {
  if (value === "FILE") return "file";
  if (value === "DIR") return "folder";
  const byName = new Map<string, Operand>([
    ["--agent", agents],
    ["--agents", [...registrable, "none"]],
    ["--verdict", ["allow", "ask", "deny"]],
    ["--scope", ["user", "project"]],
    ["--transport", ["command", "http"]],
    ["--rule-matching", ["all", "first"]],
    ["--input", ["hook", "fields"]],
  ]);
  return byName.get(names.at(-1) ?? "");
}

/** What may come behind `before`, the words that are there already, and begins as `partial` does. */
export function complete(
  pages: readonly Page[],
  everywhere: readonly OptionPage[],
  words: Words,
  before: readonly string[],
  partial: string,
): Candidates {
  const { page, rest } = placeOf(pages, everywhere, before);
  const options = [...(page?.options ?? []), ...everywhere];
  const asked = options.find(
    ({ names, value }) => value !== undefined && names.includes(before.at(-1) ?? ""),
  );
  if (asked !== undefined) return fitting(valuesOf(asked, words) ?? [], partial);
  if (partial.startsWith("-")) return fittingOptions(options, before, partial);
  const next = nextWords(pages, rest).filter(({ word }) => word.startsWith(partial));
  const operand = page === undefined ? undefined : operands(page.path, words);
  if (operand === undefined || typeof operand === "string") return next.length > 0 ? next : (operand ?? next);
  return [...next, ...(fitting(operand, partial) as readonly Candidate[])];
}

/** The command that the words name so far, and the words without options and their values. */
function placeOf(
  pages: readonly Page[],
  everywhere: readonly OptionPage[],
  before: readonly string[],
): { readonly page: Page | undefined; readonly rest: readonly string[] } {
  const all = [...pages.flatMap(({ options }) => options), ...everywhere];
  const takesValue = (word = "") =>
    all.some(({ names, value }) => value !== undefined && names.includes(word));
  const rest = before.filter((word, at) => !word.startsWith("-") && !takesValue(before[at - 1]));
  const line = `${rest.join(" ")} `;
  const [page] = pages
    .filter(({ path }) => line.startsWith(`${path} `))
    .sort((a, b) => b.path.length - a.path.length);
  return { page, rest };
}

/** The words that follow in the names of commands. */
function nextWords(pages: readonly Page[], rest: readonly string[]): readonly Candidate[] {
  const found = new Map<string, string>();
  for (const { path, description } of pages) {
    const parts = path.split(" ");
    const word = parts[rest.length];
    if (word === undefined || !rest.every((one, at) => one === parts[at])) continue;
    const isWhole = parts.length === rest.length + 1;
    if (isWhole || !found.has(word)) found.set(word, isWhole ? description : `${word} …`);
  }
  return [...found].map(([word, description]) => ({ word, description }));
}

function fitting(operand: Exclude<Operand, undefined>, partial: string): Candidates {
  if (typeof operand === "string") return operand;
  return operand.filter((word) => word.startsWith(partial)).map((word) => ({ word, description: "" }));
}

function fittingOptions(
  options: readonly OptionPage[],
  before: readonly string[],
  partial: string,
): readonly Candidate[] {
  return [...options, help]
    .filter(({ names }) => !names.some((name) => before.includes(name)))
    .flatMap(({ names, description }) =>
      names.filter((name) => name.startsWith(partial)).map((word) => ({ word, description })),
    );
}

const help: OptionPage = { names: ["--help"], value: undefined, description: "say what the command does" };
