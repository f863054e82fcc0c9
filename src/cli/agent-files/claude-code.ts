import { join } from "node:path";
import { claudeCodeSettings } from "../../agents/claude-code/settings.ts";
import {
  type AgentSettings,
  homeFolder,
  jsonFilesIn,
  type Place,
  type Surroundings,
  systemPath,
} from "./places.ts";

const managedFolders: Readonly<Record<string, string>> = {
  darwin: "/Library/Application Support/ClaudeCode",
  win32: "C:\\Program Files\\ClaudeCode",
};

function folder({ env }: Surroundings): string {
  return env["CLAUDE_CONFIG_DIR"] || join(homeFolder(env), ".claude");
}

const managedFolder = (around: Surroundings): string =>
  systemPath(around, managedFolders[around.platform] ?? "/etc/claude-code");

function others(around: Surroundings): readonly Place[] {
  const managed = managedFolder(around);
  const dropIns = jsonFilesIn(join(managed, "managed-settings.d"));
  return [
    { scope: "local", file: join(around.cwd, ".claude", "settings.local.json") },
    ...[join(managed, "managed-settings.json"), ...dropIns].map((file) => ({
      scope: "managed" as const,
      file,
    })),
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
  managed: (around) => ({
    file: join(managedFolder(around), "managed-settings.d", "prempti.json"),
    ownFile: true,
  }),
  others,
  http: { since: "2.1.295" },
  disablers: ["CLAUDE_CODE_SIMPLE", "CLAUDE_CODE_SAFE_MODE"],
};
