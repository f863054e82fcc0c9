import { describe, expect, test } from "vitest";
import { slots } from "../../src/fields/table.ts";
import type { CallRecord } from "../../src/model/record.ts";
import { parseRecord, recordLine } from "../../src/store/record.ts";
import { judged } from "../builtin/builtin.ts";
import { callRecord } from "./call-record.ts";

const kept = (record: CallRecord) => parseRecord(recordLine(record));
const id = 18390037005763371107n;

test("the record of a call that would be denied", () => {
  const line = recordLine(
    callRecord({
      time: 1_767_323_045_678_901n,
      id: String(id),
      verdict: "deny",
      mode: "monitor",
      alerts: [
        {
          rule: "Deny reading secrets",
          priority: "Critical",
          tags: ["coding_agent_deny"],
          output: `no | said "so"`,
          outputFields: { "correlation.id": id, "tool.name": null, "cmd.names": ["cat"] },
        },
      ],
      fields: { "correlation.id": id, "tool.name": "Bash", "cmd.dynamic": false },
    }),
  );
  expect(line).toMatch(/^\{"time":"2026-01-02T03:04:05\.678901Z","id":"18390037005763371107",.*\}\n$/);
  expect(line).toContain(`"fields":{"correlation.id":18390037005763371107,"tool.name":"Bash"`);
  expect(parseRecord(line)).toEqual({
    time: "2026-01-02T03:04:05.678901Z",
    id: String(id),
    agent: "claude_code",
    session: "s1",
    tool: "Bash",
    verdict: "deny",
    decision: "defer",
    mode: "monitor",
    duration_us: 1500,
    alerts: [
      {
        time: "2026-01-02T03:04:05.678901Z",
        rule: "Deny reading secrets",
        priority: "Critical",
        source: "coding_agent",
        tags: ["coding_agent_deny"],
        output: `no | said "so"`,
        output_fields: { "correlation.id": id, "tool.name": null, "cmd.names": ["cat"] },
        hostname: expect.stringMatching(/./),
        uuid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
      },
    ],
    fields: { "correlation.id": id, "tool.name": "Bash", "cmd.dynamic": false },
  });
});

test("other numbers too large to be exact", () => {
  const fields = { "correlation.id": id, "agent.pid": 18446744073709551615n };
  expect(kept(callRecord({ id: String(id), fields }))?.fields).toEqual(fields);
  expect(kept(callRecord({ id: "1", fields }))?.fields).toEqual(fields);
});

test("secrets are gone from every text of the record", () => {
  const secret = "curl -H 'Authorization: Bearer abcdef1234567890'";
  const outputFields = { "tool.input_command": secret, "cmd.lines": [secret] };
  const line = recordLine(
    callRecord({
      session: secret,
      tool: secret,
      alerts: [{ rule: "r", priority: "Error", tags: [], output: secret, outputFields }],
      fields: { "tool.input": JSON.stringify({ command: secret }), "cmd.lines": [secret, secret] },
    }),
  );
  expect(line).not.toContain("abcdef");
  expect(line.match(/Authorization: \[redacted\]/g)).toHaveLength(8);
});

test("a secret across a summary's cut is gone from an alert", () => {
  const token = `ghp_${"a1".repeat(18)}`;
  for (let length = 140; length < 205; length += 1) {
    const command = `echo ${"x".repeat(length)} ${token} | cat`;
    const event = judged("claude-code", "Bash", { command }).event;
    const summary = event[slots["tool.summary"]];
    if (typeof summary !== "string") throw new Error("a call without a summary");
    const outputFields = { "tool.summary": summary };
    const alerts = [{ rule: "r", priority: "Error" as const, tags: [], output: summary, outputFields }];
    expect(recordLine(callRecord({ alerts }))).not.toContain("ghp_");
  }
});

describe("what is too long", () => {
  test("a text is cut, and says so", () => {
    const content = kept(callRecord({ fields: { "tool.content": "x".repeat(100_000) } }))?.fields[
      "tool.content"
    ];
    expect(content).toBe(`${"x".repeat(65_536)}… [34464 characters left out]`);
  });

  test("a secret across the cut is gone", () => {
    const text = `${"x".repeat(65_530)} ghp_${"a1".repeat(20)} ${"y".repeat(9000)}`;
    expect(recordLine(callRecord({ fields: { "tool.content": text } }))).not.toContain("ghp_");
  });

  test("half a character is never kept", () => {
    const line = recordLine(callRecord({ fields: { "tool.content": `x${"😀".repeat(50_000)}` } }));
    expect(line).toContain("left out");
    expect(line).not.toMatch(/\\ud83d/i);
  });

  test("a list is cut", () => {
    const list = Array.from({ length: 3000 }, (_, number) => `c${number}`);
    const lines = kept(callRecord({ fields: { "cmd.lines": list } }))?.fields["cmd.lines"];
    expect(lines).toHaveLength(1025);
    expect(lines).toContain("… [1976 more left out]");
  });

  test("a call of megabytes leaves a record of less", () => {
    const text = "secret=abc ".repeat(400_000);
    const lines = Array.from({ length: 500 }, (_, number) => `${number} ${text}`);
    const fields = {
      "tool.input": text,
      "tool.content": text,
      "tool.input_command": text,
      "cmd.lines": lines,
    };
    expect(recordLine(callRecord({ fields })).length).toBeLessThan(500_000);
  });
});

test.for([
  "",
  "{",
  "null",
  "3",
  "{}",
  `{"time":1}`,
  `{"time":"t","id":"1","agent":"a","verdict":"deny","alerts":{},"fields":{}}`,
])("no record: %j", (line) => expect(parseRecord(line)).toBeUndefined());
