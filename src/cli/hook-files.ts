import { claudeCode } from "./agent-files/claude-code.ts";
import { codex } from "./agent-files/codex.ts";
import { copilot } from "./agent-files/copilot.ts";
import { gemini } from "./agent-files/gemini.ts";
import { opencode } from "./agent-files/opencode.ts";
import type { AgentSettings } from "./agent-files/places.ts";
import { Refusal } from "./refusal.ts";

export {
  type AgentSettings,
  homeFolder,
  type ManagedFile,
  type Place,
  type Scope,
  type Surroundings,
  type WrittenScope,
  writtenScopes,
} from "./agent-files/places.ts";

/** Every agent that `prempti hook add` knows. */
export const agentSettings: readonly AgentSettings[] = [claudeCode, codex, copilot, gemini, opencode];

export function agentsNamed(names: readonly string[]): readonly AgentSettings[] {
  return names.map((name) => {
    const found = agentSettings.find(({ agent }) => agent === name);
    if (found !== undefined) return found;
    throw new Refusal(
      `unknown agent ${JSON.stringify(name)}`,
      `use ${agentSettings.map(({ agent }) => agent).join(", ")}`,
    );
  });
}
