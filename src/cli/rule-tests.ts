import { dirname } from "node:path";
import { testedEvent } from "../judge/tested-call.ts";
import { compileRules } from "../rules/compile.ts";
import { readTestFile, runTests, type TestRun } from "../rules/test-file.ts";
import { filesAt, isTestFile, loadChosen, printProblems, readSource, readSources } from "./rule-files.ts";

/** The tests of one folder on the rules of that folder. `untested` are rules of the folder alone. */
export type FolderRun = TestRun & { readonly folder: string };

export type TestOptions = {
  readonly cwd: string;
  readonly builtin: boolean;
  readonly stderr: { readonly write: (text: string) => unknown };
};

/** Undefined when rules or tests have errors, which are then on stderr. */
export async function runFolders(
  paths: readonly string[],
  options: TestOptions,
): Promise<readonly FolderRun[] | undefined> {
  const files = filesAt(paths, options.cwd, isTestFile);
  const folders = Map.groupBy(files, (file) => dirname(file));
  const runs: FolderRun[] = [];
  for (const [folder, tests] of folders) {
    const run = await runFolder(folder, tests, options);
    if (run === undefined) return undefined;
    runs.push(run);
  }
  return runs;
}

async function runFolder(
  folder: string,
  files: readonly string[],
  { cwd, builtin, stderr }: TestOptions,
): Promise<FolderRun | undefined> {
  const sources = readSources([folder], cwd);
  const { ruleset, problems } = await loadChosen({ builtin, files: sources });
  const read = files.map((file) => readTestFile(readSource(file, cwd)));
  const all = [...problems, ...read.flatMap((tests) => tests.problems)];
  await printProblems(all, stderr);
  if (ruleset === undefined || all.some(({ severity }) => severity === "error")) return undefined;
  const tests = read.flatMap((file) => file.tests);
  const { results, untested } = runTests(tests, compileRules(ruleset), { eventOf: testedEvent });
  const own = new Set(sources.map(({ file }) => file));
  const mine = new Set(ruleset.rules.filter(({ at }) => own.has(at.file)).map(({ name }) => name));
  return { folder, results, untested: untested.filter((name) => mine.has(name)) };
}
