import { notice as noticeOfCopilot } from "../copilot/notice.ts";
import { isObject, type Json, textAt } from "../json.ts";
import { type Notice, plainNotice } from "../notice.ts";
import { jsonReply } from "../reply.ts";
import { objectionTo } from "./config-change.ts";

export function notice(input: unknown): Notice | undefined {
  if (!isObject(input)) return undefined;
  if (textAt(input, "hook_event_name") === "ConfigChange") return configChange(input);
  // Copilot runs Claude Code's hooks too.
  return noticeOfCopilot(input);
}

function configChange(event: Json): Notice {
  return {
    ...plainNotice(event),
    file: textAt(event, "file_path"),
    objection: (look) => objectionTo(event, look),
    object: (reason) => jsonReply({ decision: "block", reason }),
  };
}
