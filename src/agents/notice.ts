import type { Reply } from "./adapter.ts";
import { isObject, type Json, textAt } from "./json.ts";

/** Reads of the machine's files that an adapter asks its caller for. */
export type Look = {
  /** The file's text; undefined when there is none, or none that can be read. */
  readonly text: (path: string) => string | undefined;
  /** Paths of what the folder holds; none when it can't be read. */
  readonly list: (folder: string) => readonly string[];
};

/** What an agent tells without a tool that waits: it is never refused, unless there is an objection. */
export type Notice = {
  readonly event: string;
  readonly sessionId: string;
  /** The file that it is about; "" when it is about none. */
  readonly file: string;
  /** Why what it tells of must not come into force; undefined when it may. */
  readonly objection: (look: Look) => string | undefined;
  readonly object: (reason: string) => Reply;
};

/** Events that ask before a tool runs, by every agent's name for them. */
const asking = new Set(["PreToolUse", "PermissionRequest", "BeforeTool", "preToolUse", "permissionRequest"]);

/** Events that carry a tool call which is over. */
const over = new Set([
  "PostToolUse",
  "PostToolUseFailure",
  "PostToolBatch",
  "PermissionDenied",
  "AfterTool",
  "postToolUse",
  "postToolUseFailure",
]);

/**
 * Whether an event of Claude Code, Codex, Gemini or Copilot's PascalCase form asks nothing. One of an unknown name that
 * carries a tool call is taken for a question: it may be a new one.
 */
function tellsOnly(event: Json): boolean {
  const name = textAt(event, "hook_event_name");
  if (name === "" || asking.has(name)) return false;
  return over.has(name) || !("tool_name" in event && "tool_input" in event);
}

/** Whether an event of Copilot's camelCase form, which has no name, asks nothing. */
export function tellsOnlyInCamelCase(event: Json): boolean {
  const name = textAt(event, "hookName");
  if (asking.has(name)) return false;
  if (over.has(name) || "toolResult" in event) return true;
  if (!("sessionId" in event)) return false;
  return !["toolName", "toolArgs", "toolInput", "tool_name", "tool_input"].some((key) => key in event);
}

/** A notice that nobody objects to. */
export function plainNotice(event: Json): Notice {
  return {
    event: textAt(event, "hook_event_name") || textAt(event, "hookName"),
    sessionId: textAt(event, "session_id") || textAt(event, "sessionId"),
    file: "",
    objection: () => undefined,
    object: () => ({ stdout: "", stderr: "", exit: 0 }),
  };
}

/** For agents with whose notices nothing is to be done. */
export function notice(input: unknown): Notice | undefined {
  return isObject(input) && tellsOnly(input) ? plainNotice(input) : undefined;
}
