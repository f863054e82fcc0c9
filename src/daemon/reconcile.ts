import type { Adapter } from "../agents/adapter.ts";
import { judgeCalls } from "../judge/judge.ts";
import type { Alert } from "../model/alert.ts";
import type { ToolCall } from "../model/call.ts";
import type { CallRecord } from "../model/record.ts";
import { blankSession } from "../model/session.ts";
import { nowMicros } from "../platform/clock.ts";
import { tagsOf } from "../platform/config-tags.ts";
import type { Law } from "../platform/decide.ts";
import { recordOf, type Told } from "../platform/tell.ts";
import { worldFor } from "../platform/world.ts";
import { alarmTag } from "../store/alarms.ts";
import { type StoredRecord, storedText } from "../store/record.ts";
import { type Entry, inputsOf, type RanCall, ranCallOf } from "./ledger.ts";

/** What a call that has run is held against, and where it is said that it does not fit. */
export type Reconciling = {
  readonly law: Law;
  /** What was said of the call before it ran. */
  readonly find: (ran: RanCall) => Promise<Entry | undefined>;
  readonly alarm: (record: CallRecord, says: string) => Promise<void>;
};

/** What is wrong with a tool call that has run; its rule is named so in the log. */
type Alarm = { readonly rule: string; readonly says: string };

const unjudged: Alarm = {
  rule: "Tool Ran Unjudged",
  says: "ran without having been judged: the hook that asks before a tool runs did not fire",
};
const denied: Alarm = { rule: "Tool Ran After Deny", says: "ran although it was denied" };
const changed: Alarm = {
  rule: "Tool Ran With Other Input",
  says: "ran with other input than was judged, which would have been judged more strictly",
};

/** Holds a call that has run against what was judged before; whatever does not fit is recorded as an alarm. */
export async function reconcile(by: Reconciling, adapter: Adapter, { calls }: Told): Promise<void> {
  const [call] = calls;
  if (call === undefined) return;
  const entry = await by.find(ranCallOf(calls));
  const alarm = alarmFor(entry, calls, by.law);
  if (alarm === undefined) return;
  const says = `${call.toolName} ${alarm.says} (session ${call.sessionId})`;
  await by.alarm(recordOfAlarm(adapter, call, by.law, alertFor(call, alarm.rule, says)), says);
}

function alarmFor(entry: Entry | undefined, calls: readonly ToolCall[], law: Law): Alarm | undefined {
  if (entry === undefined) return unjudged;
  if (entry.decision === "deny") return denied;
  const isSame = entry.inputs === undefined || entry.inputs === inputsOf(calls);
  return isSame || !isStricter(calls, law, entry.decision) ? undefined : changed;
}

/** Agents fill arguments in before they run a tool; only what changes the verdict is an alarm. */
function isStricter(calls: readonly ToolCall[], law: Law, decision: string): boolean {
  const { verdict } = judgeNow(calls, law);
  return verdict.decision === "deny" || (verdict.decision === "ask" && decision !== "ask");
}

function judgeNow(calls: readonly ToolCall[], { rules, config }: Law, world = worldFor(0n)) {
  return judgeCalls(calls, rules, world, { matching: config.matching, tags: tagsOf(config) });
}

function alertFor({ agent, sessionId, toolName }: ToolCall, rule: string, output: string): Alert {
  const outputFields = { "agent.name": agent, "agent.session_id": sessionId, "tool.name": toolName };
  return { rule, priority: "Critical", tags: [alarmTag], output, outputFields };
}

function recordOfAlarm(adapter: Adapter, call: ToolCall, law: Law, alert: Alert): CallRecord {
  const world = worldFor(0n);
  const judgement = judgeNow([call], law, world);
  const [time, id, { mode }] = [nowMicros(), String(world.correlationId), law.config];
  const judged = { adapter, call, judgement, mode, time, id, durationMicros: 0, session: blankSession };
  const record = recordOf(judged, "defer");
  return { ...record, verdict: "deny", alerts: [alert, ...record.alerts] };
}

/** How many of the latest records are searched for a call. */
const searched = 2_000;

/** The call in the log: judged by a hook while no daemon ran, or by another daemon. */
export async function findInLog(events: string, ran: RanCall): Promise<Entry | undefined> {
  // Not at the top: what it needs of Node takes every hook without a daemon 5 ms to load.
  const { readLog } = await import("../store/read-log.ts");
  for await (const { record } of readLog(events, { last: searched }))
    if (isRecordOf(record, ran)) return entryOf(record);
  return undefined;
}

/** A record's texts are redacted and may be cut, so that they don't tell whether what ran is what was judged. */
export const entryOf = ({ decision }: StoredRecord): Entry => ({ decision, inputs: undefined });

export function isRecordOf({ agent, session, tool, fields }: StoredRecord, ran: RanCall): boolean {
  if (agent !== ran.agent || session !== ran.session) return false;
  if (ran.useId !== "") return fields["tool.use_id"] === ran.useId;
  const input = String(fields["tool.input"] ?? "{}");
  return tool === ran.tool && ran.inputs.split("\n").some((one) => storedText(one) === input);
}
