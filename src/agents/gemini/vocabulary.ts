import { vocabulary } from "../vocabulary.ts";

/** Of Gemini CLI 0.61.0, which tells no permission mode. */
export const geminiVocabulary = vocabulary({
  events: `SessionStart SessionEnd BeforeAgent AfterAgent BeforeModel AfterModel BeforeToolSelection BeforeTool
    AfterTool PreCompress Notification`,
  modes: "",
  keys: "session_id transcript_path cwd hook_event_name timestamp tool_name tool_input mcp_context",
});
