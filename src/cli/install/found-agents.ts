import { type AgentSettings, agentsNamed } from "../hook-files.ts";

/** The agents that `--agents` names: "claude-code,codex", or "none". */
export function agentsFrom(list: string): readonly AgentSettings[] {
  const names = list.split(",").map((name) => name.trim());
  const wanted = names.filter((name) => name !== "");
  return wanted.length === 0 || (wanted.length === 1 && wanted[0] === "none") ? [] : agentsNamed(wanted);
}
