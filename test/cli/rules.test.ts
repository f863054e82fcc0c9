import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../build/paths.ts";
import { type Person, person } from "./prempti.ts";

const rule = (name: string, condition: string, more = "") =>
  `- rule: ${name}\n  source: coding_agent\n  desc: d\n  condition: ${condition}\n  output: o\n  priority: INFO\n${more}`;

function withFiles(files: Readonly<Record<string, string>>): Person {
  const someone = person();
  for (const [name, text] of Object.entries(files)) {
    const path = join(someone.home, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text);
  }
  return someone;
}

const golden = (name: string) => join(root, "test", "golden", "rules", name);

const broken = {
  "a.yaml": rule("A", "tool.name contians Bash and tool.nme = x"),
  "b.yaml": `${rule("B", "is_nothing")}- list: spare\n  items: [a]\n`,
};

test("every problem of every file, with its place", async () => {
  const { stdout, stderr, exit } = await withFiles(broken).prempti("rules check a.yaml b.yaml");
  await expect(stdout).toMatchFileSnapshot(golden("check.txt"));
  expect({ stderr, exit }).toEqual({ stderr: "", exit: 1 });
});

test("--json has the keys of the contract", async () => {
  const { stdout, exit } = await withFiles(broken).prempti("rules check a.yaml b.yaml --json");
  const { ok, problems } = JSON.parse(stdout);
  expect({ ok, exit }).toEqual({ ok: false, exit: 1 });
  expect(problems.length).toBeGreaterThan(2);
  for (const problem of problems)
    expect(Object.keys(problem)).toEqual([
      "severity",
      "code",
      "message",
      "hint",
      "file",
      "line",
      "column",
      "item",
    ]);
  expect(problems[0]).toMatchObject({
    severity: "error",
    file: "a.yaml",
    line: 4,
    item: { kind: "rule", name: "A" },
  });
});

test("--falco-codes adds Falco's own", async () => {
  const { stdout } = await withFiles(broken).prempti("rules check a.yaml --json --falco-codes");
  expect(JSON.parse(stdout).problems[0].falco_code).toMatch(/^LOAD_ERR_/);
});

test("--sarif names rule, place and level of each problem", async () => {
  const { stdout } = await withFiles(broken).prempti("rules check a.yaml --sarif");
  const { version, runs } = JSON.parse(stdout);
  const [result] = runs[0].results;
  expect(version).toBe("2.1.0");
  expect(result).toMatchObject({ level: "error", message: { text: expect.any(String) } });
  expect(result.locations[0].physicalLocation).toMatchObject({
    artifactLocation: { uri: "a.yaml" },
    region: { startLine: 4 },
  });
  expect(runs[0].tool.driver.rules).toContainEqual({ id: result.ruleId });
});

test("a folder stands for its rule files, without tests", async () => {
  const files = {
    "r/a.yaml": rule("A", "tool.name = Bash"),
    "r/b.test.yaml": "no: rules",
    "r/deep/c.yml": rule("C", "tool.name = Read"),
  };
  const { stdout, exit } = await withFiles(files).prempti("rules check r");
  expect({ stdout, exit }).toEqual({ stdout: "2 files: 0 errors, 0 warnings\n", exit: 0 });
});

test("without a file, one's own rules; what they use may be built in", async () => {
  const own = rule("Mine", "is_write_tool and tool.name = Write");
  const someone = withFiles({ ".prempti/rules/user/mine.yaml": own });
  expect(await someone.prempti("rules check")).toMatchObject({
    stdout: "1 file: 0 errors, 0 warnings\n",
    exit: 0,
  });
  const file = join(someone.home, ".prempti/rules/user/mine.yaml");
  expect(await someone.prempti(["rules", "check", "--no-builtin", file])).toMatchObject({ exit: 1 });
});

test.for(["rules check none.yaml", "rules check --no-bultin", "rules"])(
  "prempti %s is misuse",
  async (line) => {
    const { stdout, stderr, exit } = await person().prempti(line);
    expect({ stdout, exit }).toEqual({ stdout: "", exit: 2 });
    expect(stderr).toContain("prempti: error: ");
  },
);

test("list has the built-in rules and one's own, with what each decides", async () => {
  const own = rule("Mine", "tool.name = Write", "  tags: [coding_agent_ask]\n");
  const someone = withFiles({ ".prempti/rules/user/mine.yaml": own });
  const { stdout, stderr, exit } = await someone.prempti("rules list --json");
  const rules = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(rules.length).toBeGreaterThan(10);
  expect(rules.at(-1)).toMatchObject({
    name: "Mine",
    verdict: "ask",
    line: 1,
    condition: "tool.name = Write",
  });
  expect({ stderr, exit }).toEqual({ stderr: "", exit: 0 });
  const denying = await someone.prempti("rules list --tag coding_agent_deny --json");
  expect(denying.stdout).not.toContain(`"Mine"`);
});

test("show prints an item as it was written, and what changes it", async () => {
  const own = `- list: mine\n  items: [a] # one\n\n# two\n- list: mine\n  items: [b]\n  override:\n    items: append\n`;
  const someone = withFiles({ ".prempti/rules/user/mine.yaml": own });
  const file = join(someone.home, ".prempti/rules/user/mine.yaml");
  const { stdout, exit } = await someone.prempti("rules show MINE");
  expect(stdout).toBe(
    `# ${file}:1\n- list: mine\n  items: [a] # one\n\n# ${file}:5\n- list: mine\n  items: [b]\n  override:\n    items: append\n\n`,
  );
  expect(exit).toBe(0);
});

test.for([
  ["sensitive_path", `did you mean "sensitive_paths"`],
  ["zzzzzzzz", "prempti rules list"],
] as const)("show %s", async ([name, hint]) => {
  const { stdout, stderr, exit } = await person().prempti(`rules show ${name}`);
  if (stdout === "") expect({ hint: stderr.includes(hint), exit }).toEqual({ hint: true, exit: 1 });
  else expect(stdout).toContain(name);
});

test("fields documents every word, and some on request", async () => {
  const all = await person().prempti("fields");
  for (const name of ["tool.reads", "pmatch", "tolower", "cmd.effects"])
    expect(all.stdout).toContain(`  ${name} `);
  const { stdout } = await person().prempti("fields --json cmd b64");
  const entries = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(entries.filter(({ kind }) => kind === "transformer").map(({ name }) => name)).toEqual(["b64"]);
  expect(entries.every(({ name }) => name === "b64" || name.startsWith("cmd."))).toBe(true);
  expect(await person().prempti("fields tool.nope")).toMatchObject({ stdout: "", exit: 1 });
});

test("explain says the verdict, the rules and what was understood", async () => {
  const own = rule("Deny frob", "cmd.names intersects (frob)", "  tags: [coding_agent_deny]\n");
  const someone = withFiles({ "own.yaml": own });
  const line = ["explain", "--rules", "own.yaml", "--json", "sudo frob ~/x"];
  const { stdout, exit } = await someone.prempti(line);
  const explained = JSON.parse(stdout);
  expect(explained).toMatchObject({ verdict: "deny", rule: expect.any(String) });
  expect(explained.rules).toContainEqual(
    expect.objectContaining({ rule: "Deny frob", verdict: "deny", at: "own.yaml:1" }),
  );
  expect(explained.understood).toContainEqual({ field: "cmd.names", value: "sudo  ·  frob" });
  expect(exit).toBe(0);
});

test.for([
  ["explain", "nothing is given to explain"],
  ["explain --input {", "--input is not JSON"],
  ["explain --input {} ls", "both a command and --input are given"],
] as const)("prempti %s", async ([line, error]) => {
  const { stdout, stderr, exit } = await person().prempti(line);
  expect({ stdout, exit }).toEqual({ stdout: "", exit: 2 });
  expect(stderr).toContain(`prempti: error: ${error}`);
});

test("what Falco takes without a word is a warning, and leaves exit 0", async () => {
  const text = rule("Odd", "tool.name = Bash and tool.name = Read", "  tags: [coding_agent_denny]\n");
  const { stdout, exit } = await withFiles({ "a.yaml": text }).prempti("rules check a.yaml --json");
  const { ok, problems } = JSON.parse(stdout);
  const codes = problems.map(({ code }: { code: string }) => code);
  expect({ ok, exit }).toEqual({ ok: true, exit: 0 });
  for (const code of ["never-matches", "unknown-verdict-tag"]) expect(codes).toContain(code);
});

const tested = {
  "t/a.yaml":
    rule("Deny frob", "cmd.names intersects (frob)", "  tags: [coding_agent_deny]\n") +
    rule("Never tested", "tool.name = X"),
  "t/a.test.yaml": "- name: frob\n  event: { command: frob x }\n  expect: deny\n  rules: [Deny frob]\n",
};

test("rules test runs what stands beside the rules, and names what nothing tests", async () => {
  const { stdout, stderr, exit } = await withFiles(tested).prempti("rules test t --no-builtin");
  expect(stdout).toBe("1 test: 1 passed, 0 failed\nrules that no test makes match: Never tested\n");
  expect({ stderr, exit }).toEqual({ stderr: "", exit: 0 });
});

test("a failed test says where it stands and what was expected", async () => {
  const files = {
    ...tested,
    "t/b.test.yaml": "- name: not this one\n  event: { command: ls }\n  expect: deny\n",
  };
  const { stdout, exit } = await withFiles(files).prempti("rules test t --no-builtin");
  expect(stdout).toContain("t/b.test.yaml:1: failed: not this one\n  expected deny, got allow\n");
  expect(exit).toBe(1);
});

test.for([
  ["a test that says nothing", { "t/a.test.yaml": "- name: x\n  event: { command: ls }\n" }, 2],
  ["a rule that does not load", { "t/a.yaml": rule("A", "nope") }, 2],
  ["no test", { "t/a.test.yaml": "" }, 0],
] as const)("rules test with %s", async ([, changes, exit]) => {
  expect((await withFiles({ ...tested, ...changes }).prempti("rules test t --no-builtin")).exit).toBe(exit);
});

test("schema is a JSON Schema that names fields and priorities", async () => {
  const { stdout, exit } = await person().prempti("rules schema");
  expect(JSON.parse(stdout)).toMatchObject({ $schema: expect.stringContaining("json-schema.org") });
  for (const word of ["tool.reads", "CRITICAL", "append"])
    expect(stdout.toLowerCase()).toContain(word.toLowerCase());
  expect(exit).toBe(0);
});

const examples = ["README.md", "docs/writing-rules.md"].flatMap((file) =>
  [...readFileSync(join(root, file), "utf8").matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    ([, yaml = ""]) => [file, yaml] as const,
  ),
);

test.for(examples.filter(([, yaml]) => yaml.includes("- rule:")))(
  "rules of %s load without a warning",
  async ([, yaml]) => {
    const { stdout, exit } = await withFiles({ "doc.yaml": yaml }).prempti("rules check doc.yaml");
    expect({ stdout, exit }).toEqual({ stdout: "1 file: 0 errors, 0 warnings\n", exit: 0 });
  },
);

test("the tests of docs/writing-rules.md pass on its rules", async () => {
  const rules =
    examples.find(([file, yaml]) => file.startsWith("docs") && yaml.includes("- rule:"))?.[1] ?? "";
  const tests = examples.find(([, yaml]) => yaml.includes("- name:"))?.[1] ?? "";
  const { stdout } = await withFiles({ "d/d.yaml": rules, "d/d.test.yaml": tests }).prempti(
    "rules test d --no-builtin",
  );
  expect(stdout).toBe("2 tests: 2 passed, 0 failed\n");
});
