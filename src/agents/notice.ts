import type { Reply } from "./adapter.ts";
import { isObject, type Json, textAt } from "./json.ts";
import { jsonReply, silent } from "./reply.ts";

/** Reads of the machine's files that an adapter asks its caller for. */
export type Look = {
  /** The file's text; undefined when there is none, or none that can be read. */
  readonly text: (path: string) => string | undefined;
  /** Paths of what the folder holds; none when it can't be read. */
  readonly list: (folder: string) => readonly string[];
};

/** What a notice is about: a session that begins, a tool call that is over, or anything else. */
type Subject = "session" | "ran" | "other";

/** What an agent tells without a tool that waits: it is never refused, unless there is an objection. */
export type Notice = {
  readonly event: string;
  readonly subject: Subject;
  /** The agent's event is one that this version of Prempti knows. */
  readonly known: boolean;
  readonly sessionId: string;
  /** The file that it is about; "" when it is about none. */
  readonly file: string;
  /** Why what it tells of must not come into force; undefined when it may. */
  readonly objection: (look: Look) => string | undefined;
  readonly object: (reason: string) => Reply;
  /** What the agent shows its person when a session begins. */
  readonly greet: (text: string) => Reply;
};

/** Events that ask before a tool runs, by every agent's name for them. */
const asking = new Set(["PreToolUse", "PermissionRequest", "BeforeTool", "preToolUse", "permissionRequest"]);

/** Events that carry a tool call which has run. */
const ran = new Set(["PostToolUse", "PostToolUseFailure", "AfterTool", "postToolUse", "postToolUseFailure"]);

/** Events that carry tool calls and ask nothing. */
const over = new Set([...ran, "PostToolBatch", "PermissionDenied"]);

const begins = new Set(["SessionStart", "sessionStart"]);

/**
 * Whether an event of Claude Code, Codex, Gemini or Copilot's PascalCase form asks nothing. One of an unknown name that
 * carries a tool call is taken for a question: it may be a new one.
 */
function tellsOnly(event: Json): boolean {
  const name = textAt(event, "hook_event_name");
  if (name === "" || asking.has(name)) return false;
  return over.has(name) || !("tool_name" in event && "tool_input" in event);
}

/** Copilot's camelCase form gives what a tool has come to, or why it failed, and no name. */
function isOverInCamelCase(event: Json): boolean {
  return (
    over.has(textAt(event, "hookName")) || "toolResult" in event || ("toolArgs" in event && "error" in event)
  );
}

/** Whether an event of Copilot's camelCase form, which has no name, asks nothing. */
export function tellsOnlyInCamelCase(event: Json): boolean {
  const name = textAt(event, "hookName");
  if (asking.has(name)) return false;
  if (isOverInCamelCase(event)) return true;
  if (!("sessionId" in event)) return false;
  return !["toolName", "toolArgs", "toolInput", "tool_name", "tool_input"].some((key) => key in event);
}

function subjectOf(name: string, event: Json): Subject {
  if (begins.has(name)) return "session";
  return ran.has(name) || isOverInCamelCase(event) ? "ran" : "other";
}

/** A notice that nobody objects to and nobody answers. `known` are the agent's events beside those named here. */
export function plainNotice(event: Json, known: ReadonlySet<string>): Notice {
  const name = textAt(event, "hook_event_name") || textAt(event, "hookName");
  return {
    event: name,
    subject: subjectOf(name, event),
    known: name === "" || over.has(name) || begins.has(name) || known.has(name),
    sessionId: textAt(event, "session_id") || textAt(event, "sessionId"),
    file: "",
    objection: () => undefined,
    object: () => silent,
    greet: () => silent,
  };
}

/** Claude Code's, Codex's, Gemini's and Copilot's way to show a message to the person. */
export function systemMessage(text: string): Reply {
  return jsonReply({ systemMessage: text });
}

/** For agents that show a message when a session begins, and whose other notices ask for nothing. */
export function noticeIn(
  input: unknown,
  known: ReadonlySet<string>,
  greet: Notice["greet"] = systemMessage,
): Notice | undefined {
  return isObject(input) && tellsOnly(input) ? { ...plainNotice(input, known), greet } : undefined;
}
