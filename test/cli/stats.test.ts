import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createTally } from "../../src/cli/tally.ts";
import type { CallRecord } from "../../src/model/record.ts";
import { parseSummary, recordLine, type Summary } from "../../src/store/record.ts";
import { callRecord } from "../store/call-record.ts";
import { type Person, person } from "./prempti.ts";

const alert = (rule: string) =>
  ({ rule, priority: "Error", tags: [], output: "o", outputFields: {} }) as const;

const day = 86_400_000_000n;
const start = 1_767_355_200_000_000n; // 2026-01-02T12:00Z, the same day everywhere but at the date line

const records: readonly Partial<CallRecord>[] = [
  { time: start },
  { time: start + 1n, tool: "Read" },
  { time: start + 2n, verdict: "deny", decision: "deny", alerts: [alert("Deny a"), alert("Note b")] },
  { time: start + day, verdict: "ask", decision: "defer", mode: "monitor", alerts: [alert("Ask c")] },
  { time: start + day, session: "s2", agent: "codex", alerts: [alert("Note b")] },
];

function withLog(all: readonly Partial<CallRecord>[] = records): Person {
  const someone = person();
  const folder = join(someone.home, ".prempti", "log");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "events.jsonl"), all.map((one) => recordLine(callRecord(one))).join(""));
  return someone;
}

const stats = async (line = "stats") => JSON.parse((await withLog().prempti(`${line} --json`)).stdout);

test("everything counted", async () => {
  expect(await stats()).toEqual({
    calls: 5,
    first: "2026-01-02T12:00:00.000000Z",
    last: "2026-01-03T12:00:00.000000Z",
    verdicts: { allow: 3, ask: 1, deny: 1 },
    alarms: 0,
    approved: 0,
    refused: 0,
    not_enforced: 1,
    sessions: 2,
    by_rule: [
      { rule: "Note b", calls: 2, ask: 0, deny: 1 },
      { rule: "Ask c", calls: 1, ask: 1, deny: 0 },
      { rule: "Deny a", calls: 1, ask: 0, deny: 1 },
    ],
    by_tool: [
      { tool: "Bash", calls: 4, ask: 1, deny: 1 },
      { tool: "Read", calls: 1, ask: 0, deny: 0 },
    ],
    by_agent: [
      { agent: "claude_code", calls: 4, ask: 1, deny: 1 },
      { agent: "codex", calls: 1, ask: 0, deny: 0 },
    ],
    by_session: [
      { session: "s1", agent: "claude_code", calls: 4, ask: 1, deny: 1 },
      { session: "s2", agent: "codex", calls: 1, ask: 0, deny: 0 },
    ],
    by_day: [
      { day: "2026-01-02", calls: 3, ask: 0, deny: 1 },
      { day: "2026-01-03", calls: 2, ask: 1, deny: 0 },
    ],
  });
});

test.for<[line: string, calls: number]>([
  ["stats --since 2026-01-03T00:00:00Z", 2],
  ["stats --until 2026-01-03T00:00:00Z", 3],
  ["stats --agent codex", 1],
  ["stats --session s1", 4],
  ["stats --session nobody", 0],
])("prempti %s counts %i", async ([line, calls]) => expect((await stats(line)).calls).toBe(calls));

test("prempti stats --top 1 names one of each, and every day", async () => {
  const { by_rule, by_tool, by_day } = await stats("stats --top 1");
  expect([by_rule.length, by_tool.length, by_day.length]).toEqual([1, 1, 2]);
});

test("bars", async () => {
  const { stdout, exit } = await withLog().prempti("stats", { columns: 80 });
  expect(exit).toBe(0);
  expect(stdout.split("\n").slice(0, 11)).toEqual([
    "5 calls in 2 sessions, 2026-01-02 12:00 to 2026-01-03 12:00 UTC; 1 not enforced",
    "",
    "Verdicts",
    "  allow  3   60.0 %  ████████████████████████",
    "  ask    1   20.0 %  ████████",
    "  deny   1   20.0 %  ████████",
    "",
    "Rules that matched most",
    "  Note b  2  1 deny  ████████████████████████████████████████",
    "  Ask c   1  1 ask   ████████████████████",
    "  Deny a  1  1 deny  ████████████████████",
  ]);
});

test.for([20, 40, 60, 100])("no line is longer than %i columns or than it has to be", async (columns) => {
  const long = { ...records[2], tool: "t".repeat(300), alerts: [alert("r".repeat(300))] };
  const { stdout } = await withLog([...records, long]).prempti("stats", { columns });
  const bars = stdout.split("\n").filter((line) => line.includes("█"));
  expect(Math.max(...bars.map((line) => line.length))).toBeLessThanOrEqual(Math.max(columns, 44));
});

test("nothing recorded is no failure", async () => {
  expect(await person().prempti("stats")).toEqual({
    stdout: "no tool call is recorded for that\n",
    stderr: "",
    exit: 0,
  });
});

test("names without end are counted together", () => {
  const tally = createTally();
  const one = parseSummary(recordLine(callRecord()).trimEnd()) as Summary;
  for (let number = 0; number < 30_000; number += 1)
    tally.add({ ...one, tool: `t${number}`, session: `s${number}` });
  const { calls, by_tool, sessions } = tally.stats(1);
  expect({ calls, sessions }).toEqual({ calls: 30_000, sessions: 20_001 });
  expect(by_tool).toEqual([{ tool: "(others)", calls: 10_000, ask: 0, deny: 0 }]);
});

test.for([
  [
    "a record",
    recordLine(callRecord({ alerts: [alert("Deny a")], fields: { "tool.name": `x,"fields":{` } })).trimEnd(),
  ],
  ["a text like a key", recordLine(callRecord({ session: `,"fields":{"`, tool: `"alerts":[]` })).trimEnd()],
])("a summary is the record without its fields: %s", ([, line = ""]) => {
  const { fields: _, ...rest } = JSON.parse(line);
  expect(parseSummary(line)).toMatchObject(rest);
});

test.for(["", "{}", "garbage", `{"time":"x"`, `{"time":"1","fields":{}}`])("%j is no record", (line) => {
  expect(parseSummary(line)).toBeUndefined();
});
