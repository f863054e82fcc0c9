import { vocabulary } from "../vocabulary.ts";

/** Of Claude Code 2.1.330. */
export const claudeCodeVocabulary = vocabulary({
  events: `PreToolUse PostToolUse PostToolUseFailure PostToolBatch Notification UserPromptSubmit UserPromptExpansion
    SessionStart SessionEnd Stop StopFailure SubagentStart SubagentStop PreCompact PostCompact PreModelSwitch
    PostModelSwitch PermissionRequest PermissionDenied Setup TeammateIdle TaskCreated TaskCompleted Elicitation
    ElicitationResult ConfigChange WorktreeCreate WorktreeRemove InstructionsLoaded CwdChanged FileChanged
    DirectoryAdded MessageDisplay`,
  modes: "default plan acceptEdits auto dontAsk bypassPermissions manual",
  keys: `session_id transcript_path cwd prompt_id permission_mode hook_event_name tool_name tool_input tool_use_id
    agent_id agent_type mcp_server permission_suggestions effort`,
});
