import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { builtinRuleset } from "#builtin-rules";
import { adapterNamed, adapters } from "../../src/agents/registry.ts";
import type { Mode } from "../../src/model/mode.ts";
import { defaultConfig } from "../../src/platform/config-keys.ts";
import { decide, nobody } from "../../src/platform/decide.ts";
import type { ListedProblem } from "../../src/platform/listed-problem.ts";
import { compileRules } from "../../src/rules/compile.ts";

const rules = compileRules(builtinRuleset);

function hear(
  agent: string,
  event: object,
  mode: Mode = "guardrails",
  problems: readonly ListedProblem[] = [],
) {
  const adapter = adapterNamed(agent);
  if (adapter === undefined) throw new Error(`no adapter ${agent}`);
  return decide(
    adapter,
    Buffer.from(JSON.stringify(event)),
    { rules, config: { ...defaultConfig, mode }, problems },
    nobody,
  );
}

const silent = { stdout: "", stderr: "", exit: 0 };

const known = adapters.map(({ name }) => name).filter((name) => name !== "generic");

test.for(known)("%s: what asks nothing is neither refused nor recorded", (agent) => {
  for (const event of [
    { hook_event_name: "PostToolUse", tool_name: "Bash", tool_input: { command: "cat ~/.ssh/id_rsa" } },
    { hook_event_name: "AfterTool", tool_name: "Bash", tool_input: { command: "cat ~/.ssh/id_rsa" } },
    { hook_event_name: "Tomorrow's" },
  ])
    expect(hear(agent, event)).toMatchObject({ reply: silent, record: undefined });
});

const problem: ListedProblem = {
  severity: "error",
  code: "unknown-operator",
  message: 'unknown operator "contians"',
  file: "git.yaml",
  line: 4,
  column: 28,
};

test.for<[mode: Mode, problems: number, says: RegExp]>([
  ["guardrails", 0, /^Prempti \S+ judges every tool call: guardrails mode, \d{2,} rules$/],
  ["guardrails", 1, /; git.yaml:4:28: error: unknown operator "contians" \[unknown-operator\]$/],
  ["guardrails", 3, /; git.yaml:4:28: error: [^;]*; and 2 problems more: prempti status$/],
  ["monitor", 0, /^Prempti \S+ records every tool call and blocks none: monitor mode/],
])("a session begins in %s, with %i problems: its person is told", ([mode, problems, says]) => {
  for (const agent of known) {
    const { reply, record } = hear(
      agent,
      { hook_event_name: "SessionStart", session_id: "s" },
      mode,
      new Array<ListedProblem>(problems).fill(problem),
    );
    expect(JSON.parse(reply.stdout)).toEqual({ systemMessage: expect.stringMatching(says) });
    expect({ ...reply, stdout: "", record }).toEqual({ ...silent, record: undefined });
  }
});

test.for(["claude-code", "codex"])("%s: an unknown event with a tool call is judged", (agent) => {
  const call = { tool_name: "Bash", tool_input: { command: "cat ~/.ssh/id_rsa" }, cwd: "/tmp" };
  expect(hear(agent, { hook_event_name: "BeforeAnyTool", ...call })).toMatchObject({
    reply: { exit: 2 },
    record: { decision: "deny", fields: { "agent.hook_event_name": "BeforeAnyTool" } },
  });
});

function changed(settings: string) {
  const home = mkdtempSync(join(tmpdir(), "prempti-change-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const folder = join(home, ".claude");
  mkdirSync(folder);
  writeFileSync(join(folder, "settings.json"), settings);
  return {
    session_id: "s",
    transcript_path: join(folder, "projects", "-p", "s.jsonl"),
    cwd: home,
    hook_event_name: "ConfigChange",
    source: "user_settings",
    file_path: join(folder, "settings.json"),
  };
}

test.for<[mode: Mode, decision: string, stdout: RegExp]>([
  ["guardrails", "deny", /^\{"decision":"block","reason":".*switches every hook off.*"\}\n$/],
  ["monitor", "defer", /^$/],
])("a change that switches hooks off, in %s: %s", ([mode, decision, stdout]) => {
  const { reply, record } = hear("claude-code", changed(`{"disableAllHooks":true}`), mode);
  expect(reply).toEqual({ stdout: expect.stringMatching(stdout), stderr: "", exit: 0 });
  expect(record).toMatchObject({
    verdict: "deny",
    decision,
    session: "s",
    fields: { "agent.hook_event_name": "ConfigChange" },
    alerts: [{ priority: "Critical", output: expect.stringContaining("disableAllHooks") }],
  });
});

test("a change that keeps the hook is left alone", () => {
  const hooks = { PreToolUse: [{ hooks: [{ type: "command", command: "prempti hook claude-code" }] }] };
  expect(hear("claude-code", changed(JSON.stringify({ hooks })))).toMatchObject({
    reply: silent,
    record: undefined,
  });
});

test("a file that is a folder is no settings file", () => {
  const change = changed("{}");
  const { reply } = hear("claude-code", { ...change, file_path: change.cwd });
  expect(reply.stdout).toContain("in no settings any more");
});
