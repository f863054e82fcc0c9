import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type AgentSettings, agentSettings, agentsNamed, type Surroundings } from "./hook-files.ts";

/** The agents that this person seems to use: their program is on PATH, or they have a folder of settings. */
export function agentsInUse(around: Surroundings): readonly AgentSettings[] {
  return agentSettings.filter(
    ({ folder, program }) => existsSync(folder(around)) || isOnPath(program, around),
  );
}

function isOnPath(program: string, { env, platform }: Surroundings): boolean {
  const endings = platform === "win32" ? [".exe", ".cmd", ".bat"] : [""];
  return (env["PATH"] ?? "")
    .split(delimiter)
    .some((folder) => folder !== "" && endings.some((ending) => existsSync(join(folder, program + ending))));
}

/** The named agents; without names those in use, and Claude Code where none is. */
export function agentsMeant(names: readonly string[], around: Surroundings): readonly AgentSettings[] {
  if (names.length > 0) return agentsNamed(names);
  const found = agentsInUse(around);
  return found.length > 0 ? found : agentSettings.slice(0, 1);
}
