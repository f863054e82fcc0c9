import type { Adapter, Reply } from "../agents/adapter.ts";
import type { Notice } from "../agents/notice.ts";
import type { CallRecord } from "../model/record.ts";
import type { Config } from "./config-keys.ts";
import { look } from "./look.ts";
import { randomId } from "./random.ts";

type Heard = { readonly reply: Reply; readonly record: CallRecord | undefined };

const silent: Reply = { stdout: "", stderr: "", exit: 0 };

/** What an agent tells is left alone and not recorded, unless there is an objection. */
export function hearNotice({ agent }: Adapter, notice: Notice, { mode }: Config, time: bigint): Heard {
  const reason = notice.objection(look);
  if (reason === undefined) return { reply: silent, record: undefined };
  const isEnforced = mode === "guardrails";
  const { event, sessionId, file } = notice;
  const fields = { "agent.name": agent, "agent.hook_event_name": event, "agent.session_id": sessionId };
  const outputFields = { ...fields, "tool.file_path": file };
  return {
    reply: isEnforced ? notice.object(reason) : silent,
    record: {
      time,
      id: String(randomId()),
      agent,
      session: sessionId,
      tool: "",
      verdict: "deny",
      decision: isEnforced ? "deny" : "defer",
      mode,
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
    },
  };
}
