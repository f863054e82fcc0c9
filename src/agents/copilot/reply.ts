import type { ToolCall } from "../../model/call.ts";
import type { Answer } from "../../model/verdict.ts";
import type { Reply } from "../adapter.ts";
import { blocked, jsonReply, silent } from "../reply.ts";

/** A run without a terminal refuses what nobody can be asked about. */
export function asks(): boolean {
  return true;
}

/** The top-level form, which camelCase and PascalCase events understand alike, with its reason also on exit 2. */
export function reply(answer: Answer, reason: string, call: ToolCall): Reply {
  if (answer === "defer") return silent;
  if (call.hookEventName === "PermissionRequest") return permission(answer, reason);
  const body = { permissionDecision: answer, permissionDecisionReason: reason };
  return answer === "deny" ? blocked(body, reason) : jsonReply(body);
}

/** Copilot asks its person anyway when this event is answered by nothing. */
function permission(answer: Answer, reason: string): Reply {
  if (answer === "deny") return blocked({ behavior: "deny", message: reason }, reason);
  return answer === "allow" ? jsonReply({ behavior: "allow" }) : silent;
}
