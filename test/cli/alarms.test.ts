import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Alert } from "../../src/model/alert.ts";
import type { CallRecord } from "../../src/model/record.ts";
import { recordLine } from "../../src/store/record.ts";
import { callRecord } from "../store/call-record.ts";
import { person } from "./prempti.ts";

const alert = (rule: string, output: string, tags: readonly string[]): Alert => ({
  rule,
  output,
  tags,
  priority: "Critical",
  outputFields: {},
});

const asked = alert("Ask first", "look at it", ["coding_agent_ask"]);
const fields = { "tool.input_command": "git push -f", "tool.name": "Bash" };
const now = BigInt(Date.now()) * 1000n - 60_000_000n;
const hour = 3_600_000_000n;

const records: readonly Partial<CallRecord>[] = [
  { id: "11", alerts: [] },
  {
    id: "12",
    verdict: "deny",
    alerts: [
      alert("Tool Ran After Deny", "Bash ran although it was denied (session s1)", ["prempti_alarm"]),
      alert("Deny it", "no", ["coding_agent_deny"]),
    ],
  },
  {
    id: "13",
    tool: "",
    verdict: "deny",
    decision: "deny",
    alerts: [alert("Guard Switched Off By Settings", "x", [])],
  },
  { id: "14", verdict: "ask", decision: "allow", approval: "the person at /dev/pts/3", alerts: [asked] },
  { id: "15", verdict: "ask", decision: "deny", approval: "the person at /dev/pts/3", alerts: [asked] },
  { id: "16", verdict: "ask", decision: "deny", alerts: [asked] },
  { id: "17", verdict: "deny", mode: "monitor", alerts: [asked] },
  {
    id: "18",
    time: now - 25n * hour,
    verdict: "deny",
    alerts: [
      alert("Tool Ran Unjudged", "Bash ran without having been judged (session s1)", ["prempti_alarm"]),
    ],
  },
];

function guarded(chosen: readonly Partial<CallRecord>[] = records) {
  const someone = person();
  const folder = join(someone.home, ".prempti", "log");
  mkdirSync(folder, { recursive: true });
  const lines = chosen.map((record) => recordLine(callRecord({ time: now, fields, ...record })));
  writeFileSync(join(folder, "events.jsonl"), lines.join(""));
  return someone;
}

test("logs tell alarms and a person's word from verdicts", async () => {
  const { stdout } = await guarded().prempti("logs -n 0", { columns: 120 });
  const shown = stdout.replace(/^\d\d:\d\d:\d\d /gm, "");
  await expect(shown.replace(/^── .*$/gm, "── the day")).toMatchFileSnapshot("../golden/logs/alarms.txt");
});

test("logs --alarms", async () => {
  const { stdout } = await guarded().prempti("logs --alarms --json");
  expect(
    stdout
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { id: string }).id),
  ).toEqual(["12", "18"]);
});

test.for([
  ["12", /^alarm {2}\(the tool has run\)$/m],
  ["12", /^ {2}the call by itself would be the same: deny|^ {2}the call by itself would be \w+/m],
  ["14", /^ask {2}\(approved by the person at \/dev\/pts\/3\)$/m],
  ["15", /^ask {2}\(refused by the person at \/dev\/pts\/3\)$/m],
  ["16", /^ask {2}\(nobody could be asked: the agent was told deny\)$/m],
  ["17", /^deny {2}\(not enforced: the agent was told defer\)$/m],
] as const)("logs show %s: %s", async ([id, want]) => {
  expect((await guarded().prempti(`logs show ${id}`)).stdout).toMatch(want);
});

test("stats count calls, and alarms beside them", async () => {
  const someone = guarded();
  expect(JSON.parse((await someone.prempti("stats --json")).stdout)).toMatchObject({
    calls: 5,
    alarms: 2,
    approved: 1,
    refused: 1,
    not_enforced: 1,
    verdicts: { allow: 1, ask: 3, deny: 1 },
  });
  expect((await someone.prempti("stats")).stdout).toMatch(
    /^2 alarms: prempti logs --alarms\n\n5 calls .*; 1 approved by a person; 1 refused by a person; 1 not enforced/,
  );
});

test("stats of nothing but alarms", async () => {
  const { stdout } = await guarded(records.slice(1, 2)).prempti("stats");
  expect(stdout).toBe("1 alarm: prempti logs --alarms\n\nno tool call is recorded for that\n");
});

test("replay judges calls alone", async () => {
  const { stdout, exit } = await guarded([...records.slice(1, 3), { id: "19" }]).prempti("replay");
  expect({ stdout, exit }).toEqual({ stdout: "1 calls judged anew: 0 differ\n", exit: 0 });
});

test("status names the alarms of the last day, and counts no call for them", async () => {
  const someone = guarded();
  const { stdout } = await someone.prempti("status");
  expect(stdout).toMatch(
    /^alarm: Bash ran although it was denied \(session s1, claude_code, \S+Z; prempti logs show 12\)\n {2}prempti verify; prempti hook status$/m,
  );
  expect(stdout).not.toContain("without having been judged");
  const status = JSON.parse((await someone.prempti("status --json")).stdout);
  expect(status.alarms).toMatchObject([{ id: "12", rule: "Tool Ran After Deny" }]);
});

test("of many alarms, status names the last", async () => {
  const many = Array.from({ length: 7 }, (_, at) => ({ ...records[1], id: String(20 + at) }));
  const { stdout } = await guarded(many).prempti("status");
  expect(stdout.match(/^alarm: /gm)).toHaveLength(5);
  expect(stdout).toContain("prempti logs show 26)");
  expect(stdout).toContain("7 alarms in all: prempti logs --alarms --since 24h");
});
