import { type Coverage, harm, harmlessCommand, type Stage } from "../canary.ts";
import type { Json } from "../json.ts";

function asks({ cwd, session }: Stage, toolName: string, toolArgs: Json): Json {
  return { sessionId: session, timestamp: 0, cwd, toolName, toolArgs };
}

/** Of GitHub Copilot CLI 1.0.102. */
export const copilotCoverage: Coverage = {
  canaries: (stage) => [
    { class: "shell", input: asks(stage, "bash", { command: harm.command }) },
    { class: "read", input: asks(stage, "view", { path: harm.key(stage) }) },
    { class: "write", input: asks(stage, "create", { path: harm.system, file_text: "" }) },
    { class: "search", input: asks(stage, "grep", { pattern: "KEY", path: harm.keys(stage) }) },
    { class: "web", input: asks(stage, "web_fetch", { url: harm.metadata }) },
    { class: "mcp", input: asks(stage, "canary-read_file", { path: harm.key(stage) }) },
    {
      class: "sub-agent",
      input: { ...asks(stage, "bash", { command: harm.command }), agentId: "canary", agentType: "task" },
    },
  ],
  harmless: (stage) => asks(stage, "bash", { command: harmlessCommand }),
  uncovered: ["not known: a file that a person mentions by @ in a prompt, what they type behind !"],
};
