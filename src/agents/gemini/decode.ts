import type { ToolCall } from "../../model/call.ts";
import type { Undecodable } from "../adapter.ts";
import { snakeCaseCall } from "../call.ts";
import { decodeTool } from "../decode.ts";
import { isObject } from "../json.ts";
import { singleUnderscoreName } from "../mcp-name.ts";
import { tools } from "./tools.ts";

export function decode(input: unknown): readonly ToolCall[] | Undecodable {
  if (!isObject(input)) return { undecodable: "malformed input JSON: not an object" };
  const call = snakeCaseCall("gemini_cli", input);
  return [decodeTool(call, tools, singleUnderscoreName(call.toolName, input))];
}
