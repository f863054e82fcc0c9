import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { type Person, person } from "./prempti.ts";

const configOf = ({ home }: Person) => join(home, ".prempti", "config.yaml");

function withConfig(text: string): Person {
  const someone = person();
  mkdirSync(dirname(configOf(someone)));
  writeFileSync(configOf(someone), text);
  return someone;
}

test("mode shows the default and writes nothing", async () => {
  const someone = person();
  expect(await someone.prempti("mode")).toEqual({ stdout: "guardrails\n", stderr: "", exit: 0 });
  expect(existsSync(configOf(someone))).toBe(false);
});

test("mode writes config.yaml, comments kept", async () => {
  const someone = withConfig("# mine\nmode: guardrails # now\nlog:\n  keep: 2\n");
  expect(await someone.prempti("mode monitor")).toMatchObject({ stdout: "monitor\n", exit: 0 });
  expect(readFileSync(configOf(someone), "utf8")).toBe("# mine\nmode: monitor # now\nlog:\n  keep: 2\n");
  expect((await someone.prempti("mode")).stdout).toBe("monitor\n");
});

test("mode makes config.yaml", async () => {
  const someone = person();
  await someone.prempti("mode monitor");
  expect((await someone.prempti("mode --json")).stdout).toBe(`{"mode":"monitor"}\n`);
});

test("mode refuses what is no mode, and a config that it can't edit", async () => {
  expect(await person().prempti("mode passthrough")).toMatchObject({ stdout: "", exit: 2 });
  const someone = withConfig("mode: [\n");
  const { stderr, exit } = await someone.prempti("mode monitor");
  expect(stderr).toContain(configOf(someone));
  expect(exit).toBe(1);
});

test("status says that no daemon runs, and every problem with its remedy", async () => {
  const someone = withConfig("mode: monitor\n");
  const rules = join(someone.home, ".prempti", "rules", "user", "bad.yaml");
  mkdirSync(dirname(rules), { recursive: true });
  writeFileSync(
    rules,
    "- rule: X\n  source: coding_agent\n  desc: d\n  condition: nope\n  output: o\n  priority: INFO\n",
  );
  const { stdout, exit } = await someone.prempti("status --json");
  const { state, warnings, leftOut } = JSON.parse(stdout);
  const remedies = warnings.map(({ remedy }: { remedy: string }) => remedy);
  expect({ state, leftOut, exit }).toEqual({ state: "down", leftOut: [rules], exit: 2 });
  for (const remedy of [
    "prempti start",
    "prempti mode guardrails",
    `prempti rules check ${rules}`,
    "prempti hook add claude-code",
  ])
    expect(remedies).toContain(remedy);
  const shown = await someone.prempti("status");
  for (const remedy of remedies) expect(shown.stdout).toContain(remedy);
  expect(shown.exit).toBe(2);
});
