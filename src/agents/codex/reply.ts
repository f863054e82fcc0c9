import type { ToolCall } from "../../model/call.ts";
import type { Answer } from "../../model/verdict.ts";
import type { Reply } from "../adapter.ts";
import { blocked, jsonReply, silent } from "../reply.ts";

const cannotAsk =
  " | Codex can't ask its person from a hook: to go on, let the person run it in a terminal of their own, or allow it by a rule in ~/.prempti/rules/user";

/** Only its own permission prompt reaches the person: a hook that asks is an error, and the tool runs. */
export function asks(call: ToolCall): boolean {
  return call.hookEventName === "PermissionRequest";
}

/**
 * Codex reports a bare allow as an error, runs the tool on "ask", and runs it on any key that it does not know: only
 * deny and silence are safe. What a person should look at is denied with a way to allow it.
 */
export function reply(answer: Answer, reason: string, call: ToolCall): Reply {
  // The person is being asked already.
  if (answer === "ask" && call.hookEventName === "PermissionRequest") return silent;
  if (answer === "ask") return denied(`${reason}${cannotAsk}`, call);
  if (answer === "deny") return denied(reason, call);
  if (answer === "allow" && call.hookEventName === "PermissionRequest")
    return jsonReply({
      hookSpecificOutput: { hookEventName: "PermissionRequest", decision: { behavior: "allow" } },
    });
  return silent;
}

function denied(reason: string, call: ToolCall): Reply {
  if (call.hookEventName === "PermissionRequest") {
    const decision = { behavior: "deny", message: reason };
    return blocked({ hookSpecificOutput: { hookEventName: "PermissionRequest", decision } }, reason);
  }
  const hookSpecificOutput = {
    hookEventName: "PreToolUse",
    permissionDecision: "deny",
    permissionDecisionReason: reason,
  };
  return blocked({ hookSpecificOutput }, reason);
}
