import { join } from "node:path";
import { geminiSettings, geminiSystemSettings } from "../../agents/gemini/settings.ts";
import { type AgentSettings, homeFolder, type Place, type Surroundings, systemPath } from "./places.ts";

const folder = ({ env }: Surroundings): string => join(homeFolder(env), ".gemini");

/** By its 0.61.0 program; only Linux is known from a run. */
const systemFolders: Readonly<Record<string, string>> = {
  darwin: "/Library/Application Support/GeminiCli",
  win32: "C:\\ProgramData\\gemini-cli",
};

const systemFolder = (around: Surroundings): string =>
  systemPath(around, systemFolders[around.platform] ?? "/etc/gemini-cli");

function others(around: Surroundings): readonly Place[] {
  return ["settings.json", "system-defaults.json"].map((name) => ({
    scope: "managed",
    file: join(systemFolder(around), name),
  }));
}

export const gemini: AgentSettings = {
  agent: "gemini",
  label: "Gemini CLI",
  program: "gemini",
  settings: geminiSettings,
  folder,
  file: (scope, around) =>
    join(scope === "user" ? folder(around) : join(around.cwd, ".gemini"), "settings.json"),
  managed: (around) => ({
    file: join(systemFolder(around), "settings.json"),
    settings: geminiSystemSettings,
  }),
  others,
  disablers: [],
};
