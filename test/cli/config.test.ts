import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Person, person } from "./prempti.ts";

const fileOf = ({ home }: Person) => join(home, ".prempti", "config.yaml");

function withConfig(text: string | undefined): Person {
  const someone = person();
  mkdirSync(join(someone.home, ".prempti"));
  if (text !== undefined) writeFileSync(fileOf(someone), text);
  return someone;
}

const read = (someone: Person) => readFileSync(fileOf(someone), "utf8");

type Change = readonly [what: string, before: string, args: readonly string[], after: string];

test.for<Change>([
  ["a word in its place", "# a\nmode: guardrails # b\n", ["mode", "monitor"], "# a\nmode: monitor # b\n"],
  ["a quoted word", `mode: "guardrails"\n`, ["mode", "monitor"], "mode: monitor\n"],
  [
    "a new key at the end",
    "# a\nmode: monitor\n# b\n",
    ["rule_matching", "first"],
    "# a\nmode: monitor\n# b\nrule_matching: first\n",
  ],
  ["no line end", "mode: monitor", ["rule_matching", "first"], "mode: monitor\nrule_matching: first\n"],
  ["an empty file", "", ["log.keep", "3"], "log:\n  keep: 3\n"],
  ["comments alone", "# a\n", ["log.keep", "3"], "# a\nlog:\n  keep: 3\n"],
  [
    "a section that is there",
    "log: # a\n  keep: 3 # b\nmode: monitor\n",
    ["log.max_bytes", "1 MiB"],
    "log: # a\n  keep: 3 # b\n  max_bytes: 1 MiB\nmode: monitor\n",
  ],
  [
    "a flow map",
    "{ mode: monitor }\n",
    ["rule_matching", "first"],
    "{ mode: monitor, rule_matching: first }\n",
  ],
  [
    "a list",
    "mode: monitor\n",
    ["rules.disable", "A rule", "tag"],
    "mode: monitor\nrules:\n  disable:\n    - A rule\n    - tag\n",
  ],
  [
    "an empty list",
    "rules:\n  disable: [a]\n  ask_tags: [b] # c\n",
    ["rules.disable"],
    "rules:\n  disable: []\n  ask_tags: [ b ] # c\n",
  ],
  [
    "a number that was text",
    "log:\n  max_bytes: 1 MiB # a\n",
    ["log.max_bytes", "65536"],
    "log:\n  max_bytes: 65536 # a\n",
  ],
  [
    "to the default",
    "mode: monitor\n# a\nlog:\n  keep: 3\n",
    ["log.keep", "--default"],
    "mode: monitor\n# a\n",
  ],
  [
    "one of two in a section to the default",
    "log:\n  # a\n  keep: 3 # b\n  # c\n  max_bytes: 1 MiB\n",
    ["log.keep", "--default"],
    "log:\n  # a\n  # c\n  max_bytes: 1 MiB\n",
  ],
  [
    "a list to the default",
    "rules:\n  disable:\n    - a\n    - b\n\n  # c\n  ask_tags: [x]\nmode: monitor\n",
    ["rules.disable", "--default"],
    "rules:\n\n  # c\n  ask_tags: [x]\nmode: monitor\n",
  ],
  [
    "a list behind a list",
    "rules:\n  disable:\n    - a\n# c\nmode: monitor\n",
    ["rules.ask_tags", "x"],
    "rules:\n  disable:\n    - a\n  ask_tags:\n    - x\n# c\nmode: monitor\n",
  ],
  ["the last key", "# a\nmode: monitor\n", ["mode", "--default"], "# a\n"],
  ["a key that is not there", "mode: monitor\n", ["log.keep", "--default"], "mode: monitor\n"],
])("set %s", async ([, before, args, after]) => {
  const someone = withConfig(before);
  expect(await someone.prempti(["config", "set", ...args])).toEqual({ stdout: "", stderr: "", exit: 0 });
  expect(read(someone)).toBe(after);
  expect((await someone.prempti("config check")).exit).toBe(0);
});

test.for<[args: string, error: string, hint: string]>([
  ["mode sleepy", `"mode" can't be "sleepy"`, "use guardrails or monitor"],
  ["log.keep -- -1", `"log.keep" can't be "-1"`, "use a whole number"],
  ["log.max_bytes 1", `"log.max_bytes" can't be 1`, "use a size from 64 KiB"],
  ["http.listen 0.0.0.0:80", `"http.listen" can't be "0.0.0.0:80"`, "use a loopback address"],
  ["log.kep 3", `there is no setting "log.kep"`, `did you mean "log.keep"?`],
  ["log.keep", `there is no value for "log.keep"`, "prempti config set log.keep VALUE"],
  ["log.keep 1 2", `"log.keep" takes one value`, ""],
])("set %s", async ([args, error, hint]) => {
  const someone = withConfig("mode: monitor\n");
  const { stdout, stderr, exit } = await someone.prempti(`config set ${args}`);
  expect({ stdout, exit }).toEqual({ stdout: "", exit: 2 });
  expect(stderr).toContain(`prempti: error: ${error}`);
  expect(stderr).toContain(hint);
  expect(read(someone)).toBe("mode: monitor\n");
});

test("a file that can't be understood is left alone", async () => {
  const someone = withConfig("mode: [\n");
  expect(await someone.prempti("config set mode monitor")).toMatchObject({ exit: 1, stdout: "" });
  expect(read(someone)).toBe("mode: [\n");
});

test("without a file, set writes one with every key explained", async () => {
  const someone = withConfig(undefined);
  await someone.prempti("config set log.keep 3");
  expect(read(someone)).toContain("# mode: guardrails\n");
  expect((await someone.prempti("config get log.keep")).stdout).toBe("3\n");
});

test("list and get", async () => {
  const someone = withConfig("log:\n  max_bytes: 1 MiB\nrules:\n  disable: [A rule, tag]\n");
  const { stdout } = await someone.prempti("config list");
  expect(stdout).toMatch(/^mode +guardrails$/m);
  expect(stdout).toMatch(/^log\.max_bytes +1 MiB \(default 32 MiB\)$/m);
  expect((await someone.prempti("config")).stdout).toBe(stdout);
  expect(JSON.parse((await someone.prempti("config list --json")).stdout)).toMatchObject({
    mode: "guardrails",
    "log.max_bytes": 1 << 20,
    "rules.disable": ["A rule", "tag"],
  });
  expect((await someone.prempti("config get rules.disable")).stdout).toBe("A rule\ntag\n");
  expect((await someone.prempti("config get log.max_bytes --json")).stdout).toBe("1048576\n");
  expect((await someone.prempti("config path")).stdout).toBe(`${fileOf(someone)}\n`);
});

test("check tells every problem with its place", async () => {
  const someone = withConfig("mode: sleepy\nlgo: 1\n");
  const { stdout, exit } = await someone.prempti("config check");
  expect(exit).toBe(1);
  expect(stdout).toContain(`config.yaml:1:7: error: "mode" can't be "sleepy" [bad-value]`);
  expect(stdout).toContain(`config.yaml:2:1: warning: unknown key "lgo" [unknown-key]`);
  const json = JSON.parse((await someone.prempti("config check --json")).stdout);
  expect(json).toMatchObject({
    ok: false,
    problems: [{ code: "bad-value", line: 1 }, { code: "unknown-key" }],
  });
});

test.skipIf(process.platform === "win32").for<[what: string, editor: string, after: string, exit: number]>([
  ["a change", "sed -i.old s/guardrails/monitor/", "mode: monitor\n", 0],
  ["no change", "true", "mode: guardrails\n", 0],
  ["an error", "sed -i.old s/guardrails/sleepy/", "mode: guardrails\n", 1],
  ["an editor that fails", "false", "mode: guardrails\n", 1],
])("edit with %s", async ([, editor, after, exit]) => {
  const someone = withConfig("mode: guardrails\n");
  expect((await someone.prempti("config edit", { env: { EDITOR: editor } })).exit).toBe(exit);
  expect(read(someone)).toBe(after);
  expect(existsSync(`${fileOf(someone)}.edited`)).toBe(editor.includes("sleepy"));
});
