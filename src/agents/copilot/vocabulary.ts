import { vocabulary } from "../vocabulary.ts";

/** Of GitHub Copilot CLI 1.0.102, in both of its forms. */
export const copilotVocabulary = vocabulary({
  events: `PreToolUse PostToolUse PermissionRequest UserPromptSubmit SessionStart SessionEnd Stop SubagentStart
    SubagentStop Notification preToolUse postToolUse permissionRequest userPromptSubmitted sessionStart sessionEnd
    agentStop subagentStart subagentStop notification`,
  modes: "default",
  keys: `hook_event_name session_id timestamp cwd tool_name tool_input transcript_path permission_mode
    sessionId toolName toolArgs toolInput hookName permissionSuggestions agentId agentType parentAgentId`,
});
