import type { Adapter } from "../agents/adapter.ts";
import { canonicalJson } from "../agents/json.ts";
import { judgeCalls } from "../judge/judge.ts";
import type { Alert } from "../model/alert.ts";
import type { ToolCall } from "../model/call.ts";
import { blankSession } from "../model/session.ts";
import { nowMicros } from "../platform/clock.ts";
import { tagsOf } from "../platform/config-tags.ts";
import { recordOf, type Told } from "../platform/tell.ts";
import { worldFor } from "../platform/world.ts";
import { alarmTag } from "../store/alarms.ts";
import { readLog } from "../store/read-log.ts";
import { recordLine } from "../store/record.ts";
import type { Daemon } from "./daemon.ts";
import { type Entry, type RanCall, ranCallOf } from "./ledger.ts";
import { lookAtSpool } from "./take-over-spool.ts";

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

/** How many of the latest records are searched for a call that this daemon has not judged itself. */
const searched = 2_000;

/** Holds a call that has run against what was judged before; whatever does not fit is recorded as an alarm. */
export async function reconcile(daemon: Daemon, adapter: Adapter, { calls }: Told): Promise<void> {
  const [call] = calls;
  if (call === undefined) return;
  const ran = ranCall(call);
  const alarm = await alarmFor(daemon, ran, calls);
  if (alarm !== undefined) await raise(daemon, adapter, call, alarm);
}

function ranCall({ agent, sessionId, toolUseId, toolName, input }: ToolCall): RanCall {
  return {
    agent,
    session: sessionId,
    useId: toolUseId,
    tool: toolName,
    input: input === undefined ? "{}" : canonicalJson(input),
  };
}

async function alarmFor(
  daemon: Daemon,
  ran: RanCall,
  calls: readonly ToolCall[],
): Promise<Alarm | undefined> {
  const entry = daemon.ledger.find(ran) ?? (await foundElsewhere(daemon, ran));
  if (entry === undefined) return unjudged;
  if (entry.decision === "deny") return denied;
  const isSame = entry.input === undefined || entry.input === ran.input;
  return isSame || !isStricter(daemon, calls, entry.decision) ? undefined : changed;
}

/** A hook may have judged it while no daemon ran, or another daemon may have. */
async function foundElsewhere(daemon: Daemon, ran: RanCall): Promise<Entry | undefined> {
  await lookAtSpool(daemon);
  for await (const { record } of readLog(daemon.home.events, { last: searched })) {
    const known = ranCallOf(record);
    const isIt =
      ran.useId === "" ? known.tool === ran.tool && known.input === ran.input : known.useId === ran.useId;
    if (isIt && known.agent === ran.agent && known.session === ran.session)
      return { decision: record.decision, input: undefined };
  }
  return undefined;
}

/** Agents fill arguments in before they run a tool; only what changes the verdict is an alarm. */
function isStricter({ guard }: Daemon, calls: readonly ToolCall[], decision: string): boolean {
  const { rules, config } = guard.current();
  const { verdict } = judgeCalls(calls, rules, worldFor(0n), {
    matching: config.matching,
    tags: tagsOf(config),
  });
  return verdict.decision === "deny" || (verdict.decision === "ask" && decision !== "ask");
}

async function raise(
  { guard, events, counts, messages }: Daemon,
  adapter: Adapter,
  call: ToolCall,
  { rule, says }: Alarm,
): Promise<void> {
  const { rules, config } = guard.current();
  const world = worldFor(0n);
  const judgement = judgeCalls([call], rules, world, { matching: config.matching, tags: tagsOf(config) });
  const [time, id, mode] = [nowMicros(), String(world.correlationId), config.mode];
  const judged = { adapter, call, judgement, mode, time, id, durationMicros: 0, session: blankSession };
  const record = recordOf(judged, "defer");
  const output = `${call.toolName} ${says} (session ${call.sessionId})`;
  const outputFields = {
    "agent.name": call.agent,
    "agent.session_id": call.sessionId,
    "tool.name": call.toolName,
  };
  const alert: Alert = { rule, priority: "Critical", tags: [alarmTag], output, outputFields };
  counts.alarms += 1;
  messages.say("alarm", output);
  await events.append(recordLine({ ...record, verdict: "deny", alerts: [alert, ...record.alerts] }));
}
