import { join } from "node:path";
import type { Client, Place } from "../client.ts";
import { architecture, filesServer, plainEnvironment, put } from "../settings-of.ts";

const version = "1.18.33";

const configFor = ({ port }: Place) => ({
  provider: {
    scripted: {
      npm: "@ai-sdk/openai-compatible",
      options: { baseURL: `http://127.0.0.1:${port}/v1`, apiKey: "test-key" },
      models: { scripted: { name: "scripted", tool_call: true } },
    },
  },
  permission: { bash: "allow", edit: "allow", webfetch: "allow", external_directory: "allow" },
  mcp: { files: { type: "local", command: [filesServer.command, ...filesServer.args] } },
  autoupdate: false,
});

export const opencode: Client = {
  name: "opencode",
  title: "opencode",
  version,
  packages: [`opencode-ai@${version}`],
  wire: "completions",
  settle: (place) => put(join(place.home.home, ".config", "opencode", "opencode.json"), configFor(place)),
  start: (place, prompt) => ({
    argv: [
      join(place.installed, `opencode-linux-${architecture}`, "bin", "opencode"),
      ...["run", "--model", "scripted/scripted", prompt],
    ],
    env: {
      ...plainEnvironment(place),
      // It installs a package at its start, and waits for minutes unless a registry says that there is none.
      npm_config_registry: `http://127.0.0.1:${place.port}/`,
      OPENCODE_DISABLE_MODELS_FETCH: "1",
    },
  }),
  shell: (command) => ({ name: "bash", input: { command, description: "a command" } }),
  write: (filePath, content) => ({ name: "write", input: { filePath, content } }),
  mcp: (tool, input) => ({ name: `files_${tool}`, input }),
  delegate: (prompt) => ({
    name: "task",
    input: { description: "a task", prompt, subagent_type: "general" },
  }),
};
