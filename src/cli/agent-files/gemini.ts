import { join } from "node:path";
import { geminiSettings } from "../../agents/gemini/settings.ts";
import { type AgentSettings, homeFolder, type Place, type Surroundings } from "./places.ts";

const folder = ({ env }: Surroundings): string => join(homeFolder(env), ".gemini");

/** Settings of the machine; where they are elsewhere than on Linux is not known from a run. */
function others({ platform }: Surroundings): readonly Place[] {
  if (platform !== "linux") return [];
  return ["settings.json", "system-defaults.json"].map((name) => ({
    scope: "managed",
    file: join("/etc/gemini-cli", name),
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
  others,
  disablers: [],
};
