import type { ToolCall } from "../../model/call.ts";
import type { Undecodable } from "../adapter.ts";
import { snakeCaseCall, withUnknown } from "../call.ts";
import { decode as decodeCopilot } from "../copilot/decode.ts";
import { decodeTool, namesNoTool } from "../decode.ts";
import { isObject, type Json } from "../json.ts";
import { doubleUnderscoreName } from "../mcp-name.ts";
import { unknownIn } from "../vocabulary.ts";
import { tools } from "./tools.ts";
import { claudeCodeVocabulary } from "./vocabulary.ts";

export function decode(input: unknown): readonly ToolCall[] | Undecodable {
  if (!isObject(input)) return { undecodable: "malformed input JSON: not an object" };
  if (isCopilots(input)) return decodeCopilot(input);
  const call = snakeCaseCall("claude_code", input);
  const wrong = namesNoTool(call);
  if (wrong !== undefined) return wrong;
  const decoded = decodeTool(call, tools, doubleUnderscoreName(call.toolName, input));
  return [withUnknown(decoded, unknownIn(input, claudeCodeVocabulary))];
}

/** Copilot runs the hooks of a project's .claude/settings.json too, and sends its own arguments under Claude's names. */
function isCopilots(event: Json): boolean {
  return (
    ("toolName" in event && !("tool_name" in event)) ||
    ("timestamp" in event && !("transcript_path" in event) && !("permission_mode" in event))
  );
}
