import type { ToolCall } from "../../model/call.ts";
import type { Answer } from "../../model/verdict.ts";
import type { Caller, Reply } from "../adapter.ts";
import { asks as asksInCopilot, reply as replyCopilot } from "../copilot/reply.ts";
import { blocked, jsonReply, silent } from "../reply.ts";

/** Modes in which versions of Claude Code were seen to answer dialogs by themselves, one way or the other. */
const unasked: ReadonlySet<string> = new Set(["bypassPermissions", "dontAsk"]);

/** What a run without a terminal says of itself: `-p` is "sdk-cli", the kits are "sdk-ts" and "sdk-py". */
const headless = /^sdk-/;

export function asks(call: ToolCall, caller: Caller): boolean {
  if (call.agent === "copilot") return asksInCopilot();
  // The person is being asked already.
  if (call.hookEventName === "PermissionRequest") return true;
  return !unasked.has(call.permissionMode) && !headless.test(caller.entrypoint);
}

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
