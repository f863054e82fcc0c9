import { join } from "node:path";
import type { Client } from "../client.ts";
import { architecture, filesServer, plainEnvironment, put } from "../settings-of.ts";

const version = "1.0.102";

export const copilot: Client = {
  name: "copilot",
  title: "Copilot CLI",
  version,
  packages: [`@github/copilot@${version}`],
  wire: "completions",
  settle: ({ home }) =>
    put(join(home.home, ".copilot", "mcp-config.json"), {
      mcpServers: { files: { type: "local", ...filesServer, tools: ["*"] } },
    }),
  start: (place, prompt) => ({
    argv: [
      join(place.installed, "@github", `copilot-linux-${architecture}`, "copilot"),
      ...["--allow-all", "-p", prompt],
    ],
    env: {
      ...plainEnvironment(place),
      COPILOT_PROVIDER_BASE_URL: `http://127.0.0.1:${place.port}/v1`,
      COPILOT_PROVIDER_API_KEY: "test-key",
      // Any other family gets apply_patch instead of create.
      COPILOT_MODEL: "claude-sonnet-4.5",
      COPILOT_OFFLINE: "true",
    },
  }),
  shell: (command) => ({ name: "bash", input: { command, description: "a command" } }),
  write: (path, file_text) => ({ name: "create", input: { path, file_text } }),
  mcp: (tool, input) => ({ name: `files-${tool}`, input }),
  delegate: (prompt) => ({
    name: "task",
    input: { description: "a task", prompt, agent_type: "general-purpose", name: "helper" },
  }),
};
