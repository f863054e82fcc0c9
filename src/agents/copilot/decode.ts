import type { ToolCall } from "../../model/call.ts";
import type { Undecodable } from "../adapter.ts";
import { camelCaseCall, snakeCaseCall, withUnknown } from "../call.ts";
import { decodeTool, namesNoTool } from "../decode.ts";
import { isObject, type Json, textAt } from "../json.ts";
import { dashName } from "../mcp-name.ts";
import { patchCalls } from "../patch.ts";
import { unknownIn } from "../vocabulary.ts";
import { tools } from "./tools.ts";
import { copilotVocabulary } from "./vocabulary.ts";

/** Copilot names its events in camelCase, or in Claude Code's way when they were registered so. */
export function decode(input: unknown): readonly ToolCall[] | Undecodable {
  if (!isObject(input)) return { undecodable: "malformed input JSON: not an object" };
  const read = "hook_event_name" in input ? snakeCaseCall("copilot", input) : camelCase(input);
  const call = withUnknown(read, unknownIn(input, copilotVocabulary));
  const wrong = namesNoTool(call);
  if (wrong !== undefined) return wrong;
  if (call.toolName === "apply_patch" || call.toolName === "ApplyPatch")
    return patchCalls(call, patchText(call.input));
  return [decodeTool(call, tools, Object.hasOwn(tools, call.toolName) ? undefined : dashName(call.toolName))];
}

function camelCase(event: Json): ToolCall {
  const call = camelCaseCall("copilot", event);
  const asks = textAt(event, "hookName") === "permissionRequest";
  return {
    ...call,
    hookEventName: asks ? "PermissionRequest" : "PreToolUse",
    input: (asks ? event["toolInput"] : parsed(event["toolArgs"])) ?? null,
  };
}

/** Arguments arrive as an object, or as a JSON text of one; another text (a patch) stays as it is. */
function parsed(args: unknown): unknown {
  if (typeof args !== "string") return args;
  try {
    return JSON.parse(args) as unknown;
  } catch {
    return args;
  }
}

function patchText(input: unknown): unknown {
  if (!isObject(input)) return input;
  return input["patch"] ?? input["input"] ?? input["command"];
}
