import { join } from "node:path";
import type { Client, Manners, Place } from "../client.ts";
import { architecture, filesServer, plainEnvironment, put } from "../settings-of.ts";

const version = "0.169.0";

const configFor = ({ home, port }: Place) => `
model = "gpt-5.5"
model_provider = "scripted"
check_for_update_on_startup = false
[model_providers.scripted]
name = "scripted"
base_url = "http://127.0.0.1:${port}/v1"
env_key = "SCRIPTED_KEY"
wire_api = "responses"
[notice.model_migrations]
# It was offered at a terminal, and declined.
"gpt-5.5" = "gpt-6-sol"
[analytics]
# It waits 5 s at its end to send them.
enabled = false
[projects.${JSON.stringify(home.project)}]
trust_level = "trusted"
[mcp_servers.files]
command = ${JSON.stringify(filesServer.command)}
args = ${JSON.stringify(filesServer.args)}
`;

function programIn({ installed }: Place): string {
  const target = `${architecture === "arm64" ? "aarch64" : "x86_64"}-unknown-linux-musl`;
  return join(installed, "@openai", `codex-linux-${architecture}`, "vendor", target, "bin", "codex");
}

const environmentIn = (place: Place): Record<string, string> => ({
  ...plainEnvironment(place),
  CODEX_HOME: join(place.home.home, ".codex"),
  SCRIPTED_KEY: "test-key",
});

const flags: Readonly<Partial<Record<Manners, readonly string[]>>> = {
  asking: ["--sandbox", "read-only", "--ask-for-approval", "on-request"],
  bypassing: ["--dangerously-bypass-approvals-and-sandbox"],
};

export const codex: Client = {
  name: "codex",
  title: "Codex",
  version,
  packages: [`@openai/codex@${version}`],
  wire: "responses",
  settle: (place) => put(join(place.home.home, ".codex", "config.toml"), configFor(place)),
  start: (place, prompt) => ({
    argv: [
      programIn(place),
      ...["exec", "--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox", prompt],
    ],
    env: environmentIn(place),
  }),
  startAtTerminal: (place, prompt, manners) => ({
    argv: [programIn(place), ...(flags[manners] ?? []), prompt],
    env: environmentIn(place),
  }),
  shell: (cmd) => ({ name: "exec_command", input: { cmd } }),
  prompted: (cmd) => ({
    name: "exec_command",
    input: { cmd, sandbox_permissions: "require_escalated", justification: "it is needed" },
  }),
  typed: (cmd, chars) => [
    { name: "exec_command", input: { cmd, tty: true } },
    { name: "write_stdin", input: { session_id: 1000, chars } },
  ],
  patch: (input) => ({ name: "apply_patch", input: { input } }),
  mcp: (tool, input) => ({ name: `mcp__files/${tool}`, input }),
  delegate: (message) => ({ name: "multi_agent_v1/spawn_agent", input: { message } }),
};
