import { notice as noticeOfCopilot } from "../copilot/notice.ts";
import { isObject, type Json, textAt } from "../json.ts";
import { type Notice, noticeIn, plainNotice } from "../notice.ts";
import { jsonReply } from "../reply.ts";
import { objectionTo } from "./config-change.ts";
import { claudeCodeVocabulary } from "./vocabulary.ts";

const { events } = claudeCodeVocabulary;

export function notice(input: unknown): Notice | undefined {
  if (!isObject(input)) return undefined;
  if (textAt(input, "hook_event_name") === "ConfigChange") return configChange(input);
  // Copilot runs Claude Code's hooks too.
  return "hook_event_name" in input ? noticeIn(input, events) : noticeOfCopilot(input);
}

function configChange(event: Json): Notice {
  return {
    ...plainNotice(event, events),
    file: textAt(event, "file_path"),
    objection: (look) => objectionTo(event, look),
    object: (reason) => jsonReply({ decision: "block", reason }),
  };
}
