import type { FieldDoc } from "./field.ts";

/** Who calls: the agent, its session and its working directory. */
export const agentFields = {
  "correlation.id": {
    type: "uint64",
    doc: "Identifies this tool call in the record, in alerts and in the reason given to the agent. Random, never 0.",
    example: "8412077361205932544",
  },
  "agent.name": {
    type: "string",
    doc: "Which agent calls: claude_code, codex, copilot, gemini_cli, or what a caller of the generic form says.",
    example: "claude_code",
  },
  "agent.os": {
    type: "string",
    doc: "Operating system Prempti runs on: linux, macos, windows or unknown.",
    example: "linux",
  },
  "agent.pid": {
    type: "uint64",
    doc: "Process id of the agent, the hook's parent; 0 when unknown.",
    example: "4711",
  },
  "agent.hook_event_name": {
    type: "string",
    doc: "The agent's own name for the event that asks.",
    example: "PreToolUse",
  },
  "agent.session_id": { type: "string", doc: "The agent's session.", example: "3f0d6a52-…" },
  "agent.permission_mode": {
    type: "string",
    doc: "The permission mode that the agent says it is in.",
    example: "bypassPermissions",
  },
  "agent.transcript_path": {
    type: "string",
    doc: "Where the agent keeps the session's transcript.",
    example: "/home/u/.claude/projects/p/s.jsonl",
  },
  "agent.model": { type: "string", doc: "The model in use, where the agent says so.", example: "gpt-5.5" },
  "agent.turn_id": { type: "string", doc: "The turn of the conversation (Codex).", example: "t43" },
  "agent.id": { type: "string", doc: 'The sub-agent that calls; "" for the main agent.', example: "ad4c…" },
  "agent.type": {
    type: "string",
    doc: 'What kind of sub-agent calls; "" for the main agent.',
    example: "general-purpose",
  },
  "agent.unknown": {
    type: "list",
    doc: "What in this call this version of Prempti does not know: a tool, an event, a permission mode, a key.",
    example: 'tool "Frobnicate"',
  },
  "agent.cwd": {
    type: "string",
    doc: "The session's working directory as the agent wrote it.",
    example: "/home/u/app",
  },
  "agent.real_cwd": {
    type: "string",
    doc: "The working directory, absolute, with symbolic links resolved.",
    example: "/home/u/app",
  },
  "agent.real_cwd_prefix": {
    type: "string",
    doc: 'The same with exactly one slash at its end; "" when there is no working directory.',
    example: "/home/u/app/",
  },
} as const satisfies Record<string, FieldDoc>;
