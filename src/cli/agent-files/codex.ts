import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { codexRequirements } from "../../agents/codex/requirements.ts";
import { codexSettings, codexTrustKey, inspectCodexConfig } from "../../agents/codex/settings.ts";
import type { Inspection } from "../../agents/settings.ts";
import { readSettings } from "../settings-file.ts";
import { type AgentSettings, homeFolder, type Place, type Surroundings, systemPath } from "./places.ts";

const folder = ({ env }: Surroundings): string => env["CODEX_HOME"] || join(homeFolder(env), ".codex");

const configOf = (around: Surroundings): string => join(folder(around), "config.toml");

function inspect(text: string): Inspection {
  const config = inspectCodexConfig(text);
  return "malformed" in config ? config : { entries: [], foreign: [], disablers: config.disablers };
}

const systemFolder = (around: Surroundings): string => systemPath(around, "/etc/codex");

/** Codex can switch hooks off in its own settings, of the user and of a project. */
function others(around: Surroundings): readonly Place[] {
  return [
    { scope: "local", file: configOf(around), inspect },
    { scope: "local", file: join(around.cwd, ".codex", "config.toml"), inspect },
    ...["requirements.toml", "managed_config.toml"].map((name) => ({
      scope: "managed" as const,
      file: join(systemFolder(around), name),
      settings: codexRequirements,
    })),
  ];
}

/** Codex keeps the hooks that its person trusts by their place in config.toml, with a hash that it alone can make. */
const held: AgentSettings["held"] = ({ event, scope, file, at }, around) => {
  if (scope === "managed") return undefined;
  const trusted = trustedIn(configOf(around));
  const names = new Set([file, realPath(file)]);
  if ([...names].some((name) => trusted.includes(codexTrustKey(name, event, at)))) return undefined;
  return {
    problem: `Codex skips the hook for ${event} in ${file} without a word until its person trusts it`,
    remedy: "start codex, type /hooks and trust it",
  };
};

function trustedIn(file: string): readonly string[] {
  try {
    const config = inspectCodexConfig(readSettings(file).text);
    return "malformed" in config ? [] : config.trusted;
  } catch {
    // What is wrong with the file is told where it is read for itself.
    return [];
  }
}

function realPath(file: string): string {
  try {
    return join(realpathSync(dirname(file)), "hooks.json");
  } catch {
    return file;
  }
}

export const codex: AgentSettings = {
  agent: "codex",
  label: "Codex",
  program: "codex",
  settings: codexSettings,
  folder,
  file: (scope, around) => join(scope === "user" ? folder(around) : join(around.cwd, ".codex"), "hooks.json"),
  // Where it is on Windows is not known from a run.
  managed: (around) =>
    around.platform === "win32"
      ? undefined
      : { file: join(systemFolder(around), "requirements.toml"), settings: codexRequirements },
  others,
  disablers: [],
  held,
  afterAdd:
    "Codex skips a new or changed hook without a word until you trust it: start codex, type /hooks and trust it",
};
