import type { CallRecord } from "../model/record.ts";

/** The latest call of one agent; `time` in microseconds since the epoch. */
export type LastCall = { readonly time: bigint; readonly tool: string; readonly verdict: string };

/** Upper bounds of the histogram's buckets, in seconds. */
export const durationBounds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25] as const;

/** What has happened since the daemon started. */
export type Counts = {
  readonly byVerdict: Record<"allow" | "ask" | "deny", number>;
  readonly byDecision: Record<"allow" | "ask" | "deny" | "defer", number>;
  /** Calls by the agent's name, which only adapters can give. */
  readonly byAgent: Map<string, number>;
  readonly byRule: Map<string, number>;
  /** Calls per bucket of `durationBounds`; the last element counts what took longer than all. */
  readonly durations: number[];
  readonly lastCalls: Map<string, LastCall>;
  durationSum: number;
  /** Inputs that could not be read as a tool call. */
  refused: number;
  /** Calls refused because something failed in Prempti. */
  failed: number;
  /** Calls answered without a record, which only monitor mode does. */
  unrecorded: number;
  reloads: number;
  rejectedReloads: number;
  /** Tool calls that went past the guard. */
  alarms: number;
  /** Sessions that have begun, as their agents said. */
  sessions: number;
  /** What agents sent that is not known, by agent and word: `claude_code: tool "Frobnicate"`. */
  readonly unknown: Map<string, number>;
  /** Records that hooks had left for the daemon. */
  spooled: number;
};

export function newCounts(): Counts {
  return {
    byVerdict: { allow: 0, ask: 0, deny: 0 },
    byDecision: { allow: 0, ask: 0, deny: 0, defer: 0 },
    byAgent: new Map(),
    byRule: new Map(),
    durations: new Array<number>(durationBounds.length + 1).fill(0),
    lastCalls: new Map(),
    durationSum: 0,
    refused: 0,
    failed: 0,
    unrecorded: 0,
    reloads: 0,
    rejectedReloads: 0,
    alarms: 0,
    sessions: 0,
    unknown: new Map(),
    spooled: 0,
  };
}

export function countCall(counts: Counts, record: CallRecord): void {
  const { time, agent, tool, verdict, decision, alerts, durationMicros } = record;
  counts.byVerdict[verdict] += 1;
  counts.byDecision[decision] += 1;
  increment(counts.byAgent, agent);
  for (const { rule } of alerts) increment(counts.byRule, rule);
  const unknown = record.fields["agent.unknown"];
  if (Array.isArray(unknown)) for (const word of unknown) countUnknown(counts, agent, word);
  counts.lastCalls.set(agent, { time, tool: tool.slice(0, 200), verdict });
  const seconds = durationMicros / 1e6;
  const bucket = durationBounds.findIndex((bound) => seconds <= bound);
  const at = bucket === -1 ? durationBounds.length : bucket;
  counts.durations[at] = (counts.durations[at] ?? 0) + 1;
  counts.durationSum += seconds;
}

/** Different words that are counted: whoever sends them may send any number. */
const mostWords = 200;

export function countUnknown({ unknown }: Counts, agent: string, word: string): void {
  const name = `${agent}: ${word}`;
  increment(unknown, unknown.has(name) || unknown.size < mostWords ? name : `${agent}: more`);
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
