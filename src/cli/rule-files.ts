import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Problem, Source } from "../model/problem.ts";
import type { Ruleset } from "../rules/ruleset.ts";
import { Refusal } from "./refusal.ts";

const isRuleFile = (name: string): boolean => /\.ya?ml$/.test(name) && !/\.test\.ya?ml$/.test(name);

export const isTestFile = (name: string): boolean => /\.test\.ya?ml$/.test(name);

/** The files that paths name, named as they were given; a folder stands for the files in it, sorted by name. */
export function filesAt(paths: readonly string[], cwd: string, wanted = isRuleFile): readonly string[] {
  return paths.flatMap((path) => {
    if (!isFolder(path, cwd)) return [path];
    const names = readdirSync(resolve(cwd, path), { recursive: true, encoding: "utf8" });
    return names
      .filter(wanted)
      .sort()
      .map((name) => join(path, name));
  });
}

function isFolder(path: string, cwd: string): boolean {
  try {
    return statSync(resolve(cwd, path)).isDirectory();
  } catch (cause) {
    throw new Refusal(`can't read ${path}`, undefined, { cause });
  }
}

export function readSource(file: string, cwd: string): Source {
  try {
    return { file, text: readFileSync(resolve(cwd, file), "utf8") };
  } catch (cause) {
    throw new Refusal(`can't read ${file}`, undefined, { cause });
  }
}

export const readSources = (paths: readonly string[], cwd: string): readonly Source[] =>
  filesAt(paths, cwd).map((file) => readSource(file, cwd));

/** What rules to work with: the built-in ones or not, then files in the order given. */
export type Choice = { readonly builtin: boolean; readonly files: readonly Source[] };

export type Loaded = { readonly ruleset: Ruleset | undefined; readonly problems: readonly Problem[] };

/** Loads only what it has to: built-in rules alone are there in parsed form. */
export async function loadChosen({ builtin, files }: Choice): Promise<Loaded> {
  if (builtin && files.length === 0) {
    const { builtinRuleset } = await import("#builtin-rules");
    return { ruleset: builtinRuleset, problems: [] };
  }
  const { loadRules } = await import("../rules/load.ts");
  if (!builtin) return loadRules(files);
  const builtins = await builtinFiles();
  const { ruleset, problems } = loadRules([...builtins, ...files]);
  return { ruleset, problems: withoutWarningsIn(builtins, problems) };
}

/** Built-in lists and macros are there to be used by others; that nobody does is nobody's problem. */
export function withoutWarningsIn(
  sources: readonly Source[],
  problems: readonly Problem[],
): readonly Problem[] {
  const names = new Set(sources.map(({ file }) => file));
  return problems.filter(({ severity, span }) => severity === "error" || !names.has(span.source.file));
}

export async function builtinFiles(): Promise<readonly Source[]> {
  const { builtinSources } = await import("#builtin-sources");
  return builtinSources;
}

type Sink = { readonly write: (text: string) => unknown };

export async function printProblems(problems: readonly Problem[], to: Sink): Promise<void> {
  if (problems.length === 0) return;
  const { printProblem } = await import("../rules/print-problem.ts");
  for (const problem of problems) to.write(`${printProblem(problem).trimEnd()}\n`);
}
