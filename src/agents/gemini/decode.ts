import type { ToolCall } from "../../model/call.ts";
import type { Undecodable } from "../adapter.ts";
import { snakeCaseCall, withUnknown } from "../call.ts";
import { decodeTool, namesNoTool } from "../decode.ts";
import { isObject } from "../json.ts";
import { singleUnderscoreName } from "../mcp-name.ts";
import { unknownIn } from "../vocabulary.ts";
import { tools } from "./tools.ts";
import { geminiVocabulary } from "./vocabulary.ts";

export function decode(input: unknown): readonly ToolCall[] | Undecodable {
  if (!isObject(input)) return { undecodable: "malformed input JSON: not an object" };
  const call = snakeCaseCall("gemini_cli", input);
  const wrong = namesNoTool(call);
  if (wrong !== undefined) return wrong;
  const decoded = decodeTool(call, tools, singleUnderscoreName(call.toolName, input));
  return [withUnknown(decoded, unknownIn(input, geminiVocabulary))];
}
