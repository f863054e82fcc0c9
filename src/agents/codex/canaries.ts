import { type Coverage, harm, harmlessCommand, type Stage } from "../canary.ts";
import type { Json } from "../json.ts";

function asks({ cwd, session }: Stage, tool_name: string, tool_input: Json): Json {
  return {
    session_id: session,
    turn_id: session,
    transcript_path: "",
    cwd,
    hook_event_name: "PreToolUse",
    model: "canary",
    permission_mode: "default",
    tool_name,
    tool_input,
    tool_use_id: `call_${session}_${tool_name}`,
  };
}

const patch = `*** Begin Patch\n*** Add File: ${harm.system}\n+canary\n*** End Patch`;

/** Of Codex CLI 0.169.0. */
export const codexCoverage: Coverage = {
  canaries: (stage) => [
    { class: "shell", input: asks(stage, "Bash", { command: harm.command }) },
    { class: "read", input: asks(stage, "view_image", { path: harm.key(stage) }) },
    { class: "write", input: asks(stage, "apply_patch", { command: patch }) },
    { class: "mcp", input: asks(stage, "mcp__canary__read_file", { path: harm.key(stage) }) },
    {
      class: "sub-agent",
      input: { ...asks(stage, "Bash", { command: harm.command }), agent_id: "canary", agent_type: "default" },
    },
  ],
  harmless: (stage) => asks(stage, "Bash", { command: harmlessCommand }),
  uncovered: [
    "text typed into a program that runs already (write_stdin)",
    "web searches, which run on the server's side",
  ],
};
