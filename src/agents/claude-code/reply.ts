import type { ToolCall } from "../../model/call.ts";
import type { Answer } from "../../model/verdict.ts";
import type { Reply } from "../adapter.ts";
import { reply as replyCopilot } from "../copilot/reply.ts";
import { blocked, jsonReply, silent } from "../reply.ts";

/**
 * A deny is told twice: by JSON, whose reason the model reads, and by exit code 2 with the reason on stderr, which
 * blocks even when the JSON is not understood.
 */
export function reply(answer: Answer, reason: string, call: ToolCall): Reply {
  if (call.agent === "copilot") return replyCopilot(answer, reason, call);
  if (answer === "defer") return silent;
  const body =
    call.hookEventName === "PermissionRequest" ? permission(answer, reason) : preToolUse(answer, reason);
  if (body === undefined) return silent;
  return answer === "deny" ? blocked(body, reason) : jsonReply(body);
}

function preToolUse(answer: Answer, reason: string): unknown {
  return {
    hookSpecificOutput: {
      hookEventName: "PreToolUse",
      permissionDecision: answer,
      permissionDecisionReason: reason,
    },
  };
}

/** The person is being asked already when this event fires, so "ask" leaves it to the dialog. */
function permission(answer: Answer, reason: string): unknown {
  if (answer === "ask") return undefined;
  const decision = answer === "deny" ? { behavior: "deny", message: reason } : { behavior: "allow" };
  return { hookSpecificOutput: { hookEventName: "PermissionRequest", decision } };
}
