import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../build/paths.ts";
import { type Line, placed, readCorpus } from "../corpus/corpus.ts";
import { home, judged } from "./builtin.ts";

// What stands around a command doesn't change what it does: neither may it change the verdict.

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

const wrappers: readonly (readonly [name: string, wrap: (command: string) => string])[] = [
  ["true before", (command) => `true; ${command}`],
  ["true after", (command) => `${command}\ntrue`],
  ["a comment before", (command) => `# a note\n${command}`],
  ["cd . before", (command) => `cd . && ${command}`],
  ["parentheses", (command) => `(\n${command}\n)`],
  ["braces", (command) => `{\n${command}\n}`],
  ["a condition", (command) => `if true; then\n${command}\nfi`],
  ["a loop", (command) => `for i in 1; do\n${command}\ndone`],
  ["a function", (command) => `f() {\n${command}\n}\nf`],
  ["bash -c", (command) => `bash -c ${quoted(command)}`],
  ["env and bash -c", (command) => `env A=1 bash -c ${quoted(command)}`],
  ["timeout and sh -c", (command) => `timeout 10 sh -c ${quoted(command)}`],
  ["two shells", (command) => `bash -c ${quoted(`sh -c ${quoted(command)}`)}`],
  // Not its standard output as well: a secret that nobody gets to see is not printed.
  ["nohup in the background", (command) => `nohup bash -c ${quoted(command)} 2>/dev/null &`],
  ["eval", (command) => `eval ${quoted(command)}`],
  ["a here-document", (command) => `bash <<'WRAPPED'\n${command}\nWRAPPED`],
];

const lines = ["attack", "benign"].flatMap((name) =>
  readCorpus(join(root, "test", "corpus", `${name}.jsonl`)),
);

/** Commands of the corpus that need no files and bring no here-document of their own. */
const commands = lines
  .filter((line: Line) => line.tool === "Bash" && line.files === undefined && line.cwd === undefined)
  .map((line) => String(placed(line, home).input["command"]))
  .filter((command) => !command.includes("<<"));

const verdicts = new Map(commands.map((command) => [command, verdict(command)]));

function verdict(command: string): string {
  return judged("claude-code", "Bash", { command }).verdict.decision;
}

test("the corpus has commands of every verdict", () => {
  expect(commands.length).toBeGreaterThan(1_000);
  expect([...new Set(verdicts.values())].sort()).toEqual(["allow", "ask", "deny"]);
});

const strictness = ["allow", "ask", "deny"];

test.for(wrappers)("%s never lowers a verdict, and stops nothing harmless", ([, wrap]) => {
  const changed = commands.flatMap((command) => {
    const [before = "", after] = [verdicts.get(command), verdict(wrap(command))];
    const worse =
      strictness.indexOf(after) < strictness.indexOf(before) || (before === "allow" && after !== "allow");
    return worse ? [`${before} → ${after}: ${command}`] : [];
  });
  expect(changed).toEqual([]);
});
