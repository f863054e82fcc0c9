// Generates what src/ imports under "#": the condition parser from the grammar, and the built-in rules in
// parsed form, and the plugin for opencode as text. Reads grammar/, rules/ and installers/opencode/, writes build/out/generated/.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import peggy from "peggy";
import type { Source } from "../src/model/problem.ts";
import { generated, root } from "./paths.ts";
import { writeWhole } from "./write.ts";

function generateParser(): void {
  const file = join(root, "grammar", "condition.peggy");
  const parser = peggy.generate(readFileSync(file, "utf8"), {
    grammarSource: file,
    output: "source",
    format: "es",
    cache: false,
  });
  write("condition-parser.js", parser);
}

function readBuiltinSources(): readonly Source[] {
  const folder = join(root, "rules");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml") && !name.endsWith(".test.yaml"))
    .sort()
    .map((name) => ({ file: `rules/${name}`, text: readFileSync(join(folder, name), "utf8") }));
}

async function generateRules(): Promise<void> {
  const { loadRules, unusedCodes } = await import("../src/rules/load.ts");
  const { printProblem } = await import("../src/rules/print-problem.ts");
  const sources = readBuiltinSources();
  const loaded = loadRules(sources);
  // What no built-in rule uses is there for the user's.
  const problems = loaded.problems.filter(({ code }) => !unusedCodes.has(code));
  for (const problem of problems) process.stderr.write(`${printProblem(problem)}\n`);
  if (loaded.ruleset === undefined || problems.length > 0)
    throw new Error("the built-in rules have problems");
  write("builtin-rules.js", `export const builtinRuleset = ${parsed(loaded.ruleset)};\n`);
  write("builtin-sources.js", `export const builtinSources = ${parsed(sources)};\n`);
}

/** An expression for `value`: V8 parses a JSON string much faster than the same object literal. */
function parsed(value: unknown): string {
  return `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;
}

function generatePlugin(): void {
  const text = readFileSync(join(root, "installers", "opencode", "prempti.js"), "utf8");
  write("opencode-plugin.js", `export const opencodePlugin = ${JSON.stringify(text)};\n`);
}

function write(name: string, text: string): void {
  writeWhole(join(generated, name), text);
}

export async function generate(): Promise<void> {
  generateParser();
  await generateRules();
  generatePlugin();
}

if (import.meta.main) await generate();
