import { join } from "node:path";
import { claudeCodeSettings } from "../agents/claude-code/settings.ts";
import type { HookSettings } from "../agents/settings.ts";
import { accountHome } from "../platform/home.ts";
import { Refusal } from "./refusal.ts";

/** Where a settings file belongs. Only user and project are ever written. */
export type Scope = "user" | "project" | "local" | "managed";

/** What the places of settings files depend on. */
export type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly platform: string;
  /** What starts the prempti that agents are to run; this very program by default. */
  readonly program?: readonly [string, ...string[]];
};

/** One agent's settings: the files, and how to edit them. */
export type AgentSettings = {
  readonly agent: string;
  readonly label: string;
  readonly settings: HookSettings;
  readonly file: (scope: Scope, surroundings: Surroundings) => string;
  /** Variables with which the agent runs no hooks at all. */
  readonly disablers: readonly string[];
};

const managedFolders: Readonly<Record<string, string>> = {
  darwin: "/Library/Application Support/ClaudeCode",
  win32: "C:\\Program Files\\ClaudeCode",
};

function claudeCodeFile(scope: Scope, { env, cwd, platform }: Surroundings): string {
  switch (scope) {
    case "user":
      return join(env["CLAUDE_CONFIG_DIR"] || join(homeFolder(env), ".claude"), "settings.json");
    case "project":
      return join(cwd, ".claude", "settings.json");
    case "local":
      return join(cwd, ".claude", "settings.local.json");
    case "managed":
      return join(managedFolders[platform] ?? "/etc/claude-code", "managed-settings.json");
  }
}

export const homeFolder = (env: Surroundings["env"]): string =>
  env["HOME"] || env["USERPROFILE"] || accountHome();

/** Every agent that `prempti hook add` knows. */
export const agentSettings: readonly AgentSettings[] = [
  {
    agent: "claude-code",
    label: "Claude Code",
    settings: claudeCodeSettings,
    file: claudeCodeFile,
    disablers: ["CLAUDE_CODE_SIMPLE", "CLAUDE_CODE_SAFE_MODE"],
  },
];

/** The named agents, or all. */
export function agentsNamed(names: readonly string[]): readonly AgentSettings[] {
  if (names.length === 0) return agentSettings;
  return names.map((name) => {
    const found = agentSettings.find(({ agent }) => agent === name);
    if (found !== undefined) return found;
    throw new Refusal(
      `unknown agent ${JSON.stringify(name)}`,
      `use ${agentSettings.map(({ agent }) => agent).join(", ")}`,
    );
  });
}
