import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Person, person } from "./prempti.ts";

// Whoever asks what the rules do gets the answer of the hook: config.yaml counts everywhere.

const ownRule = `- rule: Mine
  source: coding_agent
  desc: d
  condition: cmd.names = frobnicate
  output: no
  priority: CRITICAL
  tags: [ours]
`;

function configured(): Person {
  const someone = person();
  const root = join(someone.home, ".prempti");
  mkdirSync(join(root, "rules", "user"), { recursive: true });
  writeFileSync(join(root, "rules", "user", "mine.yaml"), ownRule);
  writeFileSync(
    join(root, "config.yaml"),
    "rules:\n  disable: [Ask before losing git work, boundary]\n  ask_tags: [ours]\n",
  );
  return someone;
}

test.for([
  ["git push --force origin x", "allow"],
  ["touch ../x", "allow"],
  ["frobnicate", "ask"],
  ["cat ~/.ssh/id_rsa", "deny"],
] as const)("explain %s", async ([command, want]) => {
  const { stdout } = await configured().prempti(["explain", "--json", command]);
  const { verdict, rules } = JSON.parse(stdout);
  expect(verdict).toBe(want);
  if (want === "ask") expect(rules).toMatchObject([{ rule: "Mine", verdict: "ask" }]);
});

test("rules list", async () => {
  const { stdout } = await configured().prempti("rules list --json");
  const rules = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const named = (name: string) => rules.find((rule) => rule.name === name);
  expect(named("Mine")).toMatchObject({ verdict: "ask", enabled: true });
  expect(named("Ask before losing git work")).toMatchObject({ verdict: "ask", enabled: false });
  expect(rules.filter(({ enabled }) => !enabled).map(({ name }) => name)).toEqual(
    rules
      .filter(({ name, tags }) => name === "Ask before losing git work" || tags.includes("boundary"))
      .map(({ name }) => name),
  );
});

test("rules check knows the tags that decide", async () => {
  const { stdout, exit } = await configured().prempti("rules check --json");
  expect({ ...JSON.parse(stdout), exit }).toEqual({ ok: true, problems: [], exit: 0 });
});

test("replay", async () => {
  const someone = configured();
  const root = join(someone.home, ".prempti");
  mkdirSync(join(root, "log"));
  const record = (id: number, verdict: string, fields: object) =>
    `${JSON.stringify({ time: "2026-01-02T03:04:05.678901Z", id: String(id), agent: "claude_code", session: "s", tool: "Bash", verdict, decision: verdict, mode: "guardrails", duration_us: 1, alerts: [], fields })}\n`;
  writeFileSync(
    join(root, "log", "events.jsonl"),
    record(1, "ask", { "tool.kind": "shell", "cmd.effects": ["git:force-push"] }) +
      record(2, "allow", { "tool.kind": "shell", "cmd.names": ["frobnicate"] }),
  );
  const { stdout } = await someone.prempti("replay --json");
  const lines = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.map(({ before, now }) => [before, now])).toEqual([
    ["ask", "allow"],
    ["allow", "ask"],
  ]);
});
