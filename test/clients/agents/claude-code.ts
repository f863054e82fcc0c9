import { join } from "node:path";
import type { Client } from "../client.ts";
import { architecture, filesServer, plainEnvironment, put } from "../settings-of.ts";

const version = "2.1.330";

export const claudeCode: Client = {
  name: "claude-code",
  title: "Claude Code",
  version,
  packages: [`@anthropic-ai/claude-code@${version}`],
  wire: "anthropic",
  settle: ({ home }) => put(join(home.home, "mcp.json"), { mcpServers: { files: filesServer } }),
  start: (place, prompt) => ({
    argv: [
      join(place.installed, "@anthropic-ai", `claude-code-linux-${architecture}`, "claude"),
      ...["-p", prompt, "--permission-mode", "bypassPermissions"],
      ...["--mcp-config", join(place.home.home, "mcp.json")],
    ],
    env: {
      ...plainEnvironment(place),
      CLAUDE_CONFIG_DIR: join(place.home.home, ".claude"),
      ANTHROPIC_BASE_URL: `http://127.0.0.1:${place.port}`,
      ANTHROPIC_API_KEY: "test-key",
      // Without it root may not bypass permissions, and in a user namespace everybody is root.
      IS_SANDBOX: "1",
      DISABLE_AUTOUPDATER: "1",
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    },
  }),
  shell: (command) => ({ name: "Bash", input: { command, description: "a command" } }),
  write: (file_path, content) => ({ name: "Write", input: { file_path, content } }),
  mcp: (tool, input) => ({ name: `mcp__files__${tool}`, input }),
  delegate: (prompt) => ({
    name: "Agent",
    input: { description: "a task", prompt, subagent_type: "general-purpose" },
  }),
};
