import type { CallRecord } from "../model/record.ts";

/** What was said of a call before it ran. */
export type Entry = {
  readonly decision: string;
  /** Its arguments; undefined where they are not known to the letter. */
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
  /** The agent's id for the call; "" where it gives none. */
  readonly useId: string;
  readonly tool: string;
  /** Compact JSON with sorted keys, as tool.input has it. */
  readonly input: string;
};

/** Calls that are kept, and characters of their arguments together: a tool's end follows its question in minutes. */
const most = { calls: 1_024, characters: 1 << 20 };

export function openLedger(): Ledger {
  const entries = new Map<string, Entry>();
  let characters = 0;
  const drop = (key: string) => {
    characters -= sizeOf(key, entries.get(key));
    entries.delete(key);
  };
  const judged = (record: CallRecord) => {
    const call = ranCallOf(record);
    const key = keyOf(call);
    const entry = { decision: record.decision, input: call.input };
    drop(key);
    if (sizeOf(key, entry) > most.characters / 4) return;
    entries.set(key, entry);
    characters += sizeOf(key, entry);
    for (const oldest of entries.keys()) {
      if (entries.size <= most.calls && characters <= most.characters) break;
      drop(oldest);
    }
  };
  return { judged, find: (call) => entries.get(keyOf(call)) };
}

const sizeOf = (key: string, entry: Entry | undefined): number =>
  entry === undefined ? 0 : key.length + (entry.input?.length ?? 0);

/** Agents that give a call no id are told apart by what they call. */
function keyOf({ agent, session, useId, tool, input }: RanCall): string {
  return [agent, session, useId, ...(useId === "" ? [tool, input] : [])].join("\n");
}

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
