import type { ToolCall } from "../../model/call.ts";
import type { Undecodable } from "../adapter.ts";
import { snakeCaseCall } from "../call.ts";
import { decodeTool } from "../decode.ts";
import { isObject, objectOf } from "../json.ts";
import { doubleUnderscoreName } from "../mcp-name.ts";
import { patchCalls } from "../patch.ts";
import { tools } from "./tools.ts";

export function decode(input: unknown): readonly ToolCall[] | Undecodable {
  if (!isObject(input)) return { undecodable: "malformed input JSON: not an object" };
  const call = snakeCaseCall("codex", input);
  if (call.toolName === "apply_patch") return patchCalls(call, objectOf(call.input)["command"]);
  return [decodeTool(call, tools, doubleUnderscoreName(call.toolName, input))];
}
