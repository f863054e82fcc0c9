import type { Coverage } from "./canary.ts";
import { claudeCodeCoverage } from "./claude-code/canaries.ts";
import { codexCoverage } from "./codex/canaries.ts";
import { copilotCoverage } from "./copilot/canaries.ts";
import { geminiCoverage } from "./gemini/canaries.ts";

/** How far hooks reach, by the agent's name on the command line; agents that have plugins instead are not here. */
export const coverage: Readonly<Record<string, Coverage>> = {
  "claude-code": claudeCodeCoverage,
  codex: codexCoverage,
  copilot: copilotCoverage,
  gemini: geminiCoverage,
};
