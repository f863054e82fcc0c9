import type { ToolCall } from "../../model/call.ts";
import type { Undecodable } from "../adapter.ts";
import { snakeCaseCall, withUnknown } from "../call.ts";
import { decodeTool, namesNoTool } from "../decode.ts";
import { isObject, objectOf } from "../json.ts";
import { doubleUnderscoreName } from "../mcp-name.ts";
import { patchCalls } from "../patch.ts";
import { unknownIn } from "../vocabulary.ts";
import { tools } from "./tools.ts";
import { codexVocabulary } from "./vocabulary.ts";

export function decode(input: unknown): readonly ToolCall[] | Undecodable {
  if (!isObject(input)) return { undecodable: "malformed input JSON: not an object" };
  const call = withUnknown(snakeCaseCall("codex", input), unknownIn(input, codexVocabulary));
  const wrong = namesNoTool(call);
  if (wrong !== undefined) return wrong;
  if (call.toolName === "apply_patch") return patchCalls(call, objectOf(call.input)["command"]);
  const decoded = decodeTool(call, tools, doubleUnderscoreName(call.toolName, input));
  return [decoded, ...typedPatch(decoded)];
}

/** `apply_patch <<EOF` on a command line: Codex takes it out and applies it itself. One call a patched file. */
function typedPatch(call: ToolCall): readonly ToolCall[] {
  const text = call.command?.text ?? "";
  const typed = /(?:^|\n|;|&&)\s*(?:cd\s+(["']?)([^\n;&"']+)\1\s*&&\s*)?(?:apply_patch|applypatch)\b/.exec(
    text,
  );
  const start = text.indexOf("*** Begin Patch");
  if (typed === null || start === -1) return [];
  const folder = typed[2]?.trim() ?? "";
  const cwd = folder === "" ? call.cwd : folder.startsWith("/") ? folder : `${call.cwd}/${folder}`;
  const calls = patchCalls({ ...call, command: undefined, input: { command: text }, cwd }, text.slice(start));
  return "undecodable" in calls ? [] : calls;
}
