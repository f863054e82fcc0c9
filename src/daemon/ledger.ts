import { canonicalJson } from "../agents/json.ts";
import type { ToolCall } from "../model/call.ts";

/** What was said of a call before it ran. */
export type Entry = {
  readonly decision: string;
  /** See `inputsOf`; undefined where they are not known to the letter. */
  readonly inputs: string | undefined;
};

/** The calls judged last, to be held against what has run. */
export type Ledger = {
  readonly judged: (calls: readonly ToolCall[], decision: string) => void;
  readonly find: (call: RanCall) => Entry | undefined;
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

/** Calls that are kept, and characters of their arguments together: a tool's end follows its question in minutes. */
const most = { calls: 1_024, characters: 1 << 20 };

export function openLedger(): Ledger {
  const entries = new Map<string, Entry>();
  let characters = 0;
  const drop = (key: string) => {
    characters -= sizeOf(key, entries.get(key));
    entries.delete(key);
  };
  const judged = (calls: readonly ToolCall[], decision: string) => {
    const call = ranCallOf(calls);
    const key = keyOf(call);
    const entry = { decision, inputs: call.inputs };
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
  entry === undefined ? 0 : key.length + (entry.inputs?.length ?? 0);

/** Agents that give a call no id are told apart by what they call. */
function keyOf({ agent, session, useId, tool, inputs }: RanCall): string {
  return [agent, session, useId, ...(useId === "" ? [tool, inputs] : [])].join("\n");
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
