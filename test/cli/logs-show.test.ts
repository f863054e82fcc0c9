import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fieldList } from "../../src/fields/table.ts";
import { recordLine } from "../../src/store/record.ts";
import { judged } from "../builtin/builtin.ts";
import { type Person, person } from "./prempti.ts";

/** A call as the daemon would have recorded it. */
function recorded(id: string, command: string): string {
  const { verdict, alerts, event } = judged("claude-code", "Bash", { command });
  const values = fieldList.map(({ name, slot }) => [name, event[slot]] as const);
  return recordLine({
    time: 1_767_323_045_000_000n,
    id,
    agent: "claude_code",
    session: "s1",
    tool: "Bash",
    verdict: verdict.decision,
    decision: verdict.decision === "allow" ? "defer" : verdict.decision,
    mode: "guardrails",
    durationMicros: 1500,
    alerts,
    fields: Object.fromEntries(values.filter(([, value]) => value !== undefined && value !== "")) as never,
  });
}

const log = [
  recorded("1200000000000000001", "cat ~/.ssh/id_rsa"),
  recorded("1300000000000000002", "ls"),
  recorded("1300000000000000003", "git push --force origin main"),
];

function withLog(userRules?: string): Person {
  const someone = person();
  const root = join(someone.home, ".prempti");
  for (const folder of ["log", "rules/user"]) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, "log", "events.jsonl"), log.join(""));
  if (userRules !== undefined) writeFileSync(join(root, "rules", "user", "a.yaml"), userRules);
  return someone;
}

test.for([["12"], ["1200000000000000001"]] as const)("the record with the id %s, in full", async ([id]) => {
  const { stdout, stderr, exit } = await withLog().prempti(`logs show ${id}`);
  expect({ stderr, exit }).toEqual({ stderr: "", exit: 0 });
  expect(stdout).toMatch(/^deny\n/);
  for (const part of [
    "id         1200000000000000001",
    "Deny touching credentials",
    "it matches because:\n      ✓ tool.read_zones",
    "the same: deny  Deny touching credentials",
    "tool.input_command     cat ~/.ssh/id_rsa",
  ])
    expect(stdout).toContain(part);
});

test.for([
  ["1200000000000000001", "deny\n"],
  ["1300000000000000002", "allow\n"],
  ["1300000000000000003", "ask\n"],
])("%s begins with %j", async ([id, first = ""]) => {
  expect((await withLog().prempti(`logs show ${id}`)).stdout.startsWith(first)).toBe(true);
});

test("as JSON: the record as it is stored, and what holds today", async () => {
  const { stdout } = await withLog().prempti("logs show 12 --json");
  const { record, today } = JSON.parse(stdout);
  expect(record).toEqual(JSON.parse(log[0] ?? ""));
  expect(stdout).toContain(log[0]?.trimEnd());
  expect(today).toMatchObject({ now: "deny", rule: "Deny touching credentials" });
  const [first] = today.alerts;
  expect(first).toMatchObject({ rule: record.alerts[0].rule, inForce: true, matches: true });
  expect(first.because.length).toBeGreaterThan(0);
});

test("by the rules in force now, not those of then", async () => {
  const off = "- rule: Deny touching credentials\n  enabled: false\n  override: { enabled: replace }\n";
  const { stdout } = await withLog(off).prempti("logs show 12");
  expect(stdout).toContain("no rule of this name is in force now");
  expect(stdout).toContain("the same: deny  Deny sensitive paths");
  const other = [
    "- rule: Deny touching credentials",
    "  condition: tool.name = Nothing",
    "  override: { condition: replace }",
    "",
  ].join("\n");
  expect((await withLog(other).prempti("logs show 12")).stdout).toContain(
    "it would not match:\n      ✗ not tool.name = Nothing",
  );
});

test.for([
  ["13", 1, "several ids begin with 13", "use more digits: 1300000000000000002, 1300000000000000003"],
  ["99", 1, "no recorded call has the id 99", "prempti logs shows the ids"],
  ["x", 2, 'an id can\'t be "x"', "prempti logs shows the ids"],
] as const)("prempti logs show %s", async ([id, exit, error, hint]) => {
  const ran = await withLog().prempti(`logs show ${id}`);
  expect(ran).toEqual({
    stdout: "",
    stderr: `prempti: error: ${error}\nprempti: hint: ${hint}\n`,
    exit,
  });
});
