import type { ToolCall } from "../../model/call.ts";
import type { Answer } from "../../model/verdict.ts";
import type { Reply } from "../adapter.ts";
import { blocked, jsonReply } from "../reply.ts";

/** Whoever calls has to ask; plugins of opencode have no way to. */
export function asks(call: ToolCall): boolean {
  return call.agent !== "opencode";
}

/** Always one object, so that a caller can tell "no opinion" from a hook that has not run. */
export function reply(decision: Answer, reason: string, _call: ToolCall, correlation: string): Reply {
  const body = { decision, reason, correlation };
  return decision === "deny" ? blocked(body, reason) : jsonReply(body);
}
