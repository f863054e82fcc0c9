import { dirname, join } from "node:path";
import { claudeCodeSettings } from "../../agents/claude-code/settings.ts";
import { type AgentSettings, homeFolder, jsonFilesIn, type Place, type Surroundings } from "./places.ts";

const managedFolders: Readonly<Record<string, string>> = {
  darwin: "/Library/Application Support/ClaudeCode",
  win32: "C:\\Program Files\\ClaudeCode",
};

function folder({ env }: Surroundings): string {
  return env["CLAUDE_CONFIG_DIR"] || join(homeFolder(env), ".claude");
}

function others({ cwd, platform }: Surroundings): readonly Place[] {
  const managed = join(managedFolders[platform] ?? "/etc/claude-code", "managed-settings.json");
  const dropIns = jsonFilesIn(join(dirname(managed), "managed-settings.d"));
  return [
    { scope: "local", file: join(cwd, ".claude", "settings.local.json") },
    ...[managed, ...dropIns].map((file) => ({ scope: "managed" as const, file })),
  ];
}

export const claudeCode: AgentSettings = {
  agent: "claude-code",
  label: "Claude Code",
  program: "claude",
  settings: claudeCodeSettings,
  folder,
  file: (scope, around) =>
    scope === "user" ? join(folder(around), "settings.json") : join(around.cwd, ".claude", "settings.json"),
  others,
  disablers: ["CLAUDE_CODE_SIMPLE", "CLAUDE_CODE_SAFE_MODE"],
};
