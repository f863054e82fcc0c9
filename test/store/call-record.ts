import type { CallRecord } from "../../src/model/record.ts";

/** A record in which only what matters to a test is said. */
export function callRecord(said: Partial<CallRecord> = {}): CallRecord {
  return {
    time: 1_767_323_045_000_000n,
    id: "1",
    agent: "claude_code",
    session: "s1",
    tool: "Bash",
    verdict: "allow",
    decision: "defer",
    mode: "guardrails",
    durationMicros: 1500,
    alerts: [],
    fields: {},
    ...said,
  };
}
