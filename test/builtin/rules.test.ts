import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../build/paths.ts";
import { testedEvent } from "../../src/judge/tested-call.ts";
import { printProblem } from "../../src/rules/print-problem.ts";
import { readTestFile, runTests } from "../../src/rules/test-file.ts";
import { judged, loadBuiltin } from "./builtin.ts";

const rules = loadBuiltin();
const folder = join(root, "rules");
const files = readdirSync(folder)
  .filter((file) => file.endsWith(".test.yaml"))
  .map((file) => readTestFile({ file, text: readFileSync(join(folder, file), "utf8") }));
const tests = files.flatMap((file) => file.tests);
const { results, untested } = runTests(tests, rules, { eventOf: testedEvent });

test("the tests of the rules can be read", () => {
  expect(files.flatMap(({ problems }) => problems).map(printProblem)).toEqual([]);
});

test.for(results.map((result) => [result.test.name, result] as const))("%s", ([name, result]) => {
  expect(result.failures).toEqual([]);
  const rule = name.slice(0, name.indexOf(": "));
  expect(rules.list.map((one) => one.name)).toContain(rule);
  if (result.test.expect !== "allow") expect(result.matched).toContain(rule);
});

test("every rule has a test in which it matches", () => expect(untested).toEqual([]));

test("every rule has a test of what it leaves alone", () => {
  const left = new Set(tests.filter((one) => one.expect === "allow").map((one) => one.name.split(": ")[0]));
  expect(rules.list.map(({ name }) => name).filter((name) => !left.has(name))).toEqual([]);
});

test("every test's name is its own", () => {
  expect(new Set(tests.map(({ name }) => name)).size).toBe(tests.length);
});

const outputs = rules.list.map(({ name }) => name);

/** Commands that an output suggests: what stands between backticks. */
function suggestions(): readonly (readonly [string, string])[] {
  const text = readdirSync(folder)
    .filter((file) => file.endsWith(".yaml") && !file.endsWith(".test.yaml"))
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
  const found: (readonly [string, string])[] = [];
  for (const [, rule = "", body = ""] of text.matchAll(/^- rule: (.+)\n([\s\S]*?)(?=^- |$(?![\s\S]))/gm)) {
    const output = /^ {2}output: ([\s\S]*?)^ {2}\w/m.exec(body)?.[1] ?? "";
    for (const [, command = ""] of output.matchAll(/`([^`]+)`/g)) found.push([rule, command]);
  }
  return found;
}

test("every rule's output was looked through for suggestions", () => {
  expect(new Set(suggestions().map(([rule]) => rule)).size).toBeGreaterThan(outputs.length / 2);
});

test.for(suggestions())("%s suggests what is allowed: %s", ([, command]) => {
  const { verdict } = judged("claude-code", "Bash", { command });
  expect([verdict.decision, verdict.rule]).toEqual(["allow", undefined]);
});
