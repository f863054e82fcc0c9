import type { Adapter } from "../agents/adapter.ts";
import type { Notice } from "../agents/notice.ts";
import { silent } from "../agents/reply.ts";
import type { CallRecord } from "../model/record.ts";
import type { Asking, Law } from "./decide.ts";
import { problemLine } from "./listed-problem.ts";
import { look } from "./look.ts";
import { randomId } from "./random.ts";
import type { Decided } from "./tell.ts";
import { version } from "./version.ts";

type Heard = { readonly law: Law; readonly asking: Asking; readonly time: bigint };

/**
 * What an agent tells is not recorded, unless there is an objection. It is left alone, but for a session that begins:
 * its person is told that Prempti is on.
 */
export function hearNotice(adapter: Adapter, notice: Notice, input: unknown, heard: Heard): Decided {
  const reason = notice.objection(look);
  if (reason !== undefined) return object(adapter, notice, reason, heard);
  const reply = notice.subject === "session" ? notice.greet(greeting(heard)) : silent;
  return { reply, record: undefined, memories: [], told: { notice, calls: callsIn(adapter, notice, input) } };
}

function callsIn(
  adapter: Adapter,
  { subject }: Notice,
  input: unknown,
): NonNullable<Decided["told"]>["calls"] {
  if (subject !== "ran") return [];
  const calls = adapter.decode(input);
  return "undecodable" in calls ? [] : calls;
}

/** What a person reads when a session begins. */
function greeting({ law: { rules, config, problems }, asking }: Heard): string {
  const does =
    config.mode === "guardrails" ? "judges every tool call" : "records every tool call and blocks none";
  const [first, ...others] = problems;
  return [
    `Prempti ${version()} ${does}: ${config.mode} mode, ${rules.list.length} rules`,
    ...(first === undefined ? [] : [problemLine(first)]),
    ...(others.length === 0 ? [] : [`and ${others.length} problems more: prempti status`]),
    ...(asking.byDaemon ? [] : ["no daemon runs, so calls take longer: prempti start"]),
  ].join("; ");
}

function object({ agent }: Adapter, notice: Notice, reason: string, { law, time }: Heard): Decided {
  const isEnforced = law.config.mode === "guardrails";
  const { event, sessionId, file } = notice;
  const fields = { "agent.name": agent, "agent.hook_event_name": event, "agent.session_id": sessionId };
  const outputFields = { ...fields, "tool.file_path": file };
  const record: CallRecord = {
    time,
    id: String(randomId()),
    agent,
    session: sessionId,
    tool: "",
    verdict: "deny",
    decision: isEnforced ? "deny" : "defer",
    mode: law.config.mode,
    durationMicros: 0,
    alerts: [
      {
        rule: "Guard Switched Off By Settings",
        priority: "Critical",
        tags: [],
        output: reason,
        outputFields,
      },
    ],
    fields: outputFields,
  };
  return { reply: isEnforced ? notice.object(reason) : silent, record, memories: [] };
}
