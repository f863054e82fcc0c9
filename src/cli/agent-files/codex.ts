import { realpathSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { codexRequirements } from "../../agents/codex/requirements.ts";
import { codexSettings, codexTrustKey, trustedHooks } from "../../agents/codex/settings.ts";
import { withoutTrust } from "../../agents/codex/trust.ts";
import type { HookEntry } from "../../agents/settings.ts";
import { distrusted, type HookPlace, trustHooks } from "../codex-trust.ts";
import { backupOf, readSettings, writeSettings } from "../settings-file.ts";
import { type AgentSettings, homeFolder, type Place, type Surroundings, systemPath } from "./places.ts";

const folder = ({ env }: Surroundings): string => env["CODEX_HOME"] || join(homeFolder(env), ".codex");

const configOf = (around: Surroundings): string => join(folder(around), "config.toml");

const systemFolder = (around: Surroundings): string => systemPath(around, "/etc/codex");

/** config.toml of the user and of a project can have hooks too, and switch all of them off; as requirements.toml does. */
function others(around: Surroundings): readonly Place[] {
  return [
    { scope: "local", file: configOf(around), settings: codexRequirements },
    {
      scope: "local",
      file: join(around.cwd, ".codex", "config.toml"),
      settings: codexRequirements,
    },
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
    remedy: "prempti hook add codex",
  };
};

const byHand = "start codex, type /hooks and trust it";

async function check(place: HookPlace, around: Surroundings): Promise<readonly string[]> {
  const skipped = await distrusted(place, around);
  if ("failure" in skipped)
    return [`Codex could not be asked whether it trusts the hook: ${skipped.failure}`];
  return skipped.map(({ key, trust }) => `Codex skips ${key}: ${trust}`);
}

/** Codex names hooks by their place, so those behind ours have new names now. */
function withdraw(file: string, gone: readonly HookEntry[], around: Surroundings): readonly string[] {
  const config = readSettings(configOf(around));
  const names = [...new Set([file, realPath(file)])];
  const keys = gone.flatMap(({ event, at }) => names.map((name) => codexTrustKey(name, event, at)));
  const edited = withoutTrust(config.text, keys);
  if ("malformed" in edited) return [`trust in the hook is left in ${config.path}: ${edited.malformed}`];
  if (edited.text !== config.text) {
    writeSettings(config, edited.text);
    // What was taken out is of no use any more, and uninstalling must leave nothing.
    rmSync(backupOf(config.path), { force: true });
  }
  const left = trustedIn(config.path).filter((key) =>
    gone.some(({ event }) => names.some((name) => key.startsWith(codexTrustKey(name, event, "")))),
  );
  return left.length === 0
    ? []
    : [`other hooks of ${file} may have moved, and Codex skips those until you trust them: ${byHand}`];
}

function trustedIn(file: string): readonly string[] {
  try {
    return trustedHooks(readSettings(file).text);
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
  trust: { grant: trustHooks, check, withdraw, byHand },
};
