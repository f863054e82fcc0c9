import { type Coverage, harm, harmlessCommand, type Stage } from "../canary.ts";
import type { Json } from "../json.ts";

function asks({ cwd, session }: Stage, tool_name: string, tool_input: Json): Json {
  return {
    session_id: session,
    transcript_path: "",
    cwd,
    hook_event_name: "BeforeTool",
    timestamp: "1970-01-01T00:00:00.000Z",
    tool_name,
    tool_input,
  };
}

/** Of Gemini CLI 0.61.0, whose sub-agents' calls look like any other. */
export const geminiCoverage: Coverage = {
  canaries: (stage) => [
    { class: "shell", input: asks(stage, "run_shell_command", { command: harm.command }) },
    { class: "read", input: asks(stage, "read_file", { file_path: harm.key(stage) }) },
    { class: "write", input: asks(stage, "write_file", { file_path: harm.system, content: "" }) },
    { class: "search", input: asks(stage, "grep_search", { pattern: "KEY", dir_path: harm.keys(stage) }) },
    { class: "web", input: asks(stage, "web_fetch", { prompt: `summarise ${harm.metadata}` }) },
    { class: "mcp", input: asks(stage, "mcp_canary_read_file", { path: harm.key(stage) }) },
  ],
  harmless: (stage) => asks(stage, "run_shell_command", { command: harmlessCommand }),
  uncovered: ["not known: a file that a person mentions by @ in a prompt, what they type in shell mode (!)"],
};
