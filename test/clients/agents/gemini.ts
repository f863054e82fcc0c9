import { join } from "node:path";
import type { Client } from "../client.ts";
import { filesServer, plainEnvironment, put } from "../settings-of.ts";

const version = "0.61.0";

export const gemini: Client = {
  name: "gemini",
  title: "Gemini CLI",
  version,
  packages: [`@google/gemini-cli@${version}`],
  wire: "gemini",
  settle: ({ home }) =>
    put(join(home.home, ".gemini", "settings.json"), {
      security: { auth: { selectedType: "gemini-api-key" } },
      mcpServers: { files: filesServer },
    }),
  start: (place, prompt) => ({
    argv: [
      process.execPath,
      join(place.installed, "@google", "gemini-cli", "bundle", "gemini.js"),
      ...["--model", "gemini-2.5-pro", "--yolo", "-p", prompt],
    ],
    env: {
      ...plainEnvironment(place),
      GOOGLE_GEMINI_BASE_URL: `http://127.0.0.1:${place.port}`,
      GEMINI_API_KEY: "test-key",
      GEMINI_CLI_TRUST_WORKSPACE: "true",
    },
  }),
  shell: (command) => ({ name: "run_shell_command", input: { command } }),
  write: (file_path, content) => ({ name: "write_file", input: { file_path, content } }),
  mcp: (tool, input) => ({ name: `mcp_files_${tool}`, input }),
  delegate: (prompt) => ({ name: "invoke_agent", input: { agent_name: "generalist", prompt } }),
};
