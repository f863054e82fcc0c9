import { join } from "node:path";
import { opencodePlugin } from "#opencode-plugin";
import { opencodeSettings } from "../../agents/opencode/settings.ts";
import { type AgentSettings, homeFolder, type Surroundings } from "./places.ts";

const folder = ({ env }: Surroundings): string =>
  join(env["XDG_CONFIG_HOME"] || join(homeFolder(env), ".config"), "opencode");

export const opencode: AgentSettings = {
  agent: "opencode",
  label: "opencode",
  program: "opencode",
  dialect: "generic",
  settings: opencodeSettings(opencodePlugin),
  folder,
  file: (scope, around) =>
    join(scope === "user" ? folder(around) : join(around.cwd, ".opencode"), "plugin", "prempti.js"),
  managed: () => undefined,
  ownFile: true,
  // It reads both folders, so a plugin in the other one judges every call once more.
  others: (around) => [{ scope: "local", file: join(folder(around), "plugins", "prempti.js") }],
  disablers: ["OPENCODE_PURE"],
};
