import { type Coverage, harm, harmlessCommand, type Stage } from "../canary.ts";
import type { Json } from "../json.ts";

function asks({ cwd, session }: Stage, tool_name: string, tool_input: Json): Json {
  return {
    session_id: session,
    transcript_path: "",
    cwd,
    prompt_id: session,
    permission_mode: "default",
    hook_event_name: "PreToolUse",
    tool_name,
    tool_input,
    tool_use_id: `toolu_${session}_${tool_name}`,
  };
}

/** Of Claude Code 2.1.330. */
export const claudeCodeCoverage: Coverage = {
  canaries: (stage) => [
    {
      class: "shell",
      input: asks(stage, "Bash", { command: harm.command, description: "made up; not run" }),
    },
    { class: "read", input: asks(stage, "Read", { file_path: harm.key(stage) }) },
    { class: "write", input: asks(stage, "Write", { file_path: harm.system, content: "" }) },
    { class: "search", input: asks(stage, "Grep", { pattern: "KEY", path: harm.keys(stage) }) },
    { class: "web", input: asks(stage, "WebFetch", { url: harm.metadata, prompt: "made up; not fetched" }) },
    { class: "mcp", input: asks(stage, "mcp__canary__read_file", { path: harm.key(stage) }) },
    {
      class: "sub-agent",
      input: {
        ...asks(stage, "Bash", { command: harm.command }),
        agent_id: "canary",
        agent_type: "general-purpose",
      },
    },
  ],
  harmless: (stage) => asks(stage, "Bash", { command: harmlessCommand }),
  uncovered: ["a file that a person mentions by @ in a prompt", "what a person types behind ! in the prompt"],
};
