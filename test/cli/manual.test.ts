import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { generatedDocuments } from "../../build/docs.ts";
import { executable, root } from "../../build/paths.ts";
import { person } from "./prempti.ts";

test.for([...generatedDocuments()])("%s is what the sources say; npm run docs writes it", ([name, text]) => {
  expect(readFileSync(join(root, name), "utf8")).toBe(text);
});

type Row = readonly [line: string, want: readonly string[] | RegExp];

/** A line up to the cursor. */
test.for<Row>([
  ["sta", ["status", "stats", "start"]],
  ["hook ", ["add", "remove", "status", "claude-code", "codex", "copilot", "gemini", "generic"]],
  ["hook add ", ["claude-code", "codex", "copilot", "gemini", "opencode"]],
  ["hook add c", ["claude-code", "codex", "copilot"]],
  ["--no-color hook add cl", ["claude-code"]],
  ["--home /tmp/x hook add cl", ["claude-code"]],
  ["mode ", ["guardrails", "monitor"]],
  ["config get log.", ["log.max_bytes", "log.keep"]],
  ["completions ", ["bash", "zsh", "fish", "powershell"]],
  ["hook add --scope ", ["user", "project"]],
  ["install --agents no", ["none"]],
  ["uninstall --keep", ["--keep-user-rules", "--keep-logs"]],
  ["uninstall --keep-logs --keep", ["--keep-user-rules"]],
  ["rules check ", [":file"]],
  ["eval --rules ", [":file"]],
  ["--home ", [":folder"]],
  ["xyzzy ", []],
  ["status ", []],
  ["", /^status\tsay on one screen/m],
  ["status --", /^--json\tprint a JSON object$/m],
])("completions of %j", async ([line, want]) => {
  const words = line.split(" ");
  const partial = words.pop() ?? "";
  const { stdout, exit } = await person().prempti([
    "completions",
    "words",
    `--partial=${partial}`,
    "--",
    ...words,
  ]);
  expect(exit).toBe(0);
  const found = stdout.split("\n").filter((one) => one !== "");
  if (want instanceof RegExp) expect(stdout).toMatch(want);
  else expect(found.map((one) => one.split("\t")[0])).toEqual(want);
});

test("a shell that nobody knows", async () => {
  expect(await person().prempti("completions tcsh")).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining("use bash or zsh or fish or powershell"),
  });
});

/** What each shell makes of the script, for the words of a line. The last one is being typed. */
const drivers: Readonly<Record<string, (words: readonly string[]) => readonly string[]>> = {
  bash: (words) => [
    "-c",
    `source <(prempti completions bash); COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _prempti; printf '%s\\n' "\${COMPREPLY[@]}"`,
    "bash",
    ...words,
  ],
  zsh: (words) => [
    "-fc",
    `compdef() { :; }; source <(prempti completions zsh); _describe() { print -rl -- "\${(@P)2}"; }; words=("$@"); CURRENT=$#; _prempti`,
    "zsh",
    ...words,
  ],
  fish: (words) => ["-c", `prempti completions fish | source; complete -C "${words.join(" ")}"`],
};

const has = (program: string): boolean =>
  spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;

test.for(Object.keys(drivers))("%s completes", (shell, { skip }) => {
  skip(!has(shell), `there is no ${shell} here`);
  const { home } = person();
  const env = { HOME: home, PATH: `${dirname(executable)}${delimiter}${process.env["PATH"]}` };
  const ask = (...words: string[]) =>
    execFileSync(shell, [...(drivers[shell]?.(words) ?? [])], {
      env,
      encoding: "utf8",
      cwd: root,
      stdio: ["ignore", "pipe", "ignore"],
    })
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split(/[\t:]/)[0]);
  expect(ask("prempti", "config", "get", "log.")).toEqual(
    expect.arrayContaining(["log.keep", "log.max_bytes"]),
  );
  expect(ask("prempti", "hook", "add", "")).toEqual(expect.arrayContaining(["claude-code", "codex"]));
  expect(ask("prempti", "hook", "add", "cl")).toEqual(["claude-code"]);
  if (shell !== "zsh") expect(ask("prempti", "rules", "check", "READ")).toEqual(["README.md"]);
});

test("the manual page", async ({ skip }) => {
  const { stdout, exit } = await person().prempti("man");
  expect(exit).toBe(0);
  expect(stdout).toMatch(/^\.SS hook add$/m);
  expect(stdout).not.toMatch(/^\.(?!(?:TH|SH|SS|PP|TP|RS|RE|B|nf|fi)\b)/m);
  skip(!has("man"), "there is no man here");
  const env = { PATH: process.env["PATH"], HOME: "/nowhere", LC_ALL: "C.UTF-8", MANWIDTH: "100" };
  const shown = spawnSync("man", ["--warnings", "-l", "-"], { input: stdout, env, encoding: "utf8" });
  skip(shown.status !== 0 && /groff|nroff|exec/.test(shown.stderr), "man can't format here");
  expect(shown).toMatchObject({ status: 0, stderr: "" });
  expect(shown.stdout).toContain("prempti hook add ... [options]");
  expect(shown.stdout).toContain("~/.prempti/config.yaml");
});
