import { existsSync } from "node:fs";
import { findProgram } from "./find-program.ts";
import { type AgentSettings, agentSettings, agentsNamed, type Surroundings } from "./hook-files.ts";

/** The agents that this person seems to use: their program is on PATH, or they have a folder of settings. */
export function agentsInUse(around: Surroundings): readonly AgentSettings[] {
  return agentSettings.filter(
    ({ folder, program }) => existsSync(folder(around)) || findProgram(program, around) !== undefined,
  );
}

/** The named agents; without names those in use, and Claude Code where none is. */
export function agentsMeant(names: readonly string[], around: Surroundings): readonly AgentSettings[] {
  if (names.length > 0) return agentsNamed(names);
  const found = agentsInUse(around);
  return found.length > 0 ? found : agentSettings.slice(0, 1);
}
