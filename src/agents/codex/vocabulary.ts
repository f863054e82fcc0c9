import { vocabulary } from "../vocabulary.ts";

/** Of Codex CLI 0.169.0. */
export const codexVocabulary = vocabulary({
  events: `PreToolUse PermissionRequest PostToolUse UserPromptSubmit SessionStart SessionEnd Stop SubagentStart
    SubagentStop PreCompact PostCompact Interrupt`,
  modes: "default acceptEdits plan dontAsk bypassPermissions",
  keys: `session_id turn_id transcript_path cwd hook_event_name model permission_mode tool_name tool_input tool_use_id
    agent_id agent_type`,
});
