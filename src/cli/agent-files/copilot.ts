import { basename, join } from "node:path";
import { copilotSettings } from "../../agents/copilot/settings.ts";
import type { HookSettings } from "../../agents/settings.ts";
import {
  type AgentSettings,
  homeFolder,
  jsonFilesIn,
  type Place,
  type Surroundings,
  systemPath,
} from "./places.ts";

const folder = ({ env }: Surroundings): string => env["COPILOT_HOME"] || join(homeFolder(env), ".copilot");

/** Hook files of others: only what is in their hooks concerns us, and nothing where they can't be read. */
const hooksBeside: HookSettings = {
  ...copilotSettings,
  inspect: (text, hook) => {
    const inspection = copilotSettings.inspect(text, hook);
    if ("malformed" in inspection) return { entries: [], foreign: [], disablers: [] };
    return { ...inspection, disablers: [] };
  },
};

const policyFolder = (around: Surroundings): string => systemPath(around, "/etc/github-copilot/policy.d");

/** Settings of a repository that can switch hooks off, and the policy of the machine, whose hooks stay. */
function others(around: Surroundings): readonly Place[] {
  const folders = [join(folder(around), "hooks"), join(around.cwd, ".github", "hooks")];
  const beside = folders.flatMap(jsonFilesIn).filter((file) => basename(file) !== "prempti.json");
  const repository = [
    join(".github", "copilot", "settings.json"),
    join(".github", "copilot", "settings.local.json"),
    join(".claude", "settings.json"),
  ];
  return [
    ...repository.map((file) => ({ scope: "local" as const, file: join(around.cwd, file) })),
    ...beside.map((file) => ({ scope: "local" as const, file, settings: hooksBeside })),
    ...jsonFilesIn(policyFolder(around)).map((file) => ({ scope: "managed" as const, file })),
  ];
}

export const copilot: AgentSettings = {
  agent: "copilot",
  label: "GitHub Copilot",
  program: "copilot",
  settings: copilotSettings,
  folder,
  file: (scope, around) =>
    join(scope === "user" ? folder(around) : join(around.cwd, ".github"), "hooks", "prempti.json"),
  // Where it is on other systems is not known from a run.
  managed: (around) =>
    around.platform === "linux"
      ? { file: join(policyFolder(around), "prempti.json"), ownFile: true }
      : undefined,
  others,
  disablers: [],
  ownFile: true,
};
