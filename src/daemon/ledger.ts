import { hash } from "node:crypto";
import type { CallRecord } from "../model/record.ts";

/** What was said of a call before it ran. */
export type Entry = {
  readonly decision: string;
  /** Of the call's input; undefined where only a redacted copy of it is known. */
  readonly input: string | undefined;
};

/** The calls judged last, to be held against what has run. */
export type Ledger = {
  readonly judged: (record: CallRecord) => void;
  readonly find: (call: RanCall) => Entry | undefined;
};

export type RanCall = {
  readonly agent: string;
  readonly session: string;
  readonly useId: string;
  readonly tool: string;
  /** Compact JSON with sorted keys, as tool.input has it. */
  readonly input: string;
};

/** Calls that are kept: a tool's end follows its question within minutes. */
const most = 1_024;

export function openLedger(): Ledger {
  const entries = new Map<string, Entry>();
  const judged = (record: CallRecord) => {
    const call = ranCallOf(record);
    const key = keyOf(call);
    entries.delete(key);
    entries.set(key, { decision: record.decision, input: digest(call.input) });
    if (entries.size <= most) return;
    for (const oldest of entries.keys()) {
      entries.delete(oldest);
      return;
    }
  };
  return { judged, find: (call) => entries.get(keyOf(call)) };
}

/** Agents that give a call no id are told apart by what they call. */
function keyOf({ agent, session, useId, tool, input }: RanCall): string {
  return hash("sha1", `${agent}\n${session}\n${useId === "" ? `${tool}\n${input}` : useId}`, "base64url");
}

export const digest = (text: string): string => hash("sha256", text, "base64url");

/** Of a record, or of one read back from the log. */
export function ranCallOf({
  agent,
  session,
  tool,
  fields,
}: {
  readonly agent: string;
  readonly session: string;
  readonly tool: string;
  readonly fields: Readonly<Record<string, unknown>>;
}): RanCall {
  const textAt = (name: string) => (typeof fields[name] === "string" ? fields[name] : "");
  return { agent, session, tool, useId: textAt("tool.use_id"), input: textAt("tool.input") };
}
