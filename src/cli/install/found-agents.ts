import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { type AgentSettings, agentSettings, agentsNamed, type Surroundings } from "../hook-files.ts";

/** What an agent's program is called, where that is not the agent's name. */
const programs: Readonly<Record<string, string>> = { "claude-code": "claude" };

/** The agents that this person seems to use: their program is on PATH, or they have a folder of settings. */
export function findAgents(around: Surroundings): readonly AgentSettings[] {
  return agentSettings.filter(
    (agent) =>
      existsSync(dirname(agent.file("user", around))) ||
      isOnPath(programs[agent.agent] ?? agent.agent, around),
  );
}

function isOnPath(program: string, { env, platform }: Surroundings): boolean {
  const endings = platform === "win32" ? [".exe", ".cmd", ".bat"] : [""];
  return (env["PATH"] ?? "")
    .split(delimiter)
    .some((folder) => folder !== "" && endings.some((ending) => existsSync(join(folder, program + ending))));
}

/** The agents that `--agents` names: "claude-code,codex", or "none". */
export function agentsFrom(list: string): readonly AgentSettings[] {
  const names = list.split(",").map((name) => name.trim());
  const wanted = names.filter((name) => name !== "");
  return wanted.length === 0 || (wanted.length === 1 && wanted[0] === "none") ? [] : agentsNamed(wanted);
}
