import { expect, test } from "vitest";
import { adapterNamed } from "../../src/agents/registry.ts";
import { answerOf } from "../../src/judge/answer.ts";
import { type JudgeOptions, judge, type World } from "../../src/judge/judge.ts";
import type { DefaultAction, Mode } from "../../src/model/mode.ts";
import { compileRules } from "../../src/rules/compile.ts";
import { loadRules } from "../../src/rules/load.ts";

const world: World = {
  home: "/home/u",
  user: "u",
  tmpdir: "",
  os: "linux",
  pid: 0n,
  correlationId: 42n,
  now: 0n,
  realPath: (path) => path,
};

const text = `
- rule: Seen
  desc: d
  condition: tool.name exists
  output: "%tool.name"
  priority: DEBUG
  source: coding_agent
- rule: Ask one
  desc: d
  condition: tool.writes endswith .txt
  output: asks about %tool.file_name
  priority: WARNING
  source: coding_agent
  tags: [coding_agent_ask]
- rule: Ask two
  desc: d
  condition: tool.writes endswith .txt
  output: asks again
  priority: WARNING
  source: coding_agent
  tags: [coding_agent_ask]
- rule: Deny keys
  desc: d
  condition: tool.writes endswith .key
  output: a key
  priority: CRITICAL
  source: coding_agent
  tags: [coding_agent_deny]
- rule: Mine
  desc: d
  condition: tool.writes endswith .mine
  output: mine
  priority: NOTICE
  source: coding_agent
  tags: [mine]
`;

const { ruleset } = loadRules([{ file: "test.yaml", text }]);
if (ruleset === undefined) throw new Error("the test's rules don't load");
const rules = compileRules(ruleset);

function judged(agent: string, tool_name: string, tool_input: unknown, options?: JudgeOptions) {
  const adapter = adapterNamed(agent);
  if (adapter === undefined) throw new Error(agent);
  const event = {
    permission_mode: "default",
    cwd: "/home/u/app",
    hook_event_name: "PreToolUse",
    tool_name,
    tool_input,
  };
  return judge(adapter, event, rules, world, options);
}

const tail =
  " | For AI Agents: inform the user that this action was flagged by a Falco rule | correlation=42";
const patch = (...files: readonly string[]) => ({
  command: `*** Begin Patch\n${files.map((file) => `*** Add File: ${file}\n+x\n`).join("")}*** End Patch`,
});

test("nothing matches but what only watches", () => {
  expect(judged("claude-code", "Read", { file_path: "a.ts" })).toMatchObject({
    verdict: { decision: "allow", rule: undefined, reason: "" },
    alerts: [{ rule: "Seen", output: "Read" }],
  });
});

test("of two rules that ask the first one says why", () => {
  expect(judged("claude-code", "Write", { file_path: "a.txt", content: "" })).toMatchObject({
    verdict: { decision: "ask", rule: "Ask one", reason: `Ask one: asks about a.txt${tail}` },
    alerts: [{ rule: "Seen" }, { rule: "Ask one" }, { rule: "Ask two" }],
  });
});

test("the strictest file of a patch decides, and every file's alerts are kept", () => {
  expect(judged("codex", "apply_patch", patch("a.txt", "b.key", "c.txt"))).toMatchObject({
    verdict: { decision: "deny", rule: "Deny keys" },
    alerts: [
      { rule: "Seen" },
      { rule: "Ask one" },
      { rule: "Ask two" },
      { rule: "Seen" },
      { rule: "Deny keys" },
      { rule: "Seen" },
      { rule: "Ask one" },
      { rule: "Ask two" },
    ],
    calls: [{ filePath: "a.txt" }, { filePath: "b.key" }, { filePath: "c.txt" }],
  });
});

test("the first match alone", () => {
  const first = judged("claude-code", "Write", { file_path: "a.key", content: "" }, { matching: "first" });
  expect(first).toMatchObject({ verdict: { decision: "allow" }, alerts: [{ rule: "Seen" }] });
});

test("tags of one's own", () => {
  const options = { tags: { deny: ["mine"], ask: [] } };
  expect(judged("claude-code", "Write", { file_path: "a.mine", content: "" }, options)).toMatchObject({
    verdict: { decision: "deny", rule: "Mine", reason: `Mine: mine${tail}` },
  });
  expect(judged("claude-code", "Write", { file_path: "a.key", content: "" }, options)).toMatchObject({
    verdict: { decision: "allow" },
  });
});

test("what is no tool call", () => {
  expect(judged("codex", "apply_patch", { command: "x" })).toEqual({
    undecodable: 'apply_patch parse error: missing "*** Begin Patch"',
  });
});

test.for([
  ["deny", "guardrails", "defer", "deny"],
  ["ask", "guardrails", "defer", "ask"],
  ["allow", "guardrails", "defer", "defer"],
  ["allow", "guardrails", "allow", "allow"],
  ["deny", "guardrails", "allow", "deny"],
  ["deny", "monitor", "allow", "defer"],
  ["ask", "monitor", "defer", "defer"],
  ["allow", "monitor", "allow", "defer"],
] as const)("%s in %s mode with default %s is %s", ([decision, mode, defaultAction, want]) => {
  const verdict = { decision, rule: undefined, reason: "" };
  expect(answerOf(verdict, mode satisfies Mode, defaultAction satisfies DefaultAction)).toBe(want);
});
