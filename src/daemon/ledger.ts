import { canonicalJson } from "../agents/json.ts";
import { fingerprint } from "../judge/call-key.ts";
import type { ToolCall } from "../model/call.ts";
import { isCall } from "../store/alarms.ts";
import { asRecorded, type StoredRecord } from "../store/record.ts";

/** What was said of a call before it ran. */
export type Entry = {
  readonly decision: string;
  /** Fingerprint of `inputsOf`; undefined where its arguments are not known to the letter. */
  readonly inputs: string | undefined;
};

/** The calls judged last, to be held against what has run. */
export type Ledger = {
  readonly judged: (calls: readonly ToolCall[], decision: string) => void;
  /** It was judged elsewhere: by a hook, or by another daemon. */
  readonly recorded: (record: StoredRecord) => void;
  readonly find: (ran: RanCall) => Entry | undefined;
  /** Takes in what was recorded before this daemon began; once, however often it is asked for. */
  readonly readPast: () => Promise<void>;
};

export type RanCall = {
  readonly agent: string;
  readonly session: string;
  /** The agent's id for the call; "" where it gives none. */
  readonly useId: string;
  readonly tool: string;
  /** See `inputsOf`. */
  readonly inputs: string;
};

/** Calls that are kept, of which nothing but hashes is: a tool may run for hours, and others' calls come meanwhile. */
const most = 8_192;

/** How many of the latest records in the log are taken in. */
const past = 2_000;

/** `log` is the path of the records. */
export function openLedger(log: string): Ledger {
  const entries = new Map<string, Entry>();
  let reading: Promise<void> | undefined;
  const put = (key: string, entry: Entry) => {
    entries.delete(key);
    entries.set(key, entry);
    if (entries.size <= most) return;
    for (const oldest of entries.keys()) {
      entries.delete(oldest);
      return;
    }
  };
  const recorded = (record: StoredRecord) => {
    const key = keyOf(ranCallIn(record));
    if (!entries.has(key)) put(key, { decision: record.decision, inputs: undefined });
  };
  const read = async () => {
    // Not at the top: what it needs of Node takes every hook without a daemon 5 ms to load.
    const { readLog } = await import("../store/read-log.ts");
    for await (const { record } of readLog(log, { last: past })) if (isCall(record)) recorded(record);
  };
  return {
    judged: (calls, decision) => {
      const call = ranCallOf(calls);
      put(keyOf(call), { decision, inputs: fingerprint(call.inputs) });
    },
    recorded,
    find: (ran) => entries.get(keyOf(ran)) ?? findRecorded(ran, entries),
    readPast: () => {
      reading ??= read().catch((error: unknown) => {
        reading = undefined;
        throw error;
      });
      return reading;
    },
  };
}

/** A record has its texts cut and redacted, and of a patch the file that decided. */
function findRecorded(ran: RanCall, entries: ReadonlyMap<string, Entry>): Entry | undefined {
  const [agent, session, useId, tool] = [ran.agent, ran.session, ran.useId, ran.tool].map(asRecorded);
  for (const one of ran.useId === "" ? ran.inputs.split("\n") : [""]) {
    const kept = { agent, session, useId, tool, inputs: asRecorded(one) } as RanCall;
    const entry = entries.get(keyOf(kept));
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** Agents that give a call no id are told apart by what they call. */
function keyOf({ agent, session, useId, tool, inputs }: RanCall): string {
  return fingerprint([agent, session, useId, ...(useId === "" ? [tool, inputs] : [])].join("\n"));
}

/** The arguments of a call, of a patch of many files those for each file; a line each. JSON has no line break in it. */
export function inputsOf(calls: readonly ToolCall[]): string {
  return calls.map(({ input }) => (input === undefined ? "{}" : canonicalJson(input))).join("\n");
}

export function ranCallOf(calls: readonly ToolCall[]): RanCall {
  const [call] = calls;
  const { agent = "", sessionId = "", toolUseId = "", toolName = "" } = call ?? {};
  return { agent, session: sessionId, useId: toolUseId, tool: toolName, inputs: inputsOf(calls) };
}

function ranCallIn({ agent, session, tool, fields }: StoredRecord): RanCall {
  const textAt = (name: string) => (typeof fields[name] === "string" ? fields[name] : "");
  return { agent, session, tool, useId: textAt("tool.use_id"), inputs: textAt("tool.input") };
}
