import type { Adapter } from "../agents/adapter.ts";
import { fingerprint } from "../judge/call-key.ts";
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
import { type Entry, inputsOf, type RanCall, ranCallOf } from "./ledger.ts";

/** What a call that has run is held against, and where it is said that it does not fit. */
export type Reconciling = {
  readonly law: Law;
  /** What was said of the call before it ran. */
  readonly find: (ran: RanCall) => Promise<Entry | undefined>;
  readonly alarm: (record: CallRecord, says: string, calls: readonly ToolCall[]) => Promise<void>;
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
  await by.alarm(recordOfAlarm(adapter, call, by.law, alertFor(call, alarm.rule, says)), says, calls);
}

function alarmFor(entry: Entry | undefined, calls: readonly ToolCall[], law: Law): Alarm | undefined {
  if (entry === undefined) return unjudged;
  if (entry.decision === "deny") return denied;
  const isSame = entry.inputs === undefined || entry.inputs === fingerprint(inputsOf(calls));
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
