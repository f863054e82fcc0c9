import { join } from "node:path";
import { copilotSettings } from "../../agents/copilot/settings.ts";
import {
  type AgentSettings,
  homeFolder,
  jsonFilesIn,
  type Place,
  type Surroundings,
  systemPath,
} from "./places.ts";

const folder = ({ env }: Surroundings): string => env["COPILOT_HOME"] || join(homeFolder(env), ".copilot");

const policyFolder = (around: Surroundings): string => systemPath(around, "/etc/github-copilot/policy.d");

/** Settings of a repository that can switch hooks off, and the policy of the machine, whose hooks stay. */
function others(around: Surroundings): readonly Place[] {
  const repository = [
    join(".github", "copilot", "settings.json"),
    join(".github", "copilot", "settings.local.json"),
    join(".claude", "settings.json"),
  ];
  return [
    ...repository.map((file) => ({ scope: "local" as const, file: join(around.cwd, file) })),
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
