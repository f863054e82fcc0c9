import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Arrival, readFieldLine } from "../../src/cli/eval/field-line.ts";
import { fieldTable } from "../../src/fields/table.ts";
import { type Person, person } from "./prempti.ts";

const slotOf = (name: string) => fieldTable.get(name)?.slot ?? -1;

describe("a line of fields", () => {
  test.for<[line: string, field: string, value: unknown]>([
    [`{"tool.name":"Bash"}`, "tool.name", "Bash"],
    [`{"tool.name":null}`, "tool.name", undefined],
    ["{}", "tool.name", undefined],
    [`{"agent.pid":7}`, "agent.pid", 7n],
    [`{"agent.pid":9007199254740993}`, "agent.pid", 9007199254740993n],
    [`{"correlation.id":18446744073709551615}`, "correlation.id", 18446744073709551615n],
    [`{"correlation.id":"18446744073709551615"}`, "correlation.id", 18446744073709551615n],
    [`{"cmd.names":["sudo","rm"]}`, "cmd.names", ["sudo", "rm"]],
    [`{"cmd.dynamic":true}`, "cmd.dynamic", true],
    [`{"session.mark_count[a]":2}`, "session.mark_count", new Map([["a", 2n]])],
    [`{"session.mark_count":2}`, "session.mark_count", undefined],
    [`{"tool.input":"1234567890123456789012"}`, "tool.input", "1234567890123456789012"],
  ])("%s: %s", ([line, field, value]) => {
    const read = readFieldLine(line, arrival);
    expect("event" in read && read.event[slotOf(field)]).toEqual(value);
  });

  test.for([
    ["", /not JSON/],
    ["[]", /not a JSON object/],
    ["null", /not a JSON object/],
    [`{"tool.name":1}`, /"tool.name" is not a string/],
    [`{"agent.pid":-1}`, /"agent.pid" is not a whole number/],
    [`{"agent.pid":1.5}`, /"agent.pid" is not a whole number/],
    [`{"agent.pid":18446744073709551616}`, /"agent.pid" is not a whole number/],
    [`{"cmd.names":"rm"}`, /"cmd.names" is not a list of strings/],
    [`{"cmd.names":["rm",1]}`, /"cmd.names" is not a list of strings/],
    [`{"session.mark_count[a]":"x"}`, /"session.mark_count\[a\]" is not a whole number/],
    [`{"cmd.dynamic":"true"}`, /"cmd.dynamic" is not true or false/],
  ] as const)("%s is refused", ([line, why]) => {
    expect(readFieldLine(line, arrival)).toEqual({ error: expect.stringMatching(why) });
  });
});

const rules = `
- rule: Deny rm
  source: coding_agent
  desc: d
  condition: tool.kind = shell and cmd.names intersects (rm)
  output: "rm of %tool.deletes"
  priority: CRITICAL
  tags: [coding_agent_deny]
- rule: Note Bash
  source: coding_agent
  desc: d
  condition: tool.name = Bash
  output: "bash"
  priority: INFO
- rule: Ask big
  source: coding_agent
  desc: d
  condition: correlation.id > 9007199254740992
  output: "%correlation.id"
  priority: WARNING
  tags: [coding_agent_ask]
`;

function withRules(text = rules): Person {
  const someone = person();
  writeFileSync(join(someone.home, "r.yaml"), text);
  return someone;
}

const call = (command: string) =>
  JSON.stringify({
    session_id: "s",
    cwd: "/p",
    hook_event_name: "PreToolUse",
    tool_name: "Bash",
    tool_input: { command },
  });

const alone = "eval --rules r.yaml --no-builtin";

const parsed = (stdout: string) =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

const arrival: Arrival = { number: 1n, time: 2n, sinceFirst: 0n };

test("one line a line, in order, with the keys of the contract", async () => {
  const stdin = `${call("rm a")}\n\n${call("ls")}\nno json\n${call("rm b")}`;
  const { stdout, stderr, exit } = await withRules().prempti(alone, { stdin });
  const [first, second, third, fourth] = parsed(stdout);
  expect(first).toEqual({
    verdict: "deny",
    rule: "Deny rm",
    rules: [
      { rule: "Deny rm", priority: "Critical", tags: ["coding_agent_deny"], output: "rm of (/p/a)" },
      { rule: "Note Bash", priority: "Informational", tags: [], output: "bash" },
    ],
    reason:
      "Deny rm: rm of (/p/a) | For AI Agents: inform the user that this action was flagged by a Falco rule | correlation=1",
  });
  expect(second).toMatchObject({ verdict: "allow", rule: null, rules: [{ rule: "Note Bash" }], reason: "" });
  expect(third).toEqual({ error: expect.stringContaining("not JSON") });
  expect(fourth).toMatchObject({ verdict: "deny", reason: expect.stringContaining("rm of (/p/b)") });
  expect({ stderr, exit }).toEqual({ stderr: "", exit: 1 });
});

test("--rule-matching first stops at the first rule", async () => {
  const { stdout } = await withRules().prempti(`${alone} --rule-matching first`, { stdin: call("rm a") });
  expect(parsed(stdout)[0].rules.map(({ rule }: { rule: string }) => rule)).toEqual(["Deny rm"]);
});

test("--input fields takes numbers beyond 2^53 exactly", async () => {
  const stdin = `{"correlation.id":9007199254740992}\n{"correlation.id":9007199254740993}\n`;
  const { stdout, exit } = await withRules().prempti(`${alone} --input fields`, { stdin });
  expect(parsed(stdout).map(({ verdict }) => verdict)).toEqual(["allow", "ask"]);
  expect(parsed(stdout)[1].rules[0].output).toBe("9007199254740993");
  expect(exit).toBe(0);
});

test("a name that is no field is said once", async () => {
  const { stderr, exit } = await withRules().prempti(`${alone} --input fields`, {
    stdin: `{"tool.nam":"x"}\n{"tool.nam":"y"}\n{"session.mark_count":1}`,
  });
  expect({ stderr, exit }).toEqual({
    stderr: `prempti: warning: no field is named "tool.nam"\nprempti: warning: no field is named "session.mark_count"\n`,
    exit: 0,
  });
});

test("a wrapped line names its agent", async () => {
  const codex = JSON.stringify({
    agent: "codex",
    event: { ...JSON.parse(call("rm a")), model: "m", turn_id: "t" },
  });
  const { stdout, exit } = await withRules().prempti(alone, {
    stdin: `${codex}\n{"agent":"nobody","event":{}}`,
  });
  expect(parsed(stdout)).toEqual([
    expect.objectContaining({ verdict: "deny" }),
    { error: `unknown agent "nobody"` },
  ]);
  expect(exit).toBe(1);
});

test("a link in the session's folder is seen through", async () => {
  const someone = withRules(`
- rule: Deny keys
  source: coding_agent
  desc: d
  condition: tool.real_file_path endswith "/secret/key"
  output: "x"
  priority: CRITICAL
  tags: [coding_agent_deny]
`);
  mkdirSync(join(someone.home, "secret"));
  writeFileSync(join(someone.home, "secret", "key"), "");
  symlinkSync(join(someone.home, "secret", "key"), join(someone.home, "notes.md"));
  const input = {
    cwd: someone.home,
    hook_event_name: "PreToolUse",
    tool_name: "Read",
    tool_input: { file_path: "notes.md" },
  };
  const { stdout } = await someone.prempti(alone, { stdin: JSON.stringify(input) });
  expect(parsed(stdout)[0].verdict).toBe("deny");
});

test("rules that don't load: problems on stderr, no output, exit 2", async () => {
  const someone = withRules(rules.replace("cmd.names intersects", "cmd.names intersect"));
  const { stdout, stderr, exit } = await someone.prempti(alone, { stdin: call("ls") });
  expect({ stdout, exit }).toEqual({ stdout: "", exit: 2 });
  expect(stderr).toMatch(/^r\.yaml:5:\d+: error: /);
});

test.for([
  ["eval --no-builtin", "no rules are left to evaluate"],
  ["eval --rules none.yaml", "can't read none.yaml"],
  ["eval --input field", `--input can't be "field"`],
  ["eval --rule-matching some", `--rule-matching can't be "some"`],
  ["eval --agent nobody", `unknown agent "nobody"`],
] as const)("prempti %s", async ([line, error]) => {
  const { stdout, stderr, exit } = await person().prempti(line);
  expect({ stdout, exit }).toEqual({ stdout: "", exit: 2 });
  expect(stderr).toContain(`prempti: error: ${error}`);
});

test("the built-in rules are in force unless left out", async () => {
  const { stdout } = await person().prempti("eval", { stdin: call("cat ~/.ssh/id_rsa") });
  expect(parsed(stdout)[0].verdict).toBe("deny");
});
