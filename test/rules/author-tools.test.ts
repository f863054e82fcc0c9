import { expect, test } from "vitest";
import { eventFrom } from "../../src/fields/event.ts";
import type { Source } from "../../src/model/problem.ts";
import { compileRules } from "../../src/rules/compile.ts";
import { decisive, type Explanation, explain } from "../../src/rules/explain.ts";
import { loadGoodFiles, loadRules } from "../../src/rules/load.ts";
import { rulesSchema } from "../../src/rules/schema.ts";
import { readTestFile, runTests } from "../../src/rules/test-file.ts";

const file = (text: string, name = "rules.yaml"): Source => ({ file: name, text });
const rule = (name: string, condition: string, tag = "coding_agent_ask") =>
  `- rule: ${name}\n  desc: d\n  condition: ${condition}\n  output: x\n  priority: WARNING\n  source: coding_agent\n  tags: [${tag}]\n`;

const text = `- macro: shell\n  condition: tool.kind = shell\n${rule("Push", 'shell and (cmd.lines startswith "git push" or cmd.names = gh) and not cmd.dynamic = true')}${rule("Root", "cmd.names = sudo", "coding_agent_deny")}`;

function loaded() {
  const { ruleset, problems } = loadRules([file(text)]);
  if (ruleset === undefined) throw new Error(problems[0]?.message);
  return ruleset;
}

/** One line a part, indented by depth. */
function outline({ held, text: part, parts }: Explanation, depth = 0): string {
  return [
    `${"  ".repeat(depth)}${held ? "+" : "-"} ${part}`,
    ...parts.map((inner) => outline(inner, depth + 1)),
  ].join("\n");
}

test("explain: every part with its outcome, macros too", () => {
  const found = explain(
    loaded(),
    "Push",
    eventFrom({ "tool.kind": "shell", "cmd.names": ["gh"], "cmd.lines": ["gh pr"], "cmd.dynamic": false }),
  );
  expect(found === undefined ? "" : outline(found)).toMatchInlineSnapshot(`
    "+ (shell and (cmd.lines startswith "git push" or cmd.names = gh) and not cmd.dynamic = true)
      + shell
        + tool.kind = shell
      + (cmd.lines startswith "git push" or cmd.names = gh)
        - cmd.lines startswith "git push"
        + cmd.names = gh
      + not cmd.dynamic = true
        - cmd.dynamic = true"
  `);
  expect(
    found === undefined ? [] : decisive(found).map(({ text: part, actual }) => [part, actual]),
  ).toMatchInlineSnapshot(`
    [
      [
        "tool.kind = shell",
        "shell",
      ],
      [
        "cmd.names = gh",
        [
          "gh",
        ],
      ],
      [
        "cmd.dynamic = true",
        false,
      ],
    ]
  `);
});

test("explain: no such rule", () => expect(explain(loaded(), "Pull", eventFrom({}))).toBeUndefined());

const tests = `
- name: passes
  fields: { tool.kind: shell, cmd.names: [gh], agent.pid: 7, cmd.dynamic: false }
  expect: ask
  rules: [Push]
- name: expects too much
  fields: { tool.kind: shell, cmd.names: [ls] }
  expect: deny
  rules: [Root]
- name: by call
  event: { tool: Bash, input: { command: gh pr list, timeout: 5, flag: "5" } }
  expect: ask
  without: [Push]
- name: can't be
  event: { tool: Nothing }
  expect: allow
`;

test("test files: results and rules that no test makes match", () => {
  const { tests: read, problems } = readTestFile(file(tests, "rules.test.yaml"));
  expect(problems).toEqual([]);
  const calls: unknown[] = [];
  const { results, untested } = runTests(read, compileRules(loaded()), {
    eventOf: (call) => {
      calls.push(call);
      return call["tool"] === "Bash"
        ? eventFrom({ "tool.kind": "shell", "cmd.names": ["gh"] })
        : { failure: "no such tool" };
    },
  });
  expect(results.map(({ test: { name, line }, failures }) => [name, line, failures])).toEqual([
    ["passes", 2, []],
    ["expects too much", 6, ["expected deny, got allow", `did not match: "Root"`]],
    ["by call", 10, [`matched, but should not: "Push"`]],
    ["can't be", 14, ["no such tool"]],
  ]);
  expect(calls[0]).toEqual({ tool: "Bash", input: { command: "gh pr list", timeout: 5, flag: "5" } });
  expect(untested).toEqual(["Root"]);
});

test.for([
  ["- fields: {tool.name: x}\n  expect: ask\n", `a test needs a "name"`],
  ["- name: a\n  fields: {tool.nam: x}\n  expect: ask\n", `unknown field "tool.nam"`],
  ["- name: a\n  fields: {session.mark_count: 1}\n  expect: ask\n", `unknown field "session.mark_count"`],
  [
    '- name: a\n  fields: {"session.mark_count[a]": x}\n  expect: ask\n',
    `"session.mark_count[a]" must be a uint64`,
  ],
  ["- name: a\n  fields: {agent.pid: x}\n  expect: ask\n", `"agent.pid" must be a uint64`],
  ["- name: a\n  fields: {tool.name: x}\n", "the test expects nothing"],
  [
    "- name: a\n  fields: {tool.name: x}\n  event: {tool: x}\n  expect: ask\n",
    `a test needs either "fields" or "event"`,
  ],
  ["- name: a\n  fields: {tool.name: x}\n  expect: maybe\n", `"expect" must be allow, ask or deny`],
  ["- name: a\n  fields: {tool.name: x}\n  rule: b\n", `unknown key "rule"`],
  ["a: b\n", "a test file must be a list of tests"],
])("test files: %s", ([source = "", message]) => {
  expect(readTestFile(file(source)).problems.map((problem) => problem.message)).toEqual([message]);
});

test("a user's file with an error is left out, and the others count", () => {
  const good = file(rule("Mine", "tool.name = mine"), "good.yaml");
  const bad = file(rule("Bad", "tool.nam = x"), "bad.yaml");
  const more = file(rule("More", "shell"), "more.yaml");
  const { ruleset, leftOut, problems } = loadGoodFiles([file(text)], [good, bad, more]);
  expect(ruleset.rules.map(({ name }) => name)).toEqual(["Push", "Root", "Mine", "More"]);
  expect(leftOut).toEqual(["bad.yaml"]);
  expect(problems.map(({ code, span }) => `${code} ${span.source.file}`)).toEqual(["unknown-field bad.yaml"]);
});

test("the schema names every key that a rule can have", () => {
  const [ruleSchema] = (rulesSchema() as { items: { oneOf: { properties: Record<string, unknown> }[] } })
    .items.oneOf;
  expect(Object.keys(ruleSchema?.properties ?? {})).toEqual(
    expect.arrayContaining([
      "rule",
      "condition",
      "output",
      "desc",
      "priority",
      "source",
      "enabled",
      "tags",
      "exceptions",
      "append",
      "override",
    ]),
  );
});
