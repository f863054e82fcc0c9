import { contact, interpret, load, noteCode } from "../act.ts";
import { type Flow, joinAll, networkFlow, outputFlow } from "../flow.ts";
import { operand, value, values } from "../given.ts";
import { perform } from "../perform.ts";
import { literalWord } from "../word.ts";
import { isStandardRegistry } from "./install-sources.ts";
import { interpreterNamed } from "./interpreters.ts";
import { runPackageScript } from "./made-files.ts";
import { runPackage } from "./npm-install.ts";
import type { Run } from "./program.ts";

/** `bun FILE`, `bun run FILE`: code like node's; `bun run NAME` is a script of the package. */
export function bunRun(run: Run): Flow {
  const [file] = run.operands;
  if (file === undefined || !/\.[cm]?[jt]sx?$/.test(file.text)) return outputFlow;
  return perform(
    { ...run, program: "node", args: run.operands, operands: [], options: [] },
    interpreterNamed("node"),
  );
}

const standardDeno = /(^|\.)(deno\.land|jsr\.io|esm\.sh|unpkg\.com|jsdelivr\.net|skypack\.dev)$/;

export function denoRun(run: Run): Flow {
  for (const file of values(run, "--env", "--env-file")) load(run, file);
  const [file, ...rest] = run.operands;
  if (file === undefined) return outputFlow;
  if (/^(npm|jsr):/.test(file.text)) return runPackage(run, [literalWord(file.text.slice(4)), ...rest]);
  if (!file.text.includes("://"))
    return perform(
      { ...run, program: "node", args: run.operands, operands: [], options: [] },
      interpreterNamed("node"),
    );
  const host = contact(run, file.text);
  if (!standardDeno.test(host) && !isStandardRegistry(host)) noteCode(run, networkFlow);
  return outputFlow;
}

/** `bun -e CODE`, `bun -p CODE`. */
export function bunEvaluates(run: Run): Flow | undefined {
  const results = values(run, "-p", "--print").map((code) => interpret(run, "javascript-result", code));
  const prints = values(run, "-e", "--eval").map((code) => interpret(run, "javascript", code));
  return results.length + prints.length === 0 ? undefined : joinAll([...results, ...prints]);
}

/** npm's own words for scripts. */
const scriptWords: Readonly<Record<string, string>> = {
  test: "test",
  t: "test",
  tst: "test",
  start: "start",
  stop: "stop",
  restart: "restart",
  install: "install",
  i: "install",
  ci: "install",
  add: "install",
};

/** What a script of a package.json says that this command line wrote. */
export function runsScript(run: Run): void {
  if (run.shell.files.size === 0) return;
  const verb = operand(run, 0) || (run.program === "yarn" ? "install" : "");
  const folder = value(run, "--prefix", "-C", "--dir", "--cwd")?.text;
  if (/^(run|run-script|rum|urn)$/.test(verb)) runPackageScript(run, operand(run, 1), folder);
  else if (Object.hasOwn(scriptWords, verb)) runPackageScript(run, scriptWords[verb] ?? "", folder);
  else if (run.program !== "npm" && verb !== "") runPackageScript(run, verb, folder);
}

export function runAll(run: Run): Flow {
  for (const word of run.operands) run.shell.walker.text(run.shell, word.text, run.io);
  return outputFlow;
}
