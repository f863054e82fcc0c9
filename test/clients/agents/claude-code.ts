import { join } from "node:path";
import type { Client, Place } from "../client.ts";
import { architecture, filesServer, plainEnvironment, put } from "../settings-of.ts";

const version = "2.1.330";

const key = "test-key";

const programIn = ({ installed }: Place): string =>
  join(installed, "@anthropic-ai", `claude-code-linux-${architecture}`, "claude");

const environmentIn = (place: Place): Record<string, string> => ({
  ...plainEnvironment(place),
  CLAUDE_CONFIG_DIR: join(place.home.home, ".claude"),
  ANTHROPIC_BASE_URL: `http://127.0.0.1:${place.port}`,
  ANTHROPIC_API_KEY: key,
  // Without it root may not bypass permissions, and in a user namespace everybody is root.
  IS_SANDBOX: "1",
  DISABLE_AUTOUPDATER: "1",
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
});

const flags = {
  asking: ["--permission-mode", "default"],
  classifying: ["--permission-mode", "auto"],
  bypassing: ["--dangerously-skip-permissions"],
} as const;

/** What it remembers of a person who has been asked at a first start. */
const answeredBefore = (project: string) => ({
  hasCompletedOnboarding: true,
  theme: "dark",
  bypassPermissionsModeAccepted: true,
  customApiKeyResponses: { approved: [key], rejected: [] },
  projects: { [project]: { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true } },
});

export const claudeCode: Client = {
  name: "claude-code",
  title: "Claude Code",
  version,
  packages: [`@anthropic-ai/claude-code@${version}`],
  wire: "anthropic",
  settle: ({ home }, manners) => {
    put(join(home.home, "mcp.json"), { mcpServers: { files: filesServer } });
    if (manners !== undefined) put(join(home.home, ".claude", ".claude.json"), answeredBefore(home.project));
  },
  start: (place, prompt) => ({
    argv: [
      programIn(place),
      ...["-p", prompt, "--permission-mode", "bypassPermissions"],
      ...["--mcp-config", join(place.home.home, "mcp.json")],
    ],
    env: environmentIn(place),
  }),
  startAtTerminal: (place, prompt, manners) => ({
    argv: [programIn(place), ...flags[manners], prompt],
    env: environmentIn(place),
  }),
  shell: (command) => ({ name: "Bash", input: { command, description: "a command" } }),
  prompted: (command) => ({ name: "Bash", input: { command, description: "a command" } }),
  write: (file_path, content) => ({ name: "Write", input: { file_path, content } }),
  mcp: (tool, input) => ({ name: `mcp__files__${tool}`, input }),
  delegate: (prompt) => ({
    name: "Agent",
    input: { description: "a task", prompt, subagent_type: "general-purpose" },
  }),
};
