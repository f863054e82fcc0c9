import type { AgentName, ToolCall } from "../model/call.ts";
import { isObject, type Json, objectOf, textAt } from "./json.ts";
import type { Touched } from "./touched.ts";

/** A call that says nothing yet. */
const blank: ToolCall = {
  agent: "",
  hookEventName: "",
  sessionId: "",
  permissionMode: "",
  transcriptPath: "",
  model: "",
  turnId: "",
  agentId: "",
  agentType: "",
  cwd: "",
  toolUseId: "",
  toolName: "",
  kind: "other",
  input: undefined,
  inputCommand: "",
  filePath: "",
  patchOp: "",
  command: undefined,
  reads: [],
  writes: [],
  deletes: [],
  content: "",
  removed: "",
  replaces: false,
  urls: [],
  mcpServer: "",
  mcpTool: "",
  unknown: [],
};

/** The call with more that isn't known. */
export function withUnknown(call: ToolCall, unknown: readonly string[]): ToolCall {
  return unknown.length === 0 ? call : { ...call, unknown: [...call.unknown, ...unknown] };
}

/** The keys that Claude Code, Codex, Gemini and Copilot's PascalCase events have in common. */
export function snakeCaseCall(agent: AgentName, event: Json): ToolCall {
  return {
    ...blank,
    agent,
    hookEventName: textAt(event, "hook_event_name"),
    sessionId: textAt(event, "session_id"),
    permissionMode: textAt(event, "permission_mode"),
    transcriptPath: textAt(event, "transcript_path"),
    model: textAt(event, "model"),
    turnId: textAt(event, "turn_id"),
    agentId: textAt(event, "agent_id"),
    agentType: textAt(event, "agent_type"),
    cwd: textAt(event, "cwd"),
    toolUseId: textAt(event, "tool_use_id"),
    toolName: textAt(event, "tool_name"),
    input: event["tool_input"],
  };
}

/** Copilot's camelCase events, whose names Falco's fields have in snake case. */
export function camelCaseCall(agent: AgentName, event: Json): ToolCall {
  return {
    ...blank,
    agent,
    sessionId: textAt(event, "sessionId"),
    agentId: textAt(event, "agentId"),
    agentType: textAt(event, "agentType"),
    cwd: textAt(event, "cwd"),
    toolName: textAt(event, "toolName"),
  };
}

/** The call with what its tool does filled in. */
export function withTouched(call: ToolCall, touched: Touched): ToolCall {
  return { ...call, ...touched };
}

/** A tool's arguments; a JSON text of an object counts as that object. */
export function argumentsOf(input: unknown): Json {
  if (isObject(input) || typeof input !== "string") return objectOf(input);
  try {
    return objectOf(JSON.parse(input));
  } catch {
    return {};
  }
}
